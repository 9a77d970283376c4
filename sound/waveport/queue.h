/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mapping queue: cuts what an application has committed into runs of memory for an engine.
 */
#ifndef WAVEPORT_QUEUE_H
#define WAVEPORT_QUEUE_H

#include <linux/bits.h>
#include <linux/types.h>

/* Mappings that may be acquired at the same time; a power of two. */
#define WAVEPORT_QUEUE_DEPTH	32

/**
 * enum waveport_mapping_flags - what is special about a mapping
 * @WAVEPORT_MAPPING_NOTIFY: it ends on a packet border, and a notification is due there
 *	(the non-zero Flags of IPortWavePciStream::GetMapping)
 */
enum waveport_mapping_flags {
	WAVEPORT_MAPPING_NOTIFY = BIT(0),
};

/**
 * struct waveport_mapping - one physically contiguous run of stream memory
 * @tag: sequence number; no two mappings of a stream ever have the same one
 * @position: stream position of the first byte, in bytes since the stream was prepared
 * @address: DMA address of the first byte
 * @bytes: length in bytes, whole frames, never 0
 * @flags: of enum waveport_mapping_flags
 *
 * What IPortWavePciStream::GetMapping hands out. A mapping ends exactly once, released or revoked.
 */
struct waveport_mapping {
	u64 tag;
	u64 position;
	dma_addr_t address;
	u32 bytes;
	u32 flags;
};

/**
 * waveport_distance() - tell how far it is from one stream position, or tag, to another
 * @from: the one
 * @to: the other
 *
 * Positions and tags wrap around after 2^64, so they are compared by this and by nothing else.
 *
 * Context: Any.
 * Return: bytes, or tags; negative if @to comes before @from.
 */
static inline s64 waveport_distance(u64 from, u64 to)
{
	return (s64)(to - from);
}

struct waveport_memory;

/**
 * struct waveport_memory_ops - how the queue looks at the memory behind a stream
 * @run: tell how many of the @bytes bytes from byte @offset on are contiguous for the device (1 to
 *	@bytes) and store the DMA address of the first in @address; called with the stream locked
 */
struct waveport_memory_ops {
	u32 (*run)(const struct waveport_memory *memory, u32 offset, u32 bytes,
		   dma_addr_t *address);
};

/**
 * struct waveport_memory - the memory behind a stream; its owner embeds this
 * @ops: how to look at it
 */
struct waveport_memory {
	const struct waveport_memory_ops *ops;
};

/**
 * struct waveport_geometry - what the queue cuts, and where
 * @memory: the buffer
 * @buffer_bytes: its size; a multiple of @frame_bytes and of @packet_bytes
 * @packet_bytes: distance of the notification borders (an ALSA period); 0 for none, then nothing
 *	is cut for them
 * @frame_bytes: size of one frame; no mapping holds a part of one
 * @run_bytes: largest mapping that the engine takes; at least @frame_bytes
 */
struct waveport_geometry {
	const struct waveport_memory *memory;
	u32 buffer_bytes;
	u32 packet_bytes;
	u32 frame_bytes;
	u32 run_bytes;
};

/**
 * struct waveport_acquired - what the queue remembers of an acquired mapping
 * @mapping: the mapping, less what waveport_queue_trim() cut from its front
 * @offset: byte of the buffer where it began when it was acquired
 * @to_border: bytes from there to the next packet border
 * @origin: stream position that @offset and @to_border belong to
 */
struct waveport_acquired {
	struct waveport_mapping mapping;
	u32 offset;
	u32 to_border;
	u64 origin;
};

/**
 * struct waveport_queue - the mapping queue of one stream
 * @geometry: what is cut, and where
 * @committed: end of what the application has committed; meaningless while @looped
 * @acquired: end of what the engine has got
 * @released: end of what the engine has given back
 * @offset: byte of the buffer at @acquired
 * @to_border: bytes from @acquired to the next packet border
 * @looped: the buffer is committed without end (a looped packet, the cyclic transport)
 * @refused: the last waveport_queue_get() was refused: mapping_available has to be called
 * @next_tag: tag of the next mapping
 * @first: number of the oldest entry of @entries in use, modulo the depth
 * @count: entries in use
 * @entries: the acquired mappings, oldest first
 *
 * Positions are bytes since the stream was prepared. They and the tags may wrap around: only their
 * differences count. Always @released <= @acquired, and @acquired <= @committed unless @looped.
 */
struct waveport_queue {
	struct waveport_geometry geometry;
	u64 committed;
	u64 acquired;
	u64 released;
	u32 offset;
	u32 to_border;
	bool looped;
	bool refused;
	u64 next_tag;
	unsigned int first;
	unsigned int count;
	struct waveport_acquired entries[WAVEPORT_QUEUE_DEPTH];
};

bool waveport_memory_holds_frames(const struct waveport_geometry *geometry);
int waveport_queue_init(struct waveport_queue *queue, const struct waveport_geometry *geometry);
void waveport_queue_reset(struct waveport_queue *queue);
bool waveport_queue_commit(struct waveport_queue *queue, u64 position);
void waveport_queue_loop(struct waveport_queue *queue);
int waveport_queue_get(struct waveport_queue *queue, struct waveport_mapping *mapping);
int waveport_queue_release(struct waveport_queue *queue, u64 tag);
int waveport_queue_trim(struct waveport_queue *queue, u64 position);
int waveport_queue_revoke(struct waveport_queue *queue, u64 first, u64 last);
bool waveport_queue_beyond(const struct waveport_queue *queue, u64 position, u64 *first,
			   u64 *last);
const struct waveport_mapping *waveport_queue_acquired(const struct waveport_queue *queue,
						       unsigned int index);

#endif /* WAVEPORT_QUEUE_H */
