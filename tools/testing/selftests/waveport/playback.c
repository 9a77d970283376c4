// SPDX-License-Identifier: GPL-2.0-only
/*
 * Playback, bit for bit: each run plays a piece of its own, the manifest tells "verify" what the
 * recording has to hold.
 *
 * Usage: playback [RATE...]
 *
 * Without a rate all of it at 48 kHz, and a part at other rates.
 */
#include "card.h"
#include "chance.h"
#include "matrix.h"
#include "tap.h"
#include "transfer.h"

/* A descriptor is no longer than a period, and 31 of them have to last for a slow interrupt. */
#define LASTING		80

/* Frames. The last is the largest that the queue device has to have. */
static const unsigned int queue_buffers[] = {
	32, 48, 96, 100, 256, 480, 1000, 2046, 4096, 16384, 20000, 32768, 1 << 20, 0,
};

static const unsigned int queue_periods[] = {
	2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 64, 100, 1024, 0,
};

static const unsigned int cyclic_buffers[] = { 16384, 20000, 32768, 65536, 1 << 18, 0 };

static unsigned int shorter(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static void play_exactly(const void *argument)
{
	const struct stream_setup *setup = argument;
	/* where it is not comfortable, starving is part of the run */
	bool small = setup->buffer < MATRIX_COMFORTABLE;
	bool starves = small || setup->buffer / setup->periods < LASTING;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	uint64_t frames;

	/* small buffers are gone round many times, large ones more than once if that is soon */
	frames = small ? 20 * setup->buffer : setup->buffer + setup->buffer / 3;
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
		.free_run = buffer < MATRIX_COMFORTABLE,
	};

	tap_run(play_exactly, &setup, "%s %u Hz %s buffer %u periods %u",
		stream_device_name(device), rate, mmap ? "mmap" : "rw", buffer, periods);
}

int main(int argc, char **argv)
{
	static const struct matrix matrix = {
		.run = run,
		.cyclic_buffers = cyclic_buffers,
		.queue_buffers = queue_buffers,
		.queue_periods = queue_periods,
	};

	tap_start(stream_clean_up);
	chance_start();
	matrix_run(&matrix, argc, argv);
	return tap_end();
}
