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

#ifdef CONFIG_LOCKDEP
/**
 * waveport_alsa_assert_locked() - have lockdep check that a stream is locked
 * @stream: the stream; a closed one has no lock
 */
void waveport_alsa_assert_locked(const struct waveport_stream *stream)
{
	if (stream->substream)
		lockdep_assert_held(&stream->substream->self_group.lock);
}
#endif

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
 * cannot know for sure whether it begins a drain, and the first look after it has to check the
 * state: see WAVEPORT_SUPPLY_STARTED. Documentation/core-proposals.rst has a patch with which the
 * core would call the DRAIN trigger.
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
 * waveport_alsa_mark_prepared() - have the next START show whether it begins a drain
 * @stream: the stream, prepared
 *
 * snd_pcm_do_drain_init() starts the prepared playback streams of a group by START. The capture
 * streams it leaves as they are, so such a START must not start them. Only snd_pcm_pre_start(),
 * which it does not call, clears trigger_tstamp_latched. So a START that finds it set begins a
 * drain. The START clears it, after which the core takes the time of the trigger itself as ever.
 * The price: if a prepared stream is dropped, its trigger time stays the one before.
 *
 * If the core has failed a start before it came to this stream, a drain is taken for an ordinary
 * START. What that starts too many is halted by the look, see waveport_hwptr_abandoned().
 *
 * Context: Stream locked.
 */
void waveport_alsa_mark_prepared(const struct waveport_stream *stream)
{
	stream->substream->runtime->trigger_tstamp_latched = true;
}

/* Check whether a START begins a drain. Context: Stream locked, in START, once. */
static bool waveport_alsa_starts_drain(const struct waveport_stream *stream)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;
	bool drains = runtime->trigger_tstamp_latched;

	runtime->trigger_tstamp_latched = false;
	return drains;
}

/*
 * Check whether a trigger is for others of the group, too. snd_pcm_drain_done() stops only a stream
 * that drains, and neither the group nor the others are locked then. With the state PREPARED a STOP
 * undoes a START.
 *
 * Context: Stream locked.
 */
static bool waveport_alsa_is_for_group(const struct waveport_stream *stream, int command)
{
	bool drains = command == SNDRV_PCM_TRIGGER_START && waveport_alsa_starts_drain(stream);
	snd_pcm_state_t state = stream->substream->runtime->state;

	if (!snd_pcm_stream_linked(stream->substream))
		return false;
	switch (command) {
	case SNDRV_PCM_TRIGGER_START:
		return !drains;
	case SNDRV_PCM_TRIGGER_STOP:
		return state == SNDRV_PCM_STATE_RUNNING || state == SNDRV_PCM_STATE_PREPARED;
	default:
		return command != SNDRV_PCM_TRIGGER_DRAIN;
	}
}

/*
 * Check whether a trigger is for another stream of the group. A capture stream that runs may be
 * stopped by a drain, which lets the playback streams go on (snd_pcm_do_drain_init()), so its STOP
 * is only for other capture streams. A RESUME is for those that ran (snd_pcm_do_resume()).
 *
 * Context: All streams of the group locked.
 */
static bool waveport_alsa_takes_part(const struct waveport_stream *first,
				     const struct snd_pcm_substream *other, int command)
{
	const struct snd_pcm_runtime *runtime = other->runtime;
	bool capture = other->stream == SNDRV_PCM_STREAM_CAPTURE;

	/* that of another driver's stream is never the port */
	if (other == first->substream || other->private_data != first->port)
		return false;
	switch (command) {
	case SNDRV_PCM_TRIGGER_START:
		return runtime->state == SNDRV_PCM_STATE_PREPARED;
	case SNDRV_PCM_TRIGGER_STOP:
		return capture || !first->capture || runtime->state == SNDRV_PCM_STATE_PREPARED;
	case SNDRV_PCM_TRIGGER_RESUME:
		return runtime->suspended_state == SNDRV_PCM_STATE_RUNNING ||
		       (runtime->suspended_state == SNDRV_PCM_STATE_DRAINING && !capture);
	default:
		return true;
	}
}

/**
 * waveport_alsa_find_group() - find the streams of the port that a trigger is for
 * @first: the stream whose trigger it is; @group_next of it and of what follows is set
 * @command: SNDRV_PCM_TRIGGER\_...
 *
 * Context: As waveport_trigger(); once for each.
 */
void waveport_alsa_find_group(struct waveport_stream *first, int command)
{
	struct waveport_stream *last = first;
	struct snd_pcm_substream *other;

	first->group_next = NULL;
	if (!waveport_alsa_is_for_group(first, command))
		return;
	snd_pcm_group_for_each_entry(other, first->substream) {
		if (!waveport_alsa_takes_part(first, other, command))
			continue;
		last->group_next = other->runtime->private_data;
		last = last->group_next;
		last->group_next = NULL;
	}
}

/**
 * waveport_alsa_tell_group() - tell the core what a trigger has done to a group
 * @first: the stream whose trigger it is, after waveport_alsa_find_group()
 *
 * The core does not trigger the others then. After a failure it triggers none. A stream that is
 * still prepared, or prepared again, is marked as such.
 *
 * Context: As waveport_trigger().
 */
void waveport_alsa_tell_group(const struct waveport_stream *first)
{
	const struct waveport_stream *stream;

	for (stream = first; stream; stream = stream->group_next) {
		struct snd_pcm_substream *substream = stream->substream;

		if (stream != first)
			snd_pcm_trigger_done(substream, first->substream);
		if (substream->runtime->state == SNDRV_PCM_STATE_PREPARED &&
		    stream->state != WAVEPORT_RUN)
			waveport_alsa_mark_prepared(stream);
	}
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
