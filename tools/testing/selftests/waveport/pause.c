// SPDX-License-Identifier: GPL-2.0-only
/* Pause and resume: the position stands still, and not a frame is lost or played twice. */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "tap.h"
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

static void run(bool capture, unsigned int device, unsigned int periods, bool no_wakeup)
{
	struct stream_setup setup = {
		.device = device,
		.capture = capture,
		.rate = RATE,
		.buffer = BUFFER,
		.periods = periods,
		.mmap = periods & 1,
		.no_wakeup = no_wakeup,
	};

	tap_run(pause_often, &setup, "%s %s, %u periods%s", stream_device_name(device),
		capture ? "capture" : "playback", periods, no_wakeup ? ", no wakeups" : "");
	if (!capture)
		tap_run(drop_in_pause, &setup, "%s %u periods, drop in a pause",
			stream_device_name(device), periods);
}

int main(void)
{
	unsigned int capture;

	tap_start(stream_clean_up);
	chance_start();
	for (capture = 0; capture < 2; capture++) {
		run(capture, CARD_CYCLIC, 1, false);
		run(capture, CARD_CYCLIC, 2, false);
		run(capture, CARD_QUEUE, 2, false);
		run(capture, CARD_QUEUE, 16, false);
		run(capture, CARD_QUEUE, 64, true);
	}
	return tap_end();
}
