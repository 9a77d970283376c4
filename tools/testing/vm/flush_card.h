/* SPDX-License-Identifier: GPL-2.0-only */
/* What flush has to know of a kind of sound device. */
#ifndef WAVEPORT_VM_FLUSH_CARD_H
#define WAVEPORT_VM_FLUSH_CARD_H

#include "flush_device.h"

/**
 * struct flush_card - a kind of sound device
 * @name: for messages
 * @ids: its PCI device IDs, and 0 at the end
 * @region: name of the file of its registers
 * @memory_only: they are never ports
 * @start: begins to play the mark, without end or for some ten thousand frames
 * @stop: ends that, and leaves the device as the driver left it
 */
struct flush_card {
	const char *name;
	const unsigned int *ids;
	const char *region;
	bool memory_only;
	void (*start)(struct device *device);
	void (*stop)(struct device *device);
};

extern const struct flush_card flush_ac97;
extern const struct flush_card flush_hda;

#endif
