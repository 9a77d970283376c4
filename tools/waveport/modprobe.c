// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration of modprobe (modprobe.d(5)), with the files in which each line stands.
 *
 * libkmod reads it too, but does not tell the files, which a person has to know to change one.
 */

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "modprobe.h"
#include "module.h"
#include "tree.h"

/* In the order of their weight: a file hides those of the same name in later ones. */
static const char *const folders[] = {
	"etc/modprobe.d", "run/modprobe.d", "usr/local/lib/modprobe.d", "usr/lib/modprobe.d",
	"lib/modprobe.d",
};

#define FOLDERS		(sizeof(folders) / sizeof(folders[0]))
#define BLANKS		" \t"

/* Called for each line that is no comment, in pieces; returns true to stop. */
typedef bool (*modprobe_wanted)(char *words, const void *data);

struct modprobe_command {
	const char *name;
	const char *module;
};

struct modprobe_order {
	const char *module;
	const char *first;
};

static bool modprobe_has_command(char *words, const void *data)
{
	const struct modprobe_command *command = data;
	char *next = words;
	const char *name = strsep(&next, BLANKS);
	const char *module = next ? strsep(&next, BLANKS) : NULL;

	return !strcmp(name, command->name) && module && module_is(module, command->module);
}

/* softdep MODULE pre: MODULES post: MODULES */
static bool modprobe_has_order(char *words, const void *data)
{
	const struct modprobe_order *order = data;
	char *next = words;
	const char *name = strsep(&next, BLANKS);
	const char *module = next ? strsep(&next, BLANKS) : NULL;
	const char *word;
	bool before = false;

	if (strcmp(name, "softdep") || !module || !module_is(module, order->module))
		return false;
	while ((word = strsep(&next, BLANKS))) {
		if (!strcmp(word, "pre:") || !strcmp(word, "post:"))
			before = *word == 'p' && word[1] == 'r';
		else if (before && module_is(word, order->first))
			return true;
	}
	return false;
}

static bool modprobe_file_has(const char *folder, const char *name, modprobe_wanted wanted,
			      const void *data)
{
	char *text = tree_read("%s/%s", folder, name);
	char *line, *next = text;
	bool has = false;

	while (!has && (line = strsep(&next, "\n"))) {
		line += strspn(line, BLANKS);
		has = *line && *line != '#' && wanted(line, data);
	}
	free(text);
	return has;
}

static bool modprobe_hidden(size_t folder, const char *name)
{
	size_t i;

	for (i = 0; i < folder; i++) {
		if (tree_has("%s/%s", folders[i], name))
			return true;
	}
	return false;
}

static bool modprobe_is_read(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && !strcmp(name + length - 5, ".conf");
}

static char *modprobe_find_in(size_t folder, modprobe_wanted wanted, const void *data)
{
	char **names = tree_names("%s", folders[folder]), **name, *file = NULL;

	for (name = names; *name && !file; name++) {
		if (modprobe_is_read(*name) && !modprobe_hidden(folder, *name) &&
		    modprobe_file_has(folders[folder], *name, wanted, data))
			file = memory_text("/%s/%s", folders[folder], *name);
	}
	tree_free_names(names);
	return file;
}

static char *modprobe_find(modprobe_wanted wanted, const void *data)
{
	char *file = NULL;
	size_t i;

	for (i = 0; i < FOLDERS && !file; i++)
		file = modprobe_find_in(i, wanted, data);
	return file;
}

/* modprobe.blacklist=MODULE,MODULE */
static bool modprobe_boot_blacklists(const char *module)
{
	static const char parameter[] = "modprobe.blacklist=";
	char *line = tree_line("proc/cmdline");
	char *word, *next = line, *name;
	bool has = false;

	while ((word = strsep(&next, " "))) {
		if (strncmp(word, parameter, strlen(parameter)))
			continue;
		word += strlen(parameter);
		while ((name = strsep(&word, ",")))
			has |= module_is(name, module);
	}
	free(line);
	return has;
}

char *modprobe_file(const char *command, const char *module)
{
	const struct modprobe_command wanted = { command, module };
	char *file = modprobe_find(modprobe_has_command, &wanted);

	if (!file && !strcmp(command, "blacklist") && modprobe_boot_blacklists(module))
		file = memory_text("/proc/cmdline");
	return file;
}

bool modprobe_loads_before(const char *module, const char *first)
{
	const struct modprobe_order wanted = { module, first };
	char *file = modprobe_find(modprobe_has_order, &wanted);
	bool has = file;

	free(file);
	return has;
}
