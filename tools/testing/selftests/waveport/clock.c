// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time stamps of the link's clock, where the hardware has one: they go on as the system's time
 * does, on either device, while a stream runs and over a pause. Elsewhere a client gets those of
 * the position.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define INTERVAL_US	300000
/* The test may be preempted between the two readings of a status. */
#define DIFFERENCE_NS	100000000LL
/* As ALSA counts the types. */
#define TYPE_DEFAULT	1
#define TYPE_LINK	2

/* struct stamps - what a status tells, in nanoseconds */
struct stamps {
	int64_t link;
	int64_t system;
};

/* Without them ALSA asks the driver for none. */
static void enable_stamps(struct stream *stream)
{
	snd_pcm_sw_params_t *params;

	snd_pcm_sw_params_alloca(&params);
	tap_require(!snd_pcm_sw_params_current(stream->pcm, params) &&
		    !snd_pcm_sw_params_set_tstamp_mode(stream->pcm, params,
						       SND_PCM_TSTAMP_ENABLE) &&
		    !snd_pcm_sw_params(stream->pcm, params), "no time stamps");
}

static int64_t nanoseconds(const snd_htimestamp_t *stamp)
{
	return stamp->tv_sec * 1000000000LL + stamp->tv_nsec;
}

static struct stamps stamps_read(struct stream *stream)
{
	snd_pcm_audio_tstamp_config_t config = { .type_requested = TYPE_LINK };
	unsigned int type = kind()->clock ? TYPE_LINK : TYPE_DEFAULT;
	snd_pcm_audio_tstamp_report_t report;
	snd_htimestamp_t stamp;
	snd_pcm_status_t *status;
	struct stamps stamps;

	snd_pcm_status_alloca(&status);
	snd_pcm_status_set_audio_htstamp_config(status, &config);
	tap_require(!snd_pcm_status(stream->pcm, status), "no status");
	snd_pcm_status_get_audio_htstamp_report(status, &report);
	tap_require(report.valid && report.actual_type == type, "time stamp of type %u, not %u",
		    report.actual_type, type);
	snd_pcm_status_get_audio_htstamp(status, &stamp);
	stamps.link = nanoseconds(&stamp);
	snd_pcm_status_get_htstamp(status, &stamp);
	stamps.system = nanoseconds(&stamp);
	return stamps;
}

static void goes_on(const struct stamps *from, const struct stamps *to)
{
	int64_t link = to->link - from->link, system = to->system - from->system;

	tap_require(system >= INTERVAL_US * 900LL, "%" PRId64 " ns have passed", system);
	tap_require(llabs(link - system) < DIFFERENCE_NS,
		    "%" PRId64 " ns of the link in %" PRId64 " of the system", link, system);
}

static void follow_clock(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stamps before, running, paused;
	struct stream *stream = stream_open(setup);

	enable_stamps(stream);
	stream_start(stream);
	usleep(INTERVAL_US / 3);
	before = stamps_read(stream);
	usleep(INTERVAL_US);
	running = stamps_read(stream);
	goes_on(&before, &running);
	if (kind()->clock) {
		/* ALSA gives no audio time stamp while it is paused */
		tap_require(!snd_pcm_pause(stream->pcm, 1), "no pause");
		usleep(INTERVAL_US);
		tap_require(!snd_pcm_pause(stream->pcm, 0), "no end of the pause");
		paused = stamps_read(stream);
		goes_on(&running, &paused);
	}
	stream_close(stream);
}

STREAMS(clock)

#define CLOCK(name, ...)								\
	STREAM(clock, name, .rate = RATE, .buffer = BUFFER, .periods = 2, .mmap = true,		\
	       .free_run = true, __VA_ARGS__)

CLOCK(queue, .device = CARD_QUEUE);
CLOCK(cyclic, .device = CARD_CYCLIC);
CLOCK(cyclic_capture, .device = CARD_CYCLIC, .capture = true);

TEST_STREAM(clock, goes_on_as_the_time, follow_clock)

TEST_HARNESS_MAIN
