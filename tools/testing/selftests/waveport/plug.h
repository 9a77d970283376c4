/* SPDX-License-Identifier: GPL-2.0-only */
/* A PCI device that is taken away while it is used, and comes back. */
#ifndef WAVEPORT_PLUG_H
#define WAVEPORT_PLUG_H

#include "call.h"

/**
 * enum plug_way - how a device goes and comes back
 * @PLUG_UNBIND: the driver is unbound from it, and bound
 * @PLUG_REMOVE: it is taken off the bus by sysfs, and found by a scan
 * @PLUG_EJECT: it is unplugged from the machine, which asks the system first, and plugged in
 */
enum plug_way { PLUG_UNBIND, PLUG_REMOVE, PLUG_EJECT };

/**
 * struct plug - a device
 * @way: how it goes
 * @number: of its names in the virtual machine, soundN with audioN
 * @address: on the PCI bus
 * @driver: the only one that may take it, as its driver_override says; "(null)" for any
 * @pull: what takes it away; it ends when the last client has closed
 * @pulled: it is away, or going
 */
struct plug {
	enum plug_way way;
	unsigned int number;
	char address[32];
	char driver[32];
	struct call pull;
	bool pulled;
};

void plug_choose(struct plug *plug, unsigned int number, enum plug_way way);
int plug_card(const struct plug *plug);
void plug_pull(struct plug *plug);
void plug_require_gone(struct plug *plug);
void plug_put_back(struct plug *plug);
bool plug_restore(struct plug *plug);

#endif
