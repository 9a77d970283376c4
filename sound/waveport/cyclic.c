// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cyclic transport (WaveRT): the engine goes round and round in the buffer, whatever the client
 * does, with a notification at the end of each cycle, at its half and its end, or with none.
 *
 * An engine that loops by itself has been set up by the allocate methods. One that consumes a list
 * is fed the same buffer as a looped packet, mapping by mapping; so it halts, pauses and drains to
 * the frame as the queue transport does.
 */

#include <sound/pcm.h>

#include "stream.h"

static int waveport_cyclic_allocate(struct waveport_stream *stream, unsigned int periods)
{
	const struct waveport_miniport_ops *ops = stream->port->ops;
	const struct waveport_buffer buffer = {
		.memory = &stream->dma.memory,
		.bytes = stream->buffer_bytes,
	};

	if (!stream->wakeups)
		return ops->allocate_audio_buffer(stream, &buffer);
	return ops->allocate_buffer_with_notification(stream, periods, &buffer);
}

static void waveport_cyclic_free(struct waveport_stream *stream)
{
	stream->port->ops->free_audio_buffer(stream);
}

static int waveport_cyclic_start(struct waveport_stream *stream)
{
	waveport_queue_loop(&stream->queue);
	return 0;
}

/* Only where a drain ends depends on what the client does. */
static int waveport_cyclic_committed(struct waveport_stream *stream)
{
	if (!stream->ending || stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

/* The last cycle ends on the client's last frame, or now if that has gone by already. */
static void waveport_cyclic_drain(struct waveport_stream *stream)
{
	if (!(stream->framing.flags & WAVEPORT_FRAMING_LIST))
		return;
	if (waveport_stream_commit(stream, waveport_client_end(stream)))
		waveport_stream_revoke_all(stream);
}

const struct waveport_transport waveport_cyclic_transport = {
	.device = WAVEPORT_CYCLIC,
	.name = "waveport cyclic",
	.contiguous = true,
	.buffer_bytes_max = 2 << 20,
	.periods_min = 1,
	.periods_max = 2,
	.allocate = waveport_cyclic_allocate,
	.free = waveport_cyclic_free,
	.start = waveport_cyclic_start,
	.commit = waveport_cyclic_committed,
	.drain = waveport_cyclic_drain,
};
