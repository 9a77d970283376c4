// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCM operations, once for both transports, and the notification of the ALSA core.
 *
 * States: open WAVEPORT_STOP; prepare goes down to STOP, sets the format and comes back up to
 * PAUSE; the triggers go between PAUSE and RUN; hw_free and close go down to STOP. Going down to
 * STOP is where an engine may be waited for, so it happens where the core may sleep, after the
 * core has synchronised with the interrupt.
 *
 * Lock: the stream lock of ALSA guards everything from the state on in struct waveport_stream. The
 * core holds it in ack, pointer and trigger, waveport_notify() takes it in the interrupt. The
 * core's calls that may sleep (open to prepare, and close) come one at a time and never while the
 * engine runs; they take it only for what looks at mappings. No lock is taken inside it.
 *
 * What the core must never see: a hardware pointer beyond the application's, a period_elapsed
 * before its border (it would add a whole buffer), or a whole buffer done between two looks at the
 * pointer (it would see no move at all).
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>
#include <sound/core.h>
#include <sound/pcm.h>
#include <sound/pcm_params.h>

#include "internal.h"
#include "trace.h"
#include "compat.h"

/**
 * waveport_assert_locked() - let lockdep check that a stream is locked
 * @stream: the stream; a closed one has no lock
 */
void waveport_assert_locked(const struct waveport_stream *stream)
{
	if (stream->substream)
		lockdep_assert_held(&stream->substream->self_group.lock);
}

/**
 * waveport_client_end() - tell how far the client has committed
 * @stream: the stream
 *
 * The ALSA core keeps the distance from its hardware pointer, which stands for @reported: what is
 * written and not played, or room that is read and not captured into.
 *
 * Context: Stream locked.
 * Return: stream position in bytes.
 */
u64 waveport_client_end(const struct waveport_stream *stream)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;
	snd_pcm_sframes_t frames;

	frames = stream->capture ? snd_pcm_capture_hw_avail(runtime) :
				   snd_pcm_playback_hw_avail(runtime);
	return stream->reported + (s64)frames * stream->format.frame_bytes;
}

/**
 * waveport_client_free_runs() - tell whether a client never wants to be stopped for an XRUN
 * @stream: the stream
 *
 * Context: Stream locked.
 * Return: true for a stop_threshold of boundary.
 */
bool waveport_client_free_runs(const struct waveport_stream *stream)
{
	const struct snd_pcm_runtime *runtime = stream->substream->runtime;

	return runtime->stop_threshold >= runtime->boundary;
}

static struct waveport_stream *waveport_pcm_stream(struct snd_pcm_substream *substream)
{
	return substream->runtime->private_data;
}

static struct waveport_stream *waveport_pcm_find(struct snd_pcm_substream *substream)
{
	bool capture = substream->stream == SNDRV_PCM_STREAM_CAPTURE;
	struct waveport *port = substream->private_data;
	struct waveport_stream *stream = port->streams;

	/* there is one, or there were no such device */
	while (stream->number != substream->pcm->device || stream->capture != capture)
		stream++;
	return stream;
}

/* An engine serves one stream at a time, whichever device it came through. */
static int waveport_pcm_claim(struct waveport_stream *stream)
{
	struct waveport *port = stream->port;
	unsigned int pin = stream->pin - port->pins;
	int err = -EBUSY;

	mutex_lock(&port->open_lock);
	if (!port->owners[pin]) {
		port->owners[pin] = stream;
		err = 0;
	}
	mutex_unlock(&port->open_lock);
	return err;
}

static void waveport_pcm_disclaim(struct waveport_stream *stream)
{
	struct waveport *port = stream->port;

	mutex_lock(&port->open_lock);
	port->owners[stream->pin - port->pins] = NULL;
	mutex_unlock(&port->open_lock);
}

static int waveport_pcm_open(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_find(substream);
	const struct waveport_miniport_ops *ops = stream->port->ops;
	int err;

	err = waveport_pcm_claim(stream);
	if (err)
		return err;

	memset(&stream->counters, 0, sizeof(stream->counters));
	ops->get_allocator_framing(stream, &stream->framing);
	err = waveport_device_constrain(stream, substream->runtime);
	if (err)
		goto err_disclaim;
	if (ops->new_stream) {
		err = ops->new_stream(stream);
		if (err)
			goto err_disclaim;
	}
	substream->runtime->private_data = stream;
	stream->substream = substream;
	return 0;

err_disclaim:
	waveport_pcm_disclaim(stream);
	return err;
}

static int waveport_pcm_close(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	const struct waveport_miniport_ops *ops = stream->port->ops;

	stream->substream = NULL;
	if (ops->close_stream)
		ops->close_stream(stream);
	waveport_pcm_disclaim(stream);
	return 0;
}

/*
 * Take a stream that does not run to WAVEPORT_STOP, and take back what it has acquired. The core
 * has synchronised with the interrupt.
 */
static void waveport_pcm_halt(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;

	cancel_work_sync(&stream->late);
	waveport_stream_set_state(stream, WAVEPORT_STOP);
	snd_pcm_stream_lock_irq(substream);
	waveport_stream_revoke_all(stream);
	waveport_stream_reset(stream);
	snd_pcm_stream_unlock_irq(substream);
}

static int waveport_pcm_hw_free(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);

	waveport_pcm_halt(stream);
	if (stream->allocated && stream->transport->free)
		stream->transport->free(stream);
	stream->allocated = false;
	waveport_extents_free(stream->extents);
	stream->extents = NULL;
	return 0;
}

static void waveport_pcm_format(struct waveport_stream *stream,
				const struct snd_pcm_hw_params *params)
{
	snd_pcm_format_t format = params_format(params);

	stream->format.rate = params_rate(params);
	stream->format.channels = params_channels(params);
	stream->format.sample_bits = snd_pcm_format_width(format);
	stream->format.frame_bytes = params_channels(params) *
				     snd_pcm_format_physical_width(format) / 8;
	stream->buffer_bytes = params_buffer_bytes(params);
	stream->packet_bytes = params_period_bytes(params);
	stream->wakeups = !(params->flags & SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP);
}

static int waveport_pcm_hw_params(struct snd_pcm_substream *substream,
				  struct snd_pcm_hw_params *params)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	struct waveport_geometry geometry = {};
	int err;

	waveport_pcm_hw_free(substream);
	waveport_pcm_format(stream, params);
	stream->extents = waveport_extents_create(snd_pcm_get_dma_buf(substream));
	if (!stream->extents)
		return -ENOMEM;

	geometry.memory = &stream->extents->memory;
	geometry.buffer_bytes = stream->buffer_bytes;
	geometry.packet_bytes = stream->wakeups ? stream->packet_bytes : 0;
	geometry.frame_bytes = stream->format.frame_bytes;
	geometry.run_bytes = stream->framing.run_bytes;
	err = waveport_queue_init(&stream->queue, &geometry);
	if (!err && !waveport_memory_holds_frames(&geometry))
		err = -ENOMEM;
	if (!err && stream->transport->allocate)
		err = stream->transport->allocate(stream, params_periods(params));
	stream->allocated = !err;
	/* if it has failed, the core calls hw_free */
	return err;
}

static int waveport_pcm_prepare(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	const struct waveport_miniport_ops *ops = stream->port->ops;
	struct waveport_latency latency = {};
	int err;

	waveport_pcm_halt(stream);
	err = ops->set_format(stream, &stream->format);
	if (err)
		return err;

	ops->get_hw_latency(stream, &latency);
	stream->delay = div_u64((u64)stream->format.rate * (latency.chipset_ns + latency.codec_ns),
				NSEC_PER_SEC);
	stream->delay += latency.fifo_bytes / stream->format.frame_bytes;
	substream->runtime->delay = 0;
	/* see waveport_pcm_start() */
	substream->runtime->trigger_tstamp_latched = true;
	return waveport_stream_set_state(stream, WAVEPORT_PAUSE);
}

/*
 * Tell the core of a packet border or the end. The core may stop the stream in this. A whole buffer
 * and what lies beyond is told in steps, see waveport_stream_report().
 */
static void waveport_pcm_elapsed(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;

	u64 before;

	stream->notifying = true;
	do {
		before = stream->reported;
		snd_pcm_period_elapsed_under_stream_lock(substream);
	} while (stream->state == WAVEPORT_RUN && stream->reported != stream->position &&
		 stream->reported != before);
	stream->notifying = false;
}

/* Note whether the engine has run dry. */
static bool waveport_pcm_starved(struct waveport_stream *stream)
{
	bool dry = waveport_stream_dry(stream);

	if (dry && !stream->starved && !stream->ending)
		stream->counters.starvations++;
	stream->starved = dry;
	return dry;
}

/*
 * Tell the core what it must know at once: a packet border, the end of a drain, starvation. It does
 * not see the end if the pointer has not moved, because the client took back what it had written.
 */
static void waveport_pcm_tell(struct waveport_stream *stream, bool border)
{
	struct snd_pcm_substream *substream = stream->substream;
	bool dry = waveport_pcm_starved(stream);
	bool gap = stream->gap;

	stream->gap = false;
	trace_waveport_notify(stream, border, dry);
	if (border || (dry && stream->ending))
		waveport_pcm_elapsed(stream);
	if (!(dry || gap) || stream->state != WAVEPORT_RUN)
		return;
	if (dry && stream->ending)
		snd_pcm_stop(substream, SNDRV_PCM_STATE_SETUP);
	else if (!waveport_client_free_runs(stream))
		snd_pcm_stop(substream, SNDRV_PCM_STATE_XRUN);
}

static void waveport_pcm_service(struct waveport_stream *stream)
{
	bool border;

	if (waveport_stream_service(stream, &border))
		snd_pcm_stop(stream->substream, SNDRV_PCM_STATE_DISCONNECTED);
	else
		waveport_pcm_tell(stream, border);
}

/**
 * waveport_notify() - have a stream serviced after its interrupt
 * @stream: the stream; open
 *
 * IPortWavePci::Notify, and the signal of the notification events of WaveRT. The miniport has
 * acknowledged the interrupt before. Calls its service method, then tells the ALSA core if a packet
 * border was crossed, the engine starved or the drain is over.
 *
 * Context: Hard interrupt or process; the miniport holds no lock. Takes the stream lock.
 */
void waveport_notify(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN)
		waveport_pcm_service(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}
EXPORT_SYMBOL_GPL(waveport_notify);

static void waveport_pcm_late(struct work_struct *work)
{
	struct waveport_stream *stream = container_of(work, struct waveport_stream, late);
	struct snd_pcm_substream *substream = stream->substream;

	snd_pcm_stream_lock_irq(substream);
	if (stream->state == WAVEPORT_RUN) {
		waveport_stream_position(stream);
		waveport_pcm_tell(stream, waveport_stream_crossed(stream));
	}
	snd_pcm_stream_unlock_irq(substream);
}

/*
 * An engine that has nothing to do raises no interrupt. If a stream is dry already when it starts
 * or begins to drain, or because its client has taken back what was written, or if it was until
 * the client committed more, the core is told later: in these calls it does not expect its stream
 * to be stopped.
 */
static void waveport_pcm_check_dry(struct waveport_stream *stream)
{
	if (stream->state == WAVEPORT_RUN && (stream->gap || waveport_stream_dry(stream)))
		schedule_work(&stream->late);
}

static void waveport_pcm_drain(struct waveport_stream *stream)
{
	stream->ending = true;
	stream->transport->drain(stream);
	waveport_stream_position(stream);
	waveport_pcm_check_dry(stream);
}

/* While the stream stood still no buffer can have gone by, whatever the core makes of the time. */
static int waveport_pcm_run(struct waveport_stream *stream)
{
	int err = waveport_stream_set_state(stream, WAVEPORT_RUN);

	stream->substream->runtime->hw_ptr_jiffies = jiffies;
	if (err)
		return err;
	/* when it was halted it may have been at the end */
	waveport_stream_position(stream);
	waveport_pcm_check_dry(stream);
	return 0;
}

/*
 * A drain that has to start the stream first does not give the DRAIN trigger, because the core has
 * forgotten by then who has started it. Only an ordinary start clears the latch of the trigger time
 * before: so a latch that is still set tells that nothing more will be committed.
 */
static int waveport_pcm_start(struct waveport_stream *stream)
{
	struct snd_pcm_runtime *runtime = stream->substream->runtime;
	int err = stream->transport->start(stream);

	if (err)
		return err;
	if (runtime->trigger_tstamp_latched) {
		runtime->trigger_tstamp_latched = false;
		stream->ending = true;
		stream->transport->drain(stream);
	}
	return waveport_pcm_run(stream);
}

static int waveport_pcm_trigger(struct snd_pcm_substream *substream, int command)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);

	switch (command) {
	case SNDRV_PCM_TRIGGER_START:
		return waveport_pcm_start(stream);
	case SNDRV_PCM_TRIGGER_PAUSE_RELEASE:
	case SNDRV_PCM_TRIGGER_RESUME:
		return waveport_pcm_run(stream);
	case SNDRV_PCM_TRIGGER_STOP:
	case SNDRV_PCM_TRIGGER_PAUSE_PUSH:
	case SNDRV_PCM_TRIGGER_SUSPEND:
		return waveport_stream_set_state(stream, WAVEPORT_PAUSE);
	case SNDRV_PCM_TRIGGER_DRAIN:
		waveport_pcm_drain(stream);
		return 0;
	default:
		return -EINVAL;
	}
}

/*
 * The core compares the pointer with the time, and where it seems to be late adds buffers that must
 * have gone by unseen. Only a loop without wakeups can need that. All others are exact: told of a
 * border, the core may see the frame before it first, and an engine may have stood still for long.
 * So the core is made to believe that it has just looked; also where a buffer takes less than a
 * jiffy, of which it would add some for ever.
 */
static snd_pcm_uframes_t waveport_pcm_pointer(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	struct snd_pcm_runtime *runtime = substream->runtime;

	waveport_stream_report(stream);
	if (!stream->queue.looped || stream->wakeups || !runtime->hw_ptr_buffer_jiffies)
		runtime->hw_ptr_jiffies = jiffies;
	runtime->delay = waveport_pcm_starved(stream) ? 0 : stream->delay;
	return stream->reported_offset / stream->format.frame_bytes;
}

static int waveport_pcm_ack(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	int err;

	stream->counters.commits++;
	waveport_stream_note_gap(stream);
	err = stream->transport->commit(stream);
	trace_waveport_commit(stream, waveport_client_end(stream), err);
	if (err)
		stream->counters.refusals++;
	waveport_pcm_starved(stream);
	waveport_pcm_check_dry(stream);
	return err;
}

/*
 * The core is about to set both pointers to where the engine stands, or to 0 if it does not run:
 * nothing that was written stays committed. What is looped stays so, and a drain that is suspended
 * still has to end.
 */
static int waveport_pcm_reset(struct waveport_stream *stream)
{
	bool looped = stream->queue.looped;
	bool ending = stream->ending;
	bool running = stream->state == WAVEPORT_RUN;
	int err = 0;

	if (!looped)
		err = waveport_stream_revoke_all(stream);
	if (err)
		return err;
	if (running) {
		/* the core looks once: a whole buffer would lack its last frame */
		waveport_stream_report(stream);
		return 0;
	}

	waveport_stream_reset(stream);
	stream->ending = ending;
	if (looped)
		waveport_queue_loop(&stream->queue);
	return 0;
}

/* The core has set them, without an ack: all of the buffer is room to capture into. */
static int waveport_pcm_make_room(struct waveport_stream *stream)
{
	if (!stream->capture || stream->queue.looped)
		return 0;
	return waveport_stream_commit(stream, stream->reported + stream->buffer_bytes);
}

static int waveport_pcm_ioctl(struct snd_pcm_substream *substream, unsigned int command,
			      void *argument)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	int err;

	if (command != SNDRV_PCM_IOCTL1_RESET)
		return snd_pcm_lib_ioctl(substream, command, argument);

	snd_pcm_stream_lock_irq(substream);
	err = waveport_pcm_reset(stream);
	snd_pcm_stream_unlock_irq(substream);
	if (err)
		return err;

	err = snd_pcm_lib_ioctl(substream, command, argument);
	if (err)
		return err;

	snd_pcm_stream_lock_irq(substream);
	err = waveport_pcm_make_room(stream);
	waveport_stream_position(stream);
	waveport_pcm_check_dry(stream);
	snd_pcm_stream_unlock_irq(substream);
	return err;
}

static int waveport_pcm_get_time_info(struct snd_pcm_substream *substream,
				      struct timespec64 *system, struct timespec64 *audio,
				      struct snd_pcm_audio_tstamp_config *config,
				      struct snd_pcm_audio_tstamp_report *report)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	struct waveport_clock clock;
	u32 rest;

	snd_pcm_gettime(substream->runtime, system);
	if (!stream->port->ops->get_clock ||
	    config->type_requested != SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK) {
		report->actual_type = SNDRV_PCM_AUDIO_TSTAMP_TYPE_DEFAULT;
		return 0;
	}

	stream->port->ops->get_clock(stream, &clock);
	audio->tv_sec = div_u64_rem(clock.ticks, clock.hz, &rest);
	audio->tv_nsec = div_u64((u64)rest * NSEC_PER_SEC, clock.hz);
	report->actual_type = SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK;
	report->accuracy_report = 1;
	report->accuracy = NSEC_PER_SEC / clock.hz;
	return 0;
}

static const struct snd_pcm_ops waveport_pcm_ops = {
	.open = waveport_pcm_open,
	.close = waveport_pcm_close,
	.ioctl = waveport_pcm_ioctl,
	.hw_params = waveport_pcm_hw_params,
	.hw_free = waveport_pcm_hw_free,
	.prepare = waveport_pcm_prepare,
	.trigger = waveport_pcm_trigger,
	.pointer = waveport_pcm_pointer,
	.get_time_info = waveport_pcm_get_time_info,
	.ack = waveport_pcm_ack,
};

/**
 * waveport_pcm_set_ops() - give one direction of a PCM device its operations
 * @pcm: the device
 * @direction: SNDRV_PCM_STREAM_PLAYBACK or SNDRV_PCM_STREAM_CAPTURE
 */
void waveport_pcm_set_ops(struct snd_pcm *pcm, int direction)
{
	snd_pcm_set_ops(pcm, direction, &waveport_pcm_ops);
}

/**
 * waveport_pcm_init_stream() - make what a stream needs of this file
 * @stream: the stream
 */
void waveport_pcm_init_stream(struct waveport_stream *stream)
{
	INIT_WORK(&stream->late, waveport_pcm_late);
}
