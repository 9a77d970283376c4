// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked pairs of all kinds: the two devices, playback and capture, of one card and of two. A
 * start, a pause, its end and a stop of either stream are for both; a drain plays everything of
 * both; the xrun of one stops the other. No frame is lost or played twice, except what a stop
 * discards.
 */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		(BUFFER + 6000)
#define ROUNDS		3
#define STEPS		4
#define STEP_US		15000
#define LIMIT_MS	10000

/**
 * struct pair - a run
 * @setups: the two streams
 */
struct pair {
	struct stream_setup setups[2];
};

static void need_card(const struct pair *pair)
{
	if (card_nth(pair->setups[0].card) < 0 || card_nth(pair->setups[1].card) < 0)
		tap_skip("only one card");
	if (pair->setups[1].device & CARD_MIC && !stream_has_mic())
		tap_skip("no MIC in");
}

/* Give a stream something new to do. @how: as in material.h, for playback */
static void load(struct transfer *transfer, struct stream *stream, uint64_t frames,
		 const char *how)
{
	struct material material = { .frames = frames };

	if (!stream->setup.capture) {
		material_make(&material, frames);
		material_expect(&material, &stream->setup, how, "pair");
	}
	stream->moved = 0;
	transfer_play(transfer, stream, &material);
	/* one may be done before the other, and plays silence or records on until then */
	transfer->total = INT64_MAX;
}

static void pair_open(const struct pair *pair, struct stream **streams)
{
	unsigned int i;
	int err;

	need_card(pair);
	for (i = 0; i < 2; i++)
		streams[i] = stream_open(&pair->setups[i]);
	err = snd_pcm_link(streams[0]->pcm, streams[1]->pcm);
	tap_require(!err, "link: %s", snd_strerror(err));
}

static void require_both(const struct transfer *transfers, snd_pcm_state_t state)
{
	stream_require_state(transfers[0].stream, state);
	stream_require_state(transfers[1].stream, state);
}

static void fill(struct transfer *transfer)
{
	if (!transfer->stream->setup.capture)
		transfer_step(transfer, BUFFER - 1);
}

/* Neither buffer is quite full, so that only the start starts. */
static void start_both(struct transfer *transfers)
{
	fill(&transfers[0]);
	fill(&transfers[1]);
	require_both(transfers, SND_PCM_STATE_PREPARED);
	stream_start(transfers[chance(0, 1)].stream);
	require_both(transfers, SND_PCM_STATE_RUNNING);
}

static void move_both(struct transfer *transfers)
{
	unsigned int i;

	for (i = 0; i < STEPS; i++) {
		usleep(STEP_US);
		transfer_step(&transfers[0], BUFFER);
		transfer_step(&transfers[1], BUFFER);
	}
}

static void pause_both(struct transfer *transfers)
{
	int64_t before[2], after;
	unsigned int i;

	stream_pause(transfers[chance(0, 1)].stream, true);
	require_both(transfers, SND_PCM_STATE_PAUSED);
	for (i = 0; i < 2; i++)
		before[i] = stream_position(transfers[i].stream);
	usleep(STEP_US);
	for (i = 0; i < 2; i++) {
		after = stream_position(transfers[i].stream);
		tap_require(after == before[i], "paused at %" PRId64 ", later at %" PRId64,
			    before[i], after);
	}
	stream_pause(transfers[chance(0, 1)].stream, false);
	require_both(transfers, SND_PCM_STATE_RUNNING);
}

/* What has not been read is still there in a stream that drains. */
static void wait_for_end(struct stream *stream)
{
	unsigned int ms;

	if (stream->setup.capture)
		return;
	for (ms = 0; ms < LIMIT_MS; ms += 5) {
		if (snd_pcm_state(stream->pcm) != SND_PCM_STATE_DRAINING)
			break;
		usleep(5000);
	}
	stream_require_state(stream, SND_PCM_STATE_SETUP);
}

static void require_not_running(struct stream *stream)
{
	tap_require(snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING, "it runs on");
}

static bool all_moved(const struct transfer *transfer)
{
	return transfer->stream->moved >= FRAMES + SILENCE_FRAMES;
}

/* A drain of one is a drain of both. */
static void finish_both(struct transfer *transfers)
{
	unsigned int i, idle_us = 0;
	bool moved;

	while (!all_moved(&transfers[0]) || !all_moved(&transfers[1])) {
		moved = transfer_step(&transfers[0], BUFFER);
		moved |= transfer_step(&transfers[1], BUFFER);
		transfer_pace(moved, &idle_us);
	}
	stream_begin_drain(transfers[0].stream);
	for (i = 0; i < 2; i++) {
		require_not_running(transfers[i].stream);
		wait_for_end(transfers[i].stream);
	}
	/* the end of one would stop the other */
	for (i = 0; i < 2; i++)
		stream_close(transfers[i].stream);
}

/*
 * One call prepares both, but then alsa-lib's copy of the other one's application pointer is out of
 * date, and alsa-lib gives it to the kernel with its next call.
 */
static void prepare_both(struct transfer *transfers)
{
	unsigned int i;
	int err;

	for (i = 0; i < 2; i++) {
		err = snd_pcm_prepare(transfers[i].stream->pcm);
		tap_require(!err, "prepare: %s", snd_strerror(err));
	}
	require_both(transfers, SND_PCM_STATE_PREPARED);
}

static void play_exactly(struct transfer *transfers)
{
	struct stream *streams[2] = { transfers[0].stream, transfers[1].stream };

	load(&transfers[0], streams[0], FRAMES, "exact");
	load(&transfers[1], streams[1], FRAMES, "exact");
	start_both(transfers);
	finish_both(transfers);
}

static void pause_and_drain(const void *argument)
{
	struct transfer transfers[2];
	struct stream *streams[2];
	unsigned int i;

	pair_open(argument, streams);
	load(&transfers[0], streams[0], FRAMES, "exact");
	load(&transfers[1], streams[1], FRAMES, "exact");
	start_both(transfers);
	for (i = 0; i < ROUNDS; i++) {
		move_both(transfers);
		pause_both(transfers);
	}
	finish_both(transfers);
}

static void stop_and_start(const void *argument)
{
	struct transfer transfers[2];
	struct stream *streams[2];
	int err;

	pair_open(argument, streams);
	load(&transfers[0], streams[0], FRAMES, "prefix");
	load(&transfers[1], streams[1], FRAMES, "prefix");
	start_both(transfers);
	move_both(transfers);
	err = snd_pcm_drop(streams[chance(0, 1)]->pcm);
	tap_require(!err, "drop: %s", snd_strerror(err));
	require_both(transfers, SND_PCM_STATE_SETUP);
	prepare_both(transfers);
	play_exactly(transfers);
}

/* The other one gets, or loses, half a buffer long before the xrun. */
static void wait_for_xrun(struct transfer *poor, struct transfer *other)
{
	bool moved = false;
	unsigned int ms;

	for (ms = 0; ms < LIMIT_MS; ms += 5) {
		if (snd_pcm_state(poor->stream->pcm) != SND_PCM_STATE_RUNNING)
			return;
		if (!moved && stream_avail(other->stream) > BUFFER / 2)
			moved = transfer_step(other, BUFFER / 2);
		usleep(5000);
	}
}

/* @poor: which of the two gets, or loses, nothing after the start */
static void starve_one(const struct pair *pair, unsigned int poor)
{
	bool cyclic = pair->setups[poor].device == CARD_CYCLIC;
	struct transfer transfers[2];
	struct stream *streams[2];

	pair_open(pair, streams);
	load(&transfers[poor], streams[poor], BUFFER - 1, cyclic ? "cycle" : "exact");
	load(&transfers[!poor], streams[!poor], FRAMES, "prefix");
	start_both(transfers);
	wait_for_xrun(&transfers[poor], &transfers[!poor]);
	require_both(transfers, SND_PCM_STATE_XRUN);
	prepare_both(transfers);
	play_exactly(transfers);
}

static void starve_first(const void *pair)
{
	starve_one(pair, 0);
}

static void starve_second(const void *pair)
{
	starve_one(pair, 1);
}

VARIANTS(pairs, struct pair pair;)

#define PLAYBACK(_device, ...) \
	{ .device = _device, .rate = RATE, .buffer = BUFFER, .periods = 2, __VA_ARGS__ }
#define CAPTURE(_device, ...) \
	PLAYBACK(_device, .capture = true, __VA_ARGS__)

#define PAIR(_name, _first, _second) \
	FIXTURE_VARIANT_ADD(pairs, _name) { .pair.setups = { _first, _second } }

PAIR(queue_and_queue_capture, PLAYBACK(CARD_QUEUE), CAPTURE(CARD_QUEUE));
PAIR(queue_and_cyclic_capture, PLAYBACK(CARD_QUEUE, .mmap = true), CAPTURE(CARD_CYCLIC));
PAIR(cyclic_and_queue_capture, PLAYBACK(CARD_CYCLIC), CAPTURE(CARD_QUEUE, .mmap = true));
PAIR(cyclic_and_cyclic_capture, PLAYBACK(CARD_CYCLIC, .mmap = true), CAPTURE(CARD_CYCLIC));
PAIR(capture_and_mic, CAPTURE(CARD_QUEUE), CAPTURE(CARD_MIC + CARD_CYCLIC));
PAIR(two_cards_queue, PLAYBACK(CARD_QUEUE), PLAYBACK(CARD_QUEUE, .card = 1));
PAIR(two_cards_cyclic, PLAYBACK(CARD_CYCLIC), PLAYBACK(CARD_CYCLIC, .card = 1, .mmap = true));
PAIR(two_cards_both, PLAYBACK(CARD_QUEUE), PLAYBACK(CARD_CYCLIC, .card = 1));
PAIR(two_cards_and_capture, PLAYBACK(CARD_QUEUE, .card = 1), CAPTURE(CARD_CYCLIC));

#define TEST_PAIR(_name, _function)						\
	TEST_F_TIMEOUT(pairs, _name, TEST_SECONDS)				\
	{									\
		TRY(_function, &variant->pair);					\
	}

TEST_PAIR(pause_and_drain, pause_and_drain)
TEST_PAIR(stop, stop_and_start)
TEST_PAIR(xrun_of_the_first, starve_first)
TEST_PAIR(xrun_of_the_second, starve_second)

TEST_HARNESS_MAIN
