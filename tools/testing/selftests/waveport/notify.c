// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifications: one at each period border and nowhere else, counted in the driver, at the
 * interrupt line and at poll; none without period wakeups.
 */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "transfer.h"

#define RATE		48000
/* Long periods, so that a slow machine is not late by a whole period. */
#define PERIOD		16384
#define BORDERS		6
#define WAKE_MS		10000

/* Without wakeups: the timeout of poll, and the least time that the stream runs. */
#define QUIET_MS	800
#define QUIET_PERIODS	6

/* Begin with a full buffer and move one period at each wakeup, in either direction. */
static void commit_period(struct stream *stream, snd_pcm_uframes_t period)
{
	static uint8_t data[QUIET_PERIODS * PERIOD * FRAME_BYTES];

	if (stream->setup.capture)
		stream_read(stream, data, period);
	else
		stream_write(stream, data, period);
}

static struct stream *begin(const struct stream_setup *setup)
{
	struct stream *stream = stream_open(setup);
	unsigned int i;

	for (i = 0; !setup->capture && i < setup->periods; i++)
		commit_period(stream, setup->buffer / setup->periods);
	if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
		stream_start(stream);
	return stream;
}

static bool has_further_interrupts(const struct stream_setup *setup)
{
	return kind()->loops && setup->device == CARD_QUEUE;
}

static void require_counts(struct stream *stream, uint64_t borders)
{
	uint64_t notifications = stream_counter(stream, "notifications");
	uint64_t interrupts = stream_counter(stream, "interrupts");

	tap_require(notifications == borders, "%" PRIu64 " notifications at border %" PRIu64,
		    notifications, borders);
	tap_require(interrupts == borders ||
		    (interrupts > borders && has_further_interrupts(&stream->setup)),
		    "%" PRIu64 " interrupts at border %" PRIu64, interrupts, borders);
}

/* The wakeup for a border must come after the border is reached and before the next one is. */
static void require_border(struct stream *stream, int64_t border, int64_t period)
{
	int64_t position;

	tap_require(stream_wait(stream, WAKE_MS), "no wakeup in %d ms", WAKE_MS);
	position = stream_position(stream);
	tap_require(position >= border, "woken at frame %" PRId64 ", before border %" PRId64,
		    position, border);
	tap_require(position < border + period,
		    "woken at frame %" PRId64 " for border %" PRId64 ", a period late", position,
		    border);
}

static void wake_at_borders(const void *argument)
{
	const struct stream_setup *setup = argument;
	int64_t period = setup->buffer / setup->periods;
	uint64_t line_before = 0, line = 0;
	bool counted = !has_further_interrupts(setup) && !kind()->answers &&
		       card_interrupts(&line_before);
	struct stream *stream;
	int64_t border;

	stream = begin(setup);
	stream_wake_at(stream, period);
	for (border = period; border <= BORDERS * period; border += period) {
		require_border(stream, border, period);
		require_counts(stream, border / period);
		commit_period(stream, period);
	}
	if (counted && card_interrupts(&line))
		tap_require(line - line_before == BORDERS, "%" PRIu64 " interrupts on the line",
			    line - line_before);
	stream_close(stream);
}

static void stay_quiet(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream *stream;
	uint64_t count;

	stream = begin(setup);
	stream_wake_at(stream, PERIOD);
	tap_require(!stream_wait(stream, QUIET_MS), "woken without wakeups");
	tap_require(stream_position(stream) > RATE / 1000 * QUIET_MS / 2,
		    "position %" PRId64 " after %d ms", stream_position(stream), QUIET_MS);
	count = stream_counter(stream, "notifications");
	tap_require(!count, "%" PRIu64 " notifications", count);
	/* interrupts for the refill of the descriptor list: one for every 15 descriptors */
	count = stream_counter(stream, "interrupts");
	tap_require(count <= 1 || has_further_interrupts(setup), "%" PRIu64 " interrupts", count);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
	stream_close(stream);
}

STREAMS(notify)

#define NOTIFY(name, count, ...)						\
	STREAM(notify, name##_##count, .rate = RATE, .buffer = (count) * PERIOD,	\
	       .periods = count, .mmap = true, __VA_ARGS__)

NOTIFY(playback_cyclic, 1, .device = CARD_CYCLIC, .free_run = true);
NOTIFY(playback_cyclic, 2, .device = CARD_CYCLIC, .free_run = true);
NOTIFY(playback_queue, 2, .device = CARD_QUEUE, .free_run = true);
NOTIFY(playback_queue, 5, .device = CARD_QUEUE, .free_run = true);
NOTIFY(capture_cyclic, 1, .device = CARD_CYCLIC, .capture = true, .free_run = true);
NOTIFY(capture_cyclic, 2, .device = CARD_CYCLIC, .capture = true, .free_run = true);
NOTIFY(capture_queue, 2, .device = CARD_QUEUE, .capture = true);
NOTIFY(capture_queue, 5, .device = CARD_QUEUE, .capture = true);

TEST_STREAM(notify, at_borders, wake_at_borders)

STREAMS(quiet)

#define QUIET(name, ...)							\
	STREAM(quiet, name, .rate = RATE, .buffer = QUIET_PERIODS * PERIOD, .periods = 2,	\
	       .mmap = true, .free_run = true, .no_wakeup = true, __VA_ARGS__)

QUIET(playback_cyclic, .device = CARD_CYCLIC);
QUIET(playback_queue, .device = CARD_QUEUE);
QUIET(capture_cyclic, .device = CARD_CYCLIC, .capture = true);
QUIET(capture_queue, .device = CARD_QUEUE, .capture = true);

TEST_STREAM(quiet, without_wakeups, stay_quiet)

TEST_HARNESS_MAIN
