/* SPDX-License-Identifier: GPL-2.0-only */
/* What a capture stream is fed with, and how fast. All counts are frames of S16_LE stereo. */
#ifndef WAVEPORT_VM_FEED_H
#define WAVEPORT_VM_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "counter.h"

struct feed {
	bool counter;		/* the counter of counter.h */
	int fd;			/* else a file, or -1 for silence */
};

/*
 * The emulator reads until it is given nothing, so the feed has to keep the time: what has come due
 * when it starts to read is what it gets, then nothing once. (Were the time looked at for every
 * read, the emulator would never leave its loop for the few frames that come due meanwhile.)
 *
 * What was not read in time is not made up for, or a device that was halted would get it all at
 * once when it runs again; only what a busy host may be late by is.
 *
 * Where the guest's time is not ours, every time that the emulator starts to read counts as one
 * tick.
 */
struct feed_pace {
	uint32_t rate;
	uint32_t tick_us;	/* or 0: go by the clock */
	uint64_t ticks;
	int64_t start_us;
	uint64_t given;		/* since start_us */
	uint64_t due;		/* left of what had come due when the reads began */
	bool reading;
};

bool feed_open(struct feed *feed, const char *name);
void feed_read(const struct feed *feed, uint8_t *data, uint64_t first, uint64_t frames);
void feed_pace_start(struct feed_pace *pace, uint32_t rate, uint32_t tick_us);
uint64_t feed_pace_allows(struct feed_pace *pace, uint64_t frames);

#endif
