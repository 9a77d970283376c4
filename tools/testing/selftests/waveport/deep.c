// SPDX-License-Identifier: GPL-2.0-only
/*
 * The largest buffers, played and captured more than once, with PCM out, PCM in and MIC in at the
 * same time: the queue device without period wakeups, and the cyclic device. The queue device
 * interrupts only for the refill of the descriptor list, less than once in 15 descriptors.
 *
 * DESCRIPTOR_BYTES in the environment is the size of a descriptor if pages are scattered. Otherwise
 * the size is not known, and interrupts are not counted. Nor are they where the port copies.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "transfer.h"

#define RATE		48000
#define QUEUE_BUFFER	(1 << 20)
#define CYCLIC_BUFFER	(1 << 19)
#define BEYOND		(RATE / 2)
#define DESCRIPTORS	15

static void require_few_interrupts(struct stream *stream)
{
	uint64_t interrupts = stream_counter(stream, "interrupts");
	uint64_t bytes = stream_counter(stream, "position");
	uint64_t notifications = stream_counter(stream, "notifications");
	const char *descriptor_bytes = getenv("DESCRIPTOR_BYTES");
	uint64_t descriptors;

	tap_note("%" PRIu64 " interrupts for %" PRIu64 " bytes", interrupts, bytes);
	tap_require(!notifications, "%" PRIu64 " notifications", notifications);
	if (!descriptor_bytes || kind()->loops)
		return;
	descriptors = bytes / strtoul(descriptor_bytes, NULL, 0);
	tap_require(interrupts * DESCRIPTORS < descriptors,
		    "%" PRIu64 " interrupts for %" PRIu64 " descriptors", interrupts, descriptors);
}

static void play_many_buffers(const void *argument)
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

STREAMS(deep)

#define DEEP(name, ...) \
	STREAM(deep, name, .rate = RATE, .periods = 2, __VA_ARGS__)

DEEP(queue, .device = CARD_QUEUE, .buffer = QUEUE_BUFFER, .mmap = true, .no_wakeup = true);
DEEP(cyclic, .device = CARD_CYCLIC, .buffer = CYCLIC_BUFFER);

TEST_STREAM(deep, many_buffers, play_many_buffers)

TEST_HARNESS_MAIN
