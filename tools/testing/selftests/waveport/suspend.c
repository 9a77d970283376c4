// SPDX-License-Identifier: GPL-2.0-only
/*
 * System suspend and resume: a client finds its streams SUSPENDED, gets ESTRPIPE and resumes them,
 * one by one or linked. Each stream then has its state from before: running, paused or draining. No
 * frame is lost or played twice. The test facility of the kernel ends the suspend at once.
 *
 * A reset of the codec sets 48 kHz, and an emulator that changes the rate discards what it has read
 * and not played. So at other rates the recording may lack some frames, and the position of the
 * driver and what is captured have to be exact.
 *
 * A client may also prepare its streams and begin again, which it has to where a stream cannot be
 * resumed.
 */
#include "card.h"
#include "harness.h"
#include "sleep.h"

/* The level that suspends all devices but does not disable processors. */
#define LEVEL		"platform"

STREAMS(suspend)

#define SUSPEND(name, ...) \
	STREAM(suspend, name, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER, __VA_ARGS__)

SUSPEND(cyclic_1, .device = CARD_CYCLIC, .periods = 1);
SUSPEND(cyclic_2, .device = CARD_CYCLIC, .periods = 2, .mmap = true);
SUSPEND(queue_2, .device = CARD_QUEUE, .periods = 2);
SUSPEND(queue_64, .device = CARD_QUEUE, .periods = 64, .mmap = true);

TEST_MOMENT(suspend, running, RUNNING, false, LEVEL)
TEST_MOMENT(suspend, linked, LINKED, true, LEVEL)
TEST_MOMENT(suspend, paused, PAUSED, true, LEVEL)
TEST_MOMENT(suspend, draining, DRAINING, false, LEVEL)

/* The levels that do less than the one that all others use, and those that do more. */
STREAMS(level)

STREAM(level, queue, .device = CARD_QUEUE, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,
       .periods = 2);

TEST_MOMENT(level, freezer, RUNNING, false, SLEEP_FREEZER)
TEST_MOMENT(level, devices, RUNNING, true, "devices")
TEST_MOMENT(level, processors, RUNNING, false, "processors")
TEST_MOMENT(level, core, LINKED, true, "core")

STREAMS(rate)

STREAM(rate, cyclic_8000, .device = CARD_CYCLIC, .rate = 8000, .buffer = SLEEP_BUFFER,
       .periods = 2);
STREAM(rate, queue_44100, .device = CARD_QUEUE, .rate = 44100, .buffer = SLEEP_BUFFER,
       .periods = 4);

TEST_MOMENT(rate, draining, DRAINING, false, LEVEL)

STREAMS(idle)

#define IDLE(name, ...) \
	STREAM(idle, name, .buffer = SLEEP_BUFFER, __VA_ARGS__)

IDLE(cyclic, .device = CARD_CYCLIC, .rate = SLEEP_RATE, .periods = 2, .mmap = true);
IDLE(queue, .device = CARD_QUEUE, .rate = SLEEP_RATE, .periods = 4);

TEST_IDLE(idle, idle, LEVEL)

STREAMS(again)

STREAM(again, cyclic, .device = CARD_CYCLIC, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,
       .periods = 2);
STREAM(again, queue, .device = CARD_QUEUE, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,
       .periods = 4, .mmap = true);

TEST_AGAIN(again, prepared, LEVEL)

TEST_HARNESS_MAIN
