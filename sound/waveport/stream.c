// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stream between its transport and its miniport: states, mappings, position.
 *
 * Lock: all of it runs with the stream locked, except waveport_stream_set_state() between
 * WAVEPORT_STOP and WAVEPORT_PAUSE, when the engine does not run and nobody else looks. The file
 * knows neither ALSA nor PCI; what it needs of ALSA is in pcm.c.
 */

#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "internal.h"
#include "trace.h"

/* Positions may move at once by what the hardware does in so long. */
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

	waveport_assert_locked(stream);
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

	waveport_assert_locked(stream);
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
	waveport_assert_locked(stream);
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
 * @pair: n, for the n-th pin of the direction
 *
 * Context: Any.
 * Return: the stream, or NULL if the direction has fewer pins.
 */
struct waveport_stream *waveport_stream_find(struct waveport *port, enum waveport_transport_id id,
					     bool capture, unsigned int pair)
{
	unsigned int i;

	for (i = 0; i < port->pin_count; i++) {
		if (port->pins[i].capture == capture && !pair--)
			return &port->streams[id * port->pin_count + i];
	}
	return NULL;
}

static void waveport_stream_advance(struct waveport_stream *stream, u64 position)
{
	if (waveport_distance(stream->position, position) > 0)
		stream->position = position;
}

/* Note the time of a look. Where each interrupt does it, no other look needs to. */
static void waveport_stream_note_time(struct waveport_stream *stream)
{
	if (!stream->queue.looped)
		stream->looked_ns = ktime_get_ns();
}

/**
 * waveport_stream_set_state() - take a stream to a state, neighbour by neighbour
 * @stream: the stream
 * @state: where to
 *
 * Context: Between WAVEPORT_PAUSE and WAVEPORT_RUN with the stream locked, else may sleep.
 * Return: 0; on the way up what the miniport failed with: the stream stays in the last state that
 *	was reached. The way down never fails.
 */
int waveport_stream_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	while (stream->state != state) {
		bool up = stream->state < state;
		enum waveport_state next = up ? stream->state + 1 : stream->state - 1;
		int err = stream->port->ops->set_state(stream, next);

		trace_waveport_state(stream, next, err);
		if (err && up)
			return err;
		stream->state = next;
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
	stream->reported = 0;
	stream->reported_offset = 0;
	stream->position = 0;
	stream->next_border = stream->packet_bytes;
	stream->ending = false;
	stream->starved = false;
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
 * waveport_stream_report() - take note of what ALSA is told of the position
 * @stream: the stream; @reported and @reported_offset are moved to the position
 *
 * ALSA sees positions modulo the buffer, so a whole buffer or more at once would look like less: it
 * is told one frame short of that at the most, and the rest at the next look. Without wakeups the
 * core itself counts the buffers that have gone by.
 *
 * Context: Stream locked.
 */
void waveport_stream_report(struct waveport_stream *stream)
{
	u64 moved = waveport_stream_position(stream) - stream->reported;
	u32 most = stream->buffer_bytes - stream->format.frame_bytes;
	u32 rest;

	if (moved > most && (stream->wakeups || moved == stream->buffer_bytes))
		moved = most;
	stream->reported += moved;
	div_u64_rem(stream->reported_offset + moved, stream->buffer_bytes, &rest);
	stream->reported_offset = rest;
}

/**
 * waveport_stream_crossed() - note the packet borders that the position has passed
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if a notification is due for them.
 */
bool waveport_stream_crossed(struct waveport_stream *stream)
{
	s64 beyond = waveport_distance(stream->next_border, stream->position);

	if (!stream->wakeups || beyond < 0)
		return false;
	stream->next_border += (div_u64(beyond, stream->packet_bytes) + 1) * stream->packet_bytes;
	stream->counters.notifications++;
	return true;
}

/**
 * waveport_stream_service() - have the miniport service a stream after its interrupt
 * @stream: the stream, in WAVEPORT_RUN
 * @border: set to whether a notification is due
 *
 * Context: Stream locked.
 * Return: 0, or -ENODEV if the hardware is gone.
 */
int waveport_stream_service(struct waveport_stream *stream, bool *border)
{
	u64 position = stream->position;
	int err;

	stream->counters.interrupts++;
	err = stream->port->ops->service(stream, &position);
	if (err)
		return err;

	waveport_stream_advance(stream, position);
	waveport_stream_note_time(stream);
	*border = waveport_stream_crossed(stream);
	return 0;
}

/**
 * waveport_stream_dry() - tell whether the engine has done all that is committed
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if it has, and waits for more.
 */
bool waveport_stream_dry(const struct waveport_stream *stream)
{
	const struct waveport_queue *queue = &stream->queue;

	return (stream->framing.flags & WAVEPORT_FRAMING_LIST) && !queue->looped &&
	       stream->position == queue->committed;
}

/*
 * Whether the engine can have done all that is committed since it was last asked, at twice its
 * rate. In steady state it cannot, which the clock tells without a register access.
 */
static bool waveport_stream_may_be_dry(const struct waveport_stream *stream)
{
	const struct waveport_format *format = &stream->format;
	u64 left = div_u64(stream->queue.committed - stream->position, format->frame_bytes);
	u64 passed = 2 * (ktime_get_ns() - stream->looked_ns) + WAVEPORT_BURST_NS;

	return passed >= div_u64(left * NSEC_PER_SEC, format->rate);
}

/**
 * waveport_stream_note_gap() - note whether a commit comes too late
 * @stream: the stream, before the commit
 *
 * It sets a dry engine going again, so the interrupt that tells that the engine has run dry may
 * find nothing amiss.
 *
 * Context: Stream locked.
 */
void waveport_stream_note_gap(struct waveport_stream *stream)
{
	if (stream->state != WAVEPORT_RUN || stream->ending || stream->queue.looped ||
	    !waveport_stream_may_be_dry(stream))
		return;
	waveport_stream_position(stream);
	waveport_stream_note_time(stream);
	if (!waveport_stream_dry(stream))
		return;
	stream->gap = true;
	if (!stream->starved)
		stream->counters.starvations++;
}

/* Take the mappings that reach beyond a position out of the engine and back into the queue. */
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
 * What comes back is committed no more: the stream is dry where the engine stood.
 *
 * Context: Stream locked.
 * Return: 0, or -EIO if the engine could not be halted; nothing is revoked then.
 */
int waveport_stream_revoke_all(struct waveport_stream *stream)
{
	int err = waveport_stream_revoke_beyond(stream, stream->queue.released);

	if (!err)
		waveport_queue_commit(&stream->queue, stream->queue.released);
	return err;
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
	bool owed, revoked = false;
	int err = 0;

	waveport_assert_locked(stream);
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
		owed = waveport_queue_commit(queue, end);
	} else if (looped) {
		waveport_queue_loop(queue);
		owed = true;
	} else {
		owed = waveport_queue_commit(queue, committed);
	}
	/* the engine may have halted, and has to go on with what was not revoked */
	if ((owed || revoked) && stream->state == WAVEPORT_RUN)
		stream->port->ops->mapping_available(stream);
	return err;
}
