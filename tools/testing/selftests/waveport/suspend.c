// SPDX-License-Identifier: GPL-2.0-only
/*
 * System suspend and resume: a client finds its streams SUSPENDED, gets ESTRPIPE and resumes them.
 * Each stream then has its state from before: running, paused or draining. No frame is lost or
 * played twice. The test facility of the kernel ends the suspend at once.
 *
 * Only at 48 kHz: a reset of the codec sets this rate, and an emulator that changes the rate
 * discards what it has read and not played.
 */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "stall.h"
#include "transfer.h"

#define RATE		48000
/* Longer than the time from the freeze of the client to the suspend of the device. */
#define BUFFER		131072
#define FRAMES		176000
#define ROUNDS		4

/* The test level that suspends all devices but does not disable processors. */
#define LEVEL		"platform"

/* The stall detection was frozen too. */
#define SETTLE_US	20000

/**
 * enum moment - state of the playback stream when the system is suspended
 * @RUNNING: it runs, and capture runs
 * @PAUSED: both are paused
 * @DRAINING: it drains; capture runs
 */
enum moment { RUNNING, PAUSED, DRAINING };

/**
 * struct sleep - a run
 * @setups: the playback and the capture stream
 * @moment: state of the playback stream
 */
struct sleep {
	struct stream_setup setups[2];
	enum moment moment;
};

static bool set(const char *path, const char *value)
{
	FILE *file = fopen(path, "w");
	bool done;

	if (!file)
		return false;
	done = fputs(value, file) >= 0;
	return !fclose(file) && done;
}

static void suspend_system(void)
{
	tap_require(set("/sys/power/pm_test", LEVEL), "the level cannot be chosen");
	tap_require(set("/sys/module/suspend/parameters/pm_test_delay", "0"),
		    "the delay cannot be chosen");
	tap_require(set("/sys/power/state", "mem"), "the system was not suspended");
	usleep(SETTLE_US);
	stall_watch();
}

static void require_resumable(struct stream *stream)
{
	snd_pcm_hw_params_t *params;

	snd_pcm_hw_params_alloca(&params);
	tap_require(!snd_pcm_hw_params_current(stream->pcm, params), "no parameters");
	tap_require(snd_pcm_hw_params_can_resume(params), "the stream does not tell of resume");
}

static void require_refused(struct stream *stream)
{
	uint8_t frame[FRAME_BYTES] = { 0 };
	snd_pcm_sframes_t done;

	if (stream->setup.mmap)
		done = snd_pcm_avail(stream->pcm);
	else if (stream->setup.capture)
		done = snd_pcm_readi(stream->pcm, frame, 1);
	else
		done = snd_pcm_writei(stream->pcm, frame, 1);
	tap_require(done == -ESTRPIPE, "suspended, and the client gets %ld", done);
}

/* The client has to resume the stream, because alsa-lib does not do it by itself. */
static void resume(struct stream *stream, snd_pcm_state_t before)
{
	int err;

	stream_require_state(stream, SND_PCM_STATE_SUSPENDED);
	require_refused(stream);
	err = snd_pcm_resume(stream->pcm);
	tap_require(!err, "resume: %s", snd_strerror(err));
	stream_require_state(stream, before);
}

static void sleep_once(struct stream *playback, struct stream *capture)
{
	snd_pcm_state_t before[] = { snd_pcm_state(playback->pcm), snd_pcm_state(capture->pcm) };

	suspend_system();
	resume(playback, before[0]);
	resume(capture, before[1]);
}

static bool move(struct transfer *transfers)
{
	bool moved = transfer_step(&transfers[0], BUFFER);

	return transfer_step(&transfers[1], BUFFER) || moved;
}

static void sleep_running(struct transfer *transfers)
{
	unsigned int i;

	for (i = 0; i < ROUNDS && (uint64_t)transfers[0].stream->moved < transfers[0].total; i++) {
		usleep(1000 * chance(1, 80));
		move(transfers);
		sleep_once(transfers[0].stream, transfers[1].stream);
		stream_require_state(transfers[0].stream, SND_PCM_STATE_RUNNING);
		stream_require_state(transfers[1].stream, SND_PCM_STATE_RUNNING);
	}
}

static void sleep_paused(struct transfer *transfers)
{
	int64_t before[2], after;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		stream_pause(transfers[i].stream, true);
		before[i] = stream_position(transfers[i].stream);
	}
	sleep_once(transfers[0].stream, transfers[1].stream);
	for (i = 0; i < 2; i++) {
		stream_require_state(transfers[i].stream, SND_PCM_STATE_PAUSED);
		after = stream_position(transfers[i].stream);
		tap_require(after == before[i],
			    "paused at %" PRId64 ", after the suspend at %" PRId64, before[i],
			    after);
		stream_pause(transfers[i].stream, false);
	}
}

static void sleep_draining(struct transfer *transfers)
{
	struct stream *playback = transfers[0].stream;
	unsigned int idle_us = 0;

	while ((uint64_t)playback->moved < transfers[0].total)
		transfer_pace(move(transfers), &idle_us);
	stream_begin_drain(playback);
	stream_require_state(playback, SND_PCM_STATE_DRAINING);
	sleep_once(playback, transfers[1].stream);
	stream_require_state(playback, SND_PCM_STATE_DRAINING);
}

static void sleep_and_go_on(const void *argument)
{
	static void (*const moments[])(struct transfer *) = {
		[RUNNING] = sleep_running,
		[PAUSED] = sleep_paused,
		[DRAINING] = sleep_draining,
	};
	const struct sleep *sleep = argument;
	struct stream *playback, *capture;
	struct transfer transfers[2];
	struct material material;
	uint64_t end;

	if (access("/sys/power/pm_test", W_OK))
		tap_skip("the kernel cannot test a suspend");
	material_make(&material, FRAMES);
	material_expect(&material, &sleep->setups[0], "exact", "suspend");
	playback = stream_open(&sleep->setups[0]);
	capture = stream_open(&sleep->setups[1]);
	require_resumable(playback);
	require_resumable(capture);
	transfer_play(&transfers[0], playback, &material);
	transfer_capture(&transfers[1], capture, FRAMES);
	move(transfers);
	moments[sleep->moment](transfers);
	transfer_finish_all(transfers, 2);
	end = stream_counter(playback, "position") / FRAME_BYTES;
	tap_require(end == transfers[0].total, "drained to frame %" PRIu64 " of %" PRIu64, end,
		    transfers[0].total);
	stream_close(playback);
	stream_close(capture);
}

STREAMS(suspend)

#define SUSPEND(name, ...) \
	STREAM(suspend, name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

SUSPEND(cyclic_1, .device = CARD_CYCLIC, .periods = 1);
SUSPEND(cyclic_2, .device = CARD_CYCLIC, .periods = 2, .mmap = true);
SUSPEND(queue_2, .device = CARD_QUEUE, .periods = 2);
SUSPEND(queue_64, .device = CARD_QUEUE, .periods = 64, .mmap = true);

/* @turn: use the other access type than the variant */
#define TEST_MOMENT(name, _moment, turn)					\
	TEST_F_TIMEOUT(suspend, name, TEST_SECONDS)				\
	{									\
		struct sleep sleep = { { variant->setup, variant->setup }, _moment };	\
										\
		sleep.setups[0].mmap ^= turn;					\
		sleep.setups[1].mmap ^= turn;					\
		sleep.setups[1].capture = true;					\
		TRY(sleep_and_go_on, &sleep);					\
	}

TEST_MOMENT(running, RUNNING, false)
TEST_MOMENT(paused, PAUSED, true)
TEST_MOMENT(draining, DRAINING, false)

TEST_HARNESS_MAIN
