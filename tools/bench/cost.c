// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cost of a single notification, pointer call and commit. With -icount a nanosecond of the
 * guest's clocks is one instruction.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "device.h"
#include "tap.h"

#define TRACING		"/sys/kernel/tracing"
#define WAIT_MS		5000
#define WINDOWS		32
#define CALLS		16

static const struct geometry cases[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .free_run = true),
};

static void set_tracing(const char *name, const char *value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), TRACING "/%s", name);
	file = fopen(path, "w");
	tap_require(file && fputs(value, file) >= 0, "cannot write %s", path);
	tap_require(!fclose(file), "cannot write '%s' to %s", value, path);
}

/* Use the time stamp counter: the trace prints other clocks in microseconds only. */
static void start_tracing(void)
{
	char filter[32];

	if (access(TRACING "/trace", F_OK))
		tap_require(!mount("tracefs", TRACING, "tracefs", 0, NULL), "cannot mount tracefs");
	snprintf(filter, sizeof(filter), "irq == %u", device_irq());
	set_tracing("trace_clock", "x86-tsc");
	set_tracing("events/irq/irq_handler_entry/filter", filter);
	set_tracing("events/irq/irq_handler_exit/filter", filter);
	set_tracing("events/irq/irq_handler_entry/enable", "1");
	set_tracing("events/irq/irq_handler_exit/enable", "1");
	set_tracing("trace", "");
}

/* Note how long each handler took, from the lines "... COUNTER: irq_handler_entry: ...". */
static void finish_tracing(const char *name)
{
	uint64_t now, entry = 0;
	char line[512], *event;
	FILE *file;

	set_tracing("events/irq/irq_handler_entry/enable", "0");
	set_tracing("events/irq/irq_handler_exit/enable", "0");
	file = fopen(TRACING "/trace", "r");
	tap_require(file, "cannot read the trace");
	while (fgets(line, sizeof(line), file)) {
		event = strstr(line, ": irq_handler_");
		if (!event)
			continue;
		*event = '\0';
		now = strtoull(strrchr(line, ' '), NULL, 10);
		if (!strncmp(event + 1, " irq_handler_entry", 18)) {
			entry = now;
		} else if (entry) {
			client_figure("cost-handler", name, now - entry);
			entry = 0;
		}
	}
	fclose(file);
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

	stream_wake_at(stream, geometry->setup.buffer / geometry->setup.periods);
	device_open();
	client_fill(stream);
	client_commit(stream, next_border(stream));
	return stream;
}

static void time_handler(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream = begin(geometry);
	unsigned int window;

	start_tracing();
	for (window = 0; window < WINDOWS; window++)
		client_commit(stream, next_border(stream));
	finish_tracing(geometry->name);
	stream_close(stream);
}

static void time_calls(const void *argument)
{
	const struct geometry *geometry = argument;
	struct stream *stream = begin(geometry);
	snd_pcm_uframes_t frames;
	unsigned int window, i;
	int64_t start;

	for (window = 0; window < WINDOWS; window++) {
		frames = next_border(stream);
		start = client_now_ns();
		for (i = 0; i < CALLS; i++)
			client_commit(stream, frames / CALLS);
		client_figure("cost-commit", geometry->name,
			      (double)(client_now_ns() - start) / CALLS);
		start = client_now_ns();
		for (i = 0; i < CALLS; i++)
			snd_pcm_avail(stream->pcm);
		client_figure("cost-pointer", geometry->name,
			      (double)(client_now_ns() - start) / CALLS);
	}
	stream_close(stream);
}

/**
 * measure_cost - time handlers and calls
 */
void measure_cost(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		client_measure(time_handler, &cases[i], cases[i].name, "interrupt handler");
		client_measure(time_calls, &cases[i], cases[i].name, "calls");
	}
}
