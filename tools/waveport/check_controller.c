// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of doctor: is a controller there, and has waveport got it, if it shall have it.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "tree.h"

#define DEVICES		"/sys/bus/pci/devices"
#define PROBE		"/sys/bus/pci/drivers_probe"

void check_controller(struct doctor *doctor)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++) {
		const struct controller *controller = &controllers->list[i];

		doctor_fine(doctor, "the controller %s (%s) is one that waveport drives%s",
			    controller->address, controller->id,
			    controller->wanted ? "" : " on request");
	}
	if (!controllers->count && !cards_count_waveport(&doctor->cards))
		doctor_found(doctor, "lspci -nn | grep -i audio",
			     "no controller on the PCI bus is one that waveport drives; those that "
			     "there are:");
}

/* A module that is loaded already looks at the controller again only if it is told to. */
static char *check_driver_load(const struct controller *controller)
{
	return memory_text("sudo modprobe %s && echo %s | sudo tee " PROBE,
			   controller->miniport->name, controller->address);
}

/* The whole driver goes, which has no other hardware than waveport would have. */
static char *check_driver_replace(const struct controller *controller)
{
	char *name = memory_text("%s", controller->driver), *load = check_driver_load(controller);
	char *sign, *command;

	while ((sign = strchr(name, '_')))
		*sign = '-';
	command = memory_text("sudo modprobe -r %s && %s", name, load);
	free(load);
	free(name);
	return command;
}

/* The driver stays, and has other controllers. */
static char *check_driver_take(const struct controller *controller)
{
	char *load = check_driver_load(controller), *command;

	command = memory_text("echo %s | sudo tee " DEVICES "/%s/driver/unbind && %s",
			      controller->address, controller->address, load);
	free(load);
	return command;
}

static void check_driver_other(struct doctor *doctor, const struct controller *controller)
{
	bool override = controller->miniport->claim == CLAIM_BY_OVERRIDE;
	char *command = override ? check_driver_take(controller) : check_driver_replace(controller);

	doctor_found(doctor, command, "%s has the controller %s%s", controller->driver,
		     controller->address, override ? ", which is given to waveport" : "");
	free(command);
}

/* It was refused, which the driver has logged, or another driver has had it meanwhile. */
static void check_driver_refused(struct doctor *doctor, const struct controller *controller)
{
	char *command = memory_text("echo %s | sudo tee " PROBE
				    "; sudo dmesg | grep -i -e waveport -e ac97 -e hdaudio",
				    controller->address);

	doctor_found(doctor, command, "%s is loaded and did not take the controller %s; once "
				      "more, and its reason:",
		     controller->miniport->name, controller->address);
	free(command);
}

/* Whose driver_override names no miniport is left to whom it is. */
static void check_driver_unwanted(struct doctor *doctor, const struct controller *controller)
{
	const struct miniport *miniport = controller->miniport;
	bool driven = *controller->driver;
	char *take = driven ? check_driver_take(controller) : check_driver_load(controller);
	char *command = memory_text("echo %s | sudo tee " DEVICES "/%s/driver_override && %s",
				    miniport->module, controller->address, take);

	doctor_note(doctor, command, "%s has the controller %s, and waveport takes it only on "
				     "request",
		    driven ? controller->driver : "no driver", controller->address);
	free(command);
	free(take);
}

static void check_driver_of(struct doctor *doctor, const struct controller *controller)
{
	char *command;

	if (miniport_of_driver(controller->driver)) {
		doctor_fine(doctor, "%s has the controller %s", controller->driver,
			    controller->address);
	} else if (!controller->wanted) {
		check_driver_unwanted(doctor, controller);
	} else if (*controller->driver) {
		check_driver_other(doctor, controller);
	} else if (tree_has("sys/module/%s", controller->miniport->module)) {
		check_driver_refused(doctor, controller);
	} else {
		command = memory_text("sudo modprobe %s", controller->miniport->name);
		doctor_found(doctor, command, "no driver has the controller %s",
			     controller->address);
		free(command);
	}
}

void check_driver(struct doctor *doctor)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++)
		check_driver_of(doctor, &controllers->list[i]);
}
