// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clients of alsa-lib's dmix and dsnoop. These start the device once, commit nothing, and have the
 * buffer looped. dmix writes a little ahead of the position and relies on ALSA to silence what
 * has been played. What one client writes must be played exactly once, with silence around it.
 */
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		24000

/* After its end the loop runs for more than a cycle, to detect data that is played again. */
#define AFTER_US	(1500000LL * BUFFER / RATE)

static void begin(struct transfer *transfer, const struct stream_setup *setup)
{
	struct material material;

	material_make(&material, FRAMES);
	material_expect(&material, setup, "exact", "dmix");
	transfer_play(transfer, stream_open(setup), &material);
}

/*
 * If the device has two periods, dmix loses data of a client that waits, because alsa-lib wakes the
 * client only when there is room for a whole period, which is too late. dmix also loses data of a
 * client that fills its whole buffer, because the client overwrites what dmix has not moved to the
 * device yet. So this client polls by the clock, leaves a quarter of the buffer free, and ends with
 * silence instead of a drain.
 */
static void play_by_the_clock(struct transfer *transfer)
{
	struct stream *stream = transfer->stream;
	unsigned int idle_us = 0;
	int64_t room;

	transfer->total = FRAMES + 2 * BUFFER;
	while ((uint64_t)stream->moved < transfer->total) {
		room = stream_avail(stream) - BUFFER / 4;
		if (room > 0)
			transfer_step(transfer, chance_size(room));
		else if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		transfer_pace(room > 0, &idle_us);
	}
	tap_require(!snd_pcm_drop(stream->pcm), "cannot drop");
}

static void finish(struct transfer *transfer)
{
	if (transfer->stream->setup.periods > 2)
		transfer_finish(transfer);
	else
		play_by_the_clock(transfer);
}

static void play_shared(const void *argument)
{
	struct transfer first, second;

	begin(&first, argument);
	finish(&first);
	usleep(AFTER_US);
	/* the first one keeps the device running, and leaves it to the second */
	begin(&second, argument);
	stream_close(first.stream);
	finish(&second);
	usleep(AFTER_US);
	stream_close(second.stream);
}

static void capture_shared(const void *argument)
{
	struct transfer transfers[2];
	struct stream *stream;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		stream = stream_open(argument);
		transfer_capture(&transfers[i], stream, FRAMES);
	}
	transfer_finish_all(transfers, 2);
	for (i = 0; i < 2; i++)
		stream_close(transfers[i].stream);
}

STREAMS(shared)

#define SHARED(name, ...) \
	STREAM(shared, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

SHARED(cyclic_2_rw, .device = CARD_CYCLIC, .periods = 2);
SHARED(cyclic_2_mmap, .device = CARD_CYCLIC, .periods = 2, .mmap = true);
SHARED(queue_4_mmap, .device = CARD_QUEUE, .periods = 4, .mmap = true);
SHARED(queue_16_rw, .device = CARD_QUEUE, .periods = 16);

TEST_F_TIMEOUT(shared, dmix_two_in_turn, TEST_SECONDS)
{
	struct stream_setup setup = variant->setup;

	setup.plugin = "dmix";
	TRY(play_shared, &setup);
}

TEST_F_TIMEOUT(shared, dsnoop_two_at_a_time, TEST_SECONDS)
{
	struct stream_setup setup = variant->setup;

	setup.capture = true;
	setup.plugin = "dsnoop";
	TRY(capture_shared, &setup);
}

TEST_HARNESS_MAIN
