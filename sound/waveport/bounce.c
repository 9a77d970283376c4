// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue device of an engine that only loops. The engine loops over a ring of the port, and the
 * port copies: what the client has committed into the ring, or what the engine has captured out of
 * it. Towards the port these methods are a miniport whose engine consumes a list and halts at its
 * end; towards the miniport they are the port.
 *
 * Playback: behind the last byte that was copied there is always silence, at least a quarter of the
 * ring, so an engine that nobody stops in time plays nothing that was not committed. When it is in
 * the silence it is stopped. Each start sets the engine up anew and begins at the beginning of the
 * ring, where the first byte is then the one at which the engine was halted. Nothing of what was
 * copied is changed within margin_bytes ahead of the engine, because it may have fetched that
 * already; where this is necessary the engine is halted and started anew.
 *
 * Capture: the engine runs on when the client has no room left. What it captures meanwhile is not
 * lost if the client makes room before half of the ring is full; then the engine is stopped.
 *
 * A looped queue (a client that never commits, such as dmix) changes data as long as the engine has
 * not played it. So little of it is copied ahead, and what is copied counts as played.
 *
 * The ring (ring.c) lives from waveport_bounce_create() to waveport_bounce_free(), that is from
 * hw_params to hw_free. The stream lock protects it.
 */

#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <sound/pcm.h>

#include "internal.h"
#include "ring.h"

/**
 * struct waveport_bounce - what is between a queue and an engine that only loops
 * @ring: the ring
 * @margin_bytes: how far ahead of its position the engine may have fetched
 * @state: state of the engine
 * @located: stream position of the engine when it was last asked; not limited by the data
 * @told: stream position of the last notification, which @located may not show yet
 * @copied: end of what was copied
 * @silenced: playback: end of the silence behind @copied
 *
 * Positions are stream positions in bytes.
 */
struct waveport_bounce {
	struct waveport_ring ring;
	u32 margin_bytes;
	enum waveport_state state;
	u64 located;
	u64 told;
	u64 copied;
	u64 silenced;
};

static const struct waveport_miniport_ops *
waveport_bounce_engine(const struct waveport_stream *stream)
{
	return stream->port->ops;
}

static bool waveport_bounce_runs(const struct waveport_bounce *bounce)
{
	return bounce->state == WAVEPORT_RUN;
}

/**
 * waveport_bounce_state() - get the state of the engine behind the ring
 * @stream: the stream
 *
 * Context: Stream locked, or in a method of the miniport.
 * Return: the state.
 */
enum waveport_state waveport_bounce_state(const struct waveport_stream *stream)
{
	return stream->bounce->state;
}

/* Change the state of the engine, one neighbour at a time. Returns as set_state of the miniport. */
static int waveport_bounce_engine_to(struct waveport_stream *stream, enum waveport_state state)
{
	struct waveport_bounce *bounce = stream->bounce;

	while (bounce->state != state) {
		bool up = bounce->state < state;
		enum waveport_state next = up ? bounce->state + 1 : bounce->state - 1;
		int err = waveport_bounce_engine(stream)->set_state(stream, next);

		if (err && up)
			return err;
		bounce->state = next;
	}
	return 0;
}

/**
 * waveport_bounce_create() - allocate the ring
 * @stream: the stream; its format, its period and its wakeups are set
 *
 * Context: May sleep; in hw_params.
 * Return: 0, -ENOMEM, or the error of the miniport's allocate method.
 */
int waveport_bounce_create(struct waveport_stream *stream)
{
	struct waveport_buffer buffer = {};
	struct waveport_bounce *bounce;
	int err;

	bounce = kzalloc(sizeof(*bounce), GFP_KERNEL);
	if (!bounce)
		return -ENOMEM;
	err = waveport_ring_create(stream, &bounce->ring);
	if (err)
		goto err_free;

	buffer.memory = &bounce->ring.memory;
	buffer.bytes = bounce->ring.bytes;
	stream->bounce = bounce;
	err = waveport_bounce_engine(stream)->allocate_audio_buffer(stream, &buffer);
	if (!err)
		return 0;

	stream->bounce = NULL;
	waveport_ring_free(&bounce->ring);
err_free:
	kfree(bounce);
	return err;
}

/**
 * waveport_bounce_free() - free the ring
 * @stream: the stream, in WAVEPORT_STOP
 *
 * Context: May sleep.
 */
void waveport_bounce_free(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;

	waveport_bounce_engine(stream)->free_audio_buffer(stream);
	stream->bounce = NULL;
	waveport_ring_free(&bounce->ring);
	kfree(bounce);
}

/* Context: Stream locked. */
static u64 waveport_bounce_ask(struct waveport_stream *stream)
{
	u64 bytes = waveport_bounce_engine(stream)->get_position(stream);

	return stream->bounce->ring.origin + waveport_loop_whole(stream, bytes);
}

/* Context: Stream locked. */
static void waveport_bounce_locate(struct waveport_stream *stream)
{
	if (waveport_bounce_runs(stream->bounce))
		stream->bounce->located = waveport_bounce_ask(stream);
}

/*
 * Copy what was captured into the acquired mappings.
 *
 * Context: Stream locked; the position is up to date.
 */
static void waveport_bounce_collect(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;
	const struct waveport_mapping *mapping;
	unsigned int i;

	for (i = 0; (mapping = waveport_acquired_mapping(stream, i)); i++) {
		u64 end = mapping->position + mapping->bytes;

		if (waveport_distance(bounce->located, end) > 0)
			end = bounce->located;
		if (waveport_distance(bounce->copied, end) <= 0)
			continue;
		waveport_ring_copy(&bounce->ring, stream, mapping, bounce->copied, end);
		bounce->copied = end;
	}
}

/*
 * The position that the port gets. The last frame that was committed counts as played when the
 * engine has moved beyond it by what it may have fetched, because the halt that follows loses that.
 *
 * Context: Stream locked; the position of the engine is up to date.
 */
static u64 waveport_bounce_position(const struct waveport_stream *stream)
{
	const struct waveport_bounce *bounce = stream->bounce;
	u64 end = bounce->copied;

	/* what is in the ring, if there is anything, may be of the time before a reset */
	if (!waveport_bounce_runs(bounce))
		return waveport_released_position(stream);
	if (stream->capture || stream->queue.looped)
		return end;
	if (waveport_distance(bounce->located, end) > 0)
		return bounce->located;
	if (waveport_distance(end + bounce->margin_bytes, bounce->located) >= 0)
		return end;
	return end - stream->format.frame_bytes;
}

/*
 * How far ahead of the engine data is copied. For a looped queue no further than the engine gets
 * before the next notification, and the burst in which an emulated one moves; otherwise as far as
 * the ring has room for a whole mapping more.
 *
 * Context: Stream locked.
 */
static u32 waveport_bounce_lead(const struct waveport_stream *stream)
{
	const struct waveport_bounce *bounce = stream->bounce;
	u32 most = bounce->ring.bytes - bounce->ring.bytes / 4 - stream->queue.geometry.run_bytes;
	u32 lead = stream->loop.notify_bytes + bounce->margin_bytes + stream->burst_bytes;

	return stream->queue.looped ? rounddown(min(lead, most), stream->format.frame_bytes) : most;
}

/*
 * Get what is to be copied next: the acquired mapping that begins there, which was copied before a
 * halt or only in part, or else a new one.
 *
 * Context: Stream locked.
 */
static bool waveport_bounce_next(struct waveport_stream *stream, struct waveport_mapping *next)
{
	const struct waveport_mapping *mapping;
	unsigned int i;

	for (i = 0; (mapping = waveport_acquired_mapping(stream, i)); i++) {
		if (mapping->position != stream->bounce->copied)
			continue;
		*next = *mapping;
		return true;
	}
	return !waveport_get_mapping(stream, next);
}

/*
 * Acquire and copy what is committed, as far as the ring has room for it and for the silence behind
 * it. Then silence the rest of the ring.
 *
 * Context: Stream locked; the position is up to date.
 */
static void waveport_bounce_fill(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;
	u64 full = bounce->located + waveport_bounce_lead(stream);
	u64 lap = bounce->located + bounce->ring.bytes - bounce->margin_bytes;
	struct waveport_mapping mapping;

	while (waveport_distance(bounce->copied, full) > 0 &&
	       waveport_bounce_next(stream, &mapping)) {
		u64 end = mapping.position + mapping.bytes;

		if (stream->queue.looped && waveport_distance(full, end) > 0)
			end = full;
		waveport_ring_copy(&bounce->ring, stream, &mapping, mapping.position, end);
		bounce->copied = end;
		/* it counts as played, and the next may be needed at once */
		if (stream->queue.looped)
			waveport_terminate_packet(stream, end);
	}
	if (waveport_distance(bounce->silenced, bounce->copied) > 0)
		bounce->silenced = bounce->copied;
	if (waveport_distance(bounce->silenced, lap) > 0) {
		waveport_ring_silence(&bounce->ring, stream, bounce->silenced, lap);
		bounce->silenced = lap;
	}
}

/*
 * Acquire all the room that the client has made.
 *
 * Context: Stream locked.
 */
static void waveport_bounce_make_room(struct waveport_stream *stream)
{
	waveport_get_mappings(stream, WAVEPORT_QUEUE_DEPTH);
}

/* Release what the engine has completed. Context: Stream locked; the position is up to date. */
static void waveport_bounce_release(struct waveport_stream *stream)
{
	u64 position = waveport_bounce_position(stream);
	const struct waveport_mapping *oldest;

	while ((oldest = waveport_acquired_mapping(stream, 0)) &&
	       waveport_distance(oldest->position + oldest->bytes, position) >= 0)
		waveport_release_mapping(stream, oldest->tag);
}

/*
 * Halt the engine, and report the exact position. If it has played silence, or captured in vain,
 * before what follows, report that, too; only the exact position tells.
 *
 * Context: Stream locked.
 */
static void waveport_bounce_halt(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;
	bool more = stream->queue.committed != bounce->copied;
	u64 position;

	if (!waveport_bounce_runs(bounce))
		return;
	waveport_bounce_engine_to(stream, WAVEPORT_PAUSE);
	bounce->located = waveport_bounce_ask(stream);
	if (stream->capture)
		waveport_bounce_collect(stream);
	position = bounce->copied;
	if (more && waveport_distance(position, bounce->located) > 0)
		waveport_engine_halted(stream);
	if (!stream->capture && !stream->queue.looped &&
	    waveport_distance(bounce->located, position) > 0)
		position = bounce->located;
	bounce->located = position;
	bounce->copied = position;
	waveport_terminate_packet(stream, position);
}

/*
 * Let the ring begin where the stream is, and have its notifications fall on the period borders.
 *
 * Context: Stream locked; the engine does not run.
 */
static void waveport_bounce_set_loop(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;
	u32 notify = stream->queue.looped ? bounce->ring.fine_bytes : bounce->ring.notify_bytes;
	u32 behind;

	bounce->ring.origin = waveport_released_position(stream);
	bounce->located = bounce->ring.origin;
	bounce->told = bounce->ring.origin;
	bounce->copied = bounce->ring.origin;
	bounce->silenced = bounce->ring.origin;
	div_u64_rem(bounce->ring.origin, notify, &behind);
	stream->loop = (struct waveport_loop) {
		.memory = &bounce->ring.memory,
		.bytes = bounce->ring.bytes,
		.first_bytes = roundup(notify - behind, stream->framing.step_bytes),
		.notify_bytes = notify,
	};
}

/* Context: Stream locked; the engine does not run. */
static void waveport_bounce_load(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;

	if (stream->capture) {
		waveport_bounce_make_room(stream);
		return;
	}
	waveport_bounce_fill(stream);
	/* the whole ring is free */
	waveport_ring_silence(&bounce->ring, stream, bounce->silenced,
			      bounce->ring.origin + bounce->ring.bytes);
}

/*
 * Look again when the position shows what a notification has told. When nothing more is committed,
 * the engine reaches the end before the next notification. Then it has to be halted, and the client
 * told.
 *
 * Context: Stream locked; the position is up to date.
 */
static void waveport_bounce_set_alarm(struct waveport_stream *stream)
{
	struct waveport_bounce *bounce = stream->bounce;
	s64 left = waveport_distance(bounce->located, bounce->copied + bounce->margin_bytes);

	if (stream->capture || stream->queue.looped)
		return;
	if (waveport_distance(bounce->located, bounce->told) > 0) {
		waveport_alarm_set(stream, bounce->margin_bytes);
		return;
	}
	if (stream->queue.committed != bounce->copied)
		return;
	if (left > 0 && left <= stream->loop.notify_bytes + bounce->margin_bytes)
		waveport_alarm_set(stream, left);
}

/*
 * Ask how far ahead the engine fetches. It may know that only when it is set up.
 *
 * Context: Any; the engine does not run.
 */
static void waveport_bounce_set_margin(struct waveport_stream *stream)
{
	struct waveport_latency latency = {};

	waveport_bounce_engine(stream)->get_hw_latency(stream, &latency);
	stream->bounce->margin_bytes = roundup(latency.fifo_bytes + latency.late_bytes,
					       stream->format.frame_bytes);
}

/*
 * Start the engine at the beginning of the ring, if it has anything to do.
 *
 * Context: Stream locked; the engine does not run.
 * Return: 0 or the error of the miniport.
 */
static int waveport_bounce_start(struct waveport_stream *stream)
{
	int err;

	waveport_bounce_set_loop(stream);
	waveport_bounce_load(stream);
	if (!waveport_acquired_count(stream) && !stream->queue.looped)
		return 0;
	err = waveport_bounce_engine_to(stream, WAVEPORT_ACQUIRE);
	if (!err)
		err = waveport_bounce_engine_to(stream, WAVEPORT_PAUSE);
	if (err)
		return err;
	waveport_bounce_set_margin(stream);
	err = waveport_bounce_engine_to(stream, WAVEPORT_RUN);
	if (!err)
		waveport_bounce_set_alarm(stream);
	return err;
}

/*
 * Check whether the engine may not go on as it is: it is, or may be before the port has reacted, in
 * the silence behind what was copied, or it has captured more than the ring can hold for long.
 *
 * Context: Stream locked; the position is up to date.
 */
static bool waveport_bounce_has_to_halt(const struct waveport_stream *stream)
{
	const struct waveport_bounce *bounce = stream->bounce;
	const struct waveport_queue *queue = &stream->queue;
	s64 ahead = waveport_distance(bounce->located, bounce->copied);

	if (queue->looped)
		return false;
	if (stream->capture)
		return -ahead > bounce->ring.bytes / 2;
	if (queue->committed != bounce->copied)
		return ahead < bounce->margin_bytes;
	return -ahead >= (s64)bounce->margin_bytes;
}

/*
 * Bring ring and queue up to date with the engine.
 *
 * Context: Stream locked; the engine runs and its position is up to date.
 * Return: 0 or the error of the miniport, if the engine had to be started anew.
 */
static int waveport_bounce_update(struct waveport_stream *stream)
{
	if (stream->capture) {
		waveport_bounce_make_room(stream);
		waveport_bounce_collect(stream);
	}
	if (waveport_bounce_has_to_halt(stream)) {
		waveport_bounce_halt(stream);
		return waveport_bounce_start(stream);
	}
	if (!stream->capture)
		waveport_bounce_fill(stream);
	waveport_bounce_release(stream);
	waveport_bounce_set_alarm(stream);
	return 0;
}

static int waveport_bounce_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	switch (state) {
	case WAVEPORT_RUN:
		return waveport_bounce_start(stream);
	case WAVEPORT_PAUSE:
		/* from below, there is nothing to do before the start */
		waveport_bounce_halt(stream);
		return 0;
	case WAVEPORT_ACQUIRE:
		if (stream->bounce->state == WAVEPORT_STOP)
			waveport_bounce_set_margin(stream);
		return waveport_bounce_engine_to(stream, WAVEPORT_ACQUIRE);
	default:
		return waveport_bounce_engine_to(stream, WAVEPORT_STOP);
	}
}

static u64 waveport_bounce_get_position(struct waveport_stream *stream)
{
	waveport_bounce_locate(stream);
	if (stream->capture)
		waveport_bounce_collect(stream);
	else if (stream->queue.looped && waveport_bounce_runs(stream->bounce))
		waveport_bounce_fill(stream);
	return waveport_bounce_position(stream);
}

/*
 * A notification may be told before the position shows it. What was captured is in memory then. But
 * what the engine has not played until a halt it has to play after that, from the memory of the
 * client, so the client is not told before the position shows it.
 */
static int waveport_bounce_service(struct waveport_stream *stream, u64 *position)
{
	struct waveport_bounce *bounce = stream->bounce;
	u64 told = 0;
	int err;

	if (waveport_bounce_runs(bounce)) {
		err = waveport_bounce_engine(stream)->service(stream, &told);
		if (err)
			return err;
		bounce->told = bounce->ring.origin + waveport_loop_whole(stream, told);
		if (stream->capture)
			bounce->located = bounce->told;
		else
			waveport_bounce_locate(stream);
		err = waveport_bounce_update(stream);
		if (err)
			return err;
	}
	*position = waveport_bounce_position(stream);
	return 0;
}

static int waveport_bounce_mapping_available(struct waveport_stream *stream)
{
	if (!waveport_bounce_runs(stream->bounce))
		return waveport_bounce_start(stream);
	waveport_bounce_locate(stream);
	return waveport_bounce_update(stream);
}

static int waveport_bounce_revoke_mappings(struct waveport_stream *stream, u64 first, u64 last)
{
	struct waveport_bounce *bounce = stream->bounce;
	const struct waveport_mapping *mapping;
	unsigned int i;
	u64 from;

	for (i = 0; (mapping = waveport_acquired_mapping(stream, i)); i++) {
		if (mapping->tag == first)
			break;
	}
	if (!waveport_bounce_runs(bounce))
		return 0;

	from = mapping ? mapping->position : waveport_released_position(stream);
	waveport_bounce_locate(stream);
	if (waveport_distance(bounce->located + bounce->margin_bytes, from) < 0 ||
	    stream->capture) {
		waveport_bounce_halt(stream);
		return 0;
	}
	if (waveport_distance(from, bounce->copied) > 0) {
		waveport_ring_silence(&bounce->ring, stream, from, bounce->copied);
		bounce->copied = from;
	}
	return 0;
}

/* What a stream of the queue device calls for an engine that only loops. */
const struct waveport_miniport_ops waveport_bounce_ops = {
	.set_state = waveport_bounce_set_state,
	.get_position = waveport_bounce_get_position,
	.service = waveport_bounce_service,
	.mapping_available = waveport_bounce_mapping_available,
	.revoke_mappings = waveport_bounce_revoke_mappings,
};
