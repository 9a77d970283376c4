// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCM devices: their names, their buffers, and the constraints for their clients.
 */

#include <linux/kernel.h>
#include <linux/module.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "internal.h"
#include "compat.h"

/*
 * Preallocated buffer of each stream: 2.7 s of 48 kHz stereo. The core limits the buffer size to
 * it. The limit is wanted, because many programs ask for the largest buffer: with the limit of the
 * queue transport they would write 43 s of sound before they block for the first time. The
 * "prealloc" file of the substream in /proc/asound sets another size; with 0 only the limit of the
 * transport applies.
 */
#define WAVEPORT_PREALLOCATED_BYTES	(512 << 10)

/*
 * Fewest periods of a client that commits without a call. What it commits after one interrupt is
 * picked up at the next, so two of the periods cannot be waited for.
 */
#define WAVEPORT_MAPPED_PERIODS_MIN	4

static bool mmap_control;
module_param(mmap_control, bool, 0644);
MODULE_PARM_DESC(mmap_control,
		 "Clients of queue devices may map the control page and commit without a call (default off).");

/**
 * waveport_device_maps_control() - check whether a client may commit by the mapped control page
 * @stream: the stream, which is being opened; its framing is filled in
 *
 * Only with an engine that consumes a list: it halts at the end of what was picked up, while a loop
 * would play on.
 *
 * Context: Any.
 * Return: true if the stream is opened with that option.
 */
bool waveport_device_maps_control(const struct waveport_stream *stream)
{
	return READ_ONCE(mmap_control) && stream->framing.flags & WAVEPORT_FRAMING_LIST &&
	       stream->transport->info & SNDRV_PCM_INFO_SYNC_APPLPTR;
}

/*
 * Without SYNC_APPLPTR alsa-lib maps the control page and does not call when it commits. The
 * interrupt of each period picks that up, so it has to come.
 */
static void waveport_device_describe_mapped(struct snd_pcm_hardware *hw)
{
	hw->info &= ~(SNDRV_PCM_INFO_SYNC_APPLPTR | SNDRV_PCM_INFO_NO_PERIOD_WAKEUP);
	hw->period_bytes_max = hw->buffer_bytes_max / WAVEPORT_MAPPED_PERIODS_MIN;
	hw->periods_min = WAVEPORT_MAPPED_PERIODS_MIN;
}

static void waveport_device_describe(const struct waveport_stream *stream,
				     struct snd_pcm_hardware *hw)
{
	const struct waveport_transport *transport = stream->transport;
	const struct waveport_framing *framing = &stream->framing;

	hw->info = SNDRV_PCM_INFO_MMAP | SNDRV_PCM_INFO_MMAP_VALID |
		   SNDRV_PCM_INFO_INTERLEAVED | SNDRV_PCM_INFO_BLOCK_TRANSFER |
		   SNDRV_PCM_INFO_PAUSE | SNDRV_PCM_INFO_NO_PERIOD_WAKEUP |
		   SNDRV_PCM_INFO_DRAIN_TRIGGER | SNDRV_PCM_INFO_PERFECT_DRAIN |
		   transport->info;
	if (!(framing->flags & WAVEPORT_FRAMING_NO_RESUME))
		hw->info |= SNDRV_PCM_INFO_RESUME;
	if (stream->port->ops->get_clock)
		hw->info |= SNDRV_PCM_INFO_HAS_LINK_ATIME;
	if (stream->port->ops->hold_group)
		hw->info |= SNDRV_PCM_INFO_SYNC_START;
	if (framing->position_bytes > framing->step_bytes)
		hw->info |= SNDRV_PCM_INFO_BATCH;
	hw->formats = framing->formats;
	hw->rates = framing->rates;
	hw->channels_min = framing->channels_min;
	hw->channels_max = framing->channels_max;
	hw->buffer_bytes_max = transport->buffer_bytes_max;
	hw->period_bytes_min = framing->packet_bytes_min;
	hw->period_bytes_max = transport->buffer_bytes_max / transport->periods_min;
	hw->periods_min = transport->periods_min;
	hw->periods_max = min(transport->periods_max,
			      transport->buffer_bytes_max / framing->packet_bytes_min);
	if (stream->maps_control)
		waveport_device_describe_mapped(hw);
}

#define WAVEPORT_FAST_HZ	48000

static int waveport_device_slow_rate(struct snd_pcm_hw_params *params,
				     struct snd_pcm_hw_rule *rule)
{
	static const struct snd_interval slow = { .min = 1, .max = WAVEPORT_FAST_HZ };
	const struct waveport_stream *stream = rule->private;
	const struct snd_interval *channels =
		hw_param_interval_c(params, SNDRV_PCM_HW_PARAM_CHANNELS);

	if (channels->min <= stream->framing.channels_max_fast)
		return 0;
	return snd_interval_refine(hw_param_interval(params, rule->var), &slow);
}

static int waveport_device_few_channels(struct snd_pcm_hw_params *params,
					struct snd_pcm_hw_rule *rule)
{
	const struct waveport_stream *stream = rule->private;
	const struct snd_interval few = { .min = 1, .max = stream->framing.channels_max_fast };
	const struct snd_interval *rate = hw_param_interval_c(params, SNDRV_PCM_HW_PARAM_RATE);

	if (rate->min <= WAVEPORT_FAST_HZ)
		return 0;
	return snd_interval_refine(hw_param_interval(params, rule->var), &few);
}

/*
 * An AC'97 link may send two samples of a channel in one frame for a rate above 48 kHz. The second
 * sample takes the slot of another channel, so fewer channels are possible at these rates.
 */
static int waveport_device_constrain_fast(const struct waveport_stream *stream,
					  struct snd_pcm_runtime *runtime)
{
	int err;

	if (!stream->framing.channels_max_fast)
		return 0;
	err = snd_pcm_hw_rule_add(runtime, 0, SNDRV_PCM_HW_PARAM_RATE, waveport_device_slow_rate,
				  (void *)stream, SNDRV_PCM_HW_PARAM_CHANNELS, -1);
	if (err < 0)
		return err;
	return snd_pcm_hw_rule_add(runtime, 0, SNDRV_PCM_HW_PARAM_CHANNELS,
				   waveport_device_few_channels, (void *)stream,
				   SNDRV_PCM_HW_PARAM_RATE, -1);
}

/* A queue that is copied is in a ring of the port, which is long enough. */
static int waveport_device_constrain_loop(const struct waveport_stream *stream,
					  struct snd_pcm_runtime *runtime)
{
	int err;

	if (!stream->framing.loop_bytes_min || waveport_stream_bounces(stream))
		return 0;
	err = snd_pcm_hw_constraint_minmax(runtime, SNDRV_PCM_HW_PARAM_BUFFER_BYTES,
					   stream->framing.loop_bytes_min, U32_MAX);
	return min(err, 0);
}

/**
 * waveport_device_constrain() - set the ALSA constraints of a stream
 * @stream: the stream; its framing is filled in
 * @runtime: runtime of the substream that is opened
 *
 * Context: May sleep.
 * Return: 0 or a negative errno.
 */
int waveport_device_constrain(const struct waveport_stream *stream, struct snd_pcm_runtime *runtime)
{
	u32 step = stream->framing.step_bytes;
	int err;

	waveport_device_describe(stream, &runtime->hw);
	snd_pcm_limit_hw_rates(runtime);
	if (stream->framing.sample_bits) {
		err = snd_pcm_hw_constraint_msbits(runtime, 0, 32, stream->framing.sample_bits);
		if (err < 0)
			return err;
	}

	err = snd_pcm_hw_constraint_step(runtime, 0, SNDRV_PCM_HW_PARAM_CHANNELS,
					 stream->framing.channels_step);
	if (err < 0)
		return err;
	err = waveport_device_constrain_fast(stream, runtime);
	if (err < 0)
		return err;
	err = snd_pcm_hw_constraint_integer(runtime, SNDRV_PCM_HW_PARAM_PERIODS);
	if (err < 0)
		return err;
	err = snd_pcm_hw_constraint_step(runtime, 0, SNDRV_PCM_HW_PARAM_PERIOD_BYTES, step);
	if (err < 0)
		return err;
	err = snd_pcm_hw_constraint_step(runtime, 0, SNDRV_PCM_HW_PARAM_BUFFER_BYTES, step);
	if (err < 0)
		return err;
	return waveport_device_constrain_loop(stream, runtime);
}

static int waveport_device_dma_type(const struct waveport_stream *stream,
				    const struct waveport_transport *transport)
{
	bool no_snoop = stream->framing.flags & WAVEPORT_FRAMING_NO_SNOOP;

	/* the engine never accesses a buffer that is copied */
	if (waveport_stream_bounces(stream))
		return SNDRV_DMA_TYPE_VMALLOC;
	if (transport->contiguous)
		return no_snoop ? SNDRV_DMA_TYPE_DEV_WC : SNDRV_DMA_TYPE_DEV;
	return no_snoop ? SNDRV_DMA_TYPE_DEV_WC_SG : SNDRV_DMA_TYPE_DEV_SG;
}

/* The names of the engines, of which both directions may have the same. */
static void waveport_device_name(struct snd_pcm *pcm, const struct waveport_transport *transport,
				 const struct waveport_stream *playback,
				 const struct waveport_stream *capture)
{
	const char *first = playback ? playback->pin->name : capture->pin->name;
	const char *second = capture ? capture->pin->name : first;

	if (!strcmp(first, second))
		snprintf(pcm->name, sizeof(pcm->name), "%s%s", first, transport->suffix);
	else
		snprintf(pcm->name, sizeof(pcm->name), "%s, %s%s", first, second,
			 transport->suffix);
}

/* The numbers of channels that the engine can carry: bit n is set for n channels. */
static unsigned int waveport_device_channel_mask(const struct waveport_framing *framing)
{
	unsigned int channels, mask = 0;

	for (channels = framing->channels_min; channels <= framing->channels_max; channels++) {
		if (!(channels % framing->channels_step))
			mask |= BIT(channels);
	}
	return mask;
}

/* Set the operations of a stream and add its channel map control, unless the miniport does. */
static int waveport_device_add_stream(struct snd_pcm *pcm, struct waveport_stream *stream)
{
	int direction = stream->capture ? SNDRV_PCM_STREAM_CAPTURE : SNDRV_PCM_STREAM_PLAYBACK;
	const struct waveport_framing *framing = &stream->framing;
	struct snd_pcm_chmap *map;
	int err;

	stream->pcm = pcm;
	waveport_pcm_set_ops(pcm, direction);
	if (stream->pin->own_channel_maps)
		return 0;
	err = snd_pcm_add_chmap_ctls(pcm, direction, framing->channel_maps ?: snd_pcm_std_chmaps,
				     framing->channels_max, 0, &map);
	if (err)
		return err;
	map->channel_mask = waveport_device_channel_mask(framing);
	return 0;
}

/**
 * waveport_device_create() - create the PCM device of a transport for one or two pins
 * @port: the port
 * @transport: the transport
 * @device: the number of the pins; one direction may have none
 *
 * Context: May sleep.
 * Return: 0 or a negative errno.
 */
int waveport_device_create(struct waveport *port, const struct waveport_transport *transport,
			   unsigned int device)
{
	struct waveport_stream *playback, *capture;
	struct snd_pcm *pcm;
	int err;

	playback = waveport_stream_find(port, transport->id, false, device);
	capture = waveport_stream_find(port, transport->id, true, device);
	err = snd_pcm_new(port->card, transport->name, device + transport->offset, !!playback,
			  !!capture, &pcm);
	if (err)
		return err;

	pcm->private_data = port;
	waveport_device_name(pcm, transport, playback, capture);
	if (playback)
		err = waveport_device_add_stream(pcm, playback);
	if (!err && capture)
		err = waveport_device_add_stream(pcm, capture);
	if (err)
		return err;
	return snd_pcm_set_managed_buffer_all(pcm, waveport_device_dma_type(playback ?: capture,
									    transport),
					      port->dev, WAVEPORT_PREALLOCATED_BYTES,
					      transport->buffer_bytes_max);
}
