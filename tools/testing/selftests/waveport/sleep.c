// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "sleep.h"
#include "stall.h"
#include "tap.h"
#include "transfer.h"

#define FRAMES		176000
#define ROUNDS		4
#define IDLE_FRAMES	4096

/* The stall detection was frozen too. */
#define SETTLE_US	20000

static void suspend_system(const char *level)
{
	const char *test = strcmp(level, SLEEP_S3) ? level : "none";

	tap_require(card_write("/sys/power/pm_test", test), "the level %s cannot be chosen", test);
	tap_require(card_write("/sys/module/suspend/parameters/pm_test_delay", "0"),
		    "the delay cannot be chosen");
	tap_require(card_write("/sys/power/state", "mem"), "the system was not suspended");
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

/* Two streams that are linked come back as one. */
static void resume_linked(struct stream *playback, struct stream *capture)
{
	stream_require_state(capture, SND_PCM_STATE_SUSPENDED);
	require_refused(capture);
	resume(playback, SND_PCM_STATE_RUNNING);
	stream_require_state(capture, SND_PCM_STATE_RUNNING);
}

static void sleep_once(const struct sleep *sleep, struct stream *playback, struct stream *capture)
{
	snd_pcm_state_t before[] = { snd_pcm_state(playback->pcm), snd_pcm_state(capture->pcm) };

	suspend_system(sleep->level);
	if (!strcmp(sleep->level, SLEEP_FREEZER)) {
		/* no more than a client that was late */
		stream_require_state(playback, before[0]);
		stream_require_state(capture, before[1]);
	} else if (sleep->moment == LINKED) {
		resume_linked(playback, capture);
	} else {
		resume(playback, before[0]);
		resume(capture, before[1]);
	}
}

static bool move(struct transfer *transfers)
{
	bool moved = transfer_step(&transfers[0], SLEEP_BUFFER);

	return transfer_step(&transfers[1], SLEEP_BUFFER) || moved;
}

static void sleep_running(const struct sleep *sleep, struct transfer *transfers)
{
	unsigned int i;

	for (i = 0; i < ROUNDS && (uint64_t)transfers[0].stream->moved < transfers[0].total; i++) {
		usleep(1000 * chance(1, 80));
		move(transfers);
		sleep_once(sleep, transfers[0].stream, transfers[1].stream);
		stream_require_state(transfers[0].stream, SND_PCM_STATE_RUNNING);
		stream_require_state(transfers[1].stream, SND_PCM_STATE_RUNNING);
	}
}

static void sleep_paused(const struct sleep *sleep, struct transfer *transfers)
{
	int64_t before[2], after;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		stream_pause(transfers[i].stream, true);
		before[i] = stream_position(transfers[i].stream);
	}
	sleep_once(sleep, transfers[0].stream, transfers[1].stream);
	for (i = 0; i < 2; i++) {
		stream_require_state(transfers[i].stream, SND_PCM_STATE_PAUSED);
		after = stream_position(transfers[i].stream);
		tap_require(after == before[i],
			    "paused at %" PRId64 ", after the suspend at %" PRId64, before[i],
			    after);
		stream_pause(transfers[i].stream, false);
	}
}

static void sleep_draining(const struct sleep *sleep, struct transfer *transfers)
{
	struct stream *playback = transfers[0].stream;
	unsigned int idle_us = 0;

	while ((uint64_t)playback->moved < transfers[0].total)
		transfer_pace(move(transfers), &idle_us);
	stream_begin_drain(playback);
	stream_require_state(playback, SND_PCM_STATE_DRAINING);
	sleep_once(sleep, playback, transfers[1].stream);
	stream_require_state(playback, SND_PCM_STATE_DRAINING);
}

/* Full when it starts, by itself or with the capture stream that it is linked with. */
static void begin(const struct sleep *sleep, struct transfer *transfers,
		  const struct material *material)
{
	struct stream *playback = transfers[0].stream, *capture = transfers[1].stream;
	int err = 0;

	transfer_play(&transfers[0], playback, material);
	if (sleep->moment != LINKED) {
		transfer_capture(&transfers[1], capture, FRAMES);
		move(transfers);
		return;
	}
	err = snd_pcm_link(playback->pcm, capture->pcm);
	tap_require(!err, "link: %s", snd_strerror(err));
	transfer_step(&transfers[0], SLEEP_BUFFER);
	stream_require_state(capture, SND_PCM_STATE_RUNNING);
	transfers[1].total = FRAMES;
	transfers[1].ended = false;
}

static void require_all_read(const struct transfer *transfer)
{
	uint64_t end = stream_counter(transfer->stream, "position") / FRAME_BYTES;

	tap_require(end == transfer->total, "drained to frame %" PRIu64 " of %" PRIu64, end,
		    transfer->total);
}

/**
 * sleep_and_go_on - play and record, and suspend the system meanwhile
 * @argument: &struct sleep
 */
void sleep_and_go_on(const void *argument)
{
	static void (*const moments[])(const struct sleep *, struct transfer *) = {
		[RUNNING] = sleep_running,
		[LINKED] = sleep_running,
		[PAUSED] = sleep_paused,
		[DRAINING] = sleep_draining,
	};
	const struct sleep *sleep = argument;
	struct transfer transfers[2];
	struct material material;
	unsigned int i;

	if (access("/sys/power/pm_test", W_OK))
		tap_skip("the kernel cannot test a suspend");
	material_make(&material, FRAMES);
	material_expect(&material, &sleep->setups[0],
			sleep->setups[0].rate == SLEEP_RATE ? "exact" : "drops", "suspend");
	for (i = 0; i < 2; i++) {
		transfers[i].stream = stream_open(&sleep->setups[i]);
		require_resumable(transfers[i].stream);
	}
	begin(sleep, transfers, &material);
	moments[sleep->moment](sleep, transfers);
	if (sleep->moment == LINKED)
		snd_pcm_unlink(transfers[1].stream->pcm);
	transfer_finish_all(transfers, 2);
	require_all_read(&transfers[0]);
	for (i = 0; i < 2; i++)
		stream_close(transfers[i].stream);
}

/**
 * sleep_idle - suspend the system while the card does nothing
 * @argument: &struct sleep, of which the first stream is used
 *
 * The card has no clients, then a stream that is prepared, then one that is half full.
 */
void sleep_idle(const void *argument)
{
	const struct sleep *sleep = argument;
	const struct stream_setup *setup = &sleep->setups[0];
	struct transfer transfer;
	struct material material;
	struct stream *stream;

	if (access("/sys/power/pm_test", W_OK))
		tap_skip("the kernel cannot test a suspend");
	material_make(&material, IDLE_FRAMES);
	material_expect(&material, setup, "exact", "idle");
	suspend_system(sleep->level);
	stream = stream_open(setup);
	suspend_system(sleep->level);
	resume(stream, SND_PCM_STATE_PREPARED);
	transfer_play(&transfer, stream, &material);
	transfer_step(&transfer, IDLE_FRAMES / 2);
	stream_require_state(stream, SND_PCM_STATE_PREPARED);
	suspend_system(sleep->level);
	resume(stream, SND_PCM_STATE_PREPARED);
	transfer_finish(&transfer);
	require_all_read(&transfer);
	stream_close(stream);
}

static void prepare_again(struct stream *stream)
{
	int err;

	stream_require_state(stream, SND_PCM_STATE_SUSPENDED);
	require_refused(stream);
	err = snd_pcm_prepare(stream->pcm);
	tap_require(!err, "prepare: %s", snd_strerror(err));
	stream_require_state(stream, SND_PCM_STATE_PREPARED);
	stream->moved = 0;
}

static void sleep_and_prepare(const struct sleep *sleep, struct stream **streams)
{
	suspend_system(sleep->level);
	prepare_again(streams[0]);
	prepare_again(streams[1]);
}

static void begin_to_play(const struct stream_setup *setup, struct stream **streams,
			  struct transfer *transfers, const char *how)
{
	struct material material;

	material_make(&material, FRAMES);
	material_expect(&material, setup, how, "again");
	transfer_play(&transfers[0], streams[0], &material);
	transfer_capture(&transfers[1], streams[1], FRAMES);
	move(transfers);
}

/**
 * sleep_and_begin_again - suspend the system, and have clients prepare their streams then
 * @argument: &struct sleep, of which the moment is not used
 *
 * First the streams are prepared, then they run. What is played and recorded afterwards is exact.
 */
void sleep_and_begin_again(const void *argument)
{
	const struct sleep *sleep = argument;
	struct transfer transfers[2];
	struct stream *streams[2];
	unsigned int i;

	if (access("/sys/power/pm_test", W_OK))
		tap_skip("the kernel cannot test a suspend");
	for (i = 0; i < 2; i++)
		streams[i] = stream_open(&sleep->setups[i]);
	sleep_and_prepare(sleep, streams);
	begin_to_play(&sleep->setups[0], streams, transfers, material_torn());
	usleep(1000 * chance(50, 300));
	move(transfers);
	sleep_and_prepare(sleep, streams);
	begin_to_play(&sleep->setups[0], streams, transfers, "exact");
	transfer_finish_all(transfers, 2);
	for (i = 0; i < 2; i++)
		stream_close(streams[i]);
}
