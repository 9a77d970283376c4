// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCM operations, common to both transports.
 *
 * States: a stream is opened in WAVEPORT_STOP. Prepare takes it to STOP, sets the format and takes
 * it to PAUSE. The triggers change between PAUSE and RUN, see trigger.c. hw_free takes it to STOP.
 * The change to STOP may wait for the engine, so it is only made in calls that may sleep.
 *
 * Lock: the stream lock of ALSA protects everything from the state on in struct waveport_stream.
 * The core holds it in ack, pointer and trigger; waveport_notify() takes it in the interrupt. No
 * lock is taken inside it.
 *
 * The core serialises the calls that may sleep (open to prepare, and close). But a drain by another
 * thread may start the stream during one of them. So each of them first takes the stream below
 * PAUSE with the lock held, where no trigger starts it, and changes format, buffer and queue
 * together with the lock held.
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>
#include <sound/core.h>
#include <sound/pcm.h>
#include <sound/pcm_params.h>

#include "alsa.h"
#include "internal.h"
#include "stream.h"
#include "ring.h"
#include "trace.h"
#include "compat.h"

static struct waveport_stream *waveport_pcm_stream(struct snd_pcm_substream *substream)
{
	return substream->runtime->private_data;
}

static struct waveport_stream *waveport_pcm_find(struct snd_pcm_substream *substream)
{
	bool capture = substream->stream == SNDRV_PCM_STREAM_CAPTURE;
	struct waveport *port = substream->private_data;
	struct waveport_stream *stream = port->streams;

	/* the loop ends, because a PCM device exists only for a stream of the port */
	while (stream->pcm != substream->pcm || stream->capture != capture)
		stream++;
	return stream;
}

/*
 * An engine serves one stream at a time, of either PCM device.
 *
 * Context: Takes open_lock.
 */
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

/*
 * debugfs reads the substream pointer under open_lock, so it is cleared under that lock.
 *
 * Context: Takes open_lock.
 */
static void waveport_pcm_disclaim(struct waveport_stream *stream)
{
	struct waveport *port = stream->port;

	mutex_lock(&port->open_lock);
	stream->substream = NULL;
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
	if (ops->new_stream) {
		err = ops->new_stream(stream);
		if (err)
			goto err_disclaim;
	}
	ops->get_allocator_framing(stream, &stream->framing);
	stream->maps_control = waveport_device_maps_control(stream);
	err = waveport_device_constrain(stream, substream->runtime);
	if (err)
		goto err_close;
	substream->runtime->private_data = stream;
	stream->substream = substream;
	waveport_alsa_allow_stalls(stream);
	if (ops->hold_group)
		snd_pcm_set_sync(substream);
	return 0;

err_close:
	if (ops->close_stream)
		ops->close_stream(stream);
err_disclaim:
	waveport_pcm_disclaim(stream);
	return err;
}

static int waveport_pcm_close(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	const struct waveport_miniport_ops *ops = stream->port->ops;

	if (ops->close_stream)
		ops->close_stream(stream);
	waveport_pcm_disclaim(stream);
	return 0;
}

/*
 * Take a stream to WAVEPORT_STOP and revoke what the engine has acquired. The core considers the
 * stream stopped, but a drain by another thread may have started it. Below PAUSE no trigger starts
 * it again.
 *
 * Context: May sleep. Takes the stream lock.
 */
static void waveport_pcm_halt(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;

	snd_pcm_stream_lock_irq(substream);
	if (stream->state > WAVEPORT_ACQUIRE)
		waveport_stream_set_state(stream, WAVEPORT_ACQUIRE);
	snd_pcm_stream_unlock_irq(substream);

	waveport_hwptr_finish_look(stream);
	waveport_watch_stop(stream);
	waveport_alarm_stop(stream);
	waveport_alsa_wait_interrupt(stream);
	waveport_stream_set_state(stream, WAVEPORT_STOP);

	snd_pcm_stream_lock_irq(substream);
	waveport_stream_revoke_all(stream);
	waveport_stream_reset(stream);
	waveport_hwptr_reset(stream);
	waveport_supply_set(stream, WAVEPORT_SUPPLY_NONE);
	snd_pcm_stream_unlock_irq(substream);
}

static int waveport_pcm_hw_free(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	struct waveport_extents *extents;

	waveport_pcm_halt(stream);
	if (stream->allocated && stream->transport->free)
		stream->transport->free(stream);
	stream->allocated = false;

	snd_pcm_stream_lock_irq(substream);
	extents = stream->extents;
	stream->extents = NULL;
	snd_pcm_stream_unlock_irq(substream);
	waveport_extents_free(extents);
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
	stream->step_bytes = (2 * params_rate(params) / (NSEC_PER_SEC >> 20) + 1) *
			     stream->format.frame_bytes;
	stream->burst_bytes = params_rate(params) / (1000 / WAVEPORT_BURST_MS) *
			      stream->format.frame_bytes;
	stream->deep_bytes = WAVEPORT_DEEP_HALVES * (stream->packet_bytes / 2) +
			     stream->burst_bytes;
	/* the core, too, ignores the flag of a client whose device does not have it */
	stream->wakeups = !(params->flags & SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP) ||
			  !(params->info & SNDRV_PCM_INFO_NO_PERIOD_WAKEUP);
}

/*
 * Format, buffer and queue change together: a trigger sees all of them or none.
 *
 * Context: Stream locked.
 */
static int waveport_pcm_set_geometry(struct waveport_stream *stream,
				     const struct snd_pcm_hw_params *params,
				     struct waveport_extents *extents)
{
	struct waveport_geometry geometry = {};
	int err;

	waveport_pcm_format(stream, params);
	geometry.memory = &extents->memory;
	geometry.buffer_bytes = stream->buffer_bytes;
	/* a ring has notifications of its own */
	if (stream->wakeups && !waveport_stream_bounces(stream))
		geometry.packet_bytes = stream->packet_bytes;
	geometry.frame_bytes = stream->format.frame_bytes;
	geometry.run_bytes = waveport_stream_bounces(stream) ?
			     waveport_ring_run_bytes(stream) : stream->framing.run_bytes;
	err = waveport_queue_init(&stream->queue, &geometry);
	if (!err)
		stream->extents = extents;
	return err;
}

static int waveport_pcm_hw_params(struct snd_pcm_substream *substream,
				  struct snd_pcm_hw_params *params)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	struct waveport_extents *extents;
	int err;

	waveport_pcm_hw_free(substream);
	if (waveport_stream_bounces(stream))
		extents = waveport_extents_create_offsets();
	else
		extents = waveport_extents_create(snd_pcm_get_dma_buf(substream));
	if (!extents)
		return -ENOMEM;

	snd_pcm_stream_lock_irq(substream);
	err = waveport_pcm_set_geometry(stream, params, extents);
	snd_pcm_stream_unlock_irq(substream);
	if (err) {
		waveport_extents_free(extents);
		return err;
	}
	if (!waveport_memory_holds_frames(&stream->queue.geometry))
		return -ENOMEM;
	if (stream->transport->allocate)
		err = stream->transport->allocate(stream, params_periods(params));
	stream->allocated = !err;
	/* on an error the core calls hw_free */
	return err;
}

/*
 * Ask for the latency of an engine, which may know its FIFO only when it is set up.
 *
 * Context: Stream locked.
 */
static void waveport_pcm_set_delay(struct waveport_stream *stream)
{
	struct waveport_latency latency = {};

	stream->port->ops->get_hw_latency(stream, &latency);
	stream->fifo_bytes = latency.fifo_bytes;
	stream->delay = div_u64((u64)stream->format.rate * (latency.chipset_ns + latency.codec_ns),
				NSEC_PER_SEC);
	stream->delay += latency.fifo_bytes / stream->format.frame_bytes;
	/* a client such as alsaloop takes the delay for frames that it can read: 0 avoids that */
	if (stream->capture)
		stream->delay = 0;
	stream->substream->runtime->delay = 0;
}

static int waveport_pcm_prepare(struct snd_pcm_substream *substream)
{
	struct waveport_stream *stream = waveport_pcm_stream(substream);
	int err;

	waveport_pcm_halt(stream);
	err = stream->port->ops->set_format(stream, &stream->format);
	if (err)
		return err;

	err = waveport_stream_set_state(stream, WAVEPORT_ACQUIRE);
	if (err)
		return err;
	snd_pcm_stream_lock_irq(substream);
	err = waveport_stream_set_state(stream, WAVEPORT_PAUSE);
	waveport_pcm_set_delay(stream);
	waveport_trigger_expect(stream);
	snd_pcm_stream_unlock_irq(substream);
	return err;
}

/* Context: Stream locked, and all that are linked with it. */
static int waveport_pcm_trigger(struct snd_pcm_substream *substream, int command)
{
	return waveport_trigger(waveport_pcm_stream(substream), command);
}

/*
 * An engine that only loops goes on where it was halted, unless it is set up anew.
 *
 * Context: Stream locked.
 */
static int waveport_pcm_rewind_loop(struct waveport_stream *stream)
{
	if (stream->framing.flags & WAVEPORT_FRAMING_LIST || stream->state != WAVEPORT_PAUSE)
		return 0;
	waveport_stream_set_state(stream, WAVEPORT_ACQUIRE);
	return waveport_stream_set_state(stream, WAVEPORT_PAUSE);
}

/*
 * The core is about to set both pointers to the position of the engine, or to 0 if it does not run.
 * So nothing that was written remains committed, unless the queue is looped. The supply stays as it
 * is, because a drain that is suspended still has to end.
 *
 * Context: Stream locked.
 */
static int waveport_pcm_reset(struct waveport_stream *stream)
{
	bool looped = stream->queue.looped;
	int err = 0;

	if (!looped)
		err = waveport_stream_revoke_all(stream);
	if (err)
		return err;
	/* until the core sets it, the pointer is that of before */
	stream->appl_ptr = waveport_alsa_appl_ptr(stream);
	if (stream->state == WAVEPORT_RUN) {
		waveport_hwptr_catch_up(stream);
		return 0;
	}

	waveport_stream_reset(stream);
	waveport_hwptr_reset(stream);
	if (looped)
		waveport_queue_loop(&stream->queue);
	return waveport_pcm_rewind_loop(stream);
}

/*
 * The core has set both pointers without calling ack. For capture they are equal, so the client has
 * read everything and the engine may write the whole buffer.
 *
 * Context: Stream locked.
 */
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
	waveport_hwptr_was_reset(stream);
	snd_pcm_stream_unlock_irq(substream);
	return err;
}

/* Context: Stream locked. */
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
	.pointer = waveport_hwptr_pointer,
	.get_time_info = waveport_pcm_get_time_info,
	.ack = waveport_transport_ack,
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
