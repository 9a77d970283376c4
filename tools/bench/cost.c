// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cost of a single interrupt, pointer call and commit, in instructions. The emulator's plugin
 * (instructions.c) records the instructions between two marks, and "layers" counts them.
 *
 * parts.tsv has one line for each pair of marks, in their order: driver, measure, case, number of
 * calls. A part "handler" has many interrupts, each of which is counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "kind.h"
#include "marks.h"
#include "tap.h"

#define WAIT_MS		5000
/* The time in which a deep buffer is refilled some dozen times. */
#define SLEEP_S		8
#define WARM_PERIODS	8
/* A multiple of 2 to 6, because the list may be refilled only at every 2nd to 6th interrupt. */
#define INTERRUPTS	120
#define WINDOWS		32
#define CALLS		16

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static const struct geometry cases[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .free_run = true),
};

/* The shorter a period, the more its interrupt weighs. */
static const struct geometry sizes[] = {
	GEOMETRY("queue-16x64", CARD_QUEUE, 1024, 16, .mmap = true, .free_run = true),
	GEOMETRY("queue-16x256", CARD_QUEUE, 4096, 16, .mmap = true, .free_run = true),
};

/* The same for a client that commits without a call. */
static const struct geometry mapped[] = {
	GEOMETRY("mapped-16x64", CARD_QUEUE, 1024, 16, .mmap = true, .free_run = true),
	GEOMETRY("mapped-16x256", CARD_QUEUE, 4096, 16, .mmap = true, .free_run = true),
	GEOMETRY("mapped-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
};

/* What an interrupt costs must depend neither on the number of periods nor on the buffer size. */
static const struct geometry depths[] = {
	GEOMETRY("queue-4x1024", CARD_QUEUE, 4096, 4, .mmap = true, .free_run = true),
	GEOMETRY("queue-32x512", CARD_QUEUE, 16384, 32, .mmap = true, .free_run = true),
	GEOMETRY("queue-256x512", CARD_QUEUE, 131072, 256, .mmap = true, .free_run = true),
	GEOMETRY("queue-1024x512", CARD_QUEUE, 524288, 1024, .mmap = true, .free_run = true),
};

/* 4 MiB, cut at every page by the driver's parameter. */
static const struct geometry scattered =
	GEOMETRY("queue-4MiB", CARD_QUEUE, 1048576, 1024, .mmap = true, .free_run = true);

/* The same without wakeups: the longest interrupts, because they are rare and refill the most. */
static const struct geometry silent =
	GEOMETRY("queue-4MiB-silent", CARD_QUEUE, 1048576, 2, .mmap = true, .free_run = true,
		 .no_wakeup = true);

static const struct geometry playback =
	GEOMETRY("playback", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true);
static const struct geometry capture =
	GEOMETRY("capture", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true, .capture = true);
static const struct geometry mic =
	GEOMETRY("mic", CARD_QUEUE + CARD_MIC, 8192, 8, .mmap = true, .free_run = true,
		 .capture = true);

#define TOGETHER	3

/**
 * struct together - streams at the same time, and an interrupt of any of them
 * @name: of the case
 * @streams: the streams; those after the last one are NULL
 * @cards: each is of another card
 */
struct together {
	const char *name;
	const struct geometry *streams[TOGETHER];
	bool cards;
};

static const struct together two_engines = { "queue-2-engines", { &playback, &capture }, false };
/* snd-intel8x0 opens no MIC beside PCM in. */
static const struct together three_engines = {
	"queue-3-engines", { &playback, &capture, &mic }, false
};

static const struct together cards[] = {
	{ "queue-1-of-2-cards", { &playback }, true },
	{ "queue-2-cards", { &playback, &playback }, true },
};

static void note_part(const char *measure, const char *name, unsigned int calls)
{
	client_note("parts.tsv", measure, name, calls);
}

/* Wait for a notification. Return: how many frames are to be committed. */
static snd_pcm_uframes_t next_border(struct stream *stream)
{
	snd_pcm_uframes_t period = stream->setup.buffer / stream->setup.periods;
	snd_pcm_sframes_t avail;

	tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
	avail = snd_pcm_avail_update(stream->pcm);
	tap_require(avail >= 0, "avail: %s", snd_strerror(avail));
	return avail / period * period;
}

static struct stream *begin(const struct geometry *geometry)
{
	struct stream *stream = client_open(&geometry->setup);
	unsigned int period;

	stream_wake_at(stream, geometry->setup.buffer / geometry->setup.periods);
	client_fill(stream);
	for (period = 0; period < WARM_PERIODS; period++)
		client_commit(stream, next_border(stream));
	return stream;
}

static void turn(struct stream *stream, unsigned int times)
{
	while (times--)
		client_commit(stream, next_border(stream));
}

static void count_handlers_of(struct stream *stream, const struct geometry *geometry)
{
	mark_begin();
	turn(stream, INTERRUPTS);
	mark_end();
	note_part("handler", geometry->name, INTERRUPTS);
	stream_close(stream);
}

static void count_handlers(const void *argument)
{
	const struct geometry *geometry = argument;

	count_handlers_of(begin(geometry), geometry);
}

/* The parameter counts when the buffer is allocated. */
static void count_handlers_scattered(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream;

	client_set_parameter("scatter", "1");
	stream = begin(geometry);
	client_set_parameter("scatter", "0");
	count_handlers_of(stream, geometry);
}

/* Nothing wakes the client, so the number of interrupts is not known. */
static void count_handlers_silent(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream;

	client_set_parameter("scatter", "1");
	stream = client_open(&geometry->setup);
	client_set_parameter("scatter", "0");
	client_fill(stream);
	mark_begin();
	sleep(SLEEP_S);
	mark_end();
	note_part("handler", geometry->name, 1);
	stream_close(stream);
}

/* Our driver may let its clients commit without a call; those of the other one always do. */
static void count_handlers_mapped(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream;

	if (client_is_ours())
		client_set_parameter("mmap_control", "1");
	stream = begin(geometry);
	if (client_is_ours())
		client_set_parameter("mmap_control", "0");
	count_handlers_of(stream, geometry);
}

/* One driver is loaded at a time, so its cards are the first ones. */
static struct stream *begin_on(const struct geometry *geometry, unsigned int card)
{
	struct stream *stream;
	char number[8];

	snprintf(number, sizeof(number), "%u", card);
	setenv("WAVEPORT_CARD", number, 1);
	stream = begin(geometry);
	setenv("WAVEPORT_CARD", "0", 1);
	return stream;
}

static void count_handlers_together(const void *argument)
{
	const struct together *what = argument;
	struct stream *streams[TOGETHER];
	unsigned int period, count, i;

	for (count = 0; count < TOGETHER && what->streams[count]; count++)
		streams[count] = begin_on(what->streams[count], what->cards ? count : 0);
	mark_begin();
	for (period = 0; period < INTERRUPTS / count; period++) {
		for (i = 0; i < count; i++)
			client_commit(streams[i], next_border(streams[i]));
	}
	mark_end();
	note_part("handler", what->name, INTERRUPTS);
	while (count--)
		stream_close(streams[count]);
}

static void count_commits(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream = begin(geometry);
	snd_pcm_uframes_t frames;
	unsigned int window, i;

	for (window = 0; window < WINDOWS; window++) {
		frames = next_border(stream);
		mark_begin();
		for (i = 0; i < CALLS; i++)
			client_commit(stream, frames / CALLS);
		mark_end();
		note_part("commit", geometry->name, CALLS);
	}
	stream_close(stream);
}

static void count_pointer_calls(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream = begin(geometry);
	unsigned int window, i;

	for (window = 0; window < WINDOWS; window++) {
		client_commit(stream, next_border(stream));
		mark_begin();
		for (i = 0; i < CALLS; i++)
			snd_pcm_avail(stream->pcm);
		mark_end();
		note_part("pointer", geometry->name, CALLS);
	}
	stream_close(stream);
}

/**
 * measure_cost - have the instructions of interrupts and calls recorded
 */
void measure_cost(void)
{
	unsigned int i;

	for (i = 0; i < COUNT(cases); i++) {
		client_measure(count_handlers, &cases[i], cases[i].name, "interrupt handler");
		client_measure(count_commits, &cases[i], cases[i].name, "commits");
		client_measure(count_pointer_calls, &cases[i], cases[i].name, "pointer calls");
	}
	for (i = 0; i < COUNT(sizes); i++)
		client_measure(count_handlers, &sizes[i], sizes[i].name, "period size");
	for (i = 0; i < COUNT(mapped) && !kind()->loops; i++)
		client_measure(count_handlers_mapped, &mapped[i], mapped[i].name, "mapped");
	for (i = 0; i < COUNT(depths); i++) {
		if (client_is_ours() || depths[i].setup.periods <= 32)
			client_measure(count_handlers, &depths[i], depths[i].name, "depth");
	}
	if (client_is_ours())
		client_measure(count_handlers_scattered, &scattered, scattered.name, "scattered");
	if (client_is_ours() && !kind()->loops)
		client_measure(count_handlers_silent, &silent, silent.name, "scattered");
	client_measure(count_handlers_together, &two_engines, two_engines.name, "engines");
	if (client_is_ours() && stream_has_mic())
		client_measure(count_handlers_together, &three_engines, three_engines.name,
			       "engines");
}

/**
 * measure_cards - have the instructions of the interrupts of several cards recorded
 */
void measure_cards(void)
{
	unsigned int i;

	for (i = 0; i < COUNT(cards); i++)
		client_measure(count_handlers_together, &cards[i], cards[i].name, "cards");
}
