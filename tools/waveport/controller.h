/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The controllers on the PCI bus that waveport can drive, whether it shall or not.
 */
#ifndef CONTROLLER_H
#define CONTROLLER_H

#include <stdbool.h>
#include <stddef.h>

struct miniport;

struct controller {
	const struct miniport *miniport;	/* that can drive it */
	char *address;		/* 0000:00:05.0 */
	char *id;		/* 8086:2415 */
	char *driver;		/* that has it, "" if none does */
	bool wanted;		/* waveport shall have it, or has it */
};

struct controllers {
	struct controller *list;
	size_t count;
};

/* @release: the kernel whose modules tell which controllers there are drivers for. */
void controllers_read(struct controllers *controllers, const char *release);
void controllers_free(struct controllers *controllers);

#endif /* CONTROLLER_H */
