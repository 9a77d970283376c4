/* SPDX-License-Identifier: GPL-2.0-only */
/* The audio that a capture stream reads, and its rate. All counts are frames of S16_LE stereo. */
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
 * The emulator reads in a loop until a read returns nothing, so the feed sets the rate: it gives
 * the frames that are due when the loop starts, then answers one read with nothing. (If it looked
 * at the clock at each read, a few more frames would be due each time, and the loop would not end.)
 * The codec of HD Audio ends its loop at a read that returns less than it asked for.
 *
 * Frames that the device did not read in time are skipped. Otherwise a device that was halted would
 * read all of them at once when it runs again. Up to 50 ms are kept, because a busy host may be
 * late by that.
 *
 * With -icount the guest's clock differs from the host's; then each such loop counts as one tick.
 */
struct feed_pace {
	uint32_t rate;
	uint32_t tick_us;	/* or 0: go by the clock */
	uint64_t ticks;
	int64_t start_us;
	uint64_t given;		/* since start_us */
	uint64_t due;		/* left of what had come due when the reads began */
	bool reading;
	bool less_ends;		/* a read that returns less than was asked for ends the loop */
};

bool feed_open(struct feed *feed, const char *name);
void feed_read(const struct feed *feed, uint8_t *data, uint64_t first, uint64_t frames);
void feed_pace_start(struct feed_pace *pace, uint32_t rate, uint32_t tick_us, bool less_ends);
uint64_t feed_pace_allows(struct feed_pace *pace, uint64_t frames);

#endif
