// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two transports: how the PCM devices of an engine differ.
 *
 * Queue (WavePci): the engine gets only what the client has committed. For playback the client
 * commits what it has written. For capture it commits what it has read, because the engine may
 * write there again; so the end of it is the application pointer plus the buffer size. The ALSA
 * core has both as "hw_avail", which waveport_alsa_client_end() converts to a stream position.
 *
 * Cyclic (WaveRT): the engine loops over the buffer, regardless of what the client writes or reads.
 * It notifies at the end of each cycle, at its half and its end, or never. An engine that loops by
 * itself is set up for the buffer by loop.c. An engine that consumes a list gets the buffer as
 * mappings, repeatedly (a looped packet in WavePci); so it halts, pauses and drains exact to the
 * frame, as on the queue device.
 */

#include <linux/indirect_call_wrapper.h>
#include <sound/pcm.h>

#include "alsa.h"
#include "internal.h"
#include "stream.h"
#include "trace.h"

/*
 * Recognise a client that does not move its application pointer, for which the buffer is looped
 * until the stream is stopped. A client that has disabled XRUNs and starts playback with nothing
 * committed (dmix) writes into the running buffer without a commit. A client that has disabled
 * XRUNs and captures (dsnoop) does not report what it has read.
 *
 * Context: Stream locked.
 */
static bool waveport_transport_never_commits(const struct waveport_stream *stream)
{
	if (!waveport_alsa_never_stops(stream))
		return false;
	return stream->capture || waveport_alsa_client_end(stream) == stream->reported;
}

/* The engine gets mappings, or the port does in its place. */
static bool waveport_transport_has_list(const struct waveport_stream *stream)
{
	return stream->ops != &waveport_loop_ops;
}

/* Context: Stream locked. */
static void waveport_transport_loop(struct waveport_stream *stream)
{
	waveport_queue_loop(&stream->queue);
	waveport_supply_set(stream, WAVEPORT_SUPPLY_LOOPED);
	if (waveport_transport_has_list(stream) && stream->state == WAVEPORT_RUN)
		waveport_stream_feed(stream);
}

/*
 * A drain ends a loop on the client's last frame, or now if the engine is beyond that frame.
 *
 * Context: Stream locked.
 */
static void waveport_transport_drain(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	if (!stream->queue.looped)
		return;
	if (!waveport_transport_has_list(stream))
		waveport_loop_end(stream, end);
	else if (waveport_stream_commit(stream, end))
		waveport_stream_revoke_all(stream);
}

/* Context: Stream locked. */
static int waveport_transport_start_queue(struct waveport_stream *stream)
{
	if (waveport_transport_never_commits(stream)) {
		waveport_transport_loop(stream);
		return 0;
	}
	return waveport_stream_commit(stream, waveport_alsa_client_end(stream));
}

/*
 * If the client of a looped queue moves its application pointer beyond the hardware pointer, it
 * does commit, and the loop ends there, unless the engine is already beyond that position.
 *
 * Context: Stream locked.
 */
static noinline int waveport_transport_end_loop(struct waveport_stream *stream, u64 end)
{
	if (!stream->capture && waveport_distance(stream->reported, end) > 0 &&
	    !waveport_stream_commit(stream, end))
		waveport_supply_set(stream, WAVEPORT_SUPPLY_FED);
	return 0;
}

/* Inline in the ack operation, which nearly all clients call for each period. */
static __always_inline int waveport_transport_commit_queue(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	return stream->queue.looped ? waveport_transport_end_loop(stream, end) :
				      waveport_stream_commit(stream, end);
}

/* Context: May sleep. */
static int waveport_transport_allocate_queue(struct waveport_stream *stream, unsigned int periods)
{
	return waveport_stream_bounces(stream) ? waveport_bounce_create(stream) : 0;
}

/* Context: May sleep. */
static void waveport_transport_free_queue(struct waveport_stream *stream)
{
	if (waveport_stream_bounces(stream))
		waveport_bounce_free(stream);
}

const struct waveport_transport waveport_transport_queue = {
	.id = WAVEPORT_QUEUE,
	.name = "waveport queue",
	.suffix = "",
	.info = SNDRV_PCM_INFO_SYNC_APPLPTR,
	.contiguous = false,
	.buffer_bytes_max = 8 << 20,
	.periods_min = 2,
	.periods_max = UINT_MAX,
	.allocate = waveport_transport_allocate_queue,
	.free = waveport_transport_free_queue,
	.start = waveport_transport_start_queue,
	.commit = waveport_transport_commit_queue,
	.drain = waveport_transport_drain,
};

/* Context: May sleep. */
static int waveport_transport_allocate_cyclic(struct waveport_stream *stream, unsigned int periods)
{
	const struct waveport_miniport_ops *ops = stream->port->ops;
	const struct waveport_buffer buffer = {
		.memory = &stream->extents->memory,
		.bytes = stream->buffer_bytes,
	};

	if (!waveport_transport_has_list(stream))
		waveport_loop_set(stream);
	if (!stream->wakeups)
		return ops->allocate_audio_buffer(stream, &buffer);
	return ops->allocate_buffer_with_notification(stream, periods, &buffer);
}

/* Context: May sleep. */
static void waveport_transport_free_cyclic(struct waveport_stream *stream)
{
	stream->port->ops->free_audio_buffer(stream);
}

/*
 * A START that begins a drain must not play beyond what is committed. Only the first look after
 * START can tell it from an ordinary one, see waveport_alsa_drains(). Until then the engine gets
 * only what is committed.
 *
 * Context: Stream locked.
 */
static int waveport_transport_start_cyclic(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	if (!stream->capture && waveport_transport_has_list(stream) && end != stream->reported)
		return waveport_stream_commit(stream, end);
	/* the first look ends the loop if this was a drain */
	if (!stream->capture && !waveport_transport_has_list(stream))
		waveport_queue_loop(&stream->queue);
	else
		waveport_transport_loop(stream);
	return 0;
}

/*
 * The application pointer bounds the engine only before the first look after START and during a
 * drain. Otherwise the buffer is looped.
 *
 * Context: Stream locked.
 */
static int waveport_transport_commit_cyclic(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	if (stream->queue.looped)
		return 0;
	if (waveport_transport_has_list(stream))
		return waveport_stream_commit(stream, end);
	return stream->supply == WAVEPORT_SUPPLY_DRAINING ? waveport_loop_end(stream, end) : 0;
}

const struct waveport_transport waveport_transport_cyclic = {
	.id = WAVEPORT_CYCLIC,
	.name = "waveport cyclic",
	.suffix = ", cyclic",
	.offset = WAVEPORT_CYCLIC_OFFSET,
	.contiguous = true,
	.buffer_bytes_max = 2 << 20,
	.periods_min = 1,
	.periods_max = 2,
	.allocate = waveport_transport_allocate_cyclic,
	.free = waveport_transport_free_cyclic,
	.start = waveport_transport_start_cyclic,
	.started = waveport_transport_loop,
	.commit = waveport_transport_commit_cyclic,
	.drain = waveport_transport_drain,
};

/*
 * What follows a commit that was refused, or that moves the mapped pointer too.
 *
 * Context: Stream locked.
 */
static noinline void waveport_transport_committed(struct waveport_stream *stream, int err)
{
	if (!err)
		stream->appl_ptr = waveport_alsa_appl_ptr(stream);
	else if (err != -EPIPE)
		stream->counters.refusals++;
}

/**
 * waveport_transport_ack() - the ack operation of a PCM device: the client has moved its pointer
 * @substream: the substream of a stream
 *
 * struct snd_pcm_ops. -EPIPE makes the core handle an XRUN (pcm_lib_apply_appl_ptr(), as read in
 * 6.1.192 and 6.12.117). To an older core the look reports the XRUN.
 *
 * Context: Stream locked.
 * Return: 0; -EPIPE if the engine has halted before this; as the transport's commit otherwise.
 */
int waveport_transport_ack(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = substream->runtime->private_data;
	int err;

	/*
	 * Not prepared, or even without a buffer: snd_pcm_sync_ptr() takes a pointer in every
	 * state. There is nothing to commit to, and the next prepare sets the pointer again.
	 */
	if (stream->state == WAVEPORT_STOP)
		return 0;

	stream->counters.commits++;
	if (waveport_stream_may_have_halted(stream) && waveport_hwptr_missed(stream))
		err = -EPIPE;
	else
		err = INDIRECT_CALL_1(stream->transport->commit, waveport_transport_commit_queue,
				      stream);
	if (trace_waveport_commit_enabled())
		trace_waveport_commit(stream, waveport_alsa_client_end(stream), err);
	if (err || stream->maps_control)
		waveport_transport_committed(stream, err);
	waveport_hwptr_check(stream);
	return err;
}
