// SPDX-License-Identifier: GPL-2.0-only
/*
 * Playback, bit for bit: each run plays a piece of its own, the manifest tells "verify" what the
 * recording has to hold.
 *
 * Usage: playback [RATE...]
 *
 * Without a rate all of it at 48 kHz, and a part at other rates.
 */
#include <stdlib.h>

#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

/* From this on a client on a slow machine is never too late; below, starving is part of the run. */
#define COMFORTABLE	16384

/* A descriptor is no longer than a period, and 31 of them have to last for a slow interrupt. */
#define LASTING		80

#define ALL_RATE	48000

static const unsigned int other_rates[] = { 44100, 8000, 32000 };

/* Frames. The last is the largest that the queue device has to have. */
static const unsigned int queue_buffers[] = {
	32, 48, 96, 100, 256, 480, 1000, 2046, 4096, 16384, 20000, 32768, 1 << 20,
};

static const unsigned int queue_periods[] = {
	2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 64, 100, 1024,
};

static const unsigned int cyclic_buffers[] = { 16384, 20000, 32768, 65536, 1 << 18 };

static unsigned int shorter(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static void play_exactly(const void *argument)
{
	const struct stream_setup *setup = argument;
	bool starves = setup->buffer < COMFORTABLE || setup->buffer / setup->periods < LASTING;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	uint64_t frames;

	/* small buffers are gone round many times, large ones more than once if that is soon */
	frames = setup->buffer < COMFORTABLE ? 20 * setup->buffer :
					       setup->buffer + setup->buffer / 3;
	frames = shorter(frames, setup->rate);
	material_make(&material, frames);
	material_expect(&material, setup, starves ? "gaps" : "exact", "playback");
	stream = stream_open(setup);
	transfer_play(&transfer, stream, &material);
	transfer_finish(&transfer);
	stream_close(stream);
}

static void run(unsigned int device, unsigned int rate, unsigned int buffer, unsigned int periods,
		bool mmap)
{
	struct stream_setup setup = {
		.device = device,
		.rate = rate,
		.buffer = buffer,
		.periods = periods,
		.mmap = mmap,
		.free_run = buffer < COMFORTABLE,
	};

	tap_run(play_exactly, &setup, "%s %u Hz %s buffer %u periods %u",
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

		run(CARD_QUEUE, ALL_RATE, period * queue_periods[i], queue_periods[i], false);
		run(CARD_QUEUE, ALL_RATE, period * queue_periods[i], queue_periods[i], true);
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
	run(CARD_CYCLIC, rate, COMFORTABLE, 2, false);
	run(CARD_CYCLIC, rate, COMFORTABLE, 1, true);
	run(CARD_QUEUE, rate, COMFORTABLE, 4, false);
	run(CARD_QUEUE, rate, COMFORTABLE, 16, true);
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
