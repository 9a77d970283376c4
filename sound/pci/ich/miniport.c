// SPDX-License-Identifier: GPL-2.0-only
/*
 * The methods of the miniport, which the port calls for an engine and its codec.
 */

#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/pcm.h>

#include "ich.h"
#include "ich_regs.h"
#include "position.h"

/* Size of an engine's FIFO between memory and link: an estimate, the datasheets differ. */
#define ICH_FIFO_BYTES		64
/* Latency of the converters of an AC'97 codec, about a millisecond: an estimate too. */
#define ICH_CODEC_NS		1000000
/* A third of a millisecond at 48 kHz; a multiple of the FIFO. */
#define ICH_PACKET_BYTES_MIN	64

static struct ich_pin_state *ich_pin(struct waveport_stream *stream)
{
	return waveport_stream_engine(stream);
}

static void ich_get_allocator_framing(struct waveport_stream *stream,
				      struct waveport_framing *framing)
{
	struct ich_pin_state *pin = ich_pin(stream);
	struct ich *chip = pin->chip;
	bool pcm_out = pin == &chip->pins[ICH_PIN_PCM_OUT];

	*framing = (struct waveport_framing) {
		.flags = WAVEPORT_FRAMING_LIST |
			 (chip->model->no_snoop ? WAVEPORT_FRAMING_NO_SNOOP : 0),
		.formats = SNDRV_PCM_FMTBIT_S16_LE,
		.rates = pin->pcm->rates,
		.channels_min = 2,
		.channels_max = pcm_out ? chip->channels_max : 2,
		.channels_max_fast = pcm_out && chip->double_rate ? 2 : 0,
		.channels_step = 2,
		/* of six channels the third and fourth are centre and LFE */
		.channel_maps = snd_pcm_alt_chmaps,
		.run_bytes = ICH_SAMPLES_MAX * (pin->engine.swapped ? 1 : ICH_SAMPLE_BYTES),
		.step_bytes = 2 * ICH_SAMPLE_BYTES,
		.packet_bytes_min = ICH_PACKET_BYTES_MIN,
		.position_bytes = ICH_SAMPLE_BYTES,
	};
	if (pcm_out && chip->wide) {
		framing->formats |= SNDRV_PCM_FMTBIT_S32_LE;
		framing->sample_bits = 20;
	}
}

static int ich_set_format(struct waveport_stream *stream, const struct waveport_format *format)
{
	struct ich_pin_state *pin = ich_pin(stream);

	ich_engine_set_format(&pin->engine, format);
	return ich_codec_open(pin, format);
}

static int ich_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	struct ich_engine *engine = &ich_pin(stream)->engine;
	struct ich *chip = ich_pin(stream)->chip;

	switch (state) {
	case WAVEPORT_RUN:
		/* the engine would move no data, because the link is down */
		if (READ_ONCE(chip->asleep))
			return -EIO;
		return ich_engine_run(engine, stream);
	case WAVEPORT_PAUSE:
		return ich_engine_halt(engine);
	default:
		return ich_engine_reset(engine);
	}
}

static u64 ich_get_position(struct waveport_stream *stream)
{
	return ich_engine_position(&ich_pin(stream)->engine, stream);
}

static void ich_get_hw_latency(struct waveport_stream *stream, struct waveport_latency *latency)
{
	latency->fifo_bytes = ICH_FIFO_BYTES;
	latency->chipset_ns = 0;
	latency->codec_ns = ICH_CODEC_NS;
}

static int ich_service(struct waveport_stream *stream, u64 *position)
{
	return ich_engine_service(&ich_pin(stream)->engine, position);
}

static int ich_mapping_available(struct waveport_stream *stream)
{
	return ich_engine_feed(&ich_pin(stream)->engine);
}

static int ich_revoke_mappings(struct waveport_stream *stream, u64 first, u64 last)
{
	return ich_engine_revoke(&ich_pin(stream)->engine, first);
}

/* The list is refilled as the engine consumes it, so nothing is set up for the buffer itself. */
static int ich_allocate_audio_buffer(struct waveport_stream *stream,
				     const struct waveport_buffer *buffer)
{
	struct ich_pin_state *pin = ich_pin(stream);

	if (!ich_link_ready(pin->chip))
		return -ENODEV;
	return ich_engine_reset(&pin->engine);
}

static int ich_allocate_buffer_with_notification(struct waveport_stream *stream,
						 unsigned int notifications,
						 const struct waveport_buffer *buffer)
{
	u32 packet = buffer->bytes / notifications;

	if (packet * notifications != buffer->bytes || packet % (2 * ICH_SAMPLE_BYTES))
		return -EINVAL;
	return ich_allocate_audio_buffer(stream, buffer);
}

static void ich_free_audio_buffer(struct waveport_stream *stream)
{
	ich_engine_reset(&ich_pin(stream)->engine);
}

static int ich_new_stream(struct waveport_stream *stream)
{
	return ich_pm_get(&ich_pin(stream)->chip->pci->dev);
}

static void ich_close_stream(struct waveport_stream *stream)
{
	ich_codec_close(ich_pin(stream));
	ich_pm_put(&ich_pin(stream)->chip->pci->dev);
}

const struct waveport_miniport_ops ich_miniport_ops = {
	.new_stream = ich_new_stream,
	.close_stream = ich_close_stream,
	.get_allocator_framing = ich_get_allocator_framing,
	.set_format = ich_set_format,
	.set_state = ich_set_state,
	.get_position = ich_get_position,
	.get_hw_latency = ich_get_hw_latency,
	.service = ich_service,
	.mapping_available = ich_mapping_available,
	.revoke_mappings = ich_revoke_mappings,
	.allocate_audio_buffer = ich_allocate_audio_buffer,
	.allocate_buffer_with_notification = ich_allocate_buffer_with_notification,
	.free_audio_buffer = ich_free_audio_buffer,
};
