// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stream, between its transport and its miniport: states, mappings, position.
 *
 * Lock: everything runs with the stream locked, except waveport_stream_set_state() between
 * WAVEPORT_STOP and WAVEPORT_ACQUIRE, when the engine does not run and no other thread uses the
 * stream. The lock is all that this file uses of ALSA.
 */

#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "internal.h"
#include "stream.h"
#include "trace.h"

/**
 * waveport_stream_state() - get the state of a stream
 * @stream: the stream
 *
 * Context: Stream locked, or in a method of the miniport.
 * Return: the state; during set_state() the old one. If the port has a ring of its own between the
 *	stream and an engine that only loops, the state of the engine: see bounce.c.
 */
enum waveport_state waveport_stream_state(const struct waveport_stream *stream)
{
	return stream->bounce ? waveport_bounce_state(stream) : stream->state;
}
EXPORT_SYMBOL_GPL(waveport_stream_state);

/**
 * waveport_group_next() - get the next stream that starts or halts together with others
 * @stream: the stream that hold_group or release_group was called with, or one that this function
 *	has returned
 *
 * Context: In hold_group and release_group.
 * Return: the stream, of the same port, or NULL after the last one.
 */
struct waveport_stream *waveport_group_next(const struct waveport_stream *stream)
{
	return stream->group_next;
}
EXPORT_SYMBOL_GPL(waveport_group_next);

/**
 * waveport_get_mapping() - acquire the next mapping in stream order
 * @stream: the stream
 * @mapping: filled in
 *
 * IPortWavePciStream::GetMapping. See waveport_queue_get() for where mappings are cut.
 *
 * Context: Stream locked.
 * Return: 0; -EAGAIN if nothing is left that is committed and not acquired: the port calls
 *	mapping_available when there is; -ENOSPC if WAVEPORT_QUEUE_DEPTH mappings are acquired;
 *	-EFAULT if not even one frame is contiguous.
 */
int waveport_get_mapping(struct waveport_stream *stream, struct waveport_mapping *mapping)
{
	int err;

	waveport_alsa_assert_locked(stream);
	err = waveport_queue_get(&stream->queue, mapping);
	if (!err)
		trace_waveport_get(stream, mapping);
	return err;
}
EXPORT_SYMBOL_GPL(waveport_get_mapping);

/* Tell each mapping that was acquired last. Context: Stream locked. */
static noinline void waveport_stream_trace_get(const struct waveport_stream *stream, int got)
{
	const struct waveport_queue *queue = &stream->queue;

	for (; got > 0; got--)
		trace_waveport_get(stream, waveport_queue_acquired(queue, queue->count - got));
}

/**
 * waveport_get_mappings() - acquire the next mappings in stream order
 * @stream: the stream
 * @most: how many at most, at least 1
 *
 * The same as waveport_get_mapping() until that fails, for less. waveport_acquired_mapping() has
 * them, behind those that were acquired before.
 *
 * Context: Stream locked.
 * Return: how many were acquired, at least 1; or as waveport_get_mapping() for the first one.
 */
int waveport_get_mappings(struct waveport_stream *stream, unsigned int most)
{
	int got;

	waveport_alsa_assert_locked(stream);
	got = waveport_queue_get_several(&stream->queue, most);
	if (trace_waveport_get_enabled())
		waveport_stream_trace_get(stream, got);
	return got;
}
EXPORT_SYMBOL_GPL(waveport_get_mappings);

/**
 * waveport_release_mapping() - release a mapping that the engine has completed
 * @stream: the stream
 * @tag: tag of the oldest acquired mapping
 *
 * IPortWavePciStream::ReleaseMapping.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if @tag is not that of the oldest acquired mapping; nothing has changed.
 */
int waveport_release_mapping(struct waveport_stream *stream, u64 tag)
{
	int err;

	waveport_alsa_assert_locked(stream);
	err = waveport_queue_release(&stream->queue, tag);
	trace_waveport_release(stream, tag, err);
	return err;
}
EXPORT_SYMBOL_GPL(waveport_release_mapping);

/* Tell each mapping that is about to be released. Context: Stream locked. */
static noinline void waveport_stream_trace_release(const struct waveport_stream *stream,
						   unsigned int count)
{
	const struct waveport_mapping *mapping;
	unsigned int i;

	for (i = 0; i < count; i++) {
		mapping = waveport_queue_acquired(&stream->queue, i);
		trace_waveport_release(stream, mapping ? mapping->tag : 0, mapping ? 0 : -EINVAL);
	}
}

/**
 * waveport_release_mappings() - release several mappings that the engine has completed
 * @stream: the stream
 * @count: how many, from the oldest on; at least 1
 *
 * The same as waveport_release_mapping() for each of them, for less.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if fewer are acquired; nothing has changed.
 */
int waveport_release_mappings(struct waveport_stream *stream, unsigned int count)
{
	waveport_alsa_assert_locked(stream);
	if (trace_waveport_release_enabled())
		waveport_stream_trace_release(stream, count);
	return waveport_queue_release_oldest(&stream->queue, count);
}
EXPORT_SYMBOL_GPL(waveport_release_mappings);

/**
 * waveport_terminate_packet() - release everything before a position
 * @stream: the stream
 * @position: stream position up to which the engine has completed the data, in bytes
 *
 * IPortWavePciStream::TerminatePacket, for both directions. A partly completed mapping is cut: its
 * completed part counts as released, the rest of it keeps the tag.
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if @position does not lie in what is acquired; nothing has changed then.
 */
int waveport_terminate_packet(struct waveport_stream *stream, u64 position)
{
	waveport_alsa_assert_locked(stream);
	return waveport_queue_trim(&stream->queue, position);
}
EXPORT_SYMBOL_GPL(waveport_terminate_packet);

/**
 * waveport_engine_halted() - report that the engine has halted by itself
 * @stream: the stream
 *
 * For hardware that says so (LVBCI), from the service method, and from a halt that acknowledges the
 * event. The engine may run again by then, because the client has committed more: without this
 * report the silence in between would be known to nobody.
 *
 * Context: Stream locked.
 */
void waveport_engine_halted(struct waveport_stream *stream)
{
	if (waveport_stream_halts(stream))
		stream->gap = true;
	/* what is published next has to start the engine again, also in a loop */
	if (stream->state == WAVEPORT_RUN)
		waveport_watch_start(stream);
}
EXPORT_SYMBOL_GPL(waveport_engine_halted);

/**
 * waveport_acquired_mapping() - get one of the acquired mappings
 * @stream: the stream
 * @index: 0 for the oldest
 *
 * With this a miniport needs no list of its own.
 *
 * Context: Stream locked. The result is valid until a mapping is released or revoked.
 * Return: the mapping, less what was cut from it; NULL if no more than @index are acquired.
 */
const struct waveport_mapping *waveport_acquired_mapping(const struct waveport_stream *stream,
							 unsigned int index)
{
	return waveport_queue_acquired(&stream->queue, index);
}
EXPORT_SYMBOL_GPL(waveport_acquired_mapping);

/**
 * waveport_acquired_count() - get the number of acquired mappings
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: the number.
 */
unsigned int waveport_acquired_count(const struct waveport_stream *stream)
{
	return stream->queue.count;
}
EXPORT_SYMBOL_GPL(waveport_acquired_count);

/**
 * waveport_released_position() - get the position up to which everything is released
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: the stream position in bytes.
 */
u64 waveport_released_position(const struct waveport_stream *stream)
{
	return stream->queue.released;
}
EXPORT_SYMBOL_GPL(waveport_released_position);

/**
 * waveport_stream_find() - find the stream of a pin
 * @port: the port
 * @id: the transport
 * @capture: the direction
 * @device: number of the pin's queue device
 *
 * Context: Any.
 * Return: the stream, or NULL if the direction has no pin with this number.
 */
struct waveport_stream *waveport_stream_find(struct waveport *port, enum waveport_transport_id id,
					     bool capture, unsigned int device)
{
	unsigned int i;

	for (i = 0; i < port->pin_count; i++) {
		if (port->pins[i].capture == capture && port->pins[i].device == device)
			return &port->streams[id * port->pin_count + i];
	}
	return NULL;
}

/**
 * waveport_stream_set_state() - change the state of a stream, one neighbour at a time
 * @stream: the stream
 * @state: the new state
 *
 * Context: Between WAVEPORT_ACQUIRE and WAVEPORT_RUN stream locked, otherwise may sleep.
 * Return: 0, or on the way up the error of the miniport; the stream keeps the last state that it
 *	has reached. The way down never fails.
 */
int waveport_stream_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	while (stream->state != state) {
		u64 acquired = stream->queue.acquired;
		bool up = stream->state < state;
		enum waveport_state next = up ? stream->state + 1 : stream->state - 1;
		int err = stream->ops->set_state(stream, next);

		trace_waveport_state(stream, next, err);
		if (err && up)
			return err;
		stream->state = next;
		if (next == WAVEPORT_PAUSE && !up) {
			waveport_stream_advance(stream, stream->queue.released);
			waveport_stream_note_gap(stream, acquired);
		}
	}
	stream->looked_ns = waveport_stream_clock(stream);
	return 0;
}

/**
 * waveport_stream_reset() - set a stream that does not run back to position 0, with nothing
 *	committed
 * @stream: the stream, with nothing acquired
 *
 * Context: Stream locked.
 */
void waveport_stream_reset(struct waveport_stream *stream)
{
	waveport_queue_reset(&stream->queue);
	stream->position = 0;
	stream->failed = false;
	stream->gap = false;
}

/**
 * waveport_stream_look() - read the position of the engine, and record when
 * @stream: the stream
 *
 * While the port reports a position to the core, that position and its time stay.
 *
 * Context: Stream locked.
 */
void waveport_stream_look(struct waveport_stream *stream)
{
	if (stream->notifying)
		return;
	waveport_stream_ask_position(stream);
	waveport_stream_note_time(stream);
}

/*
 * Revoke the mappings that reach beyond a position. They return to the queue.
 *
 * Context: Stream locked.
 */
static int waveport_stream_revoke_beyond(struct waveport_stream *stream, u64 position)
{
	u64 first, last;
	int revoked, err;

	if (!waveport_queue_beyond(&stream->queue, position, &first, &last))
		return 0;

	err = stream->ops->revoke_mappings(stream, first, last);
	revoked = err ? 0 : waveport_queue_revoke(&stream->queue, first, last);
	trace_waveport_revoke(stream, first, last, err ? err : revoked);
	if (err)
		return err;
	if (revoked > 0)
		stream->counters.revokes += revoked;
	/* if the engine was halted for this, its exact position is now known as released */
	if (waveport_distance(stream->position, stream->queue.released) > 0)
		stream->position = stream->queue.released;
	/* the engine may have halted, so the next commit must call mapping_available */
	stream->queue.refused = true;
	return 0;
}

/**
 * waveport_stream_feed() - tell the miniport that there is something to get
 * @stream: the stream, in WAVEPORT_RUN
 *
 * An engine that does not start would leave the client waiting for ever: it gets an XRUN.
 *
 * Context: Stream locked.
 */
void waveport_stream_feed(struct waveport_stream *stream)
{
	if (!stream->ops->mapping_available(stream))
		return;
	stream->failed = true;
	waveport_hwptr_look_later(stream);
}

/**
 * waveport_stream_revoke_all() - revoke everything that the engine has not completed
 * @stream: the stream
 *
 * What is revoked is no longer committed.
 *
 * Context: Stream locked.
 * Return: 0, or -EIO if the engine could not be halted; nothing is revoked then.
 */
int waveport_stream_revoke_all(struct waveport_stream *stream)
{
	int err = waveport_stream_revoke_beyond(stream, stream->queue.released);

	if (err) {
		/* it may have been halted all the same */
		if (stream->state == WAVEPORT_RUN)
			waveport_stream_feed(stream);
		return err;
	}
	waveport_queue_commit(&stream->queue, stream->queue.released);
	stream->gap = false;
	return 0;
}

/*
 * Move the end of what is committed back below what the engine has acquired.
 *
 * Context: Stream locked. Returns as waveport_stream_commit().
 */
static int waveport_stream_rewind(struct waveport_stream *stream, u64 end)
{
	struct waveport_queue *queue = &stream->queue;
	u64 committed = queue->committed;
	bool looped = queue->looped;
	int err;

	if (waveport_distance(waveport_stream_position(stream), end) < 0)
		return -EINVAL;
	err = waveport_stream_revoke_beyond(stream, end);
	/* the engine has run on until it halted, possibly beyond @end */
	if (!err && waveport_distance(queue->released, end) < 0)
		err = -EINVAL;
	if (err && looped)
		waveport_queue_loop(queue);
	else
		waveport_queue_commit(queue, err ? committed : end);
	/* if the revoke has halted the engine, it must continue with what was not revoked */
	if (stream->state == WAVEPORT_RUN) {
		waveport_stream_feed(stream);
		waveport_watch_start(stream);
	}
	return err;
}

/**
 * waveport_stream_commit_and_tell() - commit what the miniport has to be told of
 * @stream: the stream
 * @end: new end, a stream position in bytes
 *
 * The part of waveport_stream_commit() for a queue that has refused a get, and for a move back
 * below what the engine has acquired.
 *
 * Context: Stream locked.
 * Return: as waveport_stream_commit().
 */
int waveport_stream_commit_and_tell(struct waveport_stream *stream, u64 end)
{
	bool idle = waveport_stream_idle(stream);

	if (waveport_distance(stream->queue.acquired, end) < 0)
		return waveport_stream_rewind(stream, end);
	if (waveport_queue_commit(&stream->queue, end) && stream->state == WAVEPORT_RUN) {
		waveport_stream_feed(stream);
		if (idle)
			waveport_watch_start(stream);
	}
	return 0;
}
