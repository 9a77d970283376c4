// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stream between its transport and its miniport: states, mappings, position.
 *
 * Lock: all of it runs with the stream locked, except waveport_stream_set_state() between
 * WAVEPORT_STOP and WAVEPORT_ACQUIRE, when the engine does not run and nobody else looks. What it
 * needs of ALSA is the lock, and the file does not know more of it.
 */

#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "internal.h"
#include "trace.h"

/* Some engines move data in steps, the largest of them once in so long: QEMU and VirtualBox. */
#define WAVEPORT_BURST_NS	(10 * NSEC_PER_MSEC)

/**
 * waveport_stream_engine() - tell which engine a stream belongs to
 * @stream: the stream
 *
 * Context: Any.
 * Return: the engine of its struct waveport_pin.
 */
void *waveport_stream_engine(const struct waveport_stream *stream)
{
	return stream->pin->engine;
}
EXPORT_SYMBOL_GPL(waveport_stream_engine);

/**
 * waveport_stream_state() - tell the state of a stream
 * @stream: the stream
 *
 * Context: Stream locked, or from a method of the miniport.
 * Return: the state; during set_state() the one that the stream comes from.
 */
enum waveport_state waveport_stream_state(const struct waveport_stream *stream)
{
	return stream->state;
}
EXPORT_SYMBOL_GPL(waveport_stream_state);

/**
 * waveport_get_mapping() - acquire the next mapping in stream order
 * @stream: the stream
 * @mapping: filled in
 *
 * IPortWavePciStream::GetMapping. See waveport_queue_get() for where mappings are cut.
 *
 * Context: Stream locked.
 * Return: 0; -EAGAIN if nothing is committed: mapping_available will be called; -ENOSPC if
 *	WAVEPORT_QUEUE_DEPTH mappings are acquired; -EFAULT if not even one frame is contiguous.
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

/**
 * waveport_release_mapping() - give a mapping back that the engine is done with
 * @stream: the stream
 * @tag: of the oldest acquired mapping
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

/**
 * waveport_terminate_packet() - give back all that lies before a position
 * @stream: the stream
 * @position: up to which the engine is done, in bytes
 *
 * IPortWavePciStream::TerminatePacket, for both directions: the partly done mapping is cut, its
 * done part counts as released, what is left of it keeps the tag.
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
 * waveport_acquired_mapping() - look at a mapping that the miniport holds
 * @stream: the stream
 * @index: 0 for the oldest
 *
 * So that a miniport needs no list of its own.
 *
 * Context: Stream locked; the answer is good until a mapping ends.
 * Return: the mapping as it is now, NULL if fewer are acquired.
 */
const struct waveport_mapping *waveport_acquired_mapping(const struct waveport_stream *stream,
							 unsigned int index)
{
	return waveport_queue_acquired(&stream->queue, index);
}
EXPORT_SYMBOL_GPL(waveport_acquired_mapping);

/**
 * waveport_acquired_count() - tell how many mappings the miniport holds
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: their number.
 */
unsigned int waveport_acquired_count(const struct waveport_stream *stream)
{
	return stream->queue.count;
}
EXPORT_SYMBOL_GPL(waveport_acquired_count);

/**
 * waveport_released_position() - tell how far mappings were given back
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: stream position in bytes.
 */
u64 waveport_released_position(const struct waveport_stream *stream)
{
	return stream->queue.released;
}
EXPORT_SYMBOL_GPL(waveport_released_position);

/**
 * waveport_stream_find() - find the stream of a pin
 * @port: the port
 * @id: which transport
 * @capture: which direction
 * @pair: n, for the n-th pin of the direction, those counted that a pin skips
 *
 * Context: Any.
 * Return: the stream, or NULL if the direction has none there.
 */
struct waveport_stream *waveport_stream_find(struct waveport *port, enum waveport_transport_id id,
					     bool capture, unsigned int pair)
{
	unsigned int i, next = 0;

	for (i = 0; i < port->pin_count; i++) {
		if (port->pins[i].capture != capture)
			continue;
		next += port->pins[i].skip;
		if (next++ == pair)
			return &port->streams[id * port->pin_count + i];
	}
	return NULL;
}

/* Context: Stream locked. */
static void waveport_stream_advance(struct waveport_stream *stream, u64 position)
{
	if (waveport_distance(stream->position, position) > 0)
		stream->position = position;
}

/*
 * Note when the position was looked at. A loop never halts: nobody asks for the time there.
 *
 * Context: Stream locked.
 */
static void waveport_stream_note_time(struct waveport_stream *stream)
{
	if (!stream->queue.looped)
		stream->looked_ns = ktime_get_ns();
}

/* Whether the engine halts by itself when there is nothing more to do for it. */
static bool waveport_stream_halts(const struct waveport_stream *stream)
{
	return (stream->framing.flags & WAVEPORT_FRAMING_LIST) && !stream->queue.looped;
}

/*
 * Note whether the engine had done all that it had got although more was committed: what comes next
 * follows a silence that the client knows nothing of. @acquired: what it had got.
 *
 * Context: Stream locked.
 */
static void waveport_stream_note_gap(struct waveport_stream *stream, u64 acquired)
{
	if (waveport_stream_halts(stream) && stream->position == acquired &&
	    stream->queue.committed != acquired)
		stream->gap = true;
}

/**
 * waveport_stream_set_state() - take a stream to a state, neighbour by neighbour
 * @stream: the stream
 * @state: where to
 *
 * Context: Between WAVEPORT_ACQUIRE and WAVEPORT_RUN with the stream locked, else may sleep.
 * Return: 0; on the way up what the miniport failed with: the stream stays in the last state that
 *	was reached. The way down never fails.
 */
int waveport_stream_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	while (stream->state != state) {
		u64 acquired = stream->queue.acquired;
		bool up = stream->state < state;
		enum waveport_state next = up ? stream->state + 1 : stream->state - 1;
		int err = stream->port->ops->set_state(stream, next);

		trace_waveport_state(stream, next, err);
		if (err && up)
			return err;
		stream->state = next;
		if (next == WAVEPORT_PAUSE && !up) {
			waveport_stream_advance(stream, stream->queue.released);
			waveport_stream_note_gap(stream, acquired);
		}
	}
	waveport_stream_note_time(stream);
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
	stream->gap = false;
}

/**
 * waveport_stream_position() - tell where the engine is
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: the stream position in bytes; during a notification the one that it brought.
 */
u64 waveport_stream_position(struct waveport_stream *stream)
{
	if (stream->notifying)
		return stream->position;

	waveport_stream_advance(stream, stream->port->ops->get_position(stream));
	if (!stream->wakeups)
		waveport_stream_note_time(stream);
	return stream->position;
}

/**
 * waveport_stream_look() - find out where the engine is, and note when
 * @stream: the stream
 *
 * Context: Stream locked.
 */
void waveport_stream_look(struct waveport_stream *stream)
{
	waveport_stream_position(stream);
	waveport_stream_note_time(stream);
}

/**
 * waveport_stream_service() - have the miniport service a stream after its interrupt
 * @stream: the stream, in WAVEPORT_RUN
 *
 * Context: Stream locked.
 * Return: 0, or -ENODEV if the hardware is gone.
 */
int waveport_stream_service(struct waveport_stream *stream)
{
	u64 acquired = stream->queue.acquired;
	u64 position = stream->position;
	int err;

	stream->counters.interrupts++;
	err = stream->port->ops->service(stream, &position);
	if (err)
		return err;

	waveport_stream_advance(stream, position);
	waveport_stream_note_time(stream);
	waveport_stream_note_gap(stream, acquired);
	return 0;
}

/**
 * waveport_stream_idle() - tell whether the engine has done all that is committed
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if it has, and waits for more.
 */
bool waveport_stream_idle(const struct waveport_stream *stream)
{
	return waveport_stream_halts(stream) && stream->position == stream->queue.committed;
}

/**
 * waveport_stream_halted() - tell whether the engine has done all that it has got
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if it has: it does nothing until it gets more, committed already or not.
 */
bool waveport_stream_halted(const struct waveport_stream *stream)
{
	return waveport_stream_halts(stream) && stream->position == stream->queue.acquired;
}

/**
 * waveport_stream_may_have_halted() - tell whether the engine can have done all that it has got
 * @stream: the stream
 *
 * By the clock, at twice the rate of the stream since it was last looked at: in steady state it
 * cannot, which is known without a register access then.
 *
 * Context: Stream locked.
 * Return: false if it cannot.
 */
bool waveport_stream_may_have_halted(const struct waveport_stream *stream)
{
	const struct waveport_format *format = &stream->format;
	u64 passed = 2 * (ktime_get_ns() - stream->looked_ns) + WAVEPORT_BURST_NS;
	u64 left;

	if (!waveport_stream_halts(stream))
		return false;
	left = div_u64(stream->queue.acquired - stream->position, format->frame_bytes);
	return passed >= div_u64(left * NSEC_PER_SEC, format->rate);
}

/*
 * Take the mappings that reach beyond a position out of the engine and back into the queue.
 *
 * Context: Stream locked.
 */
static int waveport_stream_revoke_beyond(struct waveport_stream *stream, u64 position)
{
	u64 first, last;
	int revoked, err;

	if (!waveport_queue_beyond(&stream->queue, position, &first, &last))
		return 0;

	err = stream->port->ops->revoke_mappings(stream, first, last);
	revoked = err ? 0 : waveport_queue_revoke(&stream->queue, first, last);
	trace_waveport_revoke(stream, first, last, err ? err : revoked);
	if (err)
		return err;
	if (revoked > 0)
		stream->counters.revokes += revoked;
	/* where the engine halted, if it did */
	if (waveport_distance(stream->position, stream->queue.released) > 0)
		stream->position = stream->queue.released;
	/* the engine may have halted: it waits to be told of what comes next */
	stream->queue.refused = true;
	return 0;
}

/**
 * waveport_stream_revoke_all() - take everything back from the engine that it has not done
 * @stream: the stream
 *
 * What comes back is not committed any more: the engine has done all that is.
 *
 * Context: Stream locked.
 * Return: 0, or -EIO if the engine could not be halted; nothing is revoked then.
 */
int waveport_stream_revoke_all(struct waveport_stream *stream)
{
	int err = waveport_stream_revoke_beyond(stream, stream->queue.released);

	if (err)
		return err;
	waveport_queue_commit(&stream->queue, stream->queue.released);
	stream->gap = false;
	return 0;
}

/**
 * waveport_stream_commit() - move the end of what the client has committed
 * @stream: the stream; a looped one is bounded by this
 * @end: new end, a stream position in bytes
 *
 * Forward costs the engine nothing unless it waits for data. Back below what it has acquired takes
 * a revoke: all or nothing.
 *
 * Context: Stream locked.
 * Return: 0; -EINVAL if the engine is beyond @end already, -EIO if its halt was not seen; in both
 *	cases what was committed still is, and plays on, as far as the engine can.
 */
int waveport_stream_commit(struct waveport_stream *stream, u64 end)
{
	struct waveport_queue *queue = &stream->queue;
	bool looped = queue->looped;
	u64 committed = queue->committed;
	bool available, revoked = false;
	int err = 0;

	waveport_alsa_assert_locked(stream);
	if (waveport_distance(queue->acquired, end) < 0) {
		if (waveport_distance(waveport_stream_position(stream), end) < 0)
			return -EINVAL;
		err = waveport_stream_revoke_beyond(stream, end);
		revoked = true;
		/* the engine may have come further before it halted */
		if (!err && waveport_distance(queue->released, end) < 0)
			err = -EINVAL;
	}

	if (!err) {
		available = waveport_queue_commit(queue, end);
	} else if (looped) {
		waveport_queue_loop(queue);
		available = true;
	} else {
		available = waveport_queue_commit(queue, committed);
	}
	/* the engine may have halted, and has to go on with what was not revoked */
	if ((available || revoked) && stream->state == WAVEPORT_RUN)
		stream->port->ops->mapping_available(stream);
	return err;
}
