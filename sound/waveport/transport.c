// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two transports: in what the PCM devices of an engine differ.
 *
 * Queue (WavePci): the engine gets what the client has committed, and nothing else. For playback
 * the client commits what it has written. For capture it commits what it has read, as room to write
 * into: the end of it is the application pointer plus the buffer. The ALSA core keeps both as
 * "hw_avail", which waveport_alsa_client_end() turns into a stream position.
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
 * captures and never wants to be stopped (dsnoop) does not tell what it has read either. For such a
 * run the buffer is looped.
 *
 * Context: Stream locked.
 */
static bool waveport_transport_never_commits(const struct waveport_stream *stream)
{
	if (!waveport_alsa_never_stops(stream))
		return false;
	return stream->capture || waveport_alsa_client_end(stream) == stream->reported;
}

static bool waveport_transport_has_list(const struct waveport_stream *stream)
{
	return stream->framing.flags & WAVEPORT_FRAMING_LIST;
}

/* Context: Stream locked. */
static void waveport_transport_loop(struct waveport_stream *stream)
{
	waveport_queue_loop(&stream->queue);
	waveport_supply_set(stream, WAVEPORT_SUPPLY_LOOPED);
	if (waveport_transport_has_list(stream) && stream->state == WAVEPORT_RUN)
		stream->port->ops->mapping_available(stream);
}

/*
 * A loop ends on the client's last frame, or now if the engine is beyond that.
 *
 * Context: Stream locked.
 */
static void waveport_transport_drain(struct waveport_stream *stream)
{
	if (!stream->queue.looped || !waveport_transport_has_list(stream))
		return;
	if (waveport_stream_commit(stream, waveport_alsa_client_end(stream)))
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
 * A client of a loop that writes beyond the hardware pointer does commit after all: the loop ends,
 * unless the engine is beyond that already.
 *
 * Context: Stream locked.
 */
static int waveport_transport_commit_queue(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	if (!stream->queue.looped)
		return waveport_stream_commit(stream, end);
	if (!stream->capture && waveport_distance(stream->reported, end) > 0 &&
	    !waveport_stream_commit(stream, end))
		waveport_supply_set(stream, WAVEPORT_SUPPLY_FED);
	return 0;
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
 * The start of a drain must not play beyond what is committed, and only the first look after START
 * tells it from another one, see waveport_alsa_drains(). Until then the engine gets no more.
 *
 * Context: Stream locked.
 */
static int waveport_transport_start_cyclic(struct waveport_stream *stream)
{
	u64 end = waveport_alsa_client_end(stream);

	if (!stream->capture && waveport_transport_has_list(stream) && end != stream->reported)
		return waveport_stream_commit(stream, end);
	waveport_transport_loop(stream);
	return 0;
}

/*
 * What the client commits is only of interest where it bounds the loop: around a drain.
 *
 * Context: Stream locked.
 */
static int waveport_transport_commit_cyclic(struct waveport_stream *stream)
{
	if (stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, waveport_alsa_client_end(stream));
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
	.started = waveport_transport_loop,
	.commit = waveport_transport_commit_cyclic,
	.drain = waveport_transport_drain,
};
