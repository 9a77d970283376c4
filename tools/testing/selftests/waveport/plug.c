// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "kind.h"
#include "plug.h"
#include "tap.h"

#define DRIVERS		"/sys/bus/pci/drivers"
#define DEVICES		"/sys/bus/pci/devices"

/* How long a device may take to go or to come. */
#define WAIT_SECONDS	20
#define LOOK_US		20000

/* The exit status of the monitor's program if there is no monitor. */
#define NO_MONITOR	2

/* Give the virtual machine's monitor a command. Return: the exit status. */
static int monitor(const char *command)
{
	char line[512];
	int status;

	snprintf(line, sizeof(line), "monitor '%s' >/dev/null", command);
	status = system(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool is_bound(const struct plug *plug)
{
	char path[96];

	snprintf(path, sizeof(path), DEVICES "/%s/driver", plug->address);
	return !access(path, F_OK);
}

static bool is_there(const struct plug *plug)
{
	char path[96];

	snprintf(path, sizeof(path), DEVICES "/%s", plug->address);
	return !access(path, F_OK);
}

/**
 * plug_card - tell the number of the card that a device makes
 * @plug: the device
 *
 * Return: the number, or -1 if there is none that can be opened.
 */
int plug_card(const struct plug *plug)
{
	char path[96];
	glob_t found;
	int card;

	snprintf(path, sizeof(path), DEVICES "/%s/sound/card*", plug->address);
	if (glob(path, 0, NULL, &found))
		return -1;
	if (sscanf(strrchr(found.gl_pathv[0], '/'), "/card%d", &card) != 1)
		card = -1;
	globfree(&found);
	/* the node that is made last */
	snprintf(path, sizeof(path), "/dev/snd/controlC%d", card);
	return access(path, F_OK) ? -1 : card;
}

static void read_override(struct plug *plug)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "/%s/driver_override", plug->address);
	file = fopen(path, "r");
	tap_require(file && fscanf(file, "%31s", plug->driver) == 1, "cannot read %s", path);
	fclose(file);
}

/**
 * plug_choose - find the device of a card
 * @plug: set
 * @number: of the card, as in struct stream_setup
 * @way: how it shall go
 */
void plug_choose(struct plug *plug, unsigned int number, enum plug_way way)
{
	int card = number ? card_nth(number) : card_number();
	char path[64], target[PATH_MAX];

	memset(plug, 0, sizeof(*plug));
	plug->way = way;
	plug->number = number;
	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device", card);
	tap_require(realpath(path, target), "card %d has no device", card);
	snprintf(plug->address, sizeof(plug->address), "%.31s", basename(target));
	read_override(plug);
	if (way == PLUG_EJECT && monitor("{\"execute\": \"query-status\"}") == NO_MONITOR)
		tap_skip("no virtual machine with a monitor");
}

/* Write the address of a device to a file of the driver. */
static bool tell_driver(const struct plug *plug, const char *file)
{
	char path[96];

	snprintf(path, sizeof(path), DRIVERS "/%s/%s", kind()->driver, file);
	return card_write(path, plug->address);
}

static long pull_unbind(void *argument)
{
	return tell_driver(argument, "unbind");
}

static long pull_remove(void *argument)
{
	const struct plug *plug = argument;
	char path[96];

	snprintf(path, sizeof(path), DEVICES "/%s/remove", plug->address);
	return card_write(path, "1");
}

/* The machine has asked the system when this returns, no more. */
static long pull_eject(void *argument)
{
	const struct plug *plug = argument;
	char command[128];

	snprintf(command, sizeof(command),
		 "{\"execute\": \"device_del\", \"arguments\": {\"id\": \"sound%u\"}}",
		 plug->number);
	return !monitor(command);
}

/**
 * plug_pull - begin to take a device away
 * @plug: the device
 */
void plug_pull(struct plug *plug)
{
	static long (*const pulls[])(void *argument) = {
		[PLUG_UNBIND] = pull_unbind,
		[PLUG_REMOVE] = pull_remove,
		[PLUG_EJECT] = pull_eject,
	};

	plug->pulled = true;
	call_begin(&plug->pull, pulls[plug->way], plug);
}

/* Return: whether it is away. */
static bool wait_until_gone(struct plug *plug)
{
	unsigned int us;

	if (!call_wait(&plug->pull, WAIT_SECONDS))
		return false;
	for (us = 0; us < 1000000 * WAIT_SECONDS; us += LOOK_US) {
		if (plug->way == PLUG_UNBIND ? !is_bound(plug) : !is_there(plug))
			return true;
		usleep(LOOK_US);
	}
	return false;
}

/**
 * plug_require_gone - fail the test unless a device goes
 * @plug: pulled, and no client has it open
 */
void plug_require_gone(struct plug *plug)
{
	tap_require(wait_until_gone(plug), "%s is not gone in %u s", plug->address, WAIT_SECONDS);
	tap_require(plug->pull.result, "%s cannot be taken away", plug->address);
}

/* A device that was found anew has forgotten which driver may take it. */
static void scan(const struct plug *plug)
{
	char path[96];

	card_write("/sys/bus/pci/rescan", "1");
	if (!strcmp(plug->driver, "(null)"))
		return;
	snprintf(path, sizeof(path), DEVICES "/%s/driver_override", plug->address);
	card_write(path, plug->driver);
	card_write("/sys/bus/pci/drivers_probe", plug->address);
}

/* The machine refuses the name while it has not done with the device before. */
static bool plug_in(const struct plug *plug)
{
	unsigned int slot, try;
	char command[256];

	if (!kind()->model || sscanf(plug->address, "%*x:%*x:%x", &slot) != 1)
		return false;
	snprintf(command, sizeof(command),
		 "{\"execute\": \"device_add\", \"arguments\": {\"driver\": \"%s\", "
		 "\"id\": \"sound%u\", \"audiodev\": \"audio%u\", \"bus\": \"pci.0\", "
		 "\"addr\": \"%x\"}}", kind()->model, plug->number, plug->number, slot);
	for (try = 0; try < WAIT_SECONDS; try++) {
		if (!monitor(command))
			return true;
		usleep(5 * LOOK_US);
	}
	return false;
}

/**
 * plug_restore - bring a device back, whatever has become of it
 * @plug: chosen or not
 *
 * Return: whether it makes a card again.
 */
bool plug_restore(struct plug *plug)
{
	unsigned int us;

	if (!plug->pulled)
		return true;
	if (!wait_until_gone(plug))
		return false;
	if (plug->way == PLUG_UNBIND)
		tell_driver(plug, "bind");
	else if (plug->way == PLUG_REMOVE)
		scan(plug);
	else if (!plug_in(plug))
		return false;
	for (us = 0; us < 1000000 * WAIT_SECONDS; us += LOOK_US) {
		if (plug_card(plug) >= 0) {
			plug->pulled = false;
			return true;
		}
		usleep(LOOK_US);
	}
	return false;
}

/**
 * plug_put_back - fail the test unless a device comes back and makes a card
 * @plug: gone
 */
void plug_put_back(struct plug *plug)
{
	tap_require(plug_restore(plug), "%s does not come back in %u s", plug->address,
		    WAIT_SECONDS);
}
