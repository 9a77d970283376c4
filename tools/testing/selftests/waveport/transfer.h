/* SPDX-License-Identifier: GPL-2.0-only */
/* Moves material through a stream in pieces of random size. */
#ifndef WAVEPORT_TRANSFER_H
#define WAVEPORT_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "material.h"
#include "stream.h"

/* Smallest buffer, in frames, that does not starve on a slow machine. */
#define COMFORTABLE_BUFFER	16384

/* Silence after the material, so that none of it remains in the buffers of an emulator. */
#define SILENCE_FRAMES	1200

/**
 * struct transfer - a stream and its progress
 * @stream: the stream
 * @material: the material to play
 * @total: frames to move, for playback including the silence at the end
 * @last: number of the last captured frame
 * @ended: the stream drains or is dropped
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
