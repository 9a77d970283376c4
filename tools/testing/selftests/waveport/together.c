// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked streams of one HD Audio controller start and halt together. The emulator tells when an
 * engine began or ceased to move, so the distance is exact: it is 0. A start that fails for one of
 * them leaves none running, and the next start works. A drain starts and stops only what it should.
 *
 * For the patched emulator, which has the register SSYNC. What is played is silence.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "engine.h"
#include "harness.h"
#include "loopback.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		12000
#define FEW_FRAMES	2400
#define PLAY_US		50000

/**
 * struct pair - two streams to link
 * @playback: device of the one that plays
 * @capture: device of the one that captures
 * @capture_first: the core triggers the capture stream first
 */
struct pair {
	unsigned int playback;
	unsigned int capture;
	bool capture_first;
};

/* An open stream, with the engine that serves it, and when that began or ceased to move. */
struct player {
	struct stream *stream;
	unsigned int engine;
	uint32_t moved_ns;
};

static struct player playback, capture;

static void open_player(struct player *player, unsigned int device, bool captures)
{
	const struct stream_setup setup = {
		.device = device, .capture = captures, .rate = RATE, .buffer = BUFFER,
		.periods = 2, .free_run = true,
	};

	player->stream = stream_open(&setup);
	player->engine = engine_first(captures);
	player->moved_ns = engine_moved_ns(player->engine);
}

static void commit(struct player *player, snd_pcm_uframes_t frames)
{
	static const uint8_t silence[FRAMES * FRAME_BYTES];

	tap_require(stream_write(player->stream, silence, frames) == frames, "not all is written");
}

static int descriptor(struct player *player)
{
	struct pollfd poll;

	tap_require(snd_pcm_poll_descriptors(player->stream->pcm, &poll, 1) == 1, "no descriptor");
	return poll.fd;
}

/* What is linked last is triggered first. */
static void link_in_order(int first, int last)
{
	tap_require(!raw_link(last, first), "link: %s", strerror(errno));
}

static void open_pair(const struct pair *pair)
{
	engine_map();
	open_player(&playback, pair->playback, false);
	open_player(&capture, pair->capture, true);
	commit(&playback, FRAMES);
}

static void link_pair(const struct pair *pair)
{
	int out = descriptor(&playback), in = descriptor(&capture);

	if (pair->capture_first)
		link_in_order(in, out);
	else
		link_in_order(out, in);
}

/* Both engines run, or none does. */
static void require_engines(bool run)
{
	tap_require(engine_runs(playback.engine) == run && engine_runs(capture.engine) == run,
		    "playback %s, capture %s", engine_runs(playback.engine) ? "runs" : "halted",
		    engine_runs(capture.engine) ? "runs" : "halted");
}

static uint32_t note(struct player *player)
{
	uint32_t before = player->moved_ns;

	player->moved_ns = engine_moved_ns(player->engine);
	return player->moved_ns - before;
}

/* Both engines have begun, or have ceased to move, at the same time since the last call. */
static void require_together(bool run)
{
	uint32_t played = note(&playback), captured = note(&capture);

	require_engines(run);
	tap_require(played && captured, "an engine has told nothing");
	tap_require(playback.moved_ns == capture.moved_ns, "capture is %d ns later than playback",
		    (int32_t)(capture.moved_ns - playback.moved_ns));
}

static void require_states(snd_pcm_state_t state)
{
	stream_require_state(playback.stream, state);
	stream_require_state(capture.stream, state);
}

static void close_pair(void)
{
	stream_close(playback.stream);
	stream_close(capture.stream);
}

static void start_pause_stop(const void *argument)
{
	const struct pair *pair = argument;

	open_pair(pair);
	link_pair(pair);
	stream_start(playback.stream);
	require_together(true);
	usleep(PLAY_US);
	stream_pause(capture.stream, true);
	require_together(false);
	stream_pause(playback.stream, false);
	require_together(true);
	usleep(PLAY_US);
	require_states(SND_PCM_STATE_RUNNING);
	tap_require(!snd_pcm_drop(capture.stream->pcm), "drop");
	/* a drain may stop a capture stream alone, and its trigger is the same */
	if (pair->capture_first)
		require_engines(false);
	else
		require_together(false);
	close_pair();
}

static void start_again(void)
{
	tap_require(!snd_pcm_drop(playback.stream->pcm) && !snd_pcm_prepare(playback.stream->pcm),
		    "not prepared");
	commit(&playback, FRAMES);
	note(&playback);
	note(&capture);
	stream_start(playback.stream);
	require_together(true);
}

/*
 * The list of an engine that was halted is rebuilt, for which it is reset. The next release tries
 * that again, but not behind a ring of the port, which has to be prepared.
 */
static void fail_to_go_on(const struct pair *pair, struct player *failing)
{
	int err;

	open_pair(pair);
	link_pair(pair);
	stream_start(playback.stream);
	usleep(PLAY_US);
	stream_pause(playback.stream, true);
	engine_stick(failing->engine);
	err = snd_pcm_pause(playback.stream->pcm, 0);
	tap_require(err == -EIO, "the pause ends with %s", snd_strerror(err));
	require_engines(false);
	require_states(SND_PCM_STATE_PAUSED);
	if (failing->stream->setup.device == CARD_CYCLIC) {
		note(&playback);
		note(&capture);
		stream_pause(playback.stream, false);
		require_together(true);
		require_states(SND_PCM_STATE_RUNNING);
	}
	start_again();
	close_pair();
}

static void fail_playback(const void *argument)
{
	fail_to_go_on(argument, &playback);
}

static void fail_capture(const void *argument)
{
	fail_to_go_on(argument, &capture);
}

static void unlink_refusing(const struct loopback *refusing)
{
	tap_require(!raw_unlink(refusing->fd), "unlink: %s", strerror(errno));
	loopback_close(refusing);
}

static void require_no_start(void)
{
	tap_require(snd_pcm_start(playback.stream->pcm) < 0, "the linked start does not fail");
	require_engines(false);
	require_states(SND_PCM_STATE_PREPARED);
	note(&playback);
	note(&capture);
}

/* The core starts the pair, and then the refusing stream, so it has to stop the pair again. */
static void fail_another(const void *argument)
{
	struct loopback refusing;
	const struct pair *pair = argument;
	int out, in;

	open_pair(pair);
	loopback_open(&refusing);
	out = descriptor(&playback);
	in = descriptor(&capture);
	link_in_order(pair->capture_first ? out : in, refusing.fd);
	tap_require(!raw_link(refusing.fd, pair->capture_first ? in : out), "link: %s",
		    strerror(errno));
	require_no_start();
	unlink_refusing(&refusing);
	stream_start(playback.stream);
	require_together(true);
	close_pair();
}

/* Capture has not been started, and can be. */
static void require_capture_waits(void)
{
	tap_require(!engine_runs(capture.engine), "capture runs");
	stream_require_state(capture.stream, SND_PCM_STATE_PREPARED);
	tap_require(!snd_pcm_unlink(capture.stream->pcm), "unlink");
	stream_start(capture.stream);
	tap_require(engine_runs(capture.engine), "capture does not run");
}

/* A drain of what is only prepared starts the playback, but no capture. */
static void drain_prepared(const void *argument)
{
	const struct pair *pair = argument;

	open_pair(pair);
	link_pair(pair);
	stream_begin_drain(playback.stream);
	tap_require(engine_runs(playback.engine), "playback does not run");
	tap_require(!note(&capture), "capture has run");
	stream_wait_for_end(playback.stream);
	require_capture_waits();
	close_pair();
}

/*
 * The same after a start that has failed before it came to the pair. The port cannot tell the drain
 * from an ordinary start then, and has to halt the capture that it starts.
 */
static void drain_after_failure(const void *argument)
{
	const struct pair *pair = argument;
	struct loopback refusing;

	open_pair(pair);
	loopback_open(&refusing);
	link_pair(pair);
	link_in_order(refusing.fd, descriptor(&playback));
	require_no_start();
	unlink_refusing(&refusing);
	stream_begin_drain(playback.stream);
	/* at the latest its first interrupt would halt it */
	tap_require(!engine_runs(capture.engine), "capture runs at once");
	stream_wait_for_end(playback.stream);
	require_capture_waits();
	close_pair();
}

/* A drain stops capture, and lets playback come to its end. */
static void drain_running(const void *argument)
{
	const struct pair *pair = argument;

	open_pair(pair);
	link_pair(pair);
	stream_start(playback.stream);
	usleep(PLAY_US);
	stream_begin_drain(playback.stream);
	tap_require(engine_runs(playback.engine), "playback is stopped");
	tap_require(!engine_runs(capture.engine), "capture runs");
	stream_wait_for_end(playback.stream);
	close_pair();
}

/* The end of one drain is not that of the other. */
static void drain_two(const void *unused)
{
	struct player *shorter = &playback, *longer = &capture;

	(void)unused;
	engine_map();
	open_player(shorter, CARD_QUEUE, false);
	open_player(longer, CARD_QUEUE + 1, false);
	longer->engine++;
	commit(shorter, FEW_FRAMES);
	commit(longer, FRAMES);
	link_in_order(descriptor(shorter), descriptor(longer));
	note(shorter);
	note(longer);
	stream_start(shorter->stream);
	require_together(true);
	stream_begin_drain(shorter->stream);
	stream_wait_for_end(shorter->stream);
	stream_require_state(longer->stream, SND_PCM_STATE_DRAINING);
	tap_require(engine_runs(longer->engine), "the longer one is stopped, too");
	stream_wait_for_end(longer->stream);
	close_pair();
}

VARIANTS(together, struct pair pair;)

#define PAIR(_name, _playback, _capture, _capture_first)			\
	FIXTURE_VARIANT_ADD(together, _name) { .pair = {			\
		.playback = _playback, .capture = _capture,			\
		.capture_first = _capture_first } }

PAIR(queues, CARD_QUEUE, CARD_QUEUE, false);
PAIR(queues_capture_first, CARD_QUEUE, CARD_QUEUE, true);
PAIR(cyclic, CARD_CYCLIC, CARD_CYCLIC, false);
PAIR(cyclic_capture_first, CARD_CYCLIC, CARD_CYCLIC, true);
PAIR(queue_and_cyclic, CARD_QUEUE, CARD_CYCLIC, false);
PAIR(cyclic_and_queue, CARD_CYCLIC, CARD_QUEUE, true);

#define TEST_PAIR(_name, _function)						\
	TEST_F_TIMEOUT(together, _name, TEST_SECONDS)				\
	{									\
		TRY(_function, &variant->pair);					\
	}

TEST_PAIR(start_pause_and_stop, start_pause_stop)
TEST_PAIR(playback_fails_to_go_on, fail_playback)
TEST_PAIR(capture_fails_to_go_on, fail_capture)
TEST_PAIR(another_card_fails_to_start, fail_another)
TEST_PAIR(a_drain_starts_no_capture, drain_prepared)
TEST_PAIR(a_drain_after_a_failed_start_neither, drain_after_failure)
TEST_PAIR(a_drain_lets_playback_end, drain_running)

TEST(drains_end_alone)
{
	TRY(drain_two, NULL);
}

TEST_HARNESS_MAIN
