// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controllers on the PCI bus that waveport can drive: those that the aliases of its modules
 * name, or of snd-intel8x0 where waveport is not installed, which drives the same ones.
 */

#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller.h"
#include "memory.h"
#include "module.h"
#include "tree.h"

#define DEVICES		"sys/bus/pci/devices"
#define CLASS_AUDIO	"0x0401"

/* A line is "alias PATTERN MODULE". */
static bool controller_in_aliases(const char *aliases, const char *modalias)
{
	const char *line;
	char pattern[128], module[64];

	for (line = aliases; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncmp(line, "alias pci:", strlen("alias pci:")) ||
		    sscanf(line, "alias %127s %63s", pattern, module) != 2)
			continue;
		if ((module_is_waveport(module) || module_is(module, "snd_intel8x0")) &&
		    !fnmatch(pattern, modalias, 0))
			return true;
	}
	return false;
}

/* An NVIDIA or ALi controller may have another class; audio is what is looked for. */
static bool controller_is_known(const char *aliases, const char *name)
{
	char *class = tree_line(DEVICES "/%s/class", name);
	char *modalias = tree_line(DEVICES "/%s/modalias", name);
	bool known = class && modalias && !strncmp(class, CLASS_AUDIO, strlen(CLASS_AUDIO)) &&
		     controller_in_aliases(aliases, modalias);

	free(modalias);
	free(class);
	return known;
}

static char *controller_hexadecimal(const char *name, const char *file)
{
	char *text = tree_line(DEVICES "/%s/%s", name, file);
	char *digits = memory_text("%s", text && strlen(text) > 2 ? text + 2 : "?");

	free(text);
	return digits;
}

static void controller_read(struct controller *controller, const char *name)
{
	char *vendor = controller_hexadecimal(name, "vendor");
	char *device = controller_hexadecimal(name, "device");
	char *driver = tree_link(DEVICES "/%s/driver", name);

	controller->address = memory_text("%s", name);
	controller->id = memory_text("%s:%s", vendor, device);
	controller->driver = driver ? driver : memory_text("%s", "");
	free(device);
	free(vendor);
}

void controllers_read(struct controllers *controllers, const char *release)
{
	char *aliases = tree_read("lib/modules/%s/modules.alias", release);
	char **names = tree_names(DEVICES), **name;

	controllers->list = NULL;
	controllers->count = 0;
	for (name = names; aliases && *name; name++) {
		if (!controller_is_known(aliases, *name))
			continue;
		controllers->list = memory_grow(controllers->list, (controllers->count + 1) *
						sizeof(*controllers->list));
		controller_read(&controllers->list[controllers->count++], *name);
	}
	tree_free_names(names);
	free(aliases);
}

void controllers_free(struct controllers *controllers)
{
	size_t i;

	for (i = 0; i < controllers->count; i++) {
		free(controllers->list[i].address);
		free(controllers->list[i].id);
		free(controllers->list[i].driver);
	}
	free(controllers->list);
}
