// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capture, bit for bit: what is fed is the counter of counter.h, so each frame captured has to be
 * the successor of the one before.
 *
 * Usage: capture [RATE...]
 */
#include <stdlib.h>

#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

#define COMFORTABLE	16384
#define ALL_RATE	48000

static const unsigned int other_rates[] = { 44100, 8000, 32000 };
static const unsigned int queue_buffers[] = { 8192, 20000, 32768, 1 << 20 };
static const unsigned int queue_periods[] = { 3, 4, 8, 31, 32, 33, 100, 1024 };
static const unsigned int cyclic_buffers[] = { 16384, 20000, 32768, 1 << 18 };

static void capture_exactly(const void *argument)
{
	transfer_record(argument);
}

static void run(unsigned int device, unsigned int rate, unsigned int buffer, unsigned int periods,
		bool mmap)
{
	struct stream_setup setup = {
		.device = device,
		.capture = true,
		.rate = rate,
		.buffer = buffer,
		.periods = periods,
		.mmap = mmap,
	};

	tap_run(capture_exactly, &setup, "%s %u Hz %s buffer %u periods %u",
		stream_device_name(device), rate, mmap ? "mmap" : "rw", buffer, periods);
}

static void run_queue(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(queue_buffers) / sizeof(*queue_buffers); i++) {
		run(CARD_QUEUE, ALL_RATE, queue_buffers[i], 2, false);
		run(CARD_QUEUE, ALL_RATE, queue_buffers[i], 2, true);
	}
	for (i = 0; i < sizeof(queue_periods) / sizeof(*queue_periods); i++) {
		unsigned int period = COMFORTABLE / queue_periods[i] + 1;

		run(CARD_QUEUE, ALL_RATE, period * queue_periods[i], queue_periods[i], i & 1);
	}
}

static void run_cyclic(void)
{
	unsigned int i, periods;

	for (i = 0; i < sizeof(cyclic_buffers) / sizeof(*cyclic_buffers); i++) {
		for (periods = 1; periods <= 2; periods++) {
			run(CARD_CYCLIC, ALL_RATE, cyclic_buffers[i], periods, false);
			run(CARD_CYCLIC, ALL_RATE, cyclic_buffers[i], periods, true);
		}
	}
}

static void run_rate(unsigned int rate)
{
	run(CARD_CYCLIC, rate, COMFORTABLE, 2, true);
	run(CARD_CYCLIC, rate, COMFORTABLE, 1, false);
	run(CARD_QUEUE, rate, COMFORTABLE, 4, true);
	run(CARD_QUEUE, rate, COMFORTABLE, 16, false);
}

int main(int argc, char **argv)
{
	unsigned int i;

	tap_start(stream_clean_up);
	chance_start();
	for (i = 1; i < (unsigned int)argc; i++)
		run_rate(strtoul(argv[i], NULL, 0));
	if (argc > 1)
		return tap_end();

	run_cyclic();
	run_queue();
	for (i = 0; i < sizeof(other_rates) / sizeof(*other_rates); i++)
		run_rate(other_rates[i]);
	return tap_end();
}
