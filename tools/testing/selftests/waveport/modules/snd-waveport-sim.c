// SPDX-License-Identifier: GPL-2.0-only
/*
 * A miniport without hardware: engines that loop over their buffer by the clock of the machine, as
 * those of HD Audio do, with a link clock of 24 MHz. It moves no data. It is there to see that the
 * port can drive an engine without a list, and to hold the port to its side of the contract: each
 * breach is counted in the parameter "breaches" and told in the log.
 *
 * tools/testing/selftests/waveport/sim.c is its test.
 */

#include <linux/dma-mapping.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "waveport.h"
#include "compat.h"

#define SIM_CLOCK_HZ	24000000
#define SIM_TICK_NS	NSEC_PER_MSEC
#define SIM_PINS	3

static unsigned int breaches;
module_param(breaches, uint, 0444);
MODULE_PARM_DESC(breaches, "Breaches of the contract by the port (read only).");

static int refuse_stream;
module_param(refuse_stream, int, 0644);
MODULE_PARM_DESC(refuse_stream, "Errno that new_stream fails with (default 0: it does not).");

static int refuse_buffer;
module_param(refuse_buffer, int, 0644);
MODULE_PARM_DESC(refuse_buffer, "Errno that the allocate methods fail with (default 0).");

static int refuse_format;
module_param(refuse_format, int, 0644);
MODULE_PARM_DESC(refuse_format, "Errno that set_format fails with (default 0).");

static int refuse_run;
module_param(refuse_run, int, 0644);
MODULE_PARM_DESC(refuse_run, "Errno that going to RUN fails with (default 0).");

/**
 * struct sim_engine - an engine
 * @stream: whom it serves, from new_stream to close_stream
 * @timer: looks for borders while it runs
 * @bytes_per_second: how fast it goes
 * @buffer_bytes: size of its buffer; 0 if none is allocated
 * @packet_bytes: distance of notifications, from WAVEPORT_PAUSE on; 0 for none
 * @next_border: position of the next one
 * @started: when it began to run
 * @before: bytes done before that
 * @running: it runs
 */
struct sim_engine {
	struct waveport_stream *stream;
	struct hrtimer timer;
	u32 bytes_per_second;
	u32 buffer_bytes;
	u32 packet_bytes;
	u64 next_border;
	ktime_t started;
	u64 before;
	bool running;
};

static struct platform_device *sim_device;
static struct sim_engine sim_engines[SIM_PINS];

static void sim_expect(bool holds, const char *what)
{
	if (holds)
		return;
	breaches++;
	pr_err("snd-waveport-sim: breach: %s\n", what);
}

static u64 sim_position(const struct sim_engine *engine)
{
	u64 ns, bytes;

	if (!engine->running)
		return engine->before;
	ns = ktime_to_ns(ktime_sub(ktime_get(), engine->started));
	bytes = mul_u64_u32_div(ns, engine->bytes_per_second, NSEC_PER_SEC);
	return engine->before + (bytes & ~3ull);
}

static enum hrtimer_restart sim_tick(struct hrtimer *timer)
{
	struct sim_engine *engine = container_of(timer, struct sim_engine, timer);

	if (!READ_ONCE(engine->running))
		return HRTIMER_NORESTART;
	if (engine->packet_bytes && sim_position(engine) >= engine->next_border) {
		engine->next_border += engine->packet_bytes;
		waveport_notify(engine->stream);
	}
	hrtimer_forward_now(timer, SIM_TICK_NS);
	return HRTIMER_RESTART;
}

static int sim_new_stream(struct waveport_stream *stream)
{
	struct sim_engine *engine = waveport_stream_engine(stream);

	sim_expect(!engine->stream, "new_stream while another stream is open");
	if (refuse_stream)
		return -refuse_stream;
	engine->stream = stream;
	return 0;
}

static void sim_close_stream(struct waveport_stream *stream)
{
	struct sim_engine *engine = waveport_stream_engine(stream);

	sim_expect(engine->stream == stream, "close_stream of a stream that is not open");
	sim_expect(waveport_stream_state(stream) == WAVEPORT_STOP, "close_stream above STOP");
	sim_expect(!engine->buffer_bytes, "close_stream with a buffer");
	engine->stream = NULL;
}

static void sim_get_allocator_framing(struct waveport_stream *stream,
				      struct waveport_framing *framing)
{
	*framing = (struct waveport_framing) {
		.formats = SNDRV_PCM_FMTBIT_S16_LE,
		.rates = SNDRV_PCM_RATE_48000 | SNDRV_PCM_RATE_96000,
		.channels_min = 2,
		.channels_max = 6,
		.channels_max_fast = 2,
		.channels_step = 2,
		.run_bytes = U32_MAX,
		.step_bytes = 128,
		.packet_bytes_min = 1024,
		.position_bytes = 4,
	};
}

static int sim_set_format(struct waveport_stream *stream, const struct waveport_format *format)
{
	struct sim_engine *engine = waveport_stream_engine(stream);

	sim_expect(waveport_stream_state(stream) == WAVEPORT_STOP, "set_format above STOP");
	sim_expect(engine->buffer_bytes, "set_format without a buffer");
	engine->bytes_per_second = format->rate * format->frame_bytes;
	return -refuse_format;
}

static void sim_start(struct sim_engine *engine)
{
	engine->started = ktime_get();
	WRITE_ONCE(engine->running, true);
	hrtimer_start(&engine->timer, SIM_TICK_NS, HRTIMER_MODE_REL);
}

/* The timer may be waiting for the stream lock that is held here: it is not waited for. */
static void sim_halt(struct sim_engine *engine)
{
	engine->before = sim_position(engine);
	WRITE_ONCE(engine->running, false);
}

static void sim_reset(struct sim_engine *engine)
{
	/* the stream is not locked on the way to WAVEPORT_STOP */
	hrtimer_cancel(&engine->timer);
	engine->before = 0;
}

/* The buffer is the one that was allocated, divided as was agreed or, by the port's ring, finer. */
static void sim_set_up(struct sim_engine *engine, const struct waveport_loop *loop)
{
	sim_expect(loop->bytes == engine->buffer_bytes, "a loop over another buffer");
	sim_expect(loop->first_bytes <= loop->notify_bytes, "a first notification too late");
	if (loop->notify_bytes)
		sim_expect(loop->bytes % loop->notify_bytes == 0, "a loop of uneven packets");
	engine->packet_bytes = loop->notify_bytes;
	engine->next_border = loop->first_bytes;
}

static int sim_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	struct sim_engine *engine = waveport_stream_engine(stream);
	int from = waveport_stream_state(stream);

	sim_expect(abs(from - (int)state) == 1, "set_state not to a neighbour");
	switch (state) {
	case WAVEPORT_RUN:
		if (refuse_run)
			return -refuse_run;
		sim_start(engine);
		break;
	case WAVEPORT_PAUSE:
		if (from == WAVEPORT_RUN)
			sim_halt(engine);
		else
			sim_set_up(engine, waveport_stream_loop(stream));
		break;
	case WAVEPORT_STOP:
		sim_reset(engine);
		break;
	case WAVEPORT_ACQUIRE:
		engine->before = 0;
		break;
	}
	return 0;
}

static u64 sim_get_position(struct waveport_stream *stream)
{
	return sim_position(waveport_stream_engine(stream));
}

static void sim_get_hw_latency(struct waveport_stream *stream, struct waveport_latency *latency)
{
	latency->fifo_bytes = 400;
	latency->chipset_ns = 0;
	latency->codec_ns = NSEC_PER_MSEC;
}

static void sim_get_clock(struct waveport_stream *stream, struct waveport_clock *clock)
{
	clock->ticks = mul_u64_u32_div(ktime_get_ns(), SIM_CLOCK_HZ, NSEC_PER_SEC);
	clock->hz = SIM_CLOCK_HZ;
}

static int sim_service(struct waveport_stream *stream, u64 *position)
{
	sim_expect(waveport_stream_state(stream) == WAVEPORT_RUN, "service outside RUN");
	*position = sim_get_position(stream);
	return 0;
}

/* A loop of hardware is programmed from the runs of the buffer: they must cover it. */
static void sim_check_runs(const struct waveport_buffer *buffer)
{
	u32 offset = 0;

	while (offset < buffer->bytes) {
		dma_addr_t address = 0;
		u32 run = buffer->memory->ops->run(buffer->memory, offset,
						   buffer->bytes - offset, &address);

		sim_expect(run && run <= buffer->bytes - offset && address, "a run of nothing");
		if (!run)
			return;
		offset += run;
	}
}

static int sim_allocate(struct waveport_stream *stream, const struct waveport_buffer *buffer)
{
	struct sim_engine *engine = waveport_stream_engine(stream);

	sim_expect(waveport_stream_state(stream) == WAVEPORT_STOP, "allocate above STOP");
	sim_expect(!engine->buffer_bytes, "allocate twice");
	if (refuse_buffer)
		return -refuse_buffer;
	sim_check_runs(buffer);
	engine->buffer_bytes = buffer->bytes;
	return 0;
}

static int sim_allocate_audio_buffer(struct waveport_stream *stream,
				     const struct waveport_buffer *buffer)
{
	return sim_allocate(stream, buffer);
}

static int sim_allocate_buffer_with_notification(struct waveport_stream *stream,
						 unsigned int notifications,
						 const struct waveport_buffer *buffer)
{
	sim_expect(notifications == 1 || notifications == 2, "notifications not 1 or 2");
	sim_expect(buffer->bytes % notifications == 0, "a buffer of uneven packets");
	return sim_allocate(stream, buffer);
}

static void sim_free_audio_buffer(struct waveport_stream *stream)
{
	struct sim_engine *engine = waveport_stream_engine(stream);

	sim_expect(waveport_stream_state(stream) == WAVEPORT_STOP, "free above STOP");
	sim_expect(engine->buffer_bytes, "free without a buffer");
	engine->buffer_bytes = 0;
}

static const struct waveport_miniport_ops sim_ops = {
	.new_stream = sim_new_stream,
	.close_stream = sim_close_stream,
	.get_allocator_framing = sim_get_allocator_framing,
	.set_format = sim_set_format,
	.set_state = sim_set_state,
	.get_position = sim_get_position,
	.get_hw_latency = sim_get_hw_latency,
	.get_clock = sim_get_clock,
	.service = sim_service,
	.allocate_audio_buffer = sim_allocate_audio_buffer,
	.allocate_buffer_with_notification = sim_allocate_buffer_with_notification,
	.free_audio_buffer = sim_free_audio_buffer,
};

static int sim_probe(struct platform_device *device)
{
	static const struct waveport_pin pins[SIM_PINS] = {
		{ .name = "sim out", .capture = false, .engine = &sim_engines[0] },
		{ .name = "sim in", .capture = true, .engine = &sim_engines[1] },
		{ .name = "sim far", .capture = false, .device = 2, .engine = &sim_engines[2] },
	};
	struct snd_card *card;
	unsigned int i;
	int err;

	for (i = 0; i < SIM_PINS; i++)
		hrtimer_setup(&sim_engines[i].timer, sim_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	err = dma_set_mask_and_coherent(&device->dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	err = snd_devm_card_new(&device->dev, -1, "waveportsim", THIS_MODULE, 0, &card);
	if (err)
		return err;

	strscpy(card->driver, "waveport-sim", sizeof(card->driver));
	strscpy(card->shortname, "waveport simulation", sizeof(card->shortname));
	strscpy(card->longname, "waveport: an engine that loops, in software",
		sizeof(card->longname));
	err = waveport_create(card, &device->dev, &sim_ops, pins, SIM_PINS, NULL);
	if (!err)
		err = snd_card_register(card);
	return snd_card_free_on_error(&device->dev, err);
}

static struct platform_driver sim_driver = {
	.driver.name = "snd-waveport-sim",
	.probe = sim_probe,
};

static int __init sim_init(void)
{
	int err = platform_driver_register(&sim_driver);

	if (err)
		return err;
	sim_device = platform_device_register_simple("snd-waveport-sim", PLATFORM_DEVID_NONE,
						     NULL, 0);
	if (IS_ERR(sim_device)) {
		platform_driver_unregister(&sim_driver);
		return PTR_ERR(sim_device);
	}
	return 0;
}
module_init(sim_init);

static void __exit sim_exit(void)
{
	platform_device_unregister(sim_device);
	platform_driver_unregister(&sim_driver);
}
module_exit(sim_exit);

MODULE_DESCRIPTION("waveport miniport without hardware, for tests");
MODULE_LICENSE("GPL");
