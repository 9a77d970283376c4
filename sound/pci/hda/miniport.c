// SPDX-License-Identifier: GPL-2.0-only
/*
 * The methods of the miniport. The engines only loop, so the port asks for no mappings.
 */

#include <linux/math64.h>
#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/time64.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "hda.h"

/* An engine has a FIFO of up to some hundred bytes, an emulated one moves in steps of 256. */
#define HDA_FIFO_BYTES_MIN	256
#define HDA_FIFO_BYTES_MAX	4096
/* A list has two entries at least, so a buffer of one packet has two parts. */
#define HDA_PACKET_BYTES_MIN	(2 * HDA_ALIGN_BYTES)
/* Twice what an engine may fetch ahead leaves a drain no time for its silence. */
#define HDA_LOOP_BYTES_MIN	(4 * HDA_FIFO_BYTES_MIN)

static struct hda_pin *hda_pin(struct waveport_stream *stream)
{
	return waveport_stream_engine(stream);
}

static int hda_new_stream(struct waveport_stream *stream)
{
	struct hda_pin *pin = hda_pin(stream);
	int err;

	pin->engine = hda_engine_take(pin->chip, pin->capture);
	if (!pin->engine)
		return -EBUSY;
	err = hda_pin_open(pin);
	if (!err)
		return 0;
	hda_engine_give_back(pin->chip, pin->engine);
	pin->engine = NULL;
	return err;
}

static void hda_close_stream(struct waveport_stream *stream)
{
	struct hda_pin *pin = hda_pin(stream);

	hda_pin_close(pin);
	snd_hdac_stream_cleanup(&pin->engine->core);
	hda_engine_give_back(pin->chip, pin->engine);
	pin->engine = NULL;
}

static void hda_get_allocator_framing(struct waveport_stream *stream,
				      struct waveport_framing *framing)
{
	*framing = (struct waveport_framing) {
		.flags = WAVEPORT_FRAMING_NO_RESUME,
		.run_bytes = U32_MAX,
		.step_bytes = HDA_ALIGN_BYTES,
		.packet_bytes_min = HDA_PACKET_BYTES_MIN,
		.loop_bytes_min = HDA_LOOP_BYTES_MIN,
		.position_bytes = 4,
	};
	hda_pin_get_framing(hda_pin(stream), framing);
}

static int hda_set_format(struct waveport_stream *stream, const struct waveport_format *format)
{
	return hda_pin_set_format(hda_pin(stream), format);
}

static int hda_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	struct hda_pin *pin = hda_pin(stream);

	switch (state) {
	case WAVEPORT_RUN:
		return hda_engine_run(pin->chip, pin->engine, stream);
	case WAVEPORT_PAUSE:
		if (waveport_stream_state(stream) == WAVEPORT_RUN)
			return hda_engine_halt(pin->chip, pin->engine);
		return hda_engine_set_up(pin->engine, waveport_stream_loop(stream));
	default:
		hda_engine_reset(pin->engine);
		return 0;
	}
}

static u32 hda_group_engines(struct waveport_stream *first)
{
	struct waveport_stream *stream;
	u32 engines = 0;

	for (stream = first; stream; stream = waveport_group_next(stream))
		engines |= BIT(hda_pin(stream)->engine->core.index);
	return engines;
}

static void hda_hold_group(struct waveport_stream *first)
{
	hda_sync_hold(hda_pin(first)->chip, hda_group_engines(first));
}

static void hda_release_group(struct waveport_stream *first)
{
	hda_sync_release(hda_pin(first)->chip, hda_group_engines(first));
}

static u64 hda_get_position(struct waveport_stream *stream)
{
	return hda_engine_position(hda_pin(stream)->engine);
}

static void hda_get_clock(struct waveport_stream *stream, struct waveport_clock *clock)
{
	hda_clock_read(hda_pin(stream)->chip, clock);
}

static int hda_service(struct waveport_stream *stream, u64 *position)
{
	*position = hda_engine_service(hda_pin(stream)->engine);
	return 0;
}

/*
 * The register of the FIFO's size is valid once the engine is set up; the first time it is a guess.
 */
static void hda_get_hw_latency(struct waveport_stream *stream, struct waveport_latency *latency)
{
	struct hda_pin *pin = hda_pin(stream);

	latency->fifo_bytes = clamp_t(u32, pin->engine->core.fifo_size, HDA_FIFO_BYTES_MIN,
				      HDA_FIFO_BYTES_MAX);
	latency->late_bytes = HDA_LATE_BYTES;
	latency->chipset_ns = 0;
	/* of the codec drivers only that of CA0132 tells a delay */
	latency->codec_ns = 0;
}

static int hda_allocate_audio_buffer(struct waveport_stream *stream,
				     const struct waveport_buffer *buffer)
{
	return buffer->bytes % HDA_ALIGN_BYTES ? -EINVAL : 0;
}

static int hda_allocate_buffer_with_notification(struct waveport_stream *stream,
						 unsigned int notifications,
						 const struct waveport_buffer *buffer)
{
	u32 packet = buffer->bytes / notifications;

	return packet * notifications != buffer->bytes || packet % HDA_ALIGN_BYTES ? -EINVAL : 0;
}

static void hda_free_audio_buffer(struct waveport_stream *stream)
{
}

const struct waveport_miniport_ops hda_miniport_ops = {
	.new_stream = hda_new_stream,
	.close_stream = hda_close_stream,
	.get_allocator_framing = hda_get_allocator_framing,
	.set_format = hda_set_format,
	.set_state = hda_set_state,
	.hold_group = hda_hold_group,
	.release_group = hda_release_group,
	.get_position = hda_get_position,
	.get_hw_latency = hda_get_hw_latency,
	.get_clock = hda_get_clock,
	.service = hda_service,
	.allocate_audio_buffer = hda_allocate_audio_buffer,
	.allocate_buffer_with_notification = hda_allocate_buffer_with_notification,
	.free_audio_buffer = hda_free_audio_buffer,
};
