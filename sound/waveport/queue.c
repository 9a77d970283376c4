// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue transport (WavePci): the engine gets what the client has committed, and nothing else.
 *
 * For playback the client commits what it has written. For capture it commits what it has read, as
 * room to write into: the end of it is the application pointer plus the buffer. The ALSA core keeps
 * both as "hw_avail", which waveport_client_end() turns into a stream position.
 */

#include <sound/pcm.h>

#include "stream.h"

/*
 * A client that starts playback with nothing committed and never wants to be stopped (dmix) never
 * will commit anything: it writes behind the hardware pointer and lets it go round. A client that
 * captures and never wants to be stopped (dsnoop) does not tell what it has read either. For such
 * a run the buffer is looped.
 */
static bool waveport_queue_never_commits(const struct waveport_stream *stream)
{
	if (!waveport_client_free_runs(stream))
		return false;
	return stream->capture || waveport_client_end(stream) == stream->reported;
}

static int waveport_queue_start(struct waveport_stream *stream)
{
	if (waveport_queue_never_commits(stream)) {
		waveport_queue_loop(&stream->queue);
		return 0;
	}
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

static int waveport_queue_committed(struct waveport_stream *stream)
{
	if (stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, waveport_client_end(stream));
}

static void waveport_queue_drain(struct waveport_stream *stream)
{
	/* a looped run has no last frame that the client has committed: it ends where it is */
	if (stream->queue.looped)
		waveport_stream_revoke_all(stream);
}

const struct waveport_transport waveport_queue_transport = {
	.device = WAVEPORT_QUEUE,
	.name = "waveport queue",
	.info = SNDRV_PCM_INFO_SYNC_APPLPTR,
	.contiguous = false,
	.buffer_bytes_max = 8 << 20,
	.periods_min = 2,
	.periods_max = UINT_MAX,
	.start = waveport_queue_start,
	.commit = waveport_queue_committed,
	.drain = waveport_queue_drain,
};
