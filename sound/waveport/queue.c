// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: cuts what an application has committed into runs of memory for an engine.
 *
 * A mapping's life: waveport_queue_get() cuts it from the front of what is committed and not yet
 * acquired. From then on the engine may touch its memory, until waveport_queue_release() takes it
 * back as done, in the order of acquisition, or waveport_queue_revoke() takes it back undone, from
 * the newest on. waveport_queue_trim() takes back the done part of the oldest one. There is no
 * other end, so each mapping ends exactly once.
 *
 * Nothing is cut before it is asked for: the queue keeps three stream positions and the records of
 * the acquired mappings, whose number is bounded by WAVEPORT_QUEUE_DEPTH. So its size does not
 * depend on what is committed, many tiny commits become one mapping, and every call takes constant
 * time, or time in the number of mappings that it ends.
 *
 * The queue has no lock. Its owner calls it under the lock of the stream, one call at a time.
 *
 * The file knows neither ALSA nor PCI and builds in userspace too, for the unit tests.
 */

#include <linux/errno.h>
#include <linux/minmax.h>

#include "queue.h"

static unsigned int waveport_queue_slot(const struct waveport_queue *queue, unsigned int index)
{
	return (queue->first + index) % WAVEPORT_QUEUE_DEPTH;
}

static struct waveport_mapping *waveport_queue_oldest(struct waveport_queue *queue)
{
	return &queue->entries[queue->first].mapping;
}

static struct waveport_acquired *waveport_queue_newest(struct waveport_queue *queue)
{
	return &queue->entries[waveport_queue_slot(queue, queue->count - 1)];
}

static u64 waveport_mapping_end(const struct waveport_mapping *mapping)
{
	return mapping->position + mapping->bytes;
}

/**
 * waveport_memory_holds_frames() - tell whether no frame lies across two runs of a buffer
 * @geometry: the buffer and the size of a frame
 *
 * Frames of a power of two never do. Others may, where pages are scattered: an engine that needs
 * whole frames cannot have those.
 *
 * Context: Any.
 * Return: false if one does.
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
 * waveport_queue_init() - give a queue its memory and its borders, and empty it
 * @queue: the queue; tags go on from where they were
 * @geometry: copied
 *
 * Context: Any. Nothing may be acquired.
 * Return: 0, or -EINVAL if the sizes do not fit each other.
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
 * SetState(STOP) of a stream sets the position to 0. The tags go on, so that a late tag of the run
 * before is unknown in this one.
 *
 * Context: Any. The engine must not touch the memory any more.
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
 * waveport_queue_commit() - move the end of what the application has committed
 * @queue: the queue; a looped one becomes an ordinary one that ends at @position
 * @position: new end in bytes; whole frames; not before the end of what is acquired
 *
 * Going back below what is acquired takes a revoke first: see waveport_queue_beyond().
 *
 * Context: Stream locked.
 * Return: true if the caller has to call mapping_available: a get was refused, and now there is
 *	something to get. It is said once for each refusal.
 */
bool waveport_queue_commit(struct waveport_queue *queue, u64 position)
{
	bool available;

	queue->looped = false;
	queue->committed = position;
	available = queue->refused && waveport_distance(queue->acquired, position) > 0;
	if (available)
		queue->refused = false;
	return available;
}

/**
 * waveport_queue_loop() - commit the buffer without end
 * @queue: the queue
 *
 * As the looped packet of a WavePci client: after the last mapping of the buffer comes its first.
 *
 * Context: Stream locked.
 */
void waveport_queue_loop(struct waveport_queue *queue)
{
	queue->looped = true;
	queue->refused = false;
}

/* The largest piece from the acquired position on that no border, size or commit cuts. */
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
 * Return: 0; -EAGAIN if nothing is committed that is not acquired: mapping_available is called
 *	when there is; -ENOSPC if WAVEPORT_QUEUE_DEPTH mappings are acquired; -EFAULT if the
 *	memory is not contiguous for even one frame.
 */
int waveport_queue_get(struct waveport_queue *queue, struct waveport_mapping *mapping)
{
	const struct waveport_memory *memory = queue->geometry.memory;
	struct waveport_acquired *entry;
	u32 bytes, run;

	if (!queue->looped && waveport_distance(queue->acquired, queue->committed) <= 0) {
		queue->refused = true;
		return -EAGAIN;
	}
	if (queue->count == WAVEPORT_QUEUE_DEPTH)
		return -ENOSPC;

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
	entry = waveport_queue_newest(queue);
	entry->mapping = *mapping;
	entry->offset = queue->offset;
	entry->to_border = queue->to_border;
	entry->origin = queue->acquired;
	waveport_queue_advance(queue, bytes);
	return 0;
}

static void waveport_queue_pop(struct waveport_queue *queue)
{
	const struct waveport_mapping *mapping = waveport_queue_oldest(queue);

	queue->released = waveport_mapping_end(mapping);
	queue->first = (queue->first + 1) % WAVEPORT_QUEUE_DEPTH;
	queue->count--;
}

/**
 * waveport_queue_release() - give a mapping back that the engine is done with
 * @queue: the queue
 * @tag: of the oldest acquired mapping
 *
 * IPortWavePciStream::ReleaseMapping: in the order of acquisition.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if @tag is not that of the oldest acquired mapping (out of order, given
 *	back before, revoked, or never given out); nothing has changed then.
 */
int waveport_queue_release(struct waveport_queue *queue, u64 tag)
{
	if (!queue->count || waveport_queue_oldest(queue)->tag != tag)
		return -EINVAL;

	waveport_queue_pop(queue);
	return 0;
}

/**
 * waveport_queue_trim() - give everything back that lies before a position
 * @queue: the queue
 * @position: stream position in bytes, up to which the engine is done
 *
 * Whole mappings are released; the one that @position lies in keeps its tag and what is left of
 * it. IPortWavePciStream::TerminatePacket, for which the packet ends at @position.
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
 * waveport_queue_acquired() - look at an acquired mapping
 * @queue: the queue
 * @index: 0 for the oldest
 *
 * Context: Stream locked; the answer is good until the next call that ends a mapping.
 * Return: the mapping as it is now, NULL if fewer are acquired.
 */
const struct waveport_mapping *waveport_queue_acquired(const struct waveport_queue *queue,
						       unsigned int index)
{
	if (index >= queue->count)
		return NULL;
	return &queue->entries[waveport_queue_slot(queue, index)].mapping;
}

/**
 * waveport_queue_beyond() - find the acquired mappings that reach beyond a position
 * @queue: the queue
 * @position: stream position in bytes
 * @first: set to the tag of the oldest of them
 * @last: set to the tag of the newest of them
 *
 * The range to revoke before waveport_queue_commit() may go back to @position.
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

/**
 * waveport_queue_revoke() - take mappings back that the engine no longer touches
 * @queue: the queue
 * @first: tag of the oldest mapping to take back; it may have been released meanwhile
 * @last: tag of the newest acquired mapping: a stream can only be taken back from its end
 *
 * What comes back is committed as before and is the next to be acquired, under new tags. Of a
 * trimmed mapping only what was left comes back.
 *
 * Context: Stream locked. The engine must be out of the range before.
 * Return: the number of mappings taken back, not counting released ones; -EINVAL if @last was not
 *	given out last or @first comes after it; nothing has changed then.
 */
int waveport_queue_revoke(struct waveport_queue *queue, u64 first, u64 last)
{
	const struct waveport_acquired *entry;
	int revoked = 0;
	u32 done;

	if (waveport_distance(first, last) < 0 ||
	    waveport_distance(last, queue->next_tag) <= 0)
		return -EINVAL;
	if (!queue->count || waveport_distance(last, waveport_queue_oldest(queue)->tag) > 0)
		return 0;
	if (waveport_queue_newest(queue)->mapping.tag != last)
		return -EINVAL;

	while (queue->count) {
		entry = waveport_queue_newest(queue);
		if (waveport_distance(first, entry->mapping.tag) < 0)
			break;
		queue->acquired = entry->origin;
		queue->offset = entry->offset;
		queue->to_border = entry->to_border;
		queue->count--;
		revoked++;
	}

	/* the done part of a trimmed mapping stays done */
	if (waveport_distance(queue->acquired, queue->released) > 0) {
		done = queue->released - queue->acquired;
		waveport_queue_advance(queue, done);
	}
	return revoked;
}
