/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ring of the queue device of an engine that only loops: its size, its memory, its data.
 */
#ifndef WAVEPORT_RING_H
#define WAVEPORT_RING_H

#include <linux/types.h>
#include <sound/memalloc.h>

#include "waveport.h"

/**
 * struct waveport_ring - a ring
 * @memory: the ring, for the miniport
 * @pages: its pages
 * @bytes: its size
 * @notify_bytes: distance of the notifications in it
 * @fine_bytes: the same while the queue is looped
 * @origin: stream position of its beginning, in bytes
 */
struct waveport_ring {
	struct waveport_memory memory;
	struct snd_dma_buffer pages;
	u32 bytes;
	u32 notify_bytes;
	u32 fine_bytes;
	u64 origin;
};

u32 waveport_ring_run_bytes(const struct waveport_stream *stream);
int waveport_ring_create(const struct waveport_stream *stream, struct waveport_ring *ring);
void waveport_ring_free(struct waveport_ring *ring);
void waveport_ring_silence(const struct waveport_ring *ring, const struct waveport_stream *stream,
			   u64 from, u64 to);
void waveport_ring_copy(const struct waveport_ring *ring, const struct waveport_stream *stream,
			const struct waveport_mapping *mapping, u64 from, u64 to);

#endif /* WAVEPORT_RING_H */
