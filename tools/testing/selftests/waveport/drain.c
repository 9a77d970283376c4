// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drain: it ends on the last committed frame, not on a period border, and the call returns soon
 * after that. The test appends no silence.
 */
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384

/* Time after the last frame within which a drain must end, on a slow machine. */
#define LATE_MS		400

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

/* Whether a drain may end at this frame. */
static bool ends_at(const struct drain *drain, uint64_t frame)
{
	if (kind()->loops && drain->setup.device == CARD_CYCLIC)
		return frame >= drain->frames;
	return frame == drain->frames;
}

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
	tap_require(ends_at(drain, position), "ended at frame %" PRIu64 " of %" PRIu64, position,
		    drain->frames);
}

STREAMS(drain)

#define DRAIN(name, ...) \
	STREAM(drain, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

DRAIN(cyclic_1, .device = CARD_CYCLIC, .periods = 1);
DRAIN(cyclic_1_no_wakeup, .device = CARD_CYCLIC, .periods = 1, .no_wakeup = true);
DRAIN(cyclic_2, .device = CARD_CYCLIC, .periods = 2);
DRAIN(queue_4, .device = CARD_QUEUE, .periods = 4);
DRAIN(queue_2_no_wakeup, .device = CARD_QUEUE, .periods = 2, .no_wakeup = true);

#define TEST_FRAMES(number)						\
	TEST_F_TIMEOUT(drain, frames_##number, TEST_SECONDS)		\
	{								\
		struct drain drain = { variant->setup, number };	\
									\
		drain.setup.mmap = number & 1;				\
		TRY(drain_exactly, &drain);				\
	}

TEST_FRAMES(1)
TEST_FRAMES(7)
TEST_FRAMES(100)
TEST_FRAMES(4095)
TEST_FRAMES(4096)
TEST_FRAMES(4097)
TEST_FRAMES(8191)
TEST_FRAMES(8192)
TEST_FRAMES(10001)
TEST_FRAMES(16384)
TEST_FRAMES(20000)

TEST_HARNESS_MAIN
