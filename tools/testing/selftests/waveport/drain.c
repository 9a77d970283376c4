// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drain: ends on the last committed frame, not on a border, and the caller returns soon after it.
 * No silence is appended here.
 */
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384

/* How much later than its last frame a drain may end, on a slow machine. */
#define LATE_MS		400

static const unsigned int lengths[] = {
	1, 7, 100, 4095, 4096, 4097, 8191, 8192, 10001, 16384, 20000,
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/**
 * struct drain - a run
 * @setup: of its stream
 * @frames: what is committed
 */
struct drain {
	struct stream_setup setup;
	uint64_t frames;
};

static void drain_exactly(const void *argument)
{
	const struct drain *drain = argument;
	int64_t left, start, took;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	uint64_t position;

	material_make(&material, drain->frames);
	material_expect(&material, &drain->setup, "exact", "drain");
	stream = stream_open(&drain->setup);
	transfer_play(&transfer, stream, &material);
	transfer.total = drain->frames;
	while ((uint64_t)stream->moved < transfer.total) {
		if (!transfer_step(&transfer, BUFFER))
			transfer_wait(&transfer);
	}
	left = stream->moved;
	if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_RUNNING)
		left -= stream_position(stream);
	start = now_ms();
	stream_drain(stream);
	took = now_ms() - start;
	position = stream_counter(stream, "position") / FRAME_BYTES;
	stream_close(stream);
	tap_require(took < left * 1000 / RATE + LATE_MS,
		    "took %" PRId64 " ms for %" PRId64 " frames", took, left);
	tap_require(position == drain->frames, "ended at frame %" PRIu64 " of %" PRIu64, position,
		    drain->frames);
}

static void run(unsigned int device, unsigned int periods, unsigned int frames, bool no_wakeup)
{
	struct drain drain = {
		.setup = {
			.device = device,
			.rate = RATE,
			.buffer = BUFFER,
			.periods = periods,
			.mmap = frames & 1,
			.no_wakeup = no_wakeup,
		},
		.frames = frames,
	};

	tap_run(drain_exactly, &drain, "%s, %u periods, %u frames%s", stream_device_name(device),
		periods, frames, no_wakeup ? ", no wakeups" : "");
}

int main(void)
{
	unsigned int i;

	tap_start(stream_clean_up);
	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		run(CARD_CYCLIC, 1, lengths[i], i & 1);
		run(CARD_CYCLIC, 2, lengths[i], false);
		run(CARD_QUEUE, 4, lengths[i], false);
		run(CARD_QUEUE, 2, lengths[i], true);
	}
	return tap_end();
}
