// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine of the microphone alone, with a device pair of its own: capture bit for bit, as from
 * PCM in, and at the same time as that and playback.
 */
#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define COMFORTABLE	16384
#define FRAMES		48000

/* And buffers of the same length in time. */
static const unsigned int rates[][2] = { { 44100, 16384 }, { 8000, 4096 }, { 32000, 12288 } };

static const unsigned int cyclic_buffers[] = { 16384, 20000 };
static const unsigned int queue_buffers[] = { 8192, 20000 };
static const unsigned int queue_periods[] = { 8, 32, 33, 1024 };

static void require_mic(void)
{
	if (!stream_has_mic())
		tap_skip("no converter for the microphone alone");
}

static void capture_exactly(const void *argument)
{
	require_mic();
	transfer_record(argument);
}

static void run(unsigned int device, unsigned int rate, unsigned int buffer, unsigned int periods,
		bool mmap)
{
	struct stream_setup setup = {
		.device = CARD_MIC + device,
		.capture = true,
		.rate = rate,
		.buffer = buffer,
		.periods = periods,
		.mmap = mmap,
	};

	tap_run(capture_exactly, &setup, "%s %u Hz %s buffer %u periods %u",
		stream_device_name(setup.device), rate, mmap ? "mmap" : "rw", buffer, periods);
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

static void run_all_engines(unsigned int playback, unsigned int capture, unsigned int mic,
			    unsigned int mic_rate)
{
	struct stream_setup setups[] = {
		{ .device = playback, .rate = RATE, .buffer = COMFORTABLE, .periods = 2 },
		{ .device = capture, .rate = RATE, .buffer = COMFORTABLE, .periods = 2,
		  .capture = true, .mmap = true },
		{ .device = CARD_MIC + mic, .rate = mic_rate, .buffer = COMFORTABLE, .periods = 2,
		  .capture = true, .mmap = playback == mic },
	};

	tap_run(use_all_engines, setups, "%s %u Hz with %s capture and %s playback",
		stream_device_name(CARD_MIC + mic), mic_rate, stream_device_name(capture),
		stream_device_name(playback));
}

static void run_buffers(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(cyclic_buffers) / sizeof(*cyclic_buffers); i++) {
		run(CARD_CYCLIC, RATE, cyclic_buffers[i], 1, i & 1);
		run(CARD_CYCLIC, RATE, cyclic_buffers[i], 2, ~i & 1);
	}
	for (i = 0; i < sizeof(queue_buffers) / sizeof(*queue_buffers); i++)
		run(CARD_QUEUE, RATE, queue_buffers[i], 2, i & 1);
	for (i = 0; i < sizeof(queue_periods) / sizeof(*queue_periods); i++) {
		unsigned int period = COMFORTABLE / queue_periods[i] + 1;

		run(CARD_QUEUE, RATE, period * queue_periods[i], queue_periods[i], ~i & 1);
	}
}

int main(void)
{
	unsigned int i;

	tap_start(stream_clean_up);
	chance_start();
	run_buffers();
	for (i = 0; i < sizeof(rates) / sizeof(*rates); i++) {
		run(CARD_CYCLIC, rates[i][0], rates[i][1], 2, i & 1);
		run(CARD_QUEUE, rates[i][0], rates[i][1], 4, ~i & 1);
	}
	run_all_engines(CARD_CYCLIC, CARD_QUEUE, CARD_CYCLIC, RATE);
	run_all_engines(CARD_QUEUE, CARD_CYCLIC, CARD_QUEUE, RATE);
	run_all_engines(CARD_QUEUE, CARD_QUEUE, CARD_CYCLIC, 8000);
	run_all_engines(CARD_CYCLIC, CARD_CYCLIC, CARD_QUEUE, 44100);
	return tap_end();
}
