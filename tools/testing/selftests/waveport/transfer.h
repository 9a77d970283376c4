/* SPDX-License-Identifier: GPL-2.0-only */
/* Moves material through a stream in pieces of random size. */
#ifndef WAVEPORT_TRANSFER_H
#define WAVEPORT_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "material.h"
#include "stream.h"

/* From this on, in frames, the buffer of a client on a slow machine does not run dry. */
#define COMFORTABLE_BUFFER	16384

/* Silence behind the material, so that nothing of it stays in an emulator's buffers. */
#define SILENCE_FRAMES	1200

/**
 * struct transfer - a stream and how far it is
 * @stream: the stream
 * @material: what to play
 * @total: frames to move, for playback with the silence behind
 * @last: number of the last frame captured
 * @ended: the stream has been told that nothing more comes
 */
struct transfer {
	struct stream *stream;
	struct material material;
	uint64_t total;
	uint32_t last;
	bool ended;
};

void transfer_play(struct transfer *transfer, struct stream *stream,
		   const struct material *material);
void transfer_capture(struct transfer *transfer, struct stream *stream, uint64_t frames);
bool transfer_step(struct transfer *transfer, snd_pcm_uframes_t frames);
void transfer_finish(struct transfer *transfer);
void transfer_exactly(const void *setup);
void transfer_finish_all(struct transfer *transfers, unsigned int count);
void transfer_wait(struct transfer *transfer);
void transfer_pace(bool moved, unsigned int *idle_us);

#endif
