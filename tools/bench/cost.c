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

#include "card.h"
#include "client.h"
#include "marks.h"
#include "tap.h"

#define WAIT_MS		5000
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

/* Playback and capture at the same time: two engines, and an interrupt of either. */
static const struct geometry pair[] = {
	GEOMETRY("queue-2-engines", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
	GEOMETRY("queue-2-engines", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true,
		 .capture = true),
};

static void note_part(const char *measure, const struct geometry *geometry, unsigned int calls)
{
	client_note("parts.tsv", measure, geometry->name, calls);
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
	note_part("handler", geometry, INTERRUPTS);
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

static void count_handlers_of_pair(const void *argument)
{
	const struct geometry *geometries = argument;
	struct stream *playback = begin(&geometries[0]);
	struct stream *capture = begin(&geometries[1]);
	unsigned int period;

	mark_begin();
	for (period = 0; period < INTERRUPTS / 2; period++) {
		client_commit(playback, next_border(playback));
		client_commit(capture, next_border(capture));
	}
	mark_end();
	note_part("handler", &geometries[0], INTERRUPTS);
	stream_close(capture);
	stream_close(playback);
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
		note_part("commit", geometry, CALLS);
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
		note_part("pointer", geometry, CALLS);
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
	for (i = 0; i < COUNT(mapped); i++)
		client_measure(count_handlers_mapped, &mapped[i], mapped[i].name, "mapped");
	for (i = 0; i < COUNT(depths); i++) {
		if (client_is_ours() || depths[i].setup.periods <= 32)
			client_measure(count_handlers, &depths[i], depths[i].name, "depth");
	}
	if (client_is_ours())
		client_measure(count_handlers_scattered, &scattered, scattered.name, "scattered");
	client_measure(count_handlers_of_pair, pair, pair[0].name, "engines");
}
