// SPDX-License-Identifier: GPL-2.0-only
/* Full duplex on one card, in all combinations of the two devices, both directions bit for bit. */
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		48000

/* The directions drift apart on an emulator, so the client does not wait for one of them. */
#define PACE_US		4000

static bool done(const struct transfer *transfer)
{
	return (uint64_t)transfer->stream->moved == transfer->total;
}

static void run_both(struct transfer *play, struct transfer *record)
{
	while (!done(play) || !done(record)) {
		bool moved = false;

		if (!done(play))
			moved |= transfer_step(play, chance_size(BUFFER));
		if (!done(record))
			moved |= transfer_step(record, chance_size(BUFFER));
		if (!moved)
			usleep(PACE_US);
	}
	transfer_finish(play);
	transfer_finish(record);
}

static void play_and_record(const void *argument)
{
	const struct stream_setup *setups = argument;
	struct stream *playback, *capture;
	struct transfer play, record;
	struct material material;

	material_make(&material, FRAMES);
	material_expect(&material, &setups[0], "exact", "duplex");
	playback = stream_open(&setups[0]);
	capture = stream_open(&setups[1]);
	transfer_play(&play, playback, &material);
	transfer_capture(&record, capture, FRAMES);
	run_both(&play, &record);
	stream_close(playback);
	stream_close(capture);
}

int main(void)
{
	unsigned int i;

	tap_start(stream_clean_up);
	chance_start();
	for (i = 0; i < 4; i++) {
		struct stream_setup setups[2] = {
			{ .device = i & 1, .rate = RATE, .buffer = BUFFER, .periods = 2 },
			{ .device = i >> 1, .rate = RATE, .buffer = BUFFER, .periods = 2,
			  .capture = true, .mmap = true },
		};

		tap_run(play_and_record, setups, "%s playback with %s capture",
			stream_device_name(i & 1), stream_device_name(i >> 1));
	}
	return tap_end();
}
