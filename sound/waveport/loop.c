// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cyclic device of an engine that only loops: what it loops over, and the end of a drain.
 *
 * Such an engine knows no end of the data. At a drain the port writes silence behind the last frame
 * of the client, always as far ahead as the engine can get before the next look, and stops the
 * engine when it is in that silence. The position that the client sees ends with its last frame.
 *
 * The methods here stand between the port and the miniport. Whether the loop ends is a property of
 * the queue: it is looped until waveport_loop_end().
 */

#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <sound/pcm.h>

#include "internal.h"
#include "stream.h"

/* How much longer than it should a drain of a short loop may take. */
#define WAVEPORT_LOOP_PATIENCE_NS	(100 * NSEC_PER_MSEC)

/**
 * waveport_stream_loop() - get what the engine has to loop over
 * @stream: the stream, of an engine without WAVEPORT_FRAMING_LIST
 *
 * Context: Between WAVEPORT_ACQUIRE and WAVEPORT_STOP.
 * Return: the loop; valid until the engine is taken to WAVEPORT_ACQUIRE.
 */
const struct waveport_loop *waveport_stream_loop(const struct waveport_stream *stream)
{
	return &stream->loop;
}
EXPORT_SYMBOL_GPL(waveport_stream_loop);

/**
 * waveport_loop_set() - have the engine loop over the buffer of the client
 * @stream: the stream; its format and its wakeups are set
 *
 * Context: May sleep; in hw_params.
 */
void waveport_loop_set(struct waveport_stream *stream)
{
	u32 notify = stream->wakeups ? stream->packet_bytes : 0;

	stream->loop = (struct waveport_loop) {
		.memory = &stream->extents->memory,
		.bytes = stream->buffer_bytes,
		.first_bytes = notify,
		.notify_bytes = notify,
	};
}

/**
 * waveport_loop_is_short() - check whether an engine may loop without being seen to move
 * @stream: the stream; its format is set
 *
 * An engine that moves in bursts may make whole laps of a buffer that is shorter than two of these,
 * and then its position is the same each time that it is read.
 *
 * Context: Any.
 * Return: true on the cyclic device of an engine that only loops, with such a buffer.
 */
bool waveport_loop_is_short(const struct waveport_stream *stream)
{
	return stream->ops == &waveport_loop_ops &&
	       stream->buffer_bytes <= 2 * stream->burst_bytes;
}

/**
 * waveport_loop_whole() - get the whole frames of a position of an engine that only loops
 * @stream: the stream
 * @bytes: where the engine is since it was reset
 *
 * Such an engine counts bytes, and may be inside a frame.
 *
 * Context: Any.
 * Return: bytes.
 */
u64 waveport_loop_whole(const struct waveport_stream *stream, u64 bytes)
{
	u32 rest;

	div_u64_rem(bytes, stream->format.frame_bytes, &rest);
	return bytes - rest;
}

static u64 waveport_loop_locate(struct waveport_stream *stream)
{
	return waveport_loop_whole(stream, stream->port->ops->get_position(stream));
}

/* Context: Stream locked. */
static void waveport_loop_silence(struct waveport_stream *stream, u64 from, u64 to)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;
	u32 offset;

	div_u64_rem(from, stream->buffer_bytes, &offset);
	while (waveport_distance(from, to) > 0) {
		u32 bytes = min_t(u64, to - from, stream->buffer_bytes - offset);

		snd_pcm_format_set_silence(runtime->format, runtime->dma_area + offset,
					   bytes_to_samples(runtime, bytes));
		from += bytes;
		offset = 0;
	}
}

/*
 * Silence everything that the engine has already played, up to a buffer ahead of it. What a rewind
 * has withdrawn is silenced only when the engine comes near, because the client may forward again
 * over what it has written there. Look again when that is due, when the engine has moved by half a
 * buffer, or when it has reached the end.
 *
 * Context: Stream locked, in WAVEPORT_RUN.
 */
static void waveport_loop_follow(struct waveport_stream *stream, u64 position)
{
	u64 end = stream->queue.committed;
	u64 to = position + stream->buffer_bytes;
	u64 near = position + 2 * stream->burst_bytes + stream->fifo_bytes;
	s64 until_near = waveport_distance(near, end);
	s64 left = waveport_distance(position, end + stream->fifo_bytes);

	if (waveport_distance(stream->silent_to, to) > 0) {
		waveport_loop_silence(stream, stream->silent_to, to);
		stream->silent_to = to;
	}
	if (until_near > 0 && stream->silent_from != end) {
		left = until_near;
	} else {
		waveport_loop_silence(stream, end, stream->silent_from);
		stream->silent_from = end;
	}
	if (left > 0)
		waveport_alarm_set(stream, min_t(u64, left, stream->buffer_bytes / 2));
}

/* Context: Stream locked, in WAVEPORT_RUN; the engine is at @position. */
static void waveport_loop_expect_end(struct waveport_stream *stream, u64 position)
{
	s64 left = waveport_distance(position, stream->queue.committed + stream->fifo_bytes);

	stream->overdue_ns = ktime_get_ns() + waveport_alarm_time(stream, max_t(s64, left, 0)) +
			     WAVEPORT_LOOP_PATIENCE_NS;
}

/*
 * The position of a short loop may never show the end of a drain. So the time ends it, too.
 *
 * Context: Stream locked.
 */
static bool waveport_loop_is_overdue(const struct waveport_stream *stream)
{
	return stream->state == WAVEPORT_RUN && waveport_loop_is_short(stream) &&
	       ktime_get_ns() >= stream->overdue_ns;
}

/*
 * Limit the position to the end of the client's data. The last frame counts as played when the
 * engine has moved beyond it by its FIFO, because the halt that follows loses what is in there.
 *
 * Context: Stream locked.
 */
static u64 waveport_loop_limit(const struct waveport_stream *stream, u64 position)
{
	u64 end = stream->queue.committed;

	if (stream->queue.looped || stream->supply != WAVEPORT_SUPPLY_DRAINING)
		return position;
	if (waveport_distance(end + stream->fifo_bytes, position) >= 0 ||
	    waveport_loop_is_overdue(stream))
		return end;
	if (waveport_distance(position, end) > 0)
		return position;
	return end - stream->format.frame_bytes;
}

/*
 * Let the silence begin behind a new end. What the client has written up to there may have replaced
 * silence for the next lap.
 *
 * Context: Stream locked; the queue has the old end.
 */
static void waveport_loop_limit_silence(struct waveport_stream *stream, u64 end)
{
	u64 old = stream->queue.committed;
	u64 written = old + stream->buffer_bytes;
	bool begins = stream->queue.looped;

	if (begins || waveport_distance(stream->silent_from, end) > 0)
		stream->silent_from = end;
	if (begins || waveport_distance(stream->silent_to, end) > 0)
		stream->silent_to = end;
	else if (waveport_distance(old, end) > 0 &&
		 waveport_distance(written, stream->silent_to) > 0)
		stream->silent_to = written;
}

/**
 * waveport_loop_end() - end a loop on the last frame of the client
 * @stream: the stream, in WAVEPORT_RUN
 * @end: the end of it, a stream position in bytes
 *
 * Context: Stream locked.
 * Return: 0, or -EINVAL if the engine is beyond @end: the loop ends where the engine is, or, if it
 *	had an end already, there.
 */
int waveport_loop_end(struct waveport_stream *stream, u64 end)
{
	u64 position = waveport_stream_position(stream);
	bool late = waveport_distance(position, end) < 0;
	struct waveport_queue *queue = &stream->queue;

	if (late && !queue->looped)
		return -EINVAL;
	end = late ? position : end;
	waveport_loop_limit_silence(stream, end);
	queue->looped = false;
	queue->released = position;
	queue->acquired = position;
	queue->committed = end;
	if (stream->state == WAVEPORT_RUN) {
		waveport_loop_follow(stream, position);
		waveport_loop_expect_end(stream, position);
	}
	return late ? -EINVAL : 0;
}

static int waveport_loop_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	int err = stream->port->ops->set_state(stream, state);
	u64 position;

	if (err || state != WAVEPORT_RUN || stream->queue.looped)
		return err;
	/* a drain that was paused goes on */
	position = waveport_loop_locate(stream);
	waveport_loop_follow(stream, position);
	waveport_loop_expect_end(stream, position);
	return 0;
}

static u64 waveport_loop_get_position(struct waveport_stream *stream)
{
	return waveport_loop_limit(stream, waveport_loop_locate(stream));
}

static int waveport_loop_service(struct waveport_stream *stream, u64 *position)
{
	int err = stream->port->ops->service(stream, position);

	if (err)
		return err;
	*position = waveport_loop_whole(stream, *position);
	if (stream->queue.looped)
		return 0;
	/* where the engine is, not the border that it has told */
	*position = waveport_loop_locate(stream);
	waveport_loop_follow(stream, *position);
	*position = waveport_loop_limit(stream, *position);
	return 0;
}

/* Nothing is ever acquired. */
static int waveport_loop_mapping_available(struct waveport_stream *stream)
{
	return 0;
}

static int waveport_loop_revoke_mappings(struct waveport_stream *stream, u64 first, u64 last)
{
	return 0;
}

/* What a stream of the cyclic device calls for an engine that only loops. */
const struct waveport_miniport_ops waveport_loop_ops = {
	.set_state = waveport_loop_set_state,
	.get_position = waveport_loop_get_position,
	.service = waveport_loop_service,
	.mapping_available = waveport_loop_mapping_available,
	.revoke_mappings = waveport_loop_revoke_mappings,
};
