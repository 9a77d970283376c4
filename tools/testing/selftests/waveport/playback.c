// SPDX-License-Identifier: GPL-2.0-only
/*
 * Playback, bit for bit: each run plays a piece of its own, and the manifest defines for "verify"
 * what the recording must contain. Other rates are in rates.c.
 */
#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE	48000

STREAMS(playback)

#define PLAYBACK(name, _device, _buffer, _periods)				\
	STREAM(playback, name, .device = _device, .rate = RATE, .buffer = _buffer,	\
	       .periods = _periods, .free_run = (_buffer) < COMFORTABLE_BUFFER)

#define CYCLIC(frames)								\
	PLAYBACK(cyclic_##frames##x1, CARD_CYCLIC, frames, 1);			\
	PLAYBACK(cyclic_##frames##x2, CARD_CYCLIC, frames, 2)

#define QUEUE(frames) \
	PLAYBACK(queue_##frames##x2, CARD_QUEUE, frames, 2)

/* a comfortable buffer of so many periods */
#define PERIODS(periods)							\
	PLAYBACK(queue_##periods##_periods, CARD_QUEUE,				\
		 (COMFORTABLE_BUFFER / (periods) + 1) * (periods), periods)

CYCLIC(16384);
CYCLIC(20000);
CYCLIC(32768);
CYCLIC(65536);
CYCLIC(262144);

QUEUE(32);
QUEUE(48);
QUEUE(96);
QUEUE(100);
QUEUE(256);
QUEUE(480);
QUEUE(1000);
QUEUE(2046);
QUEUE(4096);
QUEUE(16384);
QUEUE(20000);
QUEUE(32768);
/* the largest buffer that the queue device must support */
QUEUE(1048576);

PERIODS(2);
PERIODS(3);
PERIODS(4);
PERIODS(5);
PERIODS(7);
PERIODS(8);
PERIODS(16);
PERIODS(31);
PERIODS(32);
PERIODS(33);
PERIODS(64);
PERIODS(100);
PERIODS(1024);

TEST_STREAM(playback, rw, transfer_exactly)

TEST_F_TIMEOUT(playback, mmap, TEST_SECONDS)
{
	struct stream_setup setup = stream_fit(&variant->setup);

	setup.mmap = true;
	TRY(transfer_exactly, &setup);
}

TEST_HARNESS_MAIN
