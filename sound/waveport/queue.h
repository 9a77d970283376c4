/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mapping queue: divides what an application has committed into contiguous runs of memory.
 */
#ifndef WAVEPORT_QUEUE_H
#define WAVEPORT_QUEUE_H

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/types.h>

/* Most mappings that may be acquired at the same time; a power of two. */
#define WAVEPORT_QUEUE_DEPTH	32

/**
 * enum waveport_mapping_flags - flags of a mapping
 * @WAVEPORT_MAPPING_NOTIFY: the mapping ends on a packet border, where a notification is due
 *	(the non-zero Flags of IPortWavePciStream::GetMapping)
 */
enum waveport_mapping_flags {
	WAVEPORT_MAPPING_NOTIFY = BIT(0),
};

/**
 * struct waveport_mapping - one physically contiguous run of stream memory
 * @tag: sequence number, unique in the stream
 * @position: stream position of the first byte, in bytes since the stream was prepared
 * @address: DMA address of the first byte
 * @bytes: length in bytes, whole frames, never 0
 * @flags: of enum waveport_mapping_flags
 *
 * The result of IPortWavePciStream::GetMapping. A mapping is either released or revoked, once.
 */
struct waveport_mapping {
	u64 tag;
	u64 position;
	dma_addr_t address;
	u32 bytes;
	u32 flags;
};

/**
 * waveport_distance() - compute the distance from one stream position, or tag, to another
 * @from: the first position or tag
 * @to: the second one
 *
 * Positions and tags wrap around after 2^64, so they must be compared by this function only.
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
 * struct waveport_memory_ops - how the queue reads the DMA addresses of a buffer
 * @run: return how many of the @bytes bytes from byte @offset on are contiguous for the device (1
 *	to @bytes), and store the DMA address of the first in @address; called with the stream
 *	locked
 */
struct waveport_memory_ops {
	u32 (*run)(const struct waveport_memory *memory, u32 offset, u32 bytes,
		   dma_addr_t *address);
};

/**
 * struct waveport_memory - the buffer of a stream; its owner embeds this
 * @ops: its operations
 */
struct waveport_memory {
	const struct waveport_memory_ops *ops;
};

/**
 * struct waveport_geometry - the buffer of a queue and where mappings end in it
 * @memory: the buffer
 * @buffer_bytes: size of the buffer; a multiple of @frame_bytes and of @packet_bytes
 * @packet_bytes: distance between two notifications (an ALSA period); 0 without notifications,
 *	then no mapping ends for one
 * @frame_bytes: size of one frame; a mapping has only whole frames
 * @run_bytes: largest mapping that the engine can process; at least @frame_bytes
 */
struct waveport_geometry {
	const struct waveport_memory *memory;
	u32 buffer_bytes;
	u32 packet_bytes;
	u32 frame_bytes;
	u32 run_bytes;
};

/**
 * struct waveport_queue - the mapping queue of one stream
 * @geometry: the buffer and where mappings end in it
 * @committed: end of what the application has committed; meaningless while @looped
 * @acquired: end of what the engine has acquired
 * @released: end of what the engine has released
 * @offset: offset in the buffer that corresponds to @acquired
 * @to_border: bytes from @acquired to the next packet border
 * @looped: the buffer is committed repeatedly without end (a looped packet, the cyclic transport)
 * @refused: mapping_available has to be called at the next commit, because the last
 *	waveport_queue_get() returned -EAGAIN or because of a revoke
 * @next_tag: tag of the next mapping
 * @first: index in @entries of the oldest acquired mapping
 * @count: number of acquired mappings
 * @entries: the acquired mappings, oldest first, less what was cut from the front of the oldest
 *
 * Positions are bytes since the stream was prepared. Positions and tags may wrap around, see
 * waveport_distance(). Always @released <= @acquired, and @acquired <= @committed unless @looped.
 * The acquired mappings have all from @released to @acquired, without a gap.
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
	struct waveport_mapping entries[WAVEPORT_QUEUE_DEPTH];
};

bool waveport_memory_holds_frames(const struct waveport_geometry *geometry);
int waveport_queue_init(struct waveport_queue *queue, const struct waveport_geometry *geometry);
void waveport_queue_reset(struct waveport_queue *queue);
void waveport_queue_loop(struct waveport_queue *queue);
int waveport_queue_get(struct waveport_queue *queue, struct waveport_mapping *mapping);
int waveport_queue_get_several(struct waveport_queue *queue, unsigned int most);
int waveport_queue_release(struct waveport_queue *queue, u64 tag);
int waveport_queue_trim(struct waveport_queue *queue, u64 position);
int waveport_queue_revoke(struct waveport_queue *queue, u64 first, u64 last);
bool waveport_queue_beyond(const struct waveport_queue *queue, u64 position, u64 *first,
			   u64 *last);
const struct waveport_mapping *waveport_queue_acquired(const struct waveport_queue *queue,
						       unsigned int index);

/**
 * waveport_queue_release_oldest() - release several mappings that the engine has completed
 * @queue: the queue
 * @count: how many, from the oldest on; at least 1
 *
 * The same as waveport_queue_release() for each of them, in constant time.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if fewer are acquired; nothing has changed then.
 */
static inline int waveport_queue_release_oldest(struct waveport_queue *queue, unsigned int count)
{
	const struct waveport_mapping *last;

	if (count - 1 >= queue->count)
		return -EINVAL;

	last = &queue->entries[(queue->first + count - 1) % WAVEPORT_QUEUE_DEPTH];
	queue->released = last->position + last->bytes;
	queue->first = (queue->first + count) % WAVEPORT_QUEUE_DEPTH;
	queue->count -= count;
	return 0;
}

/**
 * waveport_queue_commit() - move the end of what the application has committed
 * @queue: the queue; a looped one becomes an ordinary one that ends at @position
 * @position: new end in bytes; whole frames; not before the end of what is acquired
 *
 * To move the end before what is acquired, the caller has to revoke first, see
 * waveport_queue_beyond().
 *
 * Context: Stream locked.
 * Return: true if the caller has to call mapping_available, because a get was refused and now a
 *	mapping can be acquired; once for each refusal.
 */
static inline bool waveport_queue_commit(struct waveport_queue *queue, u64 position)
{
	bool available;

	queue->looped = false;
	queue->committed = position;
	available = queue->refused && waveport_distance(queue->acquired, position) > 0;
	if (available)
		queue->refused = false;
	return available;
}

#endif /* WAVEPORT_QUEUE_H */
