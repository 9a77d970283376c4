// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of doctor: is a controller there, and has waveport got it.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "module.h"
#include "tree.h"

void check_controller(struct doctor *doctor)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++)
		doctor_fine(doctor, "the controller %s (%s) is one that waveport drives",
			    controllers->list[i].address, controllers->list[i].id);
	if (!controllers->count && !cards_count_waveport(&doctor->cards))
		doctor_found(doctor, "lspci -nn | grep -i audio",
			     "no controller on the PCI bus is one that waveport drives; those that "
			     "there are:");
}

static void check_driver_other(struct doctor *doctor, const struct controller *controller)
{
	char *name = memory_text("%s", controller->driver), *sign, *command;

	while ((sign = strchr(name, '_')))
		*sign = '-';
	command = memory_text("sudo modprobe -r %s && sudo modprobe snd-waveport-ich", name);
	doctor_found(doctor, command, "%s has the controller %s", controller->driver,
		     controller->address);
	free(command);
	free(name);
}

static void check_driver_of(struct doctor *doctor, const struct controller *controller)
{
	if (module_is_waveport(controller->driver))
		doctor_fine(doctor, "%s has the controller %s", controller->driver,
			    controller->address);
	else if (*controller->driver)
		check_driver_other(doctor, controller);
	else if (tree_has("sys/module/" MODULE_ICH))
		doctor_found(doctor, "sudo dmesg | grep -i -e waveport -e ac97",
			     "snd-waveport-ich is loaded and did not take the controller %s; its "
			     "reason:",
			     controller->address);
	else
		doctor_found(doctor, "sudo modprobe snd-waveport-ich",
			     "no driver has the controller %s", controller->address);
}

void check_driver(struct doctor *doctor)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++)
		check_driver_of(doctor, &controllers->list[i]);
}
