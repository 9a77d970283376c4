// SPDX-License-Identifier: GPL-2.0-only
/*
 * The implementations of the bus master: what they have in common as a set of switches.
 *
 * VirtualBox, QEMU and crosvm are as read in their sources, ICH4 is as its datasheet describes it,
 * and the SiS 7012 and the ALi M5455 are as snd-intel8x0 drives them. What is not known of one is
 * left to chance.
 */

#include <string.h>

#include <linux/kernel.h>

#include "profile.h"

enum {
	PROFILE_ANY,
	PROFILE_VIRTUALBOX,
	PROFILE_QEMU,
	PROFILE_CROSVM,
	PROFILE_ICH4,
	PROFILE_SIS7012,
	PROFILE_M5455,
	PROFILE_HDA,
	PROFILE_HDA_QEMU,
};

/**
 * struct profile - an implementation
 * @name: its name
 * @switches: its behaviour, as far as it is fixed
 * @channels: most channels of PCM out
 * @wide: samples may have 20 bits
 * @open: the datasheet does not tell when PIV and CIV change, so the plan chooses
 */
struct profile {
	const char *name;
	struct model_switches switches;
	u32 channels;
	bool wide;
	bool open;
};

static const struct profile profiles[PROFILES] = {
	[PROFILE_ANY] = { .name = "any", .channels = 6, .wide = true, .open = true },
	[PROFILE_VIRTUALBOX] = {
		.name = "virtualbox",
		.channels = 2,
		.switches = {
			.piv_beyond = true,
			.blocks = true,
			.latched = true,
			.silent_power = true,
			.bounded = true,
		},
	},
	[PROFILE_QEMU] = {
		.name = "qemu",
		.channels = 2,
		.switches = { .piv_beyond = true, .latched = true },
	},
	[PROFILE_CROSVM] = {
		.name = "crosvm",
		.channels = 6,
		.switches = {
			.prefetches = 2,
			.piv_beyond = true,
			.no_progress = true,
			.full_end = true,
		},
	},
	[PROFILE_ICH4] = {
		.name = "ich4",
		.channels = 6,
		.wide = true,
		.open = true,
		.switches = {
			.prefetches = 1,
			.in_place = true,
			.late_end = 24,
			.halt_reads = 2,
			.halt_samples = 20,
			.reset_reads = 1,
		},
	},
	[PROFILE_SIS7012] = {
		.name = "sis7012",
		.channels = 6,
		.open = true,
		.switches = {
			.prefetches = 1,
			.in_place = true,
			.narrow = true,
			.late_end = 24,
			.halt_reads = 2,
			.halt_samples = 20,
			.reset_reads = 1,
			.swapped = true,
		},
	},
	[PROFILE_M5455] = {
		.name = "m5455",
		.channels = 6,
		.open = true,
		.switches = {
			.prefetches = 1,
			.in_place = true,
			.narrow = true,
			.late_end = 24,
			.halt_reads = 2,
			.halt_samples = 20,
			.reset_reads = 1,
			.shared = true,
		},
	},
	[PROFILE_HDA] = {
		.name = "hda",
		.channels = 6,
		.wide = true,
		.switches = { .loops = true },
	},
	[PROFILE_HDA_QEMU] = {
		.name = "hda-qemu",
		.channels = 2,
		.switches = {
			.loops = true,
			.starts_over = true,
			.chunk = 256,
		},
	},
};

/**
 * profile_name() - get the name of a profile
 * @profile: its number
 *
 * Return: the name.
 */
const char *profile_name(unsigned int profile)
{
	return profiles[profile].name;
}

/**
 * profile_of() - get the profile that a byte of a sequence chooses
 * @byte: the byte
 *
 * Return: its number.
 */
unsigned int profile_of(u8 byte)
{
	return byte % PROFILES;
}

/**
 * profile_find() - find a profile
 * @name: its name
 *
 * Return: its number, negative if there is none of this name.
 */
int profile_find(const char *name)
{
	int i;

	for (i = 0; i < PROFILES; i++) {
		if (!strcmp(name, profiles[i].name))
			return i;
	}
	return -1;
}

/**
 * profile_channels() - get the most channels that an implementation has
 * @profile: its number
 *
 * Return: their number.
 */
u32 profile_channels(unsigned int profile)
{
	return profiles[profile].channels;
}

/**
 * profile_switches() - set the switches that a profile fixes
 * @profile: its number
 * @plan: the plan, with the switches chosen at random
 */
void profile_switches(unsigned int profile, struct plan *plan)
{
	const struct profile *chosen = &profiles[profile];
	struct model_switches random = plan->switches;
	struct model_switches *switches = &plan->switches;

	plan->profile = chosen->name;
	plan->lookahead = max_t(u32, 1, random.prefetches);
	if (profile == PROFILE_ANY)
		return;

	*switches = chosen->switches;
	plan->lookahead = switches->prefetches;
	switches->sample_bytes = chosen->wide ? random.sample_bytes : ICH_SAMPLE_BYTES;
	/* a reset of the device leaves what was set before */
	if (switches->silent_power)
		switches->left = random.left;
	/* after a halt only the position from before it is right */
	if (!switches->full_end && !switches->starts_over)
		switches->access_samples = random.access_samples;
	if (profile == PROFILE_HDA) {
		switches->fifo = random.fifo;
		switches->early = random.early;
		switches->grain = random.grain;
		switches->halt_reads = random.halt_reads;
		switches->halt_samples = 1;
	}
	switches->posbuf = switches->loops && random.posbuf;
	if (chosen->open) {
		switches->piv_beyond = random.piv_beyond;
		switches->lazy = random.lazy;
		switches->lags = random.lags;
		switches->blank = random.blank;
	}
}

/**
 * profile_ticks() - set in which ticks the data moves
 * @profile: its number
 * @plan: the plan, with channels and rate
 * @choice: a byte of the sequence
 *
 * VirtualBox has ticks of 5 ms above 44.1 kHz, otherwise 10 ms. QEMU moves as much as the backend
 * takes, and so runs ahead of the time. crosvm goes by a clock of 10 ms.
 */
void profile_ticks(unsigned int profile, struct plan *plan, u8 choice)
{
	static const u8 ticks[] = { 0, 0, 5, 10 };
	static const u8 leads[] = { 0, 0, 3, 9 };
	u32 sample_rate = plan->rate * plan->channels;
	u32 tick = 0, lead = 0;

	switch (profile) {
	case PROFILE_ANY:
		tick = ticks[choice % 4];
		lead = leads[choice / 4 % 4];
		plan->switches.bounded = choice & 0x10;
		break;
	case PROFILE_VIRTUALBOX:
		tick = plan->rate > 44100 ? 5 : 10;
		break;
	case PROFILE_QEMU:
		tick = 10;
		lead = leads[choice % 4];
		break;
	case PROFILE_HDA_QEMU:
		tick = 1 + choice % 10;
		lead = leads[choice / 16 % 2];
		break;
	case PROFILE_CROSVM:
		tick = 10;
		plan->switches.bounded = choice & 1;
		break;
	}
	plan->switches.tick = sample_rate / 1000 * tick;
	plan->switches.ahead = sample_rate / 1000 * lead;
}
