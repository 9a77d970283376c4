// SPDX-License-Identifier: GPL-2.0-only
/*
 * MIC in, an engine with a pair of PCM devices of its own: capture bit for bit, as from PCM in, and
 * at the same time as PCM in and playback.
 */
#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define COMFORTABLE	16384
#define FRAMES		48000

static void require_mic(void)
{
	if (!stream_has_mic())
		tap_skip("no converter for the microphone alone");
}

static void capture_exactly(const void *argument)
{
	require_mic();
	transfer_exactly(argument);
}

/* Playback, PCM in, MIC in. */
static void use_all_engines(const void *argument)
{
	const struct stream_setup *setups = argument;
	struct stream *playback, *capture, *mic;
	struct transfer transfers[3];
	struct material material;

	require_mic();
	material_make(&material, FRAMES);
	material_expect(&material, &setups[0], "exact", "mic");
	playback = stream_open(&setups[0]);
	capture = stream_open(&setups[1]);
	mic = stream_open(&setups[2]);
	transfer_play(&transfers[0], playback, &material);
	transfer_capture(&transfers[1], capture, FRAMES);
	transfer_capture(&transfers[2], mic, (uint64_t)FRAMES * setups[2].rate / RATE);
	transfer_finish_all(transfers, 3);
	stream_close(playback);
	stream_close(capture);
	stream_close(mic);
}

STREAMS(mic)

#define MIC(name, _device, ...)							\
	STREAM(mic, name, .device = CARD_MIC + CARD_##_device, .capture = true, __VA_ARGS__)

MIC(cyclic_16384x1, CYCLIC, .rate = RATE, .buffer = 16384, .periods = 1);
MIC(cyclic_16384x2, CYCLIC, .rate = RATE, .buffer = 16384, .periods = 2, .mmap = true);
MIC(cyclic_20000x1, CYCLIC, .rate = RATE, .buffer = 20000, .periods = 1, .mmap = true);
MIC(cyclic_20000x2, CYCLIC, .rate = RATE, .buffer = 20000, .periods = 2);
MIC(queue_8192x2, QUEUE, .rate = RATE, .buffer = 8192, .periods = 2);
MIC(queue_20000x2, QUEUE, .rate = RATE, .buffer = 20000, .periods = 2, .mmap = true);
MIC(queue_8, QUEUE, .rate = RATE, .buffer = 2049 * 8, .periods = 8, .mmap = true);
MIC(queue_32, QUEUE, .rate = RATE, .buffer = 513 * 32, .periods = 32);
MIC(queue_33, QUEUE, .rate = RATE, .buffer = 497 * 33, .periods = 33, .mmap = true);
MIC(queue_1024, QUEUE, .rate = RATE, .buffer = 17 * 1024, .periods = 1024);
/* buffers of the same length in time */
MIC(cyclic_at_44100, CYCLIC, .rate = 44100, .buffer = 16384, .periods = 2);
MIC(queue_at_44100, QUEUE, .rate = 44100, .buffer = 16384, .periods = 4, .mmap = true);
MIC(cyclic_at_8000, CYCLIC, .rate = 8000, .buffer = 4096, .periods = 2, .mmap = true);
MIC(queue_at_8000, QUEUE, .rate = 8000, .buffer = 4096, .periods = 4);
MIC(cyclic_at_32000, CYCLIC, .rate = 32000, .buffer = 12288, .periods = 2);
MIC(queue_at_32000, QUEUE, .rate = 32000, .buffer = 12288, .periods = 4, .mmap = true);

TEST_STREAM(mic, capture, capture_exactly)

VARIANTS(engines, struct stream_setup setups[3];)

#define ENGINES(name, playback, _capture, mic, mic_rate)			\
	FIXTURE_VARIANT_ADD(engines, name) { {					\
		{ .device = CARD_##playback, .rate = RATE, .buffer = COMFORTABLE,	\
		  .periods = 2 },						\
		{ .device = CARD_##_capture, .rate = RATE, .buffer = COMFORTABLE,	\
		  .periods = 2, .capture = true, .mmap = true },		\
		{ .device = CARD_MIC + CARD_##mic, .rate = mic_rate,		\
		  .buffer = COMFORTABLE, .periods = 2, .capture = true,		\
		  .mmap = CARD_##playback == CARD_##mic } } }

ENGINES(cyclic_queue_cyclic, CYCLIC, QUEUE, CYCLIC, RATE);
ENGINES(queue_cyclic_queue, QUEUE, CYCLIC, QUEUE, RATE);
ENGINES(queue_queue_cyclic_at_8000, QUEUE, QUEUE, CYCLIC, 8000);
ENGINES(cyclic_cyclic_queue_at_44100, CYCLIC, CYCLIC, QUEUE, 44100);

TEST_F_TIMEOUT(engines, at_the_same_time, TEST_SECONDS)
{
	TRY(use_all_engines, variant->setups);
}

TEST_HARNESS_MAIN
