// SPDX-License-Identifier: GPL-2.0-only
/* Full duplex on one card, in all combinations of the two devices, both directions bit for bit. */
#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		48000

static void play_and_record(const void *argument)
{
	const struct stream_setup *setups = argument;
	struct stream *playback, *capture;
	struct transfer transfers[2];
	struct material material;

	material_make(&material, FRAMES);
	material_expect(&material, &setups[0], "exact", "duplex");
	playback = stream_open(&setups[0]);
	capture = stream_open(&setups[1]);
	transfer_play(&transfers[0], playback, &material);
	transfer_capture(&transfers[1], capture, FRAMES);
	transfer_finish_all(transfers, 2);
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
