// SPDX-License-Identifier: GPL-2.0-only
/*
 * The largest buffers, gone round more than once, both directions and the microphone's engine at
 * the same time: the queue device without period wakeups, and the cyclic one. The queue device
 * interrupts for the refill of the descriptor list only, less than once in 15 descriptors.
 *
 * Usage: deep [DESCRIPTOR_BYTES]
 *
 * DESCRIPTOR_BYTES is how much a descriptor holds if pages are scattered; else it is not known, and
 * interrupts are not counted.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define QUEUE_BUFFER	(1 << 20)
#define CYCLIC_BUFFER	(1 << 19)
#define BEYOND		(RATE / 2)
#define DESCRIPTORS	15

static unsigned long descriptor_bytes;

static void require_few_interrupts(struct stream *stream)
{
	uint64_t interrupts = stream_counter(stream, "interrupts");
	uint64_t bytes = stream_counter(stream, "position");
	uint64_t notifications = stream_counter(stream, "notifications");

	tap_note("%" PRIu64 " interrupts for %" PRIu64 " bytes", interrupts, bytes);
	tap_require(!notifications, "%" PRIu64 " notifications", notifications);
	if (!descriptor_bytes)
		return;
	tap_require(interrupts * DESCRIPTORS < bytes / descriptor_bytes,
		    "%" PRIu64 " interrupts for %" PRIu64 " descriptors", interrupts,
		    bytes / descriptor_bytes);
}

static void go_round(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream_setup capture = *setup, mic;
	struct transfer transfers[3];
	unsigned int i, count = stream_has_mic() ? 3 : 2;
	struct material material;

	capture.capture = true;
	mic = capture;
	mic.device += CARD_MIC;
	material_make(&material, setup->buffer + BEYOND);
	material_expect(&material, setup, "exact", "deep");
	transfer_play(&transfers[0], stream_open(setup), &material);
	transfer_capture(&transfers[1], stream_open(&capture), setup->buffer + BEYOND);
	if (count == 3)
		transfer_capture(&transfers[2], stream_open(&mic), setup->buffer + BEYOND);
	transfer_finish_all(transfers, count);
	for (i = 0; i < count; i++) {
		if (setup->no_wakeup)
			require_few_interrupts(transfers[i].stream);
		stream_close(transfers[i].stream);
	}
}

int main(int argc, char **argv)
{
	const struct stream_setup queue = {
		.device = CARD_QUEUE, .rate = RATE, .buffer = QUEUE_BUFFER, .periods = 2,
		.mmap = true, .no_wakeup = true,
	};
	const struct stream_setup cyclic = {
		.device = CARD_CYCLIC, .rate = RATE, .buffer = CYCLIC_BUFFER, .periods = 2,
	};

	if (argc > 1)
		descriptor_bytes = strtoul(argv[1], NULL, 0);
	tap_start(stream_clean_up);
	chance_start();
	tap_run(go_round, &queue, "queue without wakeups, %u frames", QUEUE_BUFFER);
	tap_run(go_round, &cyclic, "cyclic, %u frames", CYCLIC_BUFFER);
	return tap_end();
}
