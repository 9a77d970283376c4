// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames that are lost or played again at pauses and when the stream is starved. The client does
 * the same with both drivers, by the same random numbers; "recording" examines what was played.
 */
#include <errno.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "client.h"
#include "tap.h"
#include "transfer.h"

#define FRAMES		192000
#define QUICK_FRAMES	96000
#define PAUSES		13
#define PAUSE_MS	30
#define PACE_US		4000

/* How long the client writes nothing after its data is played, in milliseconds. */
#define DRY_MIN_MS	30
#define DRY_MAX_MS	150

static const struct geometry cases[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2),
};

static const struct geometry starving =
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8, .free_run = true);

/*
 * After an xrun the client prepares the stream again and goes on with the next frames. Frames that
 * a driver loses may cause an xrun.
 */
static bool step(struct transfer *transfer, snd_pcm_uframes_t frames)
{
	snd_pcm_t *pcm = transfer->stream->pcm;

	if (snd_pcm_avail(pcm) == -EPIPE)
		tap_require(!snd_pcm_prepare(pcm), "cannot prepare");
	return transfer_step(transfer, frames);
}

/* Write a buffer of silence at the end, so that no old frame is left in the buffer. */
static struct stream *begin(struct transfer *transfer, const struct geometry *geometry)
{
	struct material material;
	struct stream *stream;

	material_make(&material, client_is_quick() ? QUICK_FRAMES : FRAMES);
	stream = client_open(&geometry->setup);
	transfer_play(transfer, stream, &material);
	transfer->total = material.frames + geometry->setup.buffer;
	return stream;
}

/* Only a stream that was played to its end is examined. */
static void end(struct transfer *transfer, const struct geometry *geometry, const char *what)
{
	stream_close(transfer->stream);
	material_expect(&transfer->material, &geometry->setup, "gaps", "%s:%s:%s",
			client_driver(), what, geometry->name);
}

static void pause_often(const void *argument)
{
	const struct geometry *geometry = argument;
	struct transfer transfer;
	struct stream *stream;
	uint64_t next;

	stream = begin(&transfer, geometry);
	next = transfer.material.frames / (PAUSES + 1);
	while ((uint64_t)stream->moved < transfer.material.frames) {
		if (!step(&transfer, chance(1, 2048)))
			usleep(PACE_US);
		if ((uint64_t)stream->moved < next ||
		    snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING)
			continue;
		next += transfer.material.frames / (PAUSES + 1);
		usleep(1000 * chance(0, PAUSE_MS));
		tap_require(!snd_pcm_pause(stream->pcm, 1), "cannot pause");
		usleep(1000 * chance(1, PAUSE_MS));
		tap_require(!snd_pcm_pause(stream->pcm, 0), "cannot resume");
	}
	while ((uint64_t)stream->moved < transfer.total) {
		if (!step(&transfer, geometry->setup.buffer))
			usleep(PACE_US);
	}
	end(&transfer, geometry, "pause");
}

/* Repeat: write up to a whole buffer, then nothing until it is played and some time longer. */
static void starve_often(const void *argument)
{
	const struct geometry *geometry = argument;
	unsigned int buffer = geometry->setup.buffer;
	struct transfer transfer;
	struct stream *stream;

	stream = begin(&transfer, geometry);
	while ((uint64_t)stream->moved < transfer.total) {
		int64_t before = stream->moved;

		transfer_step(&transfer, chance(buffer / 4, buffer));
		if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		usleep((stream->moved - before) * 1000000 / RATE +
		       1000 * chance(DRY_MIN_MS, DRY_MAX_MS));
	}
	end(&transfer, geometry, "starve");
}

/**
 * measure_loss - pause streams, and let them starve
 */
void measure_loss(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		client_measure(pause_often, &cases[i], cases[i].name, "pauses");
	client_measure(starve_often, &starving, starving.name, "starvation");
}
