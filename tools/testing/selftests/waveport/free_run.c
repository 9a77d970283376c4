// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client that writes once and has the buffer looped: the cyclic device, and the queue device for
 * a client that never commits (dmix). The output must be the exact repetition of the buffer, at any
 * size.
 */
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define LEAST_MS	150

static void play_many_buffers(const void *argument)
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
	/* ALSA may miss cycles of a small buffer, so the position is not compared */
	usleep(least * 1000000 / RATE);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
	stream_close(stream);
}

STREAMS(free_run)

#define FREE_RUN(name, ...) \
	STREAM(free_run, name, .rate = RATE, .mmap = true, .free_run = true, __VA_ARGS__)

FREE_RUN(cyclic_1, .device = CARD_CYCLIC, .periods = 1);
FREE_RUN(cyclic_2, .device = CARD_CYCLIC, .periods = 2);
FREE_RUN(cyclic_2_no_wakeup, .device = CARD_CYCLIC, .periods = 2, .no_wakeup = true);
FREE_RUN(queue_2, .device = CARD_QUEUE, .periods = 2);
FREE_RUN(queue_2_no_wakeup, .device = CARD_QUEUE, .periods = 2, .no_wakeup = true);

#define TEST_BUFFER(frames)						\
	TEST_F_TIMEOUT(free_run, buffer_##frames, TEST_SECONDS)		\
	{								\
		struct stream_setup setup = variant->setup;		\
									\
		setup.buffer = frames;					\
		setup = stream_fit(&setup);				\
		TRY(play_many_buffers, &setup);					\
	}

TEST_BUFFER(32)
TEST_BUFFER(48)
TEST_BUFFER(100)
TEST_BUFFER(480)
TEST_BUFFER(1002)
TEST_BUFFER(4096)
TEST_BUFFER(32768)
TEST_BUFFER(32770)

TEST_HARNESS_MAIN
