// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controllers on the PCI bus that waveport can drive. With a miniport that is loaded by aliases
 * these are those that its aliases name, or its rival's where waveport is not installed, which
 * drives the same ones. With another they are all of a class.
 */

#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller.h"
#include "memory.h"
#include "miniport.h"
#include "module.h"
#include "tree.h"

#define DEVICES		"sys/bus/pci/devices"

/* A line is "alias PATTERN MODULE". */
static bool controller_in_aliases(const char *aliases, const struct miniport *miniport,
				  const char *modalias)
{
	const char *line;
	char pattern[128], module[64];

	for (line = aliases; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncmp(line, "alias pci:", strlen("alias pci:")) ||
		    sscanf(line, "alias %127s %63s", pattern, module) != 2)
			continue;
		if ((module_is(module, miniport->module) || module_is(module, miniport->rival)) &&
		    !fnmatch(pattern, modalias, 0))
			return true;
	}
	return false;
}

/* An NVIDIA or ALi controller may have another class; audio is what is looked for. */
static bool controller_is_for(const struct miniport *miniport, const char *aliases,
			      const char *class, const char *modalias)
{
	if (strncmp(class, miniport->class, strlen(miniport->class)))
		return false;
	return miniport->claim == CLAIM_BY_OVERRIDE ||
	       controller_in_aliases(aliases, miniport, modalias);
}

static const struct miniport *controller_miniport(const char *aliases, const char *name)
{
	char *class = tree_line(DEVICES "/%s/class", name);
	char *modalias = tree_line(DEVICES "/%s/modalias", name);
	const struct miniport *found = NULL;
	size_t i;

	for (i = 0; i < MINIPORTS && class && modalias && !found; i++) {
		if (controller_is_for(&miniports[i], aliases, class, modalias))
			found = &miniports[i];
	}
	free(modalias);
	free(class);
	return found;
}

static bool controller_is_wanted(const struct controller *controller)
{
	const struct miniport *miniport = controller->miniport;
	char *override;
	bool wanted;

	if (miniport->claim == CLAIM_BY_ALIAS || miniport_of_driver(controller->driver))
		return true;
	override = tree_line(DEVICES "/%s/driver_override", controller->address);
	wanted = override && !strcmp(override, miniport->module);
	free(override);
	return wanted;
}

static char *controller_hexadecimal(const char *name, const char *file)
{
	char *text = tree_line(DEVICES "/%s/%s", name, file);
	char *digits = memory_text("%s", text && strlen(text) > 2 ? text + 2 : "?");

	free(text);
	return digits;
}

static void controller_read(struct controller *controller, const struct miniport *miniport,
			    const char *name)
{
	char *vendor = controller_hexadecimal(name, "vendor");
	char *device = controller_hexadecimal(name, "device");
	char *driver = tree_link(DEVICES "/%s/driver", name);

	controller->miniport = miniport;
	controller->address = memory_text("%s", name);
	controller->id = memory_text("%s:%s", vendor, device);
	controller->driver = driver ? driver : memory_text("%s", "");
	controller->wanted = controller_is_wanted(controller);
	free(device);
	free(vendor);
}

void controllers_read(struct controllers *controllers, const char *release)
{
	char *aliases = tree_read("lib/modules/%s/modules.alias", release);
	char **names = tree_names(DEVICES), **name;

	controllers->list = NULL;
	controllers->count = 0;
	for (name = names; *name; name++) {
		const struct miniport *miniport = controller_miniport(aliases ? aliases : "",
								      *name);

		if (!miniport)
			continue;
		controllers->list = memory_grow(controllers->list, (controllers->count + 1) *
						sizeof(*controllers->list));
		controller_read(&controllers->list[controllers->count++], miniport, *name);
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
