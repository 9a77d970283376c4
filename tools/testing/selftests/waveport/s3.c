// SPDX-License-Identifier: GPL-2.0-only
/*
 * What suspend.c tests, with a machine that really sleeps (ACPI S3): the device loses its
 * registers, and the firmware runs before the kernel does. Something has to wake the machine.
 */
#include "card.h"
#include "harness.h"
#include "sleep.h"

STREAMS(s3)

#define S3(_name, _device, _periods) \
	STREAM(s3, _name, .device = _device, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,	\
	       .periods = _periods)

S3(cyclic, CARD_CYCLIC, 2);
S3(queue, CARD_QUEUE, 4);

TEST_MOMENT(s3, running, RUNNING, false, SLEEP_S3)
TEST_MOMENT(s3, linked, LINKED, true, SLEEP_S3)
TEST_MOMENT(s3, paused, PAUSED, true, SLEEP_S3)
TEST_MOMENT(s3, draining, DRAINING, false, SLEEP_S3)
TEST_IDLE(s3, idle, SLEEP_S3)

STREAMS(rate)

STREAM(rate, cyclic_8000, .device = CARD_CYCLIC, .rate = 8000, .buffer = SLEEP_BUFFER,
       .periods = 2);
STREAM(rate, queue_44100, .device = CARD_QUEUE, .rate = 44100, .buffer = SLEEP_BUFFER,
       .periods = 4);

TEST_MOMENT(rate, draining, DRAINING, true, SLEEP_S3)

STREAMS(again)

STREAM(again, cyclic, .device = CARD_CYCLIC, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,
       .periods = 2);
STREAM(again, queue, .device = CARD_QUEUE, .rate = SLEEP_RATE, .buffer = SLEEP_BUFFER,
       .periods = 4);

TEST_AGAIN(again, prepared, SLEEP_S3)

TEST_HARNESS_MAIN
