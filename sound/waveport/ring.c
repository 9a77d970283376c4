// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring of the queue device of an engine that only loops: its size, its memory, its data.
 *
 * The ring holds two seconds of data, in parts that end with a notification. The miniport gets its
 * memory as a cyclic buffer. Positions are stream positions in bytes; the ring begins at @origin.
 *
 * The owner of a ring is bounce.c, from hw_params to hw_free. The stream lock protects it.
 */

#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <sound/memalloc.h>
#include <sound/pcm.h>

#include "internal.h"
#include "ring.h"

/*
 * The ring holds two seconds if it can: an interrupt may be late by most of that. QEMU moves up to
 * 65536 frames at once when its host stood still.
 */
#define WAVEPORT_RING_MS	2000
/* Some times what an engine fetches ahead: the silence has to be written before that. */
#define WAVEPORT_RING_BYTES_MIN	32768
#define WAVEPORT_RING_BYTES_MAX	(2 << 20)
/* Where there is no such block of memory, an eighth of it will do. */
#define WAVEPORT_RING_SHRINK	8
/* Most notifications of a ring: the list of an HD Audio engine holds 256 parts. */
#define WAVEPORT_RING_NOTES_MAX	240
/* Notifications of the ring of a looped queue, each 20 ms, because so much is copied ahead. */
#define WAVEPORT_RING_FINE	100
/* Fewest; without them nobody would refill the ring. */
#define WAVEPORT_RING_NOTES_MIN	16

static u32 waveport_ring_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
			     dma_addr_t *address)
{
	const struct waveport_ring *ring = container_of(memory, struct waveport_ring, memory);

	*address = ring->pages.addr + offset;
	return bytes;
}

static const struct waveport_memory_ops waveport_ring_memory_ops = {
	.run = waveport_ring_run,
};

/*
 * Divide a distance of notifications into equal parts of no more than @most, which are multiples of
 * what the engine can do. Returns @otherwise if there are none of at least an eighth of that.
 */
static u32 waveport_ring_divide(const struct waveport_stream *stream, u32 whole, u32 most,
				u32 otherwise)
{
	u32 frame = stream->format.frame_bytes;
	u32 step = stream->framing.step_bytes;
	u32 parts, part;

	for (parts = DIV_ROUND_UP(whole, most); parts <= whole / step; parts++) {
		part = whole / parts;
		if (part * parts == whole && !(part % step) && !(part % frame))
			return part;
		if (part < most / 8)
			break;
	}
	return otherwise;
}

/*
 * Lay out the ring for the format and the period. Each period ends with a notification, or is told
 * late where it cannot be divided.
 *
 * Context: May sleep, or stream locked; in hw_params.
 */
static void waveport_ring_lay_out(const struct waveport_stream *stream, u32 *bytes, u32 *notify)
{
	const struct waveport_format *format = &stream->format;
	/* a multiple of the steps of the engine and of whole frames */
	u32 step = stream->framing.step_bytes * format->frame_bytes;
	u32 size = clamp_t(u32, format->rate / 1000 * WAVEPORT_RING_MS * format->frame_bytes,
			   WAVEPORT_RING_BYTES_MIN, WAVEPORT_RING_BYTES_MAX);
	/* an eighth of it is one of the finer distances of a looped queue */
	u32 most = roundup(size / WAVEPORT_RING_NOTES_MIN, 8 * step);
	u32 count;

	*notify = most;
	if (stream->wakeups)
		*notify = waveport_ring_divide(stream, stream->packet_bytes, most, most);
	count = clamp_t(u32, size / *notify, WAVEPORT_RING_NOTES_MIN, WAVEPORT_RING_NOTES_MAX);
	*bytes = *notify * count;
}

/**
 * waveport_ring_run_bytes() - get the largest mapping that the ring takes
 * @stream: the stream; its format, its period and its wakeups are set
 *
 * Context: Stream locked; in hw_params.
 * Return: bytes, whole frames.
 */
u32 waveport_ring_run_bytes(const struct waveport_stream *stream)
{
	u32 bytes, notify;

	waveport_ring_lay_out(stream, &bytes, &notify);
	return rounddown(bytes / WAVEPORT_QUEUE_DEPTH, stream->format.frame_bytes);
}

static int waveport_ring_dma_type(const struct waveport_stream *stream)
{
	return stream->framing.flags & WAVEPORT_FRAMING_NO_SNOOP ? SNDRV_DMA_TYPE_DEV_WC :
								    SNDRV_DMA_TYPE_DEV;
}

/* Allocate the pages of the ring, of a smaller one if there is no such block. */
static int waveport_ring_allocate(const struct waveport_stream *stream, struct waveport_ring *ring)
{
	int type = waveport_ring_dma_type(stream);
	u32 count = ring->bytes / ring->notify_bytes;
	u32 least = max_t(u32, count / WAVEPORT_RING_SHRINK, WAVEPORT_RING_NOTES_MIN);
	int err;

	for (;; count /= 2) {
		ring->bytes = ring->notify_bytes * max(count, least);
		err = snd_dma_alloc_pages(type, stream->port->dev, ring->bytes, &ring->pages);
		if (!err || count <= least)
			return err;
	}
}

/**
 * waveport_ring_create() - allocate a ring
 * @stream: the stream; its format, its period and its wakeups are set
 * @ring: filled in
 *
 * Context: May sleep; in hw_params.
 * Return: 0 or -ENOMEM.
 */
int waveport_ring_create(const struct waveport_stream *stream, struct waveport_ring *ring)
{
	int err;

	ring->memory.ops = &waveport_ring_memory_ops;
	waveport_ring_lay_out(stream, &ring->bytes, &ring->notify_bytes);
	err = waveport_ring_allocate(stream, ring);
	if (err)
		return err;
	ring->fine_bytes = waveport_ring_divide(stream, ring->notify_bytes,
						ring->bytes / WAVEPORT_RING_FINE,
						ring->notify_bytes);
	if (ring->bytes / ring->fine_bytes > WAVEPORT_RING_NOTES_MAX)
		ring->fine_bytes = ring->notify_bytes;
	return 0;
}

/**
 * waveport_ring_free() - free a ring
 * @ring: the ring, which no engine accesses
 *
 * Context: May sleep.
 */
void waveport_ring_free(struct waveport_ring *ring)
{
	snd_dma_free_pages(&ring->pages);
}

/* Get the place of a position in the ring, and how many of @bytes lie there in one piece. */
static void *waveport_ring_piece(const struct waveport_ring *ring, u64 position, u32 *bytes)
{
	u32 offset;

	div_u64_rem(position - ring->origin, ring->bytes, &offset);
	*bytes = min(*bytes, ring->bytes - offset);
	return ring->pages.area + offset;
}

/**
 * waveport_ring_silence() - write silence into a ring
 * @ring: the ring
 * @stream: the stream
 * @from: beginning of the silence
 * @to: end of it
 *
 * Context: Stream locked.
 */
void waveport_ring_silence(const struct waveport_ring *ring, const struct waveport_stream *stream,
			   u64 from, u64 to)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;

	while (waveport_distance(from, to) > 0) {
		u32 bytes = min_t(u64, to - from, U32_MAX);
		void *piece = waveport_ring_piece(ring, from, &bytes);

		snd_pcm_format_set_silence(runtime->format, piece,
					   bytes_to_samples(runtime, bytes));
		from += bytes;
	}
}

/**
 * waveport_ring_copy() - copy a part of a mapping into a ring, or out of it for capture
 * @ring: the ring
 * @stream: the stream
 * @mapping: the mapping; its address is its offset in the buffer of the client
 * @from: beginning of the part
 * @to: end of it
 *
 * Context: Stream locked.
 */
void waveport_ring_copy(const struct waveport_ring *ring, const struct waveport_stream *stream,
			const struct waveport_mapping *mapping, u64 from, u64 to)
{
	u8 *client = stream->substream->runtime->dma_area + mapping->address;

	while (waveport_distance(from, to) > 0) {
		u32 bytes = to - from;
		void *piece = waveport_ring_piece(ring, from, &bytes);
		void *place = client + (from - mapping->position);

		if (stream->capture)
			memcpy(place, piece, bytes);
		else
			memcpy(piece, place, bytes);
		from += bytes;
	}
}
