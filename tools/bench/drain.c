// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of a drain: how many frames are played after the last committed one ("recording" counts
 * them), and how long after that frame the drain returns.
 *
 * The client computes when the last frame is over: just before the drain it waits until the pointer
 * moves, and from that time on the device takes frames at its rate. The pointer moves with the
 * emulator's timer, so the figure is exact to one period of that timer.
 */
#include "card.h"
#include "client.h"
#include "tap.h"
#include "transfer.h"

/* Each longer than a buffer, so that the buffer has old frames behind the last one. */
static const unsigned int lengths[] = { 8500, 9600, 11300, 12800, 14100, 15500 };

static const struct geometry cases[] = {
	GEOMETRY("queue-8x1024", CARD_QUEUE, 8192, 8),
	GEOMETRY("cyclic-2x4096", CARD_CYCLIC, 8192, 2),
};

/**
 * struct drain - a run
 * @geometry: of its stream
 * @frames: what is committed
 */
struct drain {
	const struct geometry *geometry;
	unsigned int frames;
};

static void drain_once(const void *argument)
{
	const struct drain *drain = argument;
	const struct geometry *geometry = drain->geometry;
	int64_t position, last, now;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	int err;

	material_make(&material, drain->frames);
	stream = client_open(&geometry->setup);
	transfer_play(&transfer, stream, &material);
	transfer.total = drain->frames;
	while ((uint64_t)stream->moved < transfer.total) {
		if (!transfer_step(&transfer, geometry->setup.buffer))
			transfer_wait(&transfer);
	}

	last = stream_position(stream);
	do {
		position = stream_position(stream);
		now = client_now_ns();
	} while (position == last);
	err = snd_pcm_drain(stream->pcm);
	tap_require(!err, "drain: %s", snd_strerror(err));
	last = now + (drain->frames - position) * 1000000000 / RATE;
	client_figure("drain-late-ms", geometry->name, (client_now_ns() - last) / 1e6);
	stream_close(stream);
	material_expect(&material, &geometry->setup, "exact", "%s:drain:%s", client_driver(),
			geometry->name);
}

/**
 * measure_drain - drain streams of several lengths
 */
void measure_drain(void)
{
	unsigned int i, k;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (k = 0; k < sizeof(lengths) / sizeof(*lengths); k++) {
			struct drain drain = { &cases[i], lengths[k] };

			client_measure(drain_once, &drain, cases[i].name, "drain");
		}
	}
}
