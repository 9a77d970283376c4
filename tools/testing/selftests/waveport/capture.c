// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capture, bit for bit: the input is the counter of counter.h, so each captured frame must be the
 * successor of the frame before. Other rates are in rates.c.
 */
#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE	48000

STREAMS(capture)

#define CAPTURE(name, _device, _buffer, _periods)				\
	STREAM(capture, name, .device = _device, .capture = true, .rate = RATE,	\
	       .buffer = _buffer, .periods = _periods)

#define CYCLIC(frames)								\
	CAPTURE(cyclic_##frames##x1, CARD_CYCLIC, frames, 1);			\
	CAPTURE(cyclic_##frames##x2, CARD_CYCLIC, frames, 2)

#define QUEUE(frames) \
	CAPTURE(queue_##frames##x2, CARD_QUEUE, frames, 2)

/* a comfortable buffer of so many periods */
#define PERIODS(periods)							\
	CAPTURE(queue_##periods##_periods, CARD_QUEUE,				\
		(COMFORTABLE_BUFFER / (periods) + 1) * (periods), periods)

CYCLIC(16384);
CYCLIC(20000);
CYCLIC(32768);
CYCLIC(262144);

QUEUE(8192);
QUEUE(20000);
QUEUE(32768);
QUEUE(1048576);

PERIODS(3);
PERIODS(4);
PERIODS(8);
PERIODS(31);
PERIODS(32);
PERIODS(33);
PERIODS(100);
PERIODS(1024);

TEST_STREAM(capture, rw, transfer_exactly)

TEST_F_TIMEOUT(capture, mmap, TEST_SECONDS)
{
	struct stream_setup setup = stream_fit(&variant->setup);

	setup.mmap = true;
	TRY(transfer_exactly, &setup);
}

TEST_HARNESS_MAIN
