// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that call on the descriptor of a stream that plays or records: status, hwsync, sw_params,
 * pause and its end, rewind and forward to where it was, until a drain has ended. None of it costs
 * or repeats a frame.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "raw.h"
#include "transfer.h"

#define RATE		48000
/* All that is played is in the buffer at the start, so that no late thread makes an xrun. */
#define BUFFER		131072
#define FRAMES		72000
#define LIMIT_MS	30000

/* A rewind must be taken back before the engine comes there, on a slow machine. */
#define REWIND		2000
#define SAFE		36000

#define PAUSE_US	3000
#define CALLERS		4

/**
 * struct place - what the threads share
 * @fd: the descriptor
 * @capture: the direction
 * @calls: how many were made
 * @stop: the threads must end
 */
struct place {
	int fd;
	bool capture;
	atomic_uint calls[CALLERS];
	atomic_bool stop;
};

static struct place place;

static void *ask(void *unused)
{
	unsigned long avail;

	for (; !place.stop; place.calls[0]++) {
		raw_status(place.fd, &avail);
		raw_do(place.fd, RAW_HWSYNC);
	}
	return unused;
}

static void *set(void *unused)
{
	for (; !place.stop; place.calls[1]++)
		raw_sw_params(place.fd, BUFFER, BUFFER);
	return unused;
}

static void *pause_often(void *unused)
{
	for (; !place.stop; place.calls[2]++) {
		raw_pause(place.fd, 1);
		usleep(PAUSE_US);
		raw_pause(place.fd, 0);
		usleep(PAUSE_US);
	}
	return unused;
}

/* The kernel tells how far a rewind went by its argument, which raw_rewind() does not return. */
static void *move(void *unused)
{
	struct raw_pointers before, after;
	unsigned long avail;

	for (; !place.capture && !place.stop; place.calls[3]++) {
		if (raw_status(place.fd, &avail) < 0 || BUFFER - avail < SAFE)
			break;
		if (raw_pointers(place.fd, &before) || raw_rewind(place.fd, REWIND) ||
		    raw_pointers(place.fd, &after))
			break;
		raw_forward(place.fd, before.application - after.application);
		usleep(PAUSE_US / 2);
	}
	return unused;
}

static void begin(struct stream *stream)
{
	struct pollfd fd;

	tap_require(snd_pcm_poll_descriptors(stream->pcm, &fd, 1) == 1, "no descriptor");
	place.fd = fd.fd;
	place.capture = stream->setup.capture;
	place.stop = false;
}

static void record(struct stream *stream)
{
	struct transfer transfer;
	unsigned int idle_us = 0;

	transfer_capture(&transfer, stream, FRAMES);
	while ((uint64_t)stream->moved < transfer.total)
		transfer_pace(transfer_step(&transfer, BUFFER), &idle_us);
}

static void wait_for_end(struct stream *stream)
{
	unsigned int ms;
	int64_t end;

	for (ms = 0; ms < LIMIT_MS && snd_pcm_state(stream->pcm) != SND_PCM_STATE_SETUP; ms += 5)
		usleep(5000);
	stream_require_state(stream, SND_PCM_STATE_SETUP);
	end = stream_counter(stream, "position") / FRAME_BYTES;
	tap_require(end == stream->moved, "drained at frame %" PRId64 " of %" PRId64, end,
		    stream->moved);
}

static void play(struct stream *stream)
{
	while (stream_position(stream) < FRAMES / 4)
		usleep(PAUSE_US);
	stream_begin_drain(stream);
	wait_for_end(stream);
}

static void commit(struct stream *stream)
{
	struct transfer transfer;
	struct material material;

	material_make(&material, FRAMES);
	material_expect(&material, &stream->setup, "exact", "callers");
	transfer_play(&transfer, stream, &material);
	transfer_step(&transfer, BUFFER);
	stream_start(stream);
}

static void call_while_it_goes(const void *argument)
{
	static void *(*const callers[CALLERS])(void *) = { ask, set, pause_often, move };
	const struct stream_setup *setup = argument;
	struct stream *stream = stream_open(setup);
	pthread_t threads[CALLERS];
	unsigned int i;

	if (!setup->capture)
		commit(stream);
	begin(stream);
	for (i = 0; i < CALLERS; i++)
		pthread_create(&threads[i], NULL, callers[i], NULL);
	if (setup->capture)
		record(stream);
	else
		play(stream);
	place.stop = true;
	for (i = 0; i < CALLERS; i++)
		pthread_join(threads[i], NULL);
	for (i = 0; i < CALLERS; i++)
		tap_require(place.calls[i] || (setup->capture && i == 3), "caller %u did nothing",
			    i);
	stream_close(stream);
}

STREAMS(callers)

#define CALLED(_name, ...) \
	STREAM(callers, _name, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

CALLED(cyclic_1_period, .device = CARD_CYCLIC, .periods = 1);
CALLED(queue_2_periods, .device = CARD_QUEUE, .periods = 2);
CALLED(queue_64_periods, .device = CARD_QUEUE, .periods = 64);
CALLED(cyclic_capture, .device = CARD_CYCLIC, .periods = 2, .capture = true);
CALLED(queue_capture, .device = CARD_QUEUE, .periods = 64, .capture = true);

TEST_STREAM(callers, cost_no_frame, call_while_it_goes)

TEST_HARNESS_MAIN
