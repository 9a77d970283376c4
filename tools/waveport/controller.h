/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The controllers on the PCI bus that waveport can drive.
 */
#ifndef CONTROLLER_H
#define CONTROLLER_H

#include <stddef.h>

struct controller {
	char *address;		/* 0000:00:05.0 */
	char *id;		/* 8086:2415 */
	char *driver;		/* that has it, "" if none does */
};

struct controllers {
	struct controller *list;
	size_t count;
};

/* @release: the kernel whose modules tell which controllers there are drivers for. */
void controllers_read(struct controllers *controllers, const char *release);
void controllers_free(struct controllers *controllers);

#endif /* CONTROLLER_H */
