// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ALSA core as the port sees it: what it knows of the client, how it is told what happens, and
 * each place where the port works around it. A work-around is a function of its own, which names
 * the function of the core (sound/core, Linux 6.1) and what it does. None is called in the middle
 * of other work.
 *
 * What the core must never see: a hardware pointer beyond the application's, a period_elapsed
 * before its border (it would add a whole buffer), or a whole buffer done between two looks at the
 * pointer (it would see no move at all).
 */

#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "internal.h"

/* See waveport_alsa_allow_stalls(). */
#define WAVEPORT_WAIT_MS	10000

/**
 * waveport_alsa_assert_locked() - let lockdep check that a stream is locked
 * @stream: the stream; a closed one has no lock
 */
void waveport_alsa_assert_locked(const struct waveport_stream *stream)
{
	if (stream->substream)
		lockdep_assert_held(&stream->substream->self_group.lock);
}

/**
 * waveport_alsa_client_end() - tell how far the client has committed
 * @stream: the stream
 *
 * The core keeps the distance from its hardware pointer, which stands for @reported: what is
 * written and not played, or room that is read and not captured into
 * (snd_pcm_playback_hw_avail(), snd_pcm_capture_hw_avail()).
 *
 * Context: Stream locked.
 * Return: stream position in bytes.
 */
u64 waveport_alsa_client_end(const struct waveport_stream *stream)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;
	snd_pcm_sframes_t frames;

	frames = stream->capture ? snd_pcm_capture_hw_avail(runtime) :
				   snd_pcm_playback_hw_avail(runtime);
	return stream->reported + (s64)frames * stream->format.frame_bytes;
}

/**
 * waveport_alsa_never_stops() - tell whether a client has turned XRUNs off
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: true for a stop_threshold of boundary.
 */
bool waveport_alsa_never_stops(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;

	return runtime->stop_threshold >= runtime->boundary;
}

/**
 * waveport_alsa_stops_starved() - tell whether an empty (or full) buffer is an XRUN for the client
 * @stream: the stream
 *
 * snd_pcm_update_state() compares stop_threshold with what is available, which on an engine that
 * halts never grows beyond the buffer: so a threshold above the buffer never stops it.
 *
 * Context: Stream locked.
 * Return: true if the core stops the stream then.
 */
bool waveport_alsa_stops_starved(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;

	return runtime->stop_threshold <= runtime->buffer_size;
}

/**
 * waveport_alsa_runs() - tell whether the stream runs for the core
 * @stream: the stream
 *
 * Context: Stream locked, not inside a trigger.
 * Return: true if it does (snd_pcm_running()).
 */
bool waveport_alsa_runs(const struct waveport_stream *stream)
{
	return snd_pcm_running(stream->substream);
}

/**
 * waveport_alsa_drains() - tell whether the client has begun to drain
 * @stream: the stream
 *
 * The state is the only thing that tells a drain for sure. snd_pcm_do_drain_init() starts a
 * prepared stream by an ordinary START, gives it the state DRAINING after that, and gives no DRAIN
 * trigger then, because snd_pcm_post_start() has cleared the master of the trigger. So inside START
 * it cannot be known what the start is for, and the first look after it tells: see
 * WAVEPORT_SUPPLY_STARTED. Documentation/core-proposals.rst has a patch that would make the DRAIN
 * trigger come.
 *
 * Context: Stream locked; inside START the answer is false.
 * Return: true if nothing more will be committed; also while a drain is suspended.
 */
bool waveport_alsa_drains(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;
	snd_pcm_state_t state = runtime->state;

	if (stream->capture)
		return false;
	if (state == SNDRV_PCM_STATE_SUSPENDED)
		state = runtime->suspended_state;
	return state == SNDRV_PCM_STATE_DRAINING;
}

/**
 * waveport_alsa_may_start() - tell whether a START may reach the engine
 * @stream: the stream
 *
 * snd_pcm_pre_start() refuses to start a stream whose parameters or buffer another thread is just
 * changing; snd_pcm_do_drain_init() leaves its checks out and starts it. What tells of the change
 * is a counter of the runtime that hw_params, hw_free and prepare take below 0 before they look at
 * the state (snd_pcm_buffer_access_lock(), since 5.18 and the stable kernels of that time). They
 * look with the stream locked: so either they find the stream draining, or this finds the counter.
 *
 * Context: Stream locked.
 * Return: true if nobody changes the stream.
 */
bool waveport_alsa_may_start(const struct waveport_stream *stream)
{
	return atomic_read(&stream->substream->runtime->buffer_accessing) >= 0;
}

/**
 * waveport_alsa_wait_interrupt() - wait for an interrupt handler that is at work
 * @stream: the stream, which does not run any more
 *
 * snd_pcm_sync_stop() does it only after a trigger has stopped the stream.
 *
 * Context: May sleep.
 */
void waveport_alsa_wait_interrupt(const struct waveport_stream *stream)
{
	if (stream->port->card->sync_irq > 0)
		synchronize_irq(stream->port->card->sync_irq);
}

/**
 * waveport_alsa_allow_stalls() - have the core wait long enough for a machine that stands still
 * @stream: the stream, just opened
 *
 * wait_for_avail() gives a blocking read or write up with EIO after 1.1 times the buffer, 100 ms
 * at least. A virtual machine that is not run for so long finds the time over when it goes on,
 * although the interrupt wakes the client in the same moment: schedule_timeout() tells the time
 * that is left, not what has woken it. With a longer wait such a client gets what has really
 * happened, mostly an XRUN. A client of hardware that has stopped gets EIO 10 seconds later than
 * it would.
 *
 * Context: May sleep.
 */
void waveport_alsa_allow_stalls(const struct waveport_stream *stream)
{
	stream->substream->wait_time = WAVEPORT_WAIT_MS;
}

/**
 * waveport_alsa_hold_clock() - have the core believe that it has just looked at the pointer
 * @stream: the stream
 *
 * snd_pcm_update_hw_ptr0() compares the pointer with the time that has passed since it last looked,
 * and adds buffers that must have gone by unseen. Only a loop without wakeups can need that. All
 * others are exact: told of a border, the core may see the frame before it first, and an engine may
 * have stood still for long. Without this it would add a buffer that nobody has played; where a
 * buffer takes less than a jiffy it would add some without end.
 *
 * Context: Stream locked, in the pointer or a trigger operation.
 */
void waveport_alsa_hold_clock(const struct waveport_stream *stream)
{
	stream->substream->runtime->hw_ptr_jiffies = jiffies;
}

/**
 * waveport_alsa_needs_clock() - tell whether the core has to count buffers by the time
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: true for a loop without wakeups whose buffer takes a jiffy at least.
 */
bool waveport_alsa_needs_clock(const struct waveport_stream *stream)
{
	return stream->queue.looped && !stream->wakeups &&
	       stream->substream->runtime->hw_ptr_buffer_jiffies;
}

/**
 * waveport_alsa_elapsed() - have the core look at the pointer and wake the client
 * @stream: the stream
 *
 * The core may stop the stream in this: an XRUN, or the end of a drain.
 *
 * Context: Stream locked.
 */
void waveport_alsa_elapsed(const struct waveport_stream *stream)
{
	snd_pcm_period_elapsed_under_stream_lock(stream->substream);
}

/**
 * waveport_alsa_xrun() - tell the core of an XRUN that the pointer alone does not show
 * @stream: the stream; told of its position already
 *
 * The pointer answers SNDRV_PCM_POS_XRUN once, so that the core goes its own way to the XRUN
 * (__snd_pcm_xrun()), with its time stamp and its trace. As with any XRUN it stops the whole group
 * of linked streams.
 *
 * Context: Stream locked.
 */
void waveport_alsa_xrun(struct waveport_stream *stream)
{
	stream->xrun = true;
	waveport_alsa_elapsed(stream);
	stream->xrun = false;
}

/**
 * waveport_alsa_end_drain() - tell the core that a drain is over when the pointer does not move
 * @stream: the stream; told of its position already
 *
 * snd_pcm_update_hw_ptr0() ends a drain only when it sees a move, and there is none if the engine
 * had played everything before. snd_pcm_drain_done(), which ends the given stream alone, is not
 * exported, and snd_pcm_stop() ends all that are linked with it. So a linked stream shows a move of
 * one frame, with which the core ends it, and nothing else, by itself.
 *
 * Context: Stream locked.
 */
void waveport_alsa_end_drain(struct waveport_stream *stream)
{
	if (!snd_pcm_stream_linked(stream->substream)) {
		snd_pcm_stop(stream->substream, SNDRV_PCM_STATE_SETUP);
		return;
	}
	waveport_hwptr_skip_frame(stream);
	waveport_alsa_elapsed(stream);
}
