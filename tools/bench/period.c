// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest period that plays for ten seconds without an xrun, by trying from below: what is too
 * small fails soon.
 */
#include "card.h"
#include "client.h"
#include "tap.h"

#define SECONDS		10
#define QUICK_SECONDS	2
#define TRIES		2
#define WAIT_MS		1000
/* Three steps of the emulator's timer: it may begin one late, and it tells where it last was. */
#define STEPS_NS	30000000

/* Frames, each about a fifth to a half more than the one before. */
static const unsigned int sizes[] = {
	16, 24, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 480, 512, 640, 768, 1024, 1280,
	1536, 2048, 3072, 4096,
};

/**
 * struct shape - what is tried
 * @name: of the case
 * @device: of waveport
 * @periods: how many
 */
struct shape {
	const char *name;
	unsigned int device;
	unsigned int periods;
};

static const struct shape shapes[] = {
	{ "cyclic-2", CARD_CYCLIC, 2 },
	{ "queue-2", CARD_QUEUE, 2 },
	{ "queue-4", CARD_QUEUE, 4 },
};

/*
 * A driver that tells the position within the buffer shows nothing of an xrun that lasts for a
 * whole buffer: the stream gets late. So it is also an xrun if the client comes later than what it
 * had committed can have lasted, or if all that it has committed can.
 */
static bool in_time(int64_t ns, int64_t frames)
{
	return ns <= frames * 1000000000 / RATE * 101 / 100 + STEPS_NS;
}

/* Play until it is enough or an xrun comes. */
static bool plays(struct stream *stream, int64_t frames)
{
	snd_pcm_uframes_t period = stream->setup.buffer / stream->setup.periods;
	int64_t start, before;

	client_fill(stream);
	start = client_now_ns();
	before = start;
	while (stream->moved < frames) {
		snd_pcm_sframes_t avail;
		int woken = snd_pcm_wait(stream->pcm, WAIT_MS);

		avail = woken < 0 ? woken : snd_pcm_avail_update(stream->pcm);
		if (avail < 0 || snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING)
			return false;
		if (!in_time(client_now_ns() - before, stream->setup.buffer) ||
		    !in_time(client_now_ns() - start, stream->moved))
			return false;
		before = client_now_ns();
		tap_require(woken, "no wakeup in %d ms", WAIT_MS);
		client_commit(stream, avail / period * period);
	}
	return true;
}

static bool try_size(const struct shape *shape, unsigned int size)
{
	const struct stream_setup setup = {
		.device = shape->device,
		.rate = RATE,
		.buffer = size * shape->periods,
		.periods = shape->periods,
		.mmap = true,
	};
	struct stream *stream;
	bool good;

	stream = client_open(&setup);
	stream_wake_at(stream, size);
	good = plays(stream, (client_is_quick() ? QUICK_SECONDS : SECONDS) * RATE);
	stream_close(stream);
	return good;
}

static void find_smallest(const void *argument)
{
	const struct shape *shape = argument;
	unsigned int i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (k = 0; k < TRIES; k++) {
			if (!try_size(shape, sizes[i]))
				continue;
			client_figure("smallest-period", shape->name, sizes[i]);
			return;
		}
	}
	tap_require(false, "even %u frames are too few", sizes[i - 1]);
}

/**
 * measure_period - find the smallest period
 */
void measure_period(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		client_measure(find_smallest, &shapes[i], shapes[i].name, "smallest period");
}
