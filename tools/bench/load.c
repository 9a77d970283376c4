// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processor time for a second of audio: plays for a while and measures for how long the guest
 * was not idle. With -icount this time is the number of instructions.
 *
 * At "# load begin" and "# load end" the host reads the processor time of the emulator.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "tap.h"

#define SECONDS		8
#define QUICK_SECONDS	4
#define WARM_FRAMES	24000
#define WAIT_MS		5000
#define SETTLE_US	20000

static const struct geometry mapped[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
	GEOMETRY("queue-16x1024", CARD_QUEUE, 16384, 16, .mmap = true, .free_run = true),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2, .mmap = true, .free_run = true),
	GEOMETRY("cyclic-1x4096", CARD_CYCLIC, 4096, 1, .mmap = true, .free_run = true),
};

/* Clients that commit without a call. */
static const struct geometry uncalled[] = {
	GEOMETRY("mapped-8x1024", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true),
	GEOMETRY("mapped-16x1024", CARD_QUEUE, 16384, 16, .mmap = true, .free_run = true),
	GEOMETRY("mapped-8x1024-write", CARD_QUEUE, 8192, 8, .free_run = true),
};

static const struct geometry silent[] = {
	GEOMETRY("queue-8x1024-silent", CARD_QUEUE, 8192, 8, .mmap = true, .free_run = true,
		 .no_wakeup = true),
	GEOMETRY("queue-16x1024-silent", CARD_QUEUE, 16384, 16, .mmap = true, .free_run = true,
		 .no_wakeup = true),
	GEOMETRY("cyclic-2x8192-silent", CARD_CYCLIC, 16384, 2, .mmap = true, .free_run = true,
		 .no_wakeup = true),
};

static const struct geometry written[] = {
	GEOMETRY("queue-8x1024-write", CARD_QUEUE, 8192, 8, .free_run = true),
	GEOMETRY("cyclic-2x4096-write", CARD_CYCLIC, 8192, 2, .free_run = true),
};

static uint8_t silence[8192 * FRAME_BYTES];

/* Nanoseconds that all CPUs together were idle. */
static uint64_t idle_ns(void)
{
	FILE *file = fopen("/proc/timer_list", "r");
	unsigned long long idle, total = 0;
	char line[256];

	tap_require(file, "cannot read /proc/timer_list");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, " .idle_sleeptime : %llu", &idle) == 1)
			total += idle;
	}
	fclose(file);
	return total;
}

/**
 * struct window - a time for which the guest's idle time is measured
 * @begin: when it began
 * @idle: how long all CPUs had been idle then
 */
struct window {
	int64_t begin;
	uint64_t idle;
};

static void open_window(struct window *window, const char *name)
{
	usleep(SETTLE_US);
	printf("# load begin %s %s\n", client_driver(), name);
	window->idle = idle_ns();
	window->begin = client_now_ns();
}

static void close_window(const struct window *window, const char *name)
{
	int64_t length = client_now_ns() - window->begin;
	uint64_t idle = idle_ns() - window->idle;
	double busy = (double)length * sysconf(_SC_NPROCESSORS_ONLN) - idle;

	printf("# load end %s %s\n", client_driver(), name);
	client_figure("busy-ns-second", name, busy * 1e9 / length);
}

static unsigned int seconds(void)
{
	return client_is_quick() ? QUICK_SECONDS : SECONDS;
}

static void one_turn(struct stream *stream, snd_pcm_uframes_t period)
{
	snd_pcm_sframes_t avail;

	if (!stream->setup.mmap) {
		stream_write(stream, silence, period);
		return;
	}
	/* without period wakeups the client uses a timer: it wakes at each half of the buffer */
	if (stream->setup.no_wakeup) {
		usleep(stream->setup.buffer / 2 * 1000000ULL / RATE);
		client_commit(stream, stream_avail(stream));
		return;
	}
	tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
	avail = snd_pcm_avail_update(stream->pcm);
	tap_require(avail >= 0, "avail: %s", snd_strerror(avail));
	client_commit(stream, avail / period * period);
}

static void play(const void *argument)
{
	const struct geometry *geometry = argument;
	snd_pcm_uframes_t period = geometry->setup.buffer / geometry->setup.periods;
	struct stream *stream;
	struct window window;
	int64_t end;

	stream = client_open(&geometry->setup);
	stream_wake_at(stream, period);
	if (geometry->setup.mmap)
		client_fill(stream);
	while (stream->moved < WARM_FRAMES)
		one_turn(stream, period);
	open_window(&window, geometry->name);
	/* commit what became due meanwhile, so that the measurement begins with whole periods */
	end = stream->moved + (int64_t)seconds() * RATE;
	while (stream->moved < end)
		one_turn(stream, period);
	close_window(&window, geometry->name);
	stream_close(stream);
}

/* Our driver allows that by a parameter; the other one always does. */
static void play_uncalled(const void *argument)
{
	if (client_is_ours())
		client_set_parameter("mmap_control", "1");
	play(argument);
	if (client_is_ours())
		client_set_parameter("mmap_control", "0");
}

/* Measure the idle guest, whose work is subtracted from the other figures. */
static void stay_idle(const void *argument)
{
	const char *name = argument;
	struct window window;

	open_window(&window, name);
	sleep(seconds());
	close_window(&window, name);
}

/**
 * measure_load - be idle and play, and tell how busy the guest was
 */
void measure_load(void)
{
	unsigned int i;

	client_measure(stay_idle, "idle", "idle", "load");
	for (i = 0; i < sizeof(mapped) / sizeof(*mapped); i++)
		client_measure(play, &mapped[i], mapped[i].name, "load");
	for (i = 0; i < sizeof(uncalled) / sizeof(*uncalled); i++)
		client_measure(play_uncalled, &uncalled[i], uncalled[i].name, "load");
	for (i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		client_measure(play, &silent[i], silent[i].name, "load");
	for (i = 0; i < sizeof(written) / sizeof(*written); i++)
		client_measure(play, &written[i], written[i].name, "load");
}
