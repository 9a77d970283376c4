// SPDX-License-Identifier: GPL-2.0-only
/*
 * The modules of waveport: as files of a kernel, as sources for DKMS, and as they are loaded.
 */

#include <libkmod.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "module.h"
#include "tree.h"

#define SOURCES		"usr/src"
#define SOURCE_PREFIX	"waveport-"

bool module_is(const char *name, const char *module)
{
	for (; *name && *module; name++, module++) {
		if (*name != *module && !(*name == '-' && *module == '_'))
			return false;
	}
	return !*module && (!*name || !strncmp(name, ".ko", 3));
}

/* A line of modules.dep is "FILE: FILES that it needs". */
char *module_file(const char *release, const char *module)
{
	char *text = tree_read("lib/modules/%s/modules.dep", release);
	char *line, *next = text, *file = NULL;

	while (!file && (line = strsep(&next, "\n"))) {
		const char *name;

		line[strcspn(line, ":")] = '\0';
		name = strrchr(line, '/');
		if (module_is(name ? name + 1 : line, module))
			file = memory_text("lib/modules/%s/%s", release, line);
	}
	free(text);
	return file;
}

static char *module_info_value(const struct kmod_list *list, const char *key)
{
	const struct kmod_list *item;

	kmod_list_foreach(item, list) {
		if (!strcmp(kmod_module_info_get_key(item), key))
			return memory_text("%s", kmod_module_info_get_value(item));
	}
	return NULL;
}

char *module_info(const char *file, const char *key)
{
	const char *no_configuration = NULL;
	char *path = tree_path("%s", file), *value = NULL;
	struct kmod_ctx *context = kmod_new(NULL, &no_configuration);
	struct kmod_module *module = NULL;
	struct kmod_list *list = NULL;

	if (context && kmod_module_new_from_path(context, path, &module) >= 0 &&
	    kmod_module_get_info(module, &list) >= 0)
		value = module_info_value(list, key);
	kmod_module_info_free_list(list);
	kmod_module_unref(module);
	kmod_unref(context);
	free(path);
	return value;
}

char *module_loaded(const char *module)
{
	return tree_line("sys/module/%s/version", module);
}

char *module_source(void)
{
	char **names = tree_names(SOURCES), **name, *version = NULL;

	for (name = names; *name; name++) {
		if (strncmp(*name, SOURCE_PREFIX, strlen(SOURCE_PREFIX)) ||
		    !tree_has(SOURCES "/%s/dkms.conf", *name))
			continue;
		free(version);
		version = memory_text("%s", *name + strlen(SOURCE_PREFIX));
	}
	tree_free_names(names);
	return version;
}
