// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client that writes once and lets the buffer go round: the cyclic device, and the queue device
 * for a client that never commits (dmix). What is played is the exact repetition of the buffer, at
 * any size.
 */
#include <unistd.h>

#include "card.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define LEAST_MS	150

static const unsigned int buffers[] = { 32, 48, 100, 480, 1002, 4096, 32768, 32770 };

static void go_round(const void *argument)
{
	const struct stream_setup *setup = argument;
	int64_t least = setup->buffer * 5 / 2;
	struct material material;
	struct stream *stream;

	material_make(&material, setup->buffer);
	material_expect(&material, setup, "loop", "free_run");
	stream = stream_open(setup);
	material_fill(&material, stream_memory(stream), 0, setup->buffer);
	stream_start(stream);
	if (least < RATE / 1000 * LEAST_MS)
		least = RATE / 1000 * LEAST_MS;
	/* ALSA does not see how often a small buffer goes round, so the position is no measure */
	usleep(least * 1000000 / RATE);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
	stream_close(stream);
}

static void run(unsigned int device, unsigned int buffer, unsigned int periods, bool no_wakeup)
{
	struct stream_setup setup = {
		.device = device,
		.rate = RATE,
		.buffer = buffer,
		.periods = periods,
		.mmap = true,
		.free_run = true,
		.no_wakeup = no_wakeup,
	};

	tap_run(go_round, &setup, "%s buffer %u periods %u%s", stream_device_name(device), buffer,
		periods, no_wakeup ? " without wakeups" : "");
}

int main(void)
{
	unsigned int i;

	tap_start(stream_clean_up);
	for (i = 0; i < sizeof(buffers) / sizeof(*buffers); i++) {
		run(CARD_CYCLIC, buffers[i], 1, false);
		run(CARD_CYCLIC, buffers[i], 2, false);
		run(CARD_CYCLIC, buffers[i], 2, true);
		run(CARD_QUEUE, buffers[i], 2, i & 1);
	}
	return tap_end();
}
