// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two transports: in what the PCM devices of an engine differ.
 *
 * Queue (WavePci): the engine gets what the client has committed, and nothing else. For playback
 * the client commits what it has written. For capture it commits what it has read, as room to write
 * into: the end of it is the application pointer plus the buffer. The ALSA core keeps both as
 * "hw_avail", which waveport_client_end() turns into a stream position.
 *
 * Cyclic (WaveRT): the engine plays the buffer again and again, whatever the client does, with a
 * notification at the end of each cycle, at its half and its end, or with none. An engine that
 * loops by itself has been set up by the allocate methods. One that consumes a list is fed the same
 * buffer as a looped packet, mapping by mapping; so it halts, pauses and drains to the frame as the
 * queue transport does.
 */

#include <sound/pcm.h>

#include "internal.h"

/*
 * A client that starts playback with nothing committed and never wants to be stopped (dmix) never
 * will commit anything: it writes behind the hardware pointer and lets it go round. A client that
 * captures and never wants to be stopped (dsnoop) does not tell what it has read either. For such
 * a run the buffer is looped.
 */
static bool waveport_transport_never_commits(const struct waveport_stream *stream)
{
	if (!waveport_client_free_runs(stream))
		return false;
	return stream->capture || waveport_client_end(stream) == stream->reported;
}

static int waveport_transport_start_queue(struct waveport_stream *stream)
{
	if (waveport_transport_never_commits(stream)) {
		waveport_queue_loop(&stream->queue);
		return 0;
	}
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

static int waveport_transport_commit_queue(struct waveport_stream *stream)
{
	if (stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

static void waveport_transport_drain_queue(struct waveport_stream *stream)
{
	/* a looped run has no last frame that the client has committed: it ends where it is */
	if (stream->queue.looped)
		waveport_stream_revoke_all(stream);
}

const struct waveport_transport waveport_transport_queue = {
	.id = WAVEPORT_QUEUE,
	.name = "waveport queue",
	.info = SNDRV_PCM_INFO_SYNC_APPLPTR,
	.contiguous = false,
	.buffer_bytes_max = 8 << 20,
	.periods_min = 2,
	.periods_max = UINT_MAX,
	.start = waveport_transport_start_queue,
	.commit = waveport_transport_commit_queue,
	.drain = waveport_transport_drain_queue,
};

static int waveport_transport_allocate_cyclic(struct waveport_stream *stream, unsigned int periods)
{
	const struct waveport_miniport_ops *ops = stream->port->ops;
	const struct waveport_buffer buffer = {
		.memory = &stream->extents->memory,
		.bytes = stream->buffer_bytes,
	};

	if (!stream->wakeups)
		return ops->allocate_audio_buffer(stream, &buffer);
	return ops->allocate_buffer_with_notification(stream, periods, &buffer);
}

static void waveport_transport_free_cyclic(struct waveport_stream *stream)
{
	stream->port->ops->free_audio_buffer(stream);
}

static int waveport_transport_start_cyclic(struct waveport_stream *stream)
{
	waveport_queue_loop(&stream->queue);
	return 0;
}

/* Only where a drain ends depends on what the client does. */
static int waveport_transport_commit_cyclic(struct waveport_stream *stream)
{
	if (!stream->ending || stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

/* The last cycle ends on the client's last frame, or now if that has gone by already. */
static void waveport_transport_drain_cyclic(struct waveport_stream *stream)
{
	if (!(stream->framing.flags & WAVEPORT_FRAMING_LIST))
		return;
	if (waveport_stream_commit(stream, waveport_client_end(stream)))
		waveport_stream_revoke_all(stream);
}

const struct waveport_transport waveport_transport_cyclic = {
	.id = WAVEPORT_CYCLIC,
	.name = "waveport cyclic",
	.contiguous = true,
	.buffer_bytes_max = 2 << 20,
	.periods_min = 1,
	.periods_max = 2,
	.allocate = waveport_transport_allocate_cyclic,
	.free = waveport_transport_free_cyclic,
	.start = waveport_transport_start_cyclic,
	.commit = waveport_transport_commit_cyclic,
	.drain = waveport_transport_drain_cyclic,
};
