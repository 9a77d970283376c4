// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: divides what an application has committed into contiguous runs of memory.
 *
 * waveport_queue_get() cuts a mapping from the front of what is committed and not yet acquired.
 * From then on the engine may access its memory, until either waveport_queue_release() ends the
 * mapping as completed, in the order of acquisition, or waveport_queue_revoke() ends it as not
 * completed, beginning with the newest. waveport_queue_trim() releases the completed part of the
 * oldest mapping. So each mapping ends exactly once.
 *
 * A mapping is cut only when the engine acquires it. The queue has three stream positions and the
 * acquired mappings, at most WAVEPORT_QUEUE_DEPTH. So its size does not depend on how much is
 * committed, many small commits become one mapping, and each call takes constant time, or time in
 * proportion to the number of mappings that it ends.
 *
 * The queue has no lock. Its owner calls it with the stream locked.
 *
 * The file uses neither ALSA nor PCI, so that the unit tests can build it in userspace.
 */

#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "queue.h"

static unsigned int waveport_queue_slot(const struct waveport_queue *queue, unsigned int index)
{
	return (queue->first + index) % WAVEPORT_QUEUE_DEPTH;
}

static struct waveport_mapping *waveport_queue_oldest(struct waveport_queue *queue)
{
	return &queue->entries[queue->first];
}

static struct waveport_mapping *waveport_queue_newest(struct waveport_queue *queue)
{
	return &queue->entries[waveport_queue_slot(queue, queue->count - 1)];
}

static u64 waveport_mapping_end(const struct waveport_mapping *mapping)
{
	return mapping->position + mapping->bytes;
}

/**
 * waveport_memory_holds_frames() - check that each frame of a buffer is contiguous
 * @geometry: the buffer and the size of a frame
 *
 * If the size of a frame is not a power of two, a frame may cross the border between two scattered
 * pages. No mapping can contain such a frame.
 *
 * Context: Any.
 * Return: true if all frames are contiguous.
 */
bool waveport_memory_holds_frames(const struct waveport_geometry *geometry)
{
	const struct waveport_memory *memory = geometry->memory;
	u32 offset = 0;

	while (offset < geometry->buffer_bytes) {
		u32 rest = geometry->buffer_bytes - offset;
		dma_addr_t address;
		u32 run = memory->ops->run(memory, offset, rest, &address);

		if (run < rest && run % geometry->frame_bytes)
			return false;
		offset += run;
	}
	return true;
}

/**
 * waveport_queue_init() - set the geometry of a queue, and empty it
 * @queue: the queue; its tags continue
 * @geometry: the geometry, copied
 *
 * Context: Any. Nothing may be acquired.
 * Return: 0, or -EINVAL if a size is not a multiple of another as struct waveport_geometry demands.
 */
int waveport_queue_init(struct waveport_queue *queue, const struct waveport_geometry *geometry)
{
	u32 frame = geometry->frame_bytes;

	if (!frame || !geometry->buffer_bytes || geometry->buffer_bytes % frame)
		return -EINVAL;
	if (geometry->packet_bytes &&
	    (geometry->packet_bytes % frame || geometry->buffer_bytes % geometry->packet_bytes))
		return -EINVAL;
	if (geometry->run_bytes < frame)
		return -EINVAL;

	queue->geometry = *geometry;
	queue->geometry.run_bytes -= geometry->run_bytes % frame;
	waveport_queue_reset(queue);
	return 0;
}

/**
 * waveport_queue_reset() - empty a queue and set its stream positions to 0
 * @queue: the queue
 *
 * SetState(STOP) of a stream sets the position to 0. The tags continue, so that a tag from before
 * the reset is detected as unknown.
 *
 * Context: Any. The engine must not access the memory any more.
 */
void waveport_queue_reset(struct waveport_queue *queue)
{
	queue->committed = 0;
	queue->acquired = 0;
	queue->released = 0;
	queue->offset = 0;
	queue->to_border = queue->geometry.packet_bytes;
	queue->looped = false;
	queue->refused = false;
	queue->count = 0;
}

/**
 * waveport_queue_loop() - commit the buffer repeatedly without end
 * @queue: the queue
 *
 * Corresponds to a looped packet of a WavePci client: the last mapping of the buffer is followed by
 * the first.
 *
 * Context: Stream locked.
 */
void waveport_queue_loop(struct waveport_queue *queue)
{
	queue->looped = true;
	queue->refused = false;
}

/*
 * The largest mapping at the acquired position within the packet, the buffer, the largest run and
 * what is committed. The memory may limit it further.
 */
static u32 waveport_queue_uncut(const struct waveport_queue *queue)
{
	const struct waveport_geometry *geometry = &queue->geometry;
	u32 bytes = min(geometry->run_bytes, geometry->buffer_bytes - queue->offset);
	u64 waiting = queue->committed - queue->acquired;

	if (geometry->packet_bytes)
		bytes = min(bytes, queue->to_border);
	if (!queue->looped && waiting < bytes)
		bytes = waiting;
	return bytes;
}

static void waveport_queue_advance(struct waveport_queue *queue, u32 bytes)
{
	const struct waveport_geometry *geometry = &queue->geometry;

	queue->acquired += bytes;
	queue->offset += bytes;
	if (queue->offset == geometry->buffer_bytes)
		queue->offset = 0;
	if (!geometry->packet_bytes)
		return;
	queue->to_border -= bytes;
	if (!queue->to_border)
		queue->to_border = geometry->packet_bytes;
}

/*
 * Acquire a mapping. The queue has all that a revoke needs, because mappings have no gaps.
 *
 * Context: Stream locked. Returns as waveport_queue_get().
 */
static __always_inline int waveport_queue_acquire(struct waveport_queue *queue)
{
	const struct waveport_memory *memory = queue->geometry.memory;
	struct waveport_mapping *mapping;
	u32 bytes, run;

	if (!queue->looped && waveport_distance(queue->acquired, queue->committed) <= 0) {
		queue->refused = true;
		return -EAGAIN;
	}
	if (queue->count == WAVEPORT_QUEUE_DEPTH)
		return -ENOSPC;

	mapping = &queue->entries[waveport_queue_slot(queue, queue->count)];
	bytes = waveport_queue_uncut(queue);
	run = memory->ops->run(memory, queue->offset, bytes, &mapping->address);
	if (run < bytes)
		bytes = run - run % queue->geometry.frame_bytes;
	if (!bytes)
		return -EFAULT;

	queue->refused = false;
	mapping->tag = queue->next_tag++;
	mapping->position = queue->acquired;
	mapping->bytes = bytes;
	mapping->flags = queue->geometry.packet_bytes && bytes == queue->to_border ?
			 WAVEPORT_MAPPING_NOTIFY : 0;
	queue->count++;
	waveport_queue_advance(queue, bytes);
	return 0;
}

/**
 * waveport_queue_get() - acquire the next mapping in stream order
 * @queue: the queue
 * @mapping: filled in
 *
 * IPortWavePciStream::GetMapping. The mapping ends where the memory stops being contiguous, at a
 * packet border, at the engine's largest length, at the end of the buffer or of what is committed,
 * whichever comes first.
 *
 * Context: Stream locked.
 * Return: 0; -EAGAIN if everything that is committed is acquired: waveport_queue_commit() reports
 *	when there is more; -ENOSPC if WAVEPORT_QUEUE_DEPTH mappings are acquired; -EFAULT if the
 *	memory is not contiguous for even one frame.
 */
int waveport_queue_get(struct waveport_queue *queue, struct waveport_mapping *mapping)
{
	int err = waveport_queue_acquire(queue);

	if (!err)
		*mapping = *waveport_queue_newest(queue);
	return err;
}

/**
 * waveport_queue_get_several() - acquire the next mappings in stream order
 * @queue: the queue
 * @most: how many at most, at least 1
 *
 * The same as waveport_queue_get() until that fails, for less. waveport_queue_acquired() has them,
 * behind those that were acquired before.
 *
 * Context: Stream locked.
 * Return: how many were acquired, at least 1; or as waveport_queue_get() for the first one.
 */
int waveport_queue_get_several(struct waveport_queue *queue, unsigned int most)
{
	unsigned int got;
	int err;

	for (got = 0; got < most; got++) {
		err = waveport_queue_acquire(queue);
		if (err)
			return got ? (int)got : err;
	}
	return got;
}

static void waveport_queue_pop(struct waveport_queue *queue)
{
	const struct waveport_mapping *mapping = waveport_queue_oldest(queue);

	queue->released = waveport_mapping_end(mapping);
	queue->first = (queue->first + 1) % WAVEPORT_QUEUE_DEPTH;
	queue->count--;
}

/**
 * waveport_queue_release() - release a mapping that the engine has completed
 * @queue: the queue
 * @tag: tag of the oldest acquired mapping
 *
 * IPortWavePciStream::ReleaseMapping. Mappings are released in the order of acquisition.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if @tag is not that of the oldest acquired mapping (out of order, already
 *	released, revoked, or never acquired); nothing has changed then.
 */
int waveport_queue_release(struct waveport_queue *queue, u64 tag)
{
	if (!queue->count || waveport_queue_oldest(queue)->tag != tag)
		return -EINVAL;

	waveport_queue_pop(queue);
	return 0;
}

/**
 * waveport_queue_trim() - release everything before a position
 * @queue: the queue
 * @position: stream position in bytes up to which the engine has completed the data
 *
 * Mappings that end before or at @position are released. The one that contains @position is cut
 * there; the rest of it keeps the tag. IPortWavePciStream::TerminatePacket, with a packet that ends
 * at @position.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if @position does not lie in what is acquired; nothing has changed then.
 */
int waveport_queue_trim(struct waveport_queue *queue, u64 position)
{
	struct waveport_mapping *mapping;
	u32 done;

	if (waveport_distance(queue->released, position) < 0 ||
	    waveport_distance(position, queue->acquired) < 0)
		return -EINVAL;

	while (queue->count) {
		mapping = waveport_queue_oldest(queue);
		if (waveport_distance(waveport_mapping_end(mapping), position) < 0) {
			done = position - mapping->position;
			mapping->position += done;
			mapping->address += done;
			mapping->bytes -= done;
			break;
		}
		waveport_queue_pop(queue);
	}
	queue->released = position;
	return 0;
}

/**
 * waveport_queue_acquired() - get one of the acquired mappings
 * @queue: the queue
 * @index: 0 for the oldest
 *
 * Context: Stream locked. The result is valid until the next call that ends a mapping.
 * Return: the mapping, less what was cut from it; NULL if no more than @index are acquired.
 */
const struct waveport_mapping *waveport_queue_acquired(const struct waveport_queue *queue,
						       unsigned int index)
{
	if (index >= queue->count)
		return NULL;
	return &queue->entries[waveport_queue_slot(queue, index)];
}

/**
 * waveport_queue_beyond() - find the acquired mappings that reach beyond a position
 * @queue: the queue
 * @position: stream position in bytes
 * @first: set to the tag of the oldest of them
 * @last: set to the tag of the newest of them
 *
 * This is the range to revoke before waveport_queue_commit() may set the end to @position.
 *
 * Context: Stream locked.
 * Return: false if there are none; @first and @last are untouched then.
 */
bool waveport_queue_beyond(const struct waveport_queue *queue, u64 position, u64 *first,
			   u64 *last)
{
	const struct waveport_mapping *mapping;
	unsigned int index = queue->count;

	while (index) {
		mapping = waveport_queue_acquired(queue, index - 1);
		if (waveport_distance(position, waveport_mapping_end(mapping)) <= 0)
			break;
		*first = mapping->tag;
		index--;
	}
	if (index == queue->count)
		return false;

	*last = waveport_queue_acquired(queue, queue->count - 1)->tag;
	return true;
}

/* Set the end of what is acquired back to a position. */
static void waveport_queue_retreat(struct waveport_queue *queue, u64 position)
{
	const struct waveport_geometry *geometry = &queue->geometry;
	u32 back;

	div_u64_rem(queue->acquired - position, geometry->buffer_bytes, &back);
	if (queue->offset < back)
		queue->offset += geometry->buffer_bytes;
	queue->offset -= back;
	if (geometry->packet_bytes)
		queue->to_border = geometry->packet_bytes -
				   queue->offset % geometry->packet_bytes;
	queue->acquired = position;
}

/**
 * waveport_queue_revoke() - revoke mappings that the engine no longer accesses
 * @queue: the queue
 * @first: tag of the oldest mapping to revoke; it may have been released meanwhile
 * @last: tag of the newest acquired mapping, since only the end of a stream can be revoked
 *
 * The revoked data remains committed and is the next to be acquired, with new tags. Of a trimmed
 * mapping only the rest is revoked.
 *
 * Context: Stream locked. The engine must not access the range any more.
 * Return: the number of mappings revoked, without released ones; -EINVAL if @last is not the tag of
 *	the newest acquired mapping or @first comes after it; nothing has changed then.
 */
int waveport_queue_revoke(struct waveport_queue *queue, u64 first, u64 last)
{
	int revoked = 0;

	if (waveport_distance(first, last) < 0 ||
	    waveport_distance(last, queue->next_tag) <= 0)
		return -EINVAL;
	if (!queue->count || waveport_distance(last, waveport_queue_oldest(queue)->tag) > 0)
		return 0;
	if (waveport_queue_newest(queue)->tag != last)
		return -EINVAL;

	while (queue->count &&
	       waveport_distance(first, waveport_queue_newest(queue)->tag) >= 0) {
		queue->count--;
		revoked++;
	}
	/* the completed part of a trimmed mapping stays released */
	waveport_queue_retreat(queue, queue->count ?
			       waveport_mapping_end(waveport_queue_newest(queue)) :
			       queue->released);
	return revoked;
}
