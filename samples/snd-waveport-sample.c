// SPDX-License-Identifier: GPL-2.0-only
/*
 * A miniport to start from: one engine that plays a list of mappings, as a WavePci miniport has it.
 * There is no hardware. The engine lets the time pass that the mappings last, so programs play to
 * it at the right speed and nothing is heard. What a driver of hardware does instead is said at
 * each place; Documentation/porting.rst explains the methods in their order.
 *
 * Lock: the stream lock protects struct sample_engine. The port holds it in the methods that say so
 * in waveport.h; it calls the others while the engine does not run.
 */

#include <linux/dma-mapping.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/workqueue.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "waveport.h"

#define SAMPLE_LIST	8	/* mappings that the engine takes at a time */

/**
 * struct sample_engine - the engine
 * @stream: the stream that it serves
 * @interrupt: takes the place of its interrupt, each jiffy
 * @rate: frames per second
 * @frame_bytes: bytes per frame
 * @position: stream position in bytes, as of @since
 * @since: time of @position
 * @running: it plays the list; false while it waits for a mapping
 * @enabled: its interrupt is; WAVEPORT_RUN
 */
struct sample_engine {
	struct waveport_stream *stream;
	struct delayed_work interrupt;
	u32 rate;
	u32 frame_bytes;
	u64 position;
	ktime_t since;
	bool running;
	bool enabled;
};

static struct sample_engine sample_engine;
static struct platform_device *sample_device;

/* Returns the end of what is acquired. */
static u64 sample_end(const struct sample_engine *engine)
{
	unsigned int count = waveport_acquired_count(engine->stream);
	const struct waveport_mapping *last;

	if (!count)
		return waveport_released_position(engine->stream);
	last = waveport_acquired_mapping(engine->stream, count - 1);
	return last->position + last->bytes;
}

/*
 * Update the position. Hardware has a register for this. Its value must be bounded by what is
 * acquired, whatever it reads. At the end of the list the engine halts by itself.
 *
 * Context: Stream locked.
 */
static void sample_locate(struct sample_engine *engine)
{
	u64 frames, left;

	if (!engine->running)
		return;
	frames = mul_u64_u32_div(ktime_to_ns(ktime_sub(ktime_get(), engine->since)),
				 engine->rate, NSEC_PER_SEC);
	left = div_u64(sample_end(engine) - engine->position, engine->frame_bytes);
	if (frames >= left) {
		frames = left;
		engine->running = false;
	}
	engine->position += frames * engine->frame_bytes;
	engine->since = ktime_add_ns(engine->since, div_u64(frames * NSEC_PER_SEC, engine->rate));
}

/*
 * Acquire what is committed, as far as the list has room, and play it. Hardware gets the address,
 * the length and, if WAVEPORT_MAPPING_NOTIFY is set, the order to interrupt at the end.
 *
 * Context: Stream locked.
 */
static void sample_refill(struct sample_engine *engine)
{
	struct waveport_mapping mapping;

	while (waveport_acquired_count(engine->stream) < SAMPLE_LIST)
		if (waveport_get_mapping(engine->stream, &mapping))
			break;
	if (engine->running || !waveport_acquired_count(engine->stream))
		return;
	engine->since = ktime_get();
	engine->running = true;
}

/* Halt and report the position, where the next start begins. Context: Stream locked. */
static void sample_halt(struct sample_engine *engine)
{
	sample_locate(engine);
	engine->running = false;
	waveport_terminate_packet(engine->stream, engine->position);
}

static void sample_interrupt(struct work_struct *work)
{
	struct sample_engine *engine =
		container_of(work, struct sample_engine, interrupt.work);

	if (!READ_ONCE(engine->enabled))
		return;
	/* hardware: acknowledge the interrupt here, before the call */
	waveport_notify(engine->stream);
	schedule_delayed_work(&engine->interrupt, 1);
}

/* Hardware: power up; refuse with -EBUSY if another stream uses the converter. */
static int sample_new_stream(struct waveport_stream *stream)
{
	sample_engine.stream = stream;
	return 0;
}

static void sample_get_allocator_framing(struct waveport_stream *stream,
					 struct waveport_framing *framing)
{
	*framing = (struct waveport_framing) {
		.flags = WAVEPORT_FRAMING_LIST,
		.formats = SNDRV_PCM_FMTBIT_S16_LE,
		.rates = SNDRV_PCM_RATE_44100 | SNDRV_PCM_RATE_48000,
		.channels_min = 2,
		.channels_max = 2,
		.channels_step = 2,
		.run_bytes = 65536,
		.step_bytes = 4,
		.packet_bytes_min = 1024,
		.position_bytes = 4,
	};
}

static int sample_set_format(struct waveport_stream *stream, const struct waveport_format *format)
{
	struct sample_engine *engine = waveport_stream_engine(stream);

	engine->frame_bytes = format->frame_bytes;
	engine->rate = format->rate;
	return 0;
}

static int sample_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	struct sample_engine *engine = waveport_stream_engine(stream);

	switch (state) {
	case WAVEPORT_RUN:
		WRITE_ONCE(engine->enabled, true);
		sample_refill(engine);
		schedule_delayed_work(&engine->interrupt, 1);
		break;
	case WAVEPORT_PAUSE:
		WRITE_ONCE(engine->enabled, false);
		sample_halt(engine);
		break;
	case WAVEPORT_ACQUIRE:
		break;
	case WAVEPORT_STOP:
		/* only here, where the stream lock is not held: the interrupt may wait for it */
		cancel_delayed_work_sync(&engine->interrupt);
		engine->position = 0;
		break;
	}
	return 0;
}

static u64 sample_get_position(struct waveport_stream *stream)
{
	struct sample_engine *engine = waveport_stream_engine(stream);

	sample_locate(engine);
	return engine->position;
}

static void sample_get_latency(struct waveport_stream *stream, struct waveport_latency *latency)
{
	*latency = (struct waveport_latency) {};
}

static int sample_service(struct waveport_stream *stream, u64 *position)
{
	struct sample_engine *engine = waveport_stream_engine(stream);
	const struct waveport_mapping *oldest;

	sample_locate(engine);
	*position = engine->position;
	while ((oldest = waveport_acquired_mapping(stream, 0)) &&
	       waveport_distance(oldest->position + oldest->bytes, engine->position) >= 0)
		waveport_release_mapping(stream, oldest->tag);
	sample_refill(engine);
	return 0;
}

static int sample_mapping_available(struct waveport_stream *stream)
{
	struct sample_engine *engine = waveport_stream_engine(stream);

	sample_locate(engine);
	sample_refill(engine);
	return 0;
}

/* Hardware may be able to drop the newest mappings while it plays older ones. A halt will do. */
static int sample_revoke_mappings(struct waveport_stream *stream, u64 first, u64 last)
{
	sample_halt(waveport_stream_engine(stream));
	return 0;
}

/* The list is filled from what is committed, so nothing is set up for a buffer. */
static int sample_allocate(struct waveport_stream *stream, const struct waveport_buffer *buffer)
{
	return 0;
}

static int sample_allocate_with_notification(struct waveport_stream *stream, unsigned int count,
					     const struct waveport_buffer *buffer)
{
	return 0;
}

static void sample_free(struct waveport_stream *stream)
{
}

static const struct waveport_miniport_ops sample_ops = {
	.new_stream = sample_new_stream,
	.get_allocator_framing = sample_get_allocator_framing,
	.set_format = sample_set_format,
	.set_state = sample_set_state,
	.get_position = sample_get_position,
	.get_hw_latency = sample_get_latency,
	.service = sample_service,
	.mapping_available = sample_mapping_available,
	.revoke_mappings = sample_revoke_mappings,
	.allocate_audio_buffer = sample_allocate,
	.allocate_buffer_with_notification = sample_allocate_with_notification,
	.free_audio_buffer = sample_free,
};

/* Hardware: a pci_driver, whose probe maps the registers and requests the interrupt. */
static int __init sample_probe(struct platform_device *device)
{
	static const struct waveport_pin pin = { .name = "PCM out", .engine = &sample_engine };
	struct snd_card *card;
	int err;

	INIT_DELAYED_WORK(&sample_engine.interrupt, sample_interrupt);
	dma_set_max_seg_size(&device->dev, UINT_MAX);
	err = dma_set_mask_and_coherent(&device->dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	err = snd_devm_card_new(&device->dev, -1, "sample", THIS_MODULE, 0, &card);
	if (err)
		return err;

	strscpy(card->driver, "waveport-sample", sizeof(card->driver));
	strscpy(card->shortname, "waveport sample", sizeof(card->shortname));
	err = waveport_create(card, &device->dev, &sample_ops, &pin, 1, NULL);
	if (!err)
		err = snd_card_register(card);
	return snd_card_free_on_error(&device->dev, err);
}

static struct platform_driver sample_driver = {
	.driver.name = "snd-waveport-sample",
};

static int __init sample_init(void)
{
	sample_device = platform_create_bundle(&sample_driver, sample_probe, NULL, 0, NULL, 0);
	return PTR_ERR_OR_ZERO(sample_device);
}
module_init(sample_init);

static void __exit sample_exit(void)
{
	platform_device_unregister(sample_device);
	platform_driver_unregister(&sample_driver);
}
module_exit(sample_exit);

MODULE_DESCRIPTION("waveport miniport to start from, without hardware");
MODULE_LICENSE("GPL");
