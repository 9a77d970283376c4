// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card in the model: construction, time, faults and power.
 */

#include <string.h>

#include <linux/container_of.h>
#include <linux/ktime.h>

#include "check.h"
#include "client.h"
#include "controller.h"
#include "master.h"
#include "position.h"
#include "truth.h"

#define LISTS_ADDRESS	0x00fff000
/* The processor that counts jiffies may have interrupts off for so many of them. */
#define TICK_LATE	12
/* ICH_MARGIN_MS of the driver. */
#define MARGIN_MS	20

struct card card;

u64 ktime_get_ns(void)
{
	return model.time * NSEC_PER_SEC / card.plan.channels / card.plan.rate;
}

static void card_framing(struct waveport_stream *stream, struct waveport_framing *framing)
{
	bool wide = card.plan.switches.sample_bytes == ICH_WIDE_SAMPLE_BYTES;

	(void)stream;
	*framing = (struct waveport_framing) {
		.flags = WAVEPORT_FRAMING_LIST,
		.formats = wide ? SNDRV_PCM_FMTBIT_S32_LE : SNDRV_PCM_FMTBIT_S16_LE,
		.rates = SNDRV_PCM_RATE_8000_96000,
		.channels_min = 2,
		.channels_max = 6,
		.channels_step = 2,
		.run_bytes = card.plan.run_bytes,
		.step_bytes = 2 * ICH_SAMPLE_BYTES,
		.packet_bytes_min = 64,
		.position_bytes = ICH_SAMPLE_BYTES,
	};
}

static int card_set_format(struct waveport_stream *stream, const struct waveport_format *format)
{
	ich_engine_set_format(waveport_stream_engine(stream), format);
	return 0;
}

static int card_set_state(struct waveport_stream *stream, enum waveport_state state)
{
	struct ich_engine *engine = waveport_stream_engine(stream);

	switch (state) {
	case WAVEPORT_RUN:
		return ich_engine_run(engine, stream);
	case WAVEPORT_PAUSE:
		return ich_engine_halt(engine);
	default:
		return ich_engine_reset(engine);
	}
}

static u64 card_position(struct waveport_stream *stream)
{
	return ich_engine_position(waveport_stream_engine(stream), stream);
}

static void card_latency(struct waveport_stream *stream, struct waveport_latency *latency)
{
	(void)stream;
	latency->fifo_bytes = 64;
}

static int card_service(struct waveport_stream *stream, u64 *position)
{
	return ich_engine_service(waveport_stream_engine(stream), position);
}

static int card_feed(struct waveport_stream *stream)
{
	return ich_engine_feed(waveport_stream_engine(stream));
}

static int card_revoke(struct waveport_stream *stream, u64 first, u64 last)
{
	(void)last;
	return ich_engine_revoke(waveport_stream_engine(stream), first);
}

static int card_allocate(struct waveport_stream *stream, const struct waveport_buffer *buffer)
{
	(void)buffer;
	return ich_engine_reset(waveport_stream_engine(stream));
}

static int card_allocate_notified(struct waveport_stream *stream, unsigned int notifications,
				  const struct waveport_buffer *buffer)
{
	check(notifications == card.plan.periods, "%u notifications", notifications);
	return card_allocate(stream, buffer);
}

static void card_free(struct waveport_stream *stream)
{
	ich_engine_reset(waveport_stream_engine(stream));
}

/* The methods of the miniport, without PCI and codec. */
static const struct waveport_miniport_ops card_ops = {
	.get_allocator_framing = card_framing,
	.set_format = card_set_format,
	.set_state = card_set_state,
	.get_position = card_position,
	.get_hw_latency = card_latency,
	.service = card_service,
	.mapping_available = card_feed,
	.revoke_mappings = card_revoke,
	.allocate_audio_buffer = card_allocate,
	.allocate_buffer_with_notification = card_allocate_notified,
	.free_audio_buffer = card_free,
};

static void card_allow_master(struct ich_master *master, bool allow)
{
	check(master == &card.master && allow != model.mastering, "bus mastering is set again");
	check(allow || card.faulty, "bus mastering is switched off");
	model.mastering = allow;
}

static void card_make_engine(unsigned int number)
{
	struct ich_engine *engine = &card.engines[number];

	engine->name = number == CARD_CAPTURE ? "PCM in" : "PCM out";
	engine->irq = CARD_IRQ;
	engine->irq_dev_id = &card;
	engine->base = model.window + number * MODEL_WINDOW;
	engine->run_ops = model.switches.shared ? &ich_ali_run_ops : &ich_run_ops;
	engine->shared = &card.shared;
	engine->bit = number;
	ich_master_add(&card.master, engine);
	engine->list = card.lists[number];
	engine->list_address = LISTS_ADDRESS + number * sizeof(card.lists[number]);
	/* the driver does not detect these, but knows them from the PCI IDs */
	engine->swapped = model.switches.swapped;
	engine->lookahead = card.plan.lookahead;
	check(!ich_engine_power_on(engine), "the engine cannot be reset");
	ich_engine_probe(engine);
	check(engine->narrow == (model.switches.narrow || model.switches.no_progress),
	      "the probe finds narrow = %d", engine->narrow);
	card.pins[number].name = engine->name;
	card.pins[number].capture = number == CARD_CAPTURE;
	card.pins[number].engine = engine;
}

static void card_make_port(const struct waveport_transport *transport)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		struct waveport_stream *stream =
			&card.streams[transport->id * MODEL_ENGINES + i];

		stream->port = &card.port;
		stream->pin = &card.pins[i];
		stream->head.engine = card.pins[i].engine;
		stream->capture = card.pins[i].capture;
		stream->transport = transport;
		stream->ops = card.port.ops;
		waveport_hwptr_init(stream);
		waveport_alarm_init(stream);
		waveport_watch_init(stream);
		card.port.ops->get_allocator_framing(stream, &stream->framing);
		if (!(stream->framing.flags & WAVEPORT_FRAMING_LIST))
			stream->ops = transport->id == WAVEPORT_QUEUE ? &waveport_bounce_ops :
									&waveport_loop_ops;
	}
	check(!waveport_device_create(&card.port, transport, 0),
	      "the PCM device cannot be created");
}

/* Find the PCM devices that the core has created. */
static void card_find_pcms(void)
{
	struct snd_device *device;
	struct snd_pcm *pcm;

	list_for_each_entry(device, &card.sound.devices, list) {
		pcm = device->device_data;
		card.pcms[pcm->device / WAVEPORT_CYCLIC_OFFSET] = pcm;
		client_watch(pcm);
	}
}

/**
 * card_unmake() - free a card; all its clients have closed
 */
void card_unmake(void)
{
	if (card.port.card)
		snd_device_free_all(&card.sound);
	card.port.card = NULL;
}

/**
 * card_make() - create a new card
 * @plan: its parameters
 * @seed: seed of all random numbers
 */
void card_make(const struct plan *plan, u64 seed)
{
	unsigned int i;

	card_unmake();
	memset(&card, 0, sizeof(card));
	INIT_LIST_HEAD(&card.sound.devices);
	card.plan = *plan;
	*parameter_mmap_control = plan->maps;
	model_reset(&plan->switches, seed);
	card_tick();
	ich_master_init(&card.master, card_allow_master);
	card.shared.base = model.shared;
	if (plan->switches.loops)
		controller_make();
	for (i = 0; i < MODEL_ENGINES && !plan->switches.loops; i++)
		card_make_engine(i);
	card.port.card = &card.sound;
	card.port.ops = plan->switches.loops ? controller_ops() : &card_ops;
	card.port.pins = card.pins;
	card.port.pin_count = MODEL_ENGINES;
	card.port.streams = card.streams;
	card.port.owners = card.owners;
	card_make_port(&waveport_transport_cyclic);
	card_make_port(&waveport_transport_queue);
	card_find_pcms();
	if (plan->fault != MODEL_SOUND)
		card_fail(plan->fault);
}

/**
 * card_fail() - inject a fault into the hardware
 * @fault: the fault
 */
void card_fail(enum model_fault fault)
{
	model.fault = fault;
	card.faulty = true;
}

/**
 * card_break() - inject a fault after some register accesses, possibly during a call of the driver
 * @fault: the fault
 * @accesses: register accesses until then
 * @heals: register accesses from the fault on until it is over; 0 if it never is
 */
void card_break(enum model_fault fault, u32 accesses, u32 heals)
{
	/* after a fault only the loss of the device can follow */
	if (card.faulty && fault != MODEL_GONE)
		return;
	card.failing = fault;
	card.fuse = accesses;
	card.heals = heals;
	if (!accesses)
		card_fail(fault);
}

/**
 * card_tick() - update the clock of the core after time has passed
 */
void card_tick(void)
{
	u64 now = model.time / card.plan.channels * HZ / card.plan.rate;

	jiffies = now - now % TICK_LATE;
}

/**
 * card_call() - prepare for a call of the driver
 *
 * When the driver takes descriptors out of a running engine, it relies on the position that it has
 * read before, with a margin of ICH_MARGIN_MS. So less time than that, including the time of a
 * halt and that of which a tick may move the data at once, may pass in a call.
 */
void card_call(void)
{
	const struct model_switches *switches = &card.plan.switches;
	u32 margin = (card.plan.rate / (1000 / MARGIN_MS) - 1) * card.plan.channels;
	u32 halt = switches->halt_reads * switches->halt_samples + switches->tick +
		   switches->ahead;

	model_call(margin > halt ? margin - halt : 0);
}

/**
 * card_access() - let other things happen before and after a register access of the driver
 */
void card_access(void)
{
	if (card.fuse && !--card.fuse)
		card_fail(card.failing);
	else if (card.heals && model.fault != MODEL_SOUND && !--card.heals)
		model.fault = MODEL_SOUND;
	card_preempt();
	client_move_aside();
}

/**
 * card_told() - check that every gap was reported to the clients
 */
void card_told(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		if (card.clients[i].stream)
			truth_told(&card.clients[i]);
	}
}

/* Let time pass between two calls of the driver. */
static void card_wait(u32 frames)
{
	u64 before[MODEL_ENGINES];
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++)
		before[i] = card.clients[i].next;
	model_pass(frames * card.plan.channels);
	for (i = 0; i < MODEL_ENGINES; i++) {
		if (card.clients[i].stream)
			truth_wait(&card.clients[i], before[i]);
	}
	card.stalled = card_asserted() ? card.stalled + frames : 0;
	card_run_delayed_works();
	if (model.switches.loops || card.plan.maps)
		controller_run_alarms();
}

/**
 * card_pass() - let time pass, and handle the interrupts
 * @frames: the time in frames
 */
void card_pass(u32 frames)
{
	u32 some;

	while (frames) {
		some = min(frames, card.plan.burst);
		if (model.switches.loops || card.plan.maps)
			some = controller_until_alarm(controller_patience(some));
		frames -= some;
		card_wait(some);
		card_attend();
	}
}

/**
 * card_power() - reset all registers by a power cycle, and have the driver resume the engines
 */
void card_power(void)
{
	unsigned int i;

	model_power();
	if (model.switches.loops) {
		controller_power();
		return;
	}
	for (i = 0; i < MODEL_ENGINES; i++)
		ich_engine_power_on(&card.engines[i]);
}
