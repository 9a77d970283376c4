// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a client commits without a call: it moves the application pointer of the core in a page that
 * it maps (the parameter mmap_control). The port looks at the pointer in each interrupt, pointer
 * call and trigger, and when a starved stream has waited for a period.
 *
 * The page is the client's, so the pointer is any value and changes at any time. It is bounded in
 * waveport_alsa_client_end().
 */

#include <sound/pcm.h>

#include "alsa.h"
#include "internal.h"
#include "stream.h"
#include "trace.h"

/*
 * Check whether an engine has halted before more was committed, which is an XRUN for the client.
 *
 * Context: Stream locked. The position is up to date.
 */
static bool waveport_applptr_is_too_late(const struct waveport_stream *stream)
{
	return stream->state == WAVEPORT_RUN &&
	       (stream->supply == WAVEPORT_SUPPLY_FED ||
		stream->supply == WAVEPORT_SUPPLY_STARVED) &&
	       waveport_stream_halted(stream) && waveport_alsa_stops_starved(stream);
}

/* The pointer may have moved since the commit. Context: Stream locked. */
static void waveport_applptr_trace(const struct waveport_stream *stream, int err)
{
	const struct waveport_queue *queue = &stream->queue;
	bool told = err || queue->looped;

	trace_waveport_commit(stream, told ? waveport_alsa_client_end(stream) : queue->committed,
			      err);
}

/**
 * waveport_applptr_commit() - commit what the client has by the mapped control page
 * @stream: the stream; if it runs, its position was just updated
 *
 * A pointer that has moved back withdraws what is behind it, unless the engine has played that. The
 * client learns of no refusal; its pointer is behind that of the core then, which is an XRUN. A
 * pointer that was looked at already is none: in a reset it still is that of before.
 *
 * Context: Stream locked.
 */
void waveport_applptr_commit(struct waveport_stream *stream)
{
	snd_pcm_uframes_t pointer = waveport_alsa_appl_ptr(stream);
	int err;

	if (pointer == stream->appl_ptr || stream->state < WAVEPORT_PAUSE)
		return;
	if (waveport_applptr_is_too_late(stream)) {
		stream->gap = true;
		waveport_hwptr_look_later(stream);
		return;
	}
	stream->appl_ptr = pointer;
	stream->counters.commits++;
	err = stream->transport->commit(stream);
	if (trace_waveport_commit_enabled())
		waveport_applptr_trace(stream, err);
	if (err)
		stream->counters.refusals++;
}

/**
 * waveport_applptr_pick_up_last() - pick up what is committed before the engine is halted
 * @stream: the stream
 *
 * If the engine has halted before that, the client has to be told when the stream goes on.
 *
 * Context: Stream locked.
 */
void waveport_applptr_pick_up_last(struct waveport_stream *stream)
{
	if (!stream->maps_control || stream->state != WAVEPORT_RUN)
		return;
	waveport_stream_look(stream);
	waveport_applptr_pick_up(stream);
}
