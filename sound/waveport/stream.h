/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What interrupts, pointer calls and commits ask and tell a stream each time, inline for that
 * reason. The rest of it is in stream.c.
 */
#ifndef WAVEPORT_STREAM_H
#define WAVEPORT_STREAM_H

#include <linux/ktime.h>

#include "internal.h"

/**
 * waveport_stream_clock() - read the clock
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: the time in nanoseconds; also in @clock_ns until the clock is read again.
 */
static inline u64 waveport_stream_clock(struct waveport_stream *stream)
{
	stream->clock_ns = ktime_get_ns();
	return stream->clock_ns;
}

/* Context: Stream locked. */
static inline void waveport_stream_advance(struct waveport_stream *stream, u64 position)
{
	if (waveport_distance(stream->position, position) > 0)
		stream->position = position;
}

/**
 * waveport_stream_note_time() - record when the position was read
 * @stream: the stream, whose position was just read
 *
 * Only waveport_stream_may_have_halted() asks for that, and a looped queue never halts. With an
 * earlier time it says yes too often, never too seldom. So if much is left, the time of the last
 * commit stands for that of the reading: a client that commits each period is told no with that
 * too, and an interrupt does not have to read the clock.
 *
 * Context: Stream locked.
 */
static inline void waveport_stream_note_time(struct waveport_stream *stream)
{
	if (stream->queue.looped)
		return;
	if (stream->queue.acquired - stream->position <= stream->deep_bytes)
		waveport_stream_clock(stream);
	stream->looked_ns = stream->clock_ns;
}

/**
 * waveport_stream_ask_position() - read the position of the engine
 * @stream: the stream
 *
 * With period wakeups the time of the last interrupt stands for that of the reading, which saves
 * the pointer call the clock: with an earlier time waveport_stream_may_have_halted() says yes too
 * often, never too seldom.
 *
 * Context: Stream locked.
 * Return: the stream position in bytes.
 */
static inline u64 waveport_stream_ask_position(struct waveport_stream *stream)
{
	waveport_stream_advance(stream, stream->ops->get_position(stream));
	if (!stream->wakeups)
		waveport_stream_note_time(stream);
	return stream->position;
}

/**
 * waveport_stream_position() - get the position of the engine
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: the stream position in bytes. While the port reports a position to the core, that
 *	position, without another reading of the hardware.
 */
static inline u64 waveport_stream_position(struct waveport_stream *stream)
{
	return stream->notifying ? stream->position : waveport_stream_ask_position(stream);
}

/**
 * waveport_stream_halts() - check whether the engine halts at the end of what it has acquired
 * @stream: the stream
 *
 * An engine that only loops does not, but the port ends its loop at a drain, see loop.c.
 *
 * Context: Stream locked, in WAVEPORT_RUN.
 * Return: true if it does so by itself, or if the port does it.
 */
static inline bool waveport_stream_halts(const struct waveport_stream *stream)
{
	return !stream->queue.looped;
}

/*
 * Record a gap: the engine reached @acquired, the end of what it had acquired, and halted although
 * more was committed. What it plays next follows a silence that the client did not write. An engine
 * that only loops has been given more at that end, or has told its silence.
 *
 * Context: Stream locked.
 */
static inline void waveport_stream_note_gap(struct waveport_stream *stream, u64 acquired)
{
	if (stream->position == acquired && stream->queue.committed != acquired &&
	    stream->framing.flags & WAVEPORT_FRAMING_LIST && waveport_stream_halts(stream))
		stream->gap = true;
}

/**
 * waveport_stream_service() - call the service method after an interrupt or an alarm
 * @stream: the stream, in WAVEPORT_RUN
 *
 * Context: Stream locked.
 * Return: 0, or -ENODEV if the hardware is gone.
 */
static inline int waveport_stream_service(struct waveport_stream *stream)
{
	u64 acquired = stream->queue.acquired;
	int err;

	stream->told = stream->position;
	err = stream->ops->service(stream, &stream->told);
	if (err)
		return err;

	waveport_stream_advance(stream, stream->told);
	waveport_stream_note_time(stream);
	waveport_stream_note_gap(stream, acquired);
	return 0;
}

/**
 * waveport_stream_idle() - check whether the engine has reached the end of what is committed
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if it has; it waits for the client then.
 */
static inline bool waveport_stream_idle(const struct waveport_stream *stream)
{
	return stream->position == stream->queue.committed && waveport_stream_halts(stream);
}

/**
 * waveport_stream_halted() - check whether the engine has reached the end of what it has acquired
 * @stream: the stream
 *
 * Context: Stream locked, after waveport_stream_position().
 * Return: true if it has; it waits for more mappings then, whether or not more is committed.
 */
static inline bool waveport_stream_halted(const struct waveport_stream *stream)
{
	return stream->position == stream->queue.acquired && waveport_stream_halts(stream);
}

/**
 * waveport_stream_commit() - move the end of what the client has committed
 * @stream: the stream; a looped one becomes an ordinary one that ends at @end
 * @end: new end, a stream position in bytes
 *
 * A move forward needs no register access unless the engine waits for data. A move back below what
 * the engine has acquired revokes the mappings beyond @end. It is made completely or not at all.
 *
 * Context: Stream locked.
 * Return: 0; -EINVAL if the engine is already beyond @end, -EIO if the engine could not be halted.
 *	On an error the end of what is committed is as before, and the stream continues as far as
 *	the engine can.
 */
static inline int waveport_stream_commit(struct waveport_stream *stream, u64 end)
{
	struct waveport_queue *queue = &stream->queue;

	waveport_alsa_assert_locked(stream);
	if (queue->refused || waveport_distance(queue->acquired, end) < 0)
		return waveport_stream_commit_and_tell(stream, end);
	waveport_queue_commit(queue, end);
	return 0;
}

/**
 * waveport_stream_may_have_halted() - check whether the engine has had the time to halt
 * @stream: the stream
 *
 * Compares the data that the engine had left at the last reading of the position with the time
 * since then, at twice the rate of the stream as a margin. In steady state the time is too short,
 * which saves the register accesses of a reading. Jiffies would be cheaper, but the processor that
 * counts them may be the one whose interrupts are off, so that the halt has not been told.
 *
 * Context: Stream locked.
 * Return: false if the engine cannot have halted.
 */
static inline bool waveport_stream_may_have_halted(struct waveport_stream *stream)
{
	u64 waited_ns, passed;

	if (!waveport_stream_halts(stream))
		return false;
	waited_ns = waveport_stream_clock(stream) - stream->looked_ns;
	passed = (waited_ns >> 10) * stream->step_bytes >> 10;
	return passed + stream->burst_bytes >= stream->queue.acquired - stream->position;
}

/**
 * waveport_hwptr_check() - request a look if the engine has nothing to do
 * @stream: the stream; the caller has just updated its position
 *
 * Such an engine raises no interrupt that would report its state to the core.
 *
 * Context: Stream locked.
 */
static inline void waveport_hwptr_check(struct waveport_stream *stream)
{
	if (stream->state == WAVEPORT_RUN &&
	    (stream->supply == WAVEPORT_SUPPLY_STARTED || stream->gap ||
	     waveport_stream_idle(stream)))
		waveport_hwptr_look_later(stream);
}

#endif /* WAVEPORT_STREAM_H */
