// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starvation. With stop_threshold = boundary the queue device stays RUNNING, its position stays at
 * the application pointer, and the stream continues with the next commit. With the default
 * threshold the client gets an XRUN. In either case exactly what was committed is played.
 */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		4096
#define FRAMES		30000
#define LIMIT_MS	5000

/* Longer than many buffers. */
#define DRY_MS		400

static void wait_until_dry(struct stream *stream)
{
	unsigned int ms;

	for (ms = 0; ms < LIMIT_MS && stream_position(stream) < stream->moved; ms += 10)
		usleep(10000);
	tap_require(stream_position(stream) == stream->moved,
		    "starved at frame %" PRId64 " of %" PRId64, stream_position(stream),
		    stream->moved);
}

static void starve_often(const void *argument)
{
	const struct stream_setup *setup = argument;
	unsigned int starvations = 0;
	struct material material;
	struct transfer transfer;
	struct stream *stream;

	material_make(&material, FRAMES);
	material_expect(&material, setup, "gaps", "starve");
	stream = stream_open(setup);
	transfer_play(&transfer, stream, &material);
	while (transfer_step(&transfer, chance(1, BUFFER))) {
		if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		wait_until_dry(stream);
		usleep(starvations ? 1000 * chance(0, 30) : 1000 * DRY_MS);
		wait_until_dry(stream);
		stream_require_state(stream, SND_PCM_STATE_RUNNING);
		starvations++;
	}
	tap_require(stream_counter(stream, "starvations") >= starvations,
		    "%" PRIu64 " starvations noticed of %u",
		    stream_counter(stream, "starvations"), starvations);
	stream_close(stream);
}

static void stop_dry(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	unsigned int ms;

	material_make(&material, setup->buffer - SILENCE_FRAMES);
	if (setup->device == CARD_QUEUE)
		material_expect(&material, setup, "exact", "xrun");
	else
		material_expect(&material, setup, "cycle", "xrun");
	stream = stream_open(setup);
	transfer_play(&transfer, stream, &material);
	while (transfer_step(&transfer, setup->buffer))
		;
	for (ms = 0; ms < LIMIT_MS && snd_pcm_state(stream->pcm) == SND_PCM_STATE_RUNNING; ms += 10)
		usleep(10000);
	stream_require_state(stream, SND_PCM_STATE_XRUN);
	stream_close(stream);
}

STREAMS(starve)

#define STARVE(name, ...) \
	STREAM(starve, name, .device = CARD_QUEUE, .rate = RATE, .free_run = true, __VA_ARGS__)

STARVE(rw_4096x2, .buffer = BUFFER, .periods = 2);
STARVE(mmap_4096x2_no_wakeup, .buffer = BUFFER, .periods = 2, .mmap = true, .no_wakeup = true);
STARVE(mmap_4096x64, .buffer = BUFFER, .periods = 64, .mmap = true);
STARVE(rw_16384x4_no_wakeup, .buffer = 4 * BUFFER, .periods = 4, .no_wakeup = true);

TEST_STREAM(starve, goes_on, starve_often)

STREAMS(xrun)

#define XRUN(name, ...) \
	STREAM(xrun, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

XRUN(queue_2, .device = CARD_QUEUE, .periods = 2);
XRUN(queue_64, .device = CARD_QUEUE, .periods = 64);
XRUN(cyclic_1, .device = CARD_CYCLIC, .periods = 1, .mmap = true);
XRUN(cyclic_2, .device = CARD_CYCLIC, .periods = 2);

TEST_STREAM(xrun, stops, stop_dry)

TEST_HARNESS_MAIN
