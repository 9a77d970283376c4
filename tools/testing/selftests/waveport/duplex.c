// SPDX-License-Identifier: GPL-2.0-only
/* Full duplex in all combinations of the two devices, both directions bit for bit. */
#include "card.h"
#include "harness.h"
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

#define DUPLEX(playback, _playback, capture_, _capture)				\
	TEST(playback_##playback##_capture_##capture_)				\
	{									\
		const struct stream_setup setups[2] = {				\
			{ .device = _playback, .rate = RATE, .buffer = BUFFER, .periods = 2 },	\
			{ .device = _capture, .rate = RATE, .buffer = BUFFER, .periods = 2,	\
			  .capture = true, .mmap = true },			\
		};								\
										\
		TRY(play_and_record, setups);					\
	}

DUPLEX(cyclic, CARD_CYCLIC, cyclic, CARD_CYCLIC)
DUPLEX(queue, CARD_QUEUE, cyclic, CARD_CYCLIC)
DUPLEX(cyclic, CARD_CYCLIC, queue, CARD_QUEUE)
DUPLEX(queue, CARD_QUEUE, queue, CARD_QUEUE)

TEST_HARNESS_MAIN
