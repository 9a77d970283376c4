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
#define TRIES		4
#define WAIT_MS		1000

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

/* Play until it is enough or an xrun comes. */
static bool plays(struct stream *stream, int64_t frames)
{
	snd_pcm_uframes_t period = stream->setup.buffer / stream->setup.periods;

	client_fill(stream);
	while (stream->moved < frames) {
		snd_pcm_sframes_t avail;
		int woken = snd_pcm_wait(stream->pcm, WAIT_MS);

		avail = woken < 0 ? woken : snd_pcm_avail_update(stream->pcm);
		if (avail < 0 || snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING)
			return false;
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
