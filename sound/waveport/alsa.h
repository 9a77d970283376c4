/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the interface to the ALSA core that interrupts, pointer calls and commits use each
 * time, inline for that reason. The rest of it is in alsa.c.
 */
#ifndef WAVEPORT_ALSA_H
#define WAVEPORT_ALSA_H

#include <linux/jiffies.h>
#include <sound/pcm.h>

#include "internal.h"

/**
 * waveport_alsa_appl_ptr() - read the application pointer
 * @stream: the stream
 *
 * It may lie in a page that the client maps, and then it is any value and changes at any time. What
 * the client has written before it is read after it.
 *
 * Context: Stream locked.
 * Return: the pointer.
 */
static inline snd_pcm_uframes_t waveport_alsa_appl_ptr(const struct waveport_stream *stream)
{
	/* before what the client has written, which an engine with a list fetches after this */
	return smp_load_acquire(&stream->substream->runtime->control->appl_ptr);
}

/**
 * waveport_alsa_client_end() - get the end of what the client has committed
 * @stream: the stream
 *
 * The core has it as a distance from its hardware pointer, which corresponds to @reported: frames
 * written and not yet played (snd_pcm_playback_hw_avail()), or frames that the client has read and
 * the engine has not yet overwritten (snd_pcm_capture_hw_avail()). These functions rely on a
 * pointer below the boundary. Here every pointer gives a distance of at most a buffer: nobody has
 * committed more than that, and what is behind @reported is refused, however far.
 *
 * Context: Stream locked.
 * Return: stream position in bytes.
 */
static inline u64 waveport_alsa_client_end(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;
	snd_pcm_uframes_t buffer = runtime->buffer_size;
	snd_pcm_sframes_t avail = runtime->status->hw_ptr + (stream->capture ? 0 : buffer) -
				  waveport_alsa_appl_ptr(stream);

	if (avail < 0)
		avail += runtime->boundary;
	else if ((snd_pcm_uframes_t)avail >= runtime->boundary)
		avail -= runtime->boundary;
	/* less than 0 is more than that */
	if ((snd_pcm_uframes_t)avail > 2 * buffer)
		avail = 2 * buffer;
	return stream->reported +
	       ((s64)buffer - (s64)avail) * stream->format.frame_bytes;
}

/**
 * waveport_alsa_stops_starved() - check whether a starved engine is an XRUN for the client
 * @stream: the stream
 *
 * snd_pcm_update_state() compares stop_threshold with avail. If the engine halts by itself, avail
 * never exceeds the buffer size, so a larger threshold never stops the stream.
 *
 * Context: Stream locked.
 * Return: true if the core stops the stream when the buffer is empty (playback) or full (capture).
 */
static inline bool waveport_alsa_stops_starved(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;

	return runtime->stop_threshold <= runtime->buffer_size;
}

/**
 * waveport_alsa_runs() - check whether the core considers a stream running
 * @stream: the stream
 *
 * Context: Stream locked, not inside a trigger.
 * Return: the result of snd_pcm_running().
 */
static inline bool waveport_alsa_runs(const struct waveport_stream *stream)
{
	return snd_pcm_running(stream->substream);
}

/**
 * waveport_alsa_hold_clock() - set the time of the core's last pointer update to now
 * @stream: the stream
 *
 * snd_pcm_update_hw_ptr0() compares the pointer with the time since its last update, and adds whole
 * buffers if the time is too long for the move. Only a loop without period wakeups needs that. In
 * every other case the port reports each move, and the time proves nothing: the engine may have
 * been halted, and the pointer may be one frame before the border that was reported. The core would
 * then add a buffer that was not played. If a buffer is shorter than a jiffy, it would add buffers
 * in a loop that does not end.
 *
 * Context: Stream locked, in the pointer or a trigger operation.
 */
static inline void waveport_alsa_hold_clock(const struct waveport_stream *stream)
{
	stream->substream->runtime->hw_ptr_jiffies = jiffies;
}

/**
 * waveport_alsa_needs_clock() - check whether the core must derive the number of buffers from time
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: true for a loop without period wakeups whose buffer lasts at least one jiffy.
 */
static inline bool waveport_alsa_needs_clock(const struct waveport_stream *stream)
{
	return stream->queue.looped && !stream->wakeups &&
	       stream->substream->runtime->hw_ptr_buffer_jiffies;
}

#endif /* WAVEPORT_ALSA_H */
