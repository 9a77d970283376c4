// SPDX-License-Identifier: GPL-2.0-only
/*
 * Overrun at any buffer size: the client does not read, the stream stops with an XRUN, and the
 * buffer contains every captured frame, none of them overwritten.
 */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "counter.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define LIMIT_MS	8000

static void require_counter(const uint8_t *memory, snd_pcm_uframes_t frames)
{
	uint32_t first = counter_get(memory);
	snd_pcm_uframes_t i;

	for (i = 1; i < frames; i++) {
		uint32_t number = counter_get(memory + i * FRAME_BYTES);

		tap_require(number == first + i,
			    "frame %lu of %lu is number %" PRIu32 ", not %" PRIu32, i, frames,
			    number, (uint32_t)(first + i));
	}
}

static void run_over(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream *stream;
	uint8_t *memory;
	unsigned int ms;

	stream = stream_open(setup);
	memory = stream_memory(stream);
	memset(memory, 0, setup->buffer * FRAME_BYTES);
	stream_start(stream);
	for (ms = 0; ms < LIMIT_MS && snd_pcm_state(stream->pcm) == SND_PCM_STATE_RUNNING; ms += 10)
		usleep(10000);
	stream_require_state(stream, SND_PCM_STATE_XRUN);
	require_counter(memory, setup->buffer);
	stream_close(stream);
}

STREAMS(overrun)

#define BUFFER(frames)								\
	STREAM(overrun, buffer_##frames, .device = CARD_QUEUE, .capture = true, .rate = RATE,	\
	       .buffer = frames, .periods = 2, .mmap = true)

BUFFER(32);
BUFFER(34);
BUFFER(100);
BUFFER(480);
BUFFER(1002);
BUFFER(4096);
BUFFER(16386);
BUFFER(65536);

TEST_STREAM(overrun, nobody_reads, run_over)

TEST_HARNESS_MAIN
