// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plays on one device and records on the other for a long time, then the other way round, for half
 * of the seconds that WAVEPORT_SOAK_SECONDS has. Every frame is compared; at the end the driver's
 * counters have to be what follows from the number of frames.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define PERIODS		2
#define PERIOD_BYTES	(BUFFER / PERIODS * FRAME_BYTES)
#define SHORT_SECONDS	20
#define LIMIT_S		14400

static unsigned int seconds(void)
{
	const char *text = getenv("WAVEPORT_SOAK_SECONDS");

	return text ? strtoul(text, NULL, 10) : SHORT_SECONDS;
}

static void require_counter(struct stream *stream, const char *name, uint64_t expected)
{
	uint64_t value = stream_counter(stream, name);

	tap_require(value == expected, "%s: %s is %" PRIu64 ", not %" PRIu64,
		    stream->setup.capture ? "capture" : "playback", name, value, expected);
}

static void require_counters(struct stream *stream)
{
	uint64_t position = stream_counter(stream, "position");

	require_counter(stream, "starvations", 0);
	require_counter(stream, "refusals", 0);
	require_counter(stream, "notifications", position / PERIOD_BYTES);
	if (!stream->setup.capture)
		require_counter(stream, "position", stream->moved * FRAME_BYTES);
	tap_note("%s: %" PRIu64 " frames, %" PRIu64 " periods, %" PRIu64 " interrupts",
		 stream->setup.capture ? "capture" : "playback", position / FRAME_BYTES,
		 stream_counter(stream, "notifications"), stream_counter(stream, "interrupts"));
}

static void play_and_record(const void *argument)
{
	const unsigned int *device = argument;
	struct stream_setup setup = {
		.device = *device, .rate = RATE, .buffer = BUFFER, .periods = PERIODS,
	};
	uint64_t frames = (uint64_t)seconds() * RATE / 2;
	struct transfer transfers[2];
	struct material material;
	struct stream *playback;
	unsigned int i;

	material_make(&material, frames);
	material_expect(&material, &setup, "exact", "soak");
	playback = stream_open(&setup);
	setup.device = CARD_OTHER(*device);
	setup.capture = true;
	transfer_capture(&transfers[1], stream_open(&setup), frames);
	transfer_play(&transfers[0], playback, &material);
	transfer_finish_all(transfers, 2);
	for (i = 0; i < 2; i++) {
		require_counters(transfers[i].stream);
		stream_close(transfers[i].stream);
	}
}

VARIANTS(soak, unsigned int playback;)
FIXTURE_VARIANT_ADD(soak, queue) { CARD_QUEUE };
FIXTURE_VARIANT_ADD(soak, cyclic) { CARD_CYCLIC };

TEST_F_TIMEOUT(soak, all_frames_and_counters, LIMIT_S)
{
	TRY(play_and_record, &variant->playback);
}

TEST_HARNESS_MAIN
