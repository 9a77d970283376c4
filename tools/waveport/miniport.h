/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The miniports of waveport: a module for each kind of controller.
 */
#ifndef MINIPORT_H
#define MINIPORT_H

#include <stdbool.h>
#include <stddef.h>

/* How a controller comes to a miniport. */
enum miniport_claim {
	CLAIM_BY_ALIAS,		/* as the aliases of the module say, before the rival */
	CLAIM_BY_OVERRIDE,	/* only if its driver_override names the miniport */
};

struct miniport {
	const char *module;		/* as the kernel names it, and the driver */
	const char *name;		/* the same as a person types it */
	const char *rival;		/* the kernel's own driver of the hardware, in both ways */
	const char *rival_name;
	const char *class;		/* begin of the PCI class of the controllers */
	enum miniport_claim claim;
	const char *const *outputs;	/* elements of the mixer: all of them off is silence */
};

#define MINIPORTS	2

extern const struct miniport miniports[MINIPORTS];

/* Returns the miniport that is the driver of a bus device, or NULL. */
const struct miniport *miniport_of_driver(const char *driver);

#endif /* MINIPORT_H */
