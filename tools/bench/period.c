// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest period that plays for ten seconds without an xrun and without a missing wakeup. A
 * driver whose pointer is modulo the buffer does not see an xrun of a whole buffer: it plays old
 * frames. So "recording" examines what was played, too; the smallest period is the first one that
 * passes both.
 */
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "kind.h"
#include "tap.h"
#include "transfer.h"

#define SECONDS		10
#define QUICK_SECONDS	2
#define TRIES		2
#define WAIT_MS		1000
/* Wait between streams: the emulator makes up for a short time between two in one step. */
#define SETTLE_US	500000

/* Frames, each about a fifth to a half more than the one before. */
static const unsigned int sizes[] = {
	16, 24, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 480, 512, 640, 768, 1024, 1280,
	1536, 2048,
};

static const struct geometry shapes[] = {
	GEOMETRY("cyclic-2", CARD_CYCLIC, 0, 2, .mmap = true),
	GEOMETRY("queue-2", CARD_QUEUE, 0, 2, .mmap = true),
	GEOMETRY("queue-4", CARD_QUEUE, 0, 4, .mmap = true),
};

/* Play for the whole time or until an xrun. */
static bool plays(struct transfer *transfer)
{
	struct stream *stream = transfer->stream;
	snd_pcm_uframes_t period = stream->setup.buffer / stream->setup.periods;

	transfer_step(transfer, stream->setup.buffer);
	if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
		stream_start(stream);
	while ((uint64_t)stream->moved < transfer->total) {
		snd_pcm_sframes_t avail;

		if (snd_pcm_wait(stream->pcm, WAIT_MS) <= 0)
			return false;
		avail = snd_pcm_avail_update(stream->pcm);
		if (avail < 0 || snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING)
			return false;
		transfer_step(transfer, avail / period * period);
	}
	return true;
}

static bool try_size(const struct geometry *shape, unsigned int size)
{
	struct stream_setup setup = shape->setup;
	struct transfer transfer;
	struct material material;
	bool good;

	usleep(SETTLE_US);
	setup.buffer = size * setup.periods;
	material_make(&material, (client_is_quick() ? QUICK_SECONDS : SECONDS) * RATE);
	transfer_play(&transfer, client_open(&setup), &material);
	transfer.total = material.frames + setup.buffer;
	stream_wake_at(transfer.stream, size);
	good = plays(&transfer);
	stream_close(transfer.stream);
	if (good)
		material_expect(&material, &setup, "gaps", "%s:period:%s:%u", client_driver(),
				shape->name, size);
	return good;
}

/* Our driver refuses a cyclic buffer that is shorter than what a drain takes. */
static bool is_offered(const struct geometry *shape, unsigned int size)
{
	return !(size % client_step()) &&
	       (!client_is_ours() || shape->setup.device != CARD_CYCLIC ||
		size * shape->setup.periods >= kind()->least);
}

static void try_sizes(const void *argument)
{
	unsigned int i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		if (!is_offered(argument, sizes[i]))
			continue;
		for (k = 0; k < TRIES && !try_size(argument, sizes[i]); k++)
			;
	}
}

/**
 * measure_period - play with small periods
 */
void measure_period(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		client_measure(try_sizes, &shapes[i], shapes[i].name, "small periods");
}
