// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steady state: how many register accesses a period, a pointer call and a commit take, and how many
 * interrupts there are.
 *
 * A window is the part of the emulator's trace between two marks. windows.tsv has one line for each
 * window, in their order: driver, measure, case, and the number by which to divide the accesses.
 * Each notification has a mark of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "device.h"
#include "tap.h"

#define WAIT_MS		5000
#define POLL_US		20000
#define WARM_PERIODS	8
#define CALLS		16
#define CALL_WINDOWS	32
#define PAGE_FRAMES	1024
/* A multiple of 2 to 6, because a driver may access a register only every 2nd to 6th time. */
#define PAGES		120
#define QUICK_PAGES	60

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static const struct geometry notified[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true),
	GEOMETRY("queue-16x1024", CARD_QUEUE, 16384, 16, .mmap = true),
	GEOMETRY("queue-2x4096", CARD_QUEUE, 8192, 2, .mmap = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .free_run = true),
	GEOMETRY("cyclic-1x4096", CARD_CYCLIC, 4096, 1, .mmap = true, .free_run = true),
	GEOMETRY("capture-queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .capture = true),
	GEOMETRY("capture-cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .capture = true,
		 .free_run = true),
};

static const struct geometry silent[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .no_wakeup = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .no_wakeup = true,
		 .free_run = true),
};

/* 11 s, cut at every page: the driver is loaded with scatter=1 when this is chosen. */
static const struct geometry scattered =
	GEOMETRY("queue-11s", CARD_QUEUE, 512 * 1024, 2, .mmap = true, .no_wakeup = true);

static const struct geometry called[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .free_run = true),
};

static const struct geometry written = GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8);

/* Write the line of a window that has ended. */
static void note_window(const char *measure, const char *name, double divisor)
{
	client_note("windows.tsv", measure, name, divisor);
}

/* Return: the hardware pointer of the last update; causes no update. */
static int64_t known_position(struct stream *stream)
{
	snd_pcm_sframes_t avail = snd_pcm_avail_update(stream->pcm);

	tap_require(avail >= 0, "avail: %s", snd_strerror(avail));
	return stream->moved + avail - (stream->setup.capture ? 0 : (int64_t)stream->setup.buffer);
}

/*
 * Wait for a notification and commit the whole periods that became due. On a busy host that may be
 * two periods with a single notification.
 */
static void one_turn(struct stream *stream)
{
	int64_t period = stream->setup.buffer / stream->setup.periods;
	int64_t before = known_position(stream) / period;
	snd_pcm_sframes_t avail;
	bool late;

	tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
	device_mark(DEVICE_WOKEN);
	late = known_position(stream) / period != before + 1;
	device_mark(late ? DEVICE_LATE : DEVICE_TURN);
	avail = snd_pcm_avail_update(stream->pcm);
	tap_require(avail >= 0, "avail: %s", snd_strerror(avail));
	client_commit(stream, avail / period * period);
}

static void turn_until(struct stream *stream, int64_t position)
{
	while (known_position(stream) < position)
		one_turn(stream);
}

static void count_notifications(const void *argument)
{
	const struct geometry *geometry = argument;
	snd_pcm_uframes_t period = geometry->setup.buffer / geometry->setup.periods;
	int64_t frames, from, length = (client_is_quick() ? QUICK_PAGES : PAGES) * PAGE_FRAMES;
	uint64_t interrupts, borders;
	struct stream *stream;

	stream = client_open(&geometry->setup);
	stream_wake_at(stream, period);
	device_open();
	client_fill(stream);
	turn_until(stream, WARM_PERIODS * period);

	interrupts = device_interrupts();
	from = known_position(stream);
	device_mark(DEVICE_BEGIN);
	turn_until(stream, from + length);
	device_mark(DEVICE_END);
	frames = known_position(stream) - from;
	interrupts = device_interrupts() - interrupts;
	/* the window begins and ends just behind a period border */
	borders = (frames + period / 2) / period;
	note_window("accesses-notification", geometry->name, 1);
	client_figure("interrupts-second", geometry->name,
		      (double)interrupts / borders / period * RATE);
	client_figure("interrupts-cycle", geometry->name,
		      (double)interrupts / borders * geometry->setup.periods);
	stream_close(stream);
}

/* Play without wakeups up to a position. Return: the position that was reached. */
static int64_t play_to(struct stream *stream, int64_t position)
{
	snd_pcm_sframes_t avail;

	while (stream_position(stream) < position) {
		avail = stream_avail(stream);
		client_commit(stream, avail);
		usleep(POLL_US);
	}
	return stream_position(stream);
}

static void count_without_wakeups(const void *argument)
{
	const struct geometry *geometry = argument;
	int64_t frames, from, length = (client_is_quick() ? 48 : 128) * PAGE_FRAMES;
	struct stream *stream;
	uint64_t interrupts;

	stream = client_open(&geometry->setup);
	device_open();
	client_fill(stream);
	from = play_to(stream, 8192);
	interrupts = device_interrupts();
	frames = play_to(stream, from + length) - from;
	interrupts = device_interrupts() - interrupts;
	if (geometry == &scattered)
		client_figure("interrupts-descriptor", geometry->name,
			      (double)interrupts * PAGE_FRAMES / frames);
	client_figure("interrupts-second-silent", geometry->name,
		      (double)interrupts * RATE / frames);
	stream_close(stream);
}

static void count_pointer_calls(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream;
	unsigned int window, i;

	stream = client_open(&geometry->setup);
	stream_wake_at(stream, geometry->setup.buffer / geometry->setup.periods);
	device_open();
	client_fill(stream);
	for (window = 0; window < CALL_WINDOWS; window++) {
		one_turn(stream);
		device_mark(DEVICE_BEGIN);
		for (i = 0; i < CALLS; i++)
			snd_pcm_avail(stream->pcm);
		device_mark(DEVICE_END);
		note_window("accesses-pointer", geometry->name, CALLS);
	}
	stream_close(stream);
}

static void count_commits(const void *argument)
{
	const struct geometry *geometry = argument;
	snd_pcm_uframes_t period = geometry->setup.buffer / geometry->setup.periods;
	struct stream *stream;
	unsigned int window, i;

	stream = client_open(&geometry->setup);
	stream_wake_at(stream, period);
	device_open();
	client_fill(stream);
	for (window = 0; window < CALL_WINDOWS; window++) {
		tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
		tap_require(snd_pcm_avail_update(stream->pcm) >= (snd_pcm_sframes_t)period,
			    "woken too early");
		device_mark(DEVICE_BEGIN);
		for (i = 0; i < CALLS; i++)
			client_commit(stream, period / CALLS);
		device_mark(DEVICE_END);
		note_window("accesses-commit", geometry->name, CALLS);
	}
	stream_close(stream);
}

static void count_writes(const void *argument)
{
	const struct geometry *geometry = argument;
	snd_pcm_uframes_t period = geometry->setup.buffer / geometry->setup.periods;
	uint8_t *silence = calloc(geometry->setup.buffer, FRAME_BYTES);
	struct stream *stream;
	unsigned int window, i;

	stream = client_open(&geometry->setup);
	stream_wake_at(stream, period);
	device_open();
	stream_write(stream, silence, geometry->setup.buffer);
	for (window = 0; window < CALL_WINDOWS; window++) {
		tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
		device_mark(DEVICE_BEGIN);
		for (i = 0; i < CALLS; i++)
			stream_write(stream, silence, period / CALLS);
		device_mark(DEVICE_END);
		note_window("accesses-write", geometry->name, CALLS);
	}
	stream_close(stream);
	free(silence);
}

static void measure_each(tap_test test, const struct geometry *geometries, unsigned int count,
			 const char *what)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		client_measure(test, &geometries[i], geometries[i].name, what);
}

/**
 * measure_steady - count register accesses and interrupts
 *
 * With BENCH_SCATTER only the buffer of scattered pages.
 */
void measure_steady(void)
{
	if (getenv("BENCH_SCATTER")) {
		client_measure(count_without_wakeups, &scattered, scattered.name, "scattered");
		return;
	}
	measure_each(count_notifications, notified, COUNT(notified), "notifications");
	measure_each(count_without_wakeups, silent, COUNT(silent), "without wakeups");
	measure_each(count_pointer_calls, called, COUNT(called), "pointer calls");
	measure_each(count_commits, called, COUNT(called), "commits");
	client_measure(count_writes, &written, written.name, "write calls");
}

/**
 * measure_wakeup - play, so that the trace tells how long a wakeup takes
 */
void measure_wakeup(void)
{
	client_measure(count_notifications, &notified[0], notified[0].name, "wakeups");
	client_measure(count_notifications, &notified[3], notified[3].name, "wakeups");
}
