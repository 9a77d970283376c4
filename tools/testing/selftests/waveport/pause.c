// SPDX-License-Identifier: GPL-2.0-only
/* Pause and resume: the position is constant, and no frame is lost or played twice. */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		40000
#define PAUSES		12

static void pause_once(struct stream *stream)
{
	int64_t before, after;

	stream_pause(stream, true);
	stream_require_state(stream, SND_PCM_STATE_PAUSED);
	before = stream_position(stream);
	usleep(1000 * chance(0, 30));
	after = stream_position(stream);
	tap_require(before == after, "position goes on in a pause, from %" PRId64 " to %" PRId64,
		    before, after);
	stream_pause(stream, false);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
}

static void pause_often(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	unsigned int pauses = 0;

	stream = stream_open(setup);
	if (setup->capture) {
		transfer_capture(&transfer, stream, FRAMES);
	} else {
		material_make(&material, FRAMES);
		material_expect(&material, setup, "gaps", "pause");
		transfer_play(&transfer, stream, &material);
	}

	while (pauses < PAUSES && (uint64_t)stream->moved < transfer.total) {
		while (transfer_step(&transfer, FRAMES))
			;
		usleep(1000 * chance(0, 60));
		pause_once(stream);
		pauses++;
	}
	transfer_finish(&transfer);
	stream_close(stream);
}

static void drop_in_pause(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct transfer transfer;
	struct stream *stream;

	material_make(&material, FRAMES);
	material_expect(&material, setup, "prefix", "drop");
	stream = stream_open(setup);
	transfer_play(&transfer, stream, &material);
	while (transfer_step(&transfer, BUFFER))
		;
	while (stream_position(stream) < BUFFER / 4)
		usleep(5000);
	stream_pause(stream, true);
	tap_require(!snd_pcm_drop(stream->pcm), "cannot drop");
	stream_close(stream);
}

STREAMS(pause)

#define PAUSE(name, ...) \
	STREAM(pause, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

PAUSE(playback_cyclic_1, .device = CARD_CYCLIC, .periods = 1, .mmap = true);
PAUSE(playback_cyclic_2, .device = CARD_CYCLIC, .periods = 2);
PAUSE(playback_queue_2, .device = CARD_QUEUE, .periods = 2);
PAUSE(playback_queue_16, .device = CARD_QUEUE, .periods = 16);
PAUSE(playback_queue_64, .device = CARD_QUEUE, .periods = 64, .no_wakeup = true);
PAUSE(capture_cyclic_1, .device = CARD_CYCLIC, .capture = true, .periods = 1, .mmap = true);
PAUSE(capture_cyclic_2, .device = CARD_CYCLIC, .capture = true, .periods = 2);
PAUSE(capture_queue_2, .device = CARD_QUEUE, .capture = true, .periods = 2);
PAUSE(capture_queue_16, .device = CARD_QUEUE, .capture = true, .periods = 16);
PAUSE(capture_queue_64, .device = CARD_QUEUE, .capture = true, .periods = 64, .no_wakeup = true);

TEST_STREAM(pause, go_on, pause_often)

STREAMS(drop)

#define DROP(name, ...) \
	STREAM(drop, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

DROP(cyclic_1, .device = CARD_CYCLIC, .periods = 1, .mmap = true);
DROP(cyclic_2, .device = CARD_CYCLIC, .periods = 2);
DROP(queue_2, .device = CARD_QUEUE, .periods = 2);
DROP(queue_16, .device = CARD_QUEUE, .periods = 16);
DROP(queue_64, .device = CARD_QUEUE, .periods = 64, .no_wakeup = true);

TEST_STREAM(drop, while_paused, drop_in_pause)

TEST_HARNESS_MAIN
