// SPDX-License-Identifier: GPL-2.0-only
/*
 * The largest buffers, played and captured more than once, with PCM out, PCM in and MIC in at the
 * same time: the queue device without period wakeups, and the cyclic device. The queue device
 * interrupts only for the refill of the descriptor list, less than once in 15 descriptors.
 *
 * A client that has started with little commits a lot at once and sleeps until it is played. A
 * commit refills only a part of the list, so that the driver must not wait for an interrupt to
 * refill the rest: in what has been published there may be none.
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

/* Of a commit: the buffer, what is committed before the start, and in all, in frames. */
#define LATE_BUFFER	(1 << 17)
#define LATE_FIRST	2048
#define LATE_FRAMES	(LATE_BUFFER - 4096)
/* Longer than what one refill holds, and much shorter than all, for a machine that is slow. */
#define LATE_SLEEP_S	1

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

static void commit(struct stream *stream, const struct material *material, uint64_t place,
		   uint64_t frames)
{
	static uint8_t data[LATE_BUFFER * FRAME_BYTES];
	snd_pcm_uframes_t written;

	material_fill(material, data, place, frames);
	written = stream_write(stream, data, frames);
	tap_require(written == frames, "%lu frames of %" PRIu64 " written", written, frames);
}

static void sleep_after_a_commit(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream *stream = stream_open(setup);
	struct material material;

	material_make(&material, LATE_FRAMES);
	material_expect(&material, setup, "exact", "late");
	commit(stream, &material, 0, LATE_FIRST);
	stream_start(stream);
	commit(stream, &material, LATE_FIRST, LATE_FRAMES - LATE_FIRST);
	sleep(LATE_SLEEP_S);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
	stream_drain(stream);
	stream_close(stream);
}

STREAMS(deep)

#define DEEP(name, ...) \
	STREAM(deep, name, .rate = RATE, .periods = 2, __VA_ARGS__)

DEEP(queue, .device = CARD_QUEUE, .buffer = QUEUE_BUFFER, .mmap = true, .no_wakeup = true);
DEEP(cyclic, .device = CARD_CYCLIC, .buffer = CYCLIC_BUFFER);

TEST_STREAM(deep, many_buffers, play_many_buffers)

STREAMS(late)

#define LATE(name, ...) \
	STREAM(late, name, .rate = RATE, .buffer = LATE_BUFFER, .periods = 2, __VA_ARGS__)

LATE(queue, .device = CARD_QUEUE, .no_wakeup = true);
LATE(queue_wakeups, .device = CARD_QUEUE);

TEST_STREAM(late, one_commit, sleep_after_a_commit)

TEST_HARNESS_MAIN
