// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capture, bit for bit: what is fed is the counter of counter.h, so each frame captured has to be
 * the successor of the one before.
 *
 * Usage: capture [RATE...]
 */
#include "card.h"
#include "chance.h"
#include "matrix.h"
#include "tap.h"
#include "transfer.h"

static const unsigned int queue_buffers[] = { 8192, 20000, 32768, 1 << 20, 0 };
static const unsigned int queue_periods[] = { 3, 4, 8, 31, 32, 33, 100, 1024, 0 };
static const unsigned int cyclic_buffers[] = { 16384, 20000, 32768, 1 << 18, 0 };

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
