// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interface to the ALSA core: what the port reads from it about the client, what it reports to
 * it, and each work-around for its behaviour. A work-around is a function of its own, whose comment
 * names the function of the core (sound/core, Linux 6.1) and the behaviour.
 *
 * The core must never see a hardware pointer beyond the application pointer, a period_elapsed
 * before the hardware pointer has reached the period border (it would add a whole buffer), or two
 * pointers with a whole buffer between them (it would see no move).
 */

#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "alsa.h"
#include "internal.h"

/* See waveport_alsa_allow_stalls(). */
#define WAVEPORT_WAIT_MS	10000

/**
 * waveport_alsa_assert_locked() - have lockdep check that a stream is locked
 * @stream: the stream; a closed one has no lock
 */
void waveport_alsa_assert_locked(const struct waveport_stream *stream)
{
	if (stream->substream)
		lockdep_assert_held(&stream->substream->self_group.lock);
}

/**
 * waveport_alsa_never_stops() - check whether a client has disabled XRUNs
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: true if stop_threshold is boundary.
 */
bool waveport_alsa_never_stops(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;

	return runtime->stop_threshold >= runtime->boundary;
}

/**
 * waveport_alsa_drains() - check whether the client has begun a drain
 * @stream: the stream
 *
 * Only the state of the stream shows a drain reliably. snd_pcm_do_drain_init() starts a prepared
 * stream by an ordinary START trigger and sets the state DRAINING after that. It then calls no
 * DRAIN trigger, because snd_pcm_post_start() has cleared the master of the trigger. So START
 * cannot know whether it begins a drain, and the first look after it has to check the state: see
 * WAVEPORT_SUPPLY_STARTED. Documentation/core-proposals.rst has a patch with which the core would
 * call the DRAIN trigger.
 *
 * Context: Stream locked. Not inside START, where the result is always false.
 * Return: true if the client will commit nothing more; also while a draining stream is suspended.
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
 * waveport_alsa_may_start() - check whether START may start the engine
 * @stream: the stream
 *
 * snd_pcm_pre_start() refuses to start a stream whose parameters or buffer another thread is
 * changing; snd_pcm_do_drain_init() starts it without these checks. The change can be seen from
 * runtime->buffer_accessing, which hw_params, hw_free and prepare make negative before they check
 * the state (snd_pcm_buffer_access_lock(), as read in 6.1.192 and 6.12.117). They check the state
 * with the stream locked. So either they see that the stream drains, or this function sees the
 * negative counter.
 *
 * Context: Stream locked.
 * Return: true if no other thread is changing the stream.
 */
bool waveport_alsa_may_start(const struct waveport_stream *stream)
{
	return atomic_read(&stream->substream->runtime->buffer_accessing) >= 0;
}

/**
 * waveport_alsa_wait_interrupt() - wait for a running interrupt handler
 * @stream: the stream, which does not run any more
 *
 * snd_pcm_sync_stop() does so only after a trigger has stopped the stream.
 *
 * Context: May sleep.
 */
void waveport_alsa_wait_interrupt(const struct waveport_stream *stream)
{
	if (stream->port->card->sync_irq > 0)
		synchronize_irq(stream->port->card->sync_irq);
}

/**
 * waveport_alsa_allow_stalls() - lengthen the timeout of blocking reads and writes
 * @stream: the stream, just opened
 *
 * wait_for_avail() fails a blocking read or write with EIO after 1.1 times the duration of the
 * buffer, at least 100 ms. If the host does not run a virtual machine for that long, the timeout
 * has expired when the machine continues. The client then gets EIO although the interrupt wakes it
 * at the same moment, because schedule_timeout() returns the time left and not the cause of the
 * wakeup. With the longer timeout the client gets the actual result, mostly an XRUN. If the
 * hardware has really stopped, the client gets EIO after WAVEPORT_WAIT_MS.
 *
 * Context: May sleep.
 */
void waveport_alsa_allow_stalls(const struct waveport_stream *stream)
{
	stream->substream->wait_time = WAVEPORT_WAIT_MS;
}

/**
 * waveport_alsa_elapsed() - have the core read the pointer and wake the client
 * @stream: the stream
 *
 * The core may stop the stream in this call, for an XRUN or at the end of a drain.
 *
 * Context: Stream locked.
 */
void waveport_alsa_elapsed(const struct waveport_stream *stream)
{
	snd_pcm_period_elapsed_under_stream_lock(stream->substream);
}

/**
 * waveport_alsa_xrun() - report an XRUN that the pointer alone does not show
 * @stream: the stream; its position is reported already
 *
 * The pointer operation returns SNDRV_PCM_POS_XRUN once, so that the core itself handles the XRUN
 * (__snd_pcm_xrun()), with its time stamp and its tracepoint. As any XRUN, this one stops all
 * linked streams.
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
 * waveport_alsa_end_drain() - report the end of a drain when the pointer does not move
 * @stream: the stream; its position is reported already
 *
 * snd_pcm_update_hw_ptr0() ends a drain only when the pointer has moved, and it has not if the
 * engine had played everything before. snd_pcm_drain_done(), which stops only the given stream, is
 * not exported, and snd_pcm_stop() stops all linked streams. Therefore a linked stream reports a
 * move by one frame, on which the core stops that stream alone.
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

/**
 * waveport_alsa_disconnect() - stop a stream whose device goes, and no other
 * @stream: the stream, open
 *
 * snd_pcm_dev_disconnect() stops a running stream by snd_pcm_stop(). That stops all linked
 * streams, and also those of other cards get the state DISCONNECTED. A stream that is DISCONNECTED
 * already is not stopped.
 *
 * Context: Takes the stream lock.
 */
void waveport_alsa_disconnect(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;

	snd_pcm_stream_lock_irq(substream);
	if (stream->state == WAVEPORT_RUN)
		waveport_stream_set_state(stream, WAVEPORT_PAUSE);
	__snd_pcm_set_state(substream->runtime, SNDRV_PCM_STATE_DISCONNECTED);
	wake_up(&substream->runtime->sleep);
	wake_up(&substream->runtime->tsleep);
	snd_pcm_stream_unlock_irq(substream);
}
