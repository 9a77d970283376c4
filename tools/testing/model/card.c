// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card in the model: construction, time and interrupts.
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
#define CARD_IRQ	5
/* ICH_MARGIN_MS of the driver. */
/* The processor that counts jiffies may have interrupts off for so many of them. */
#define TICK_LATE	12

#define MARGIN_MS	20
/* Most time until the interrupt of an engine that only loops is handled. */
#define STALL_MS	50

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
 * card_asserted() - check whether an interrupt is pending
 *
 * Return: true if an engine asserts the interrupt line, or the interrupt thread is woken.
 */
bool card_asserted(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		if (model_interrupts(i))
			return true;
	}
	return card.woken;
}

void irq_wake_thread(unsigned int irq, void *dev_id)
{
	check(irq == CARD_IRQ && dev_id == &card, "a thread of interrupt %u is woken", irq);
	card.woken = true;
}

/* Engines acquire their mappings by this, in place of waveport_get_mappings(), and are counted. */
int __wrap_waveport_get_mappings(struct waveport_stream *stream, unsigned int most)
{
	int got = __real_waveport_get_mappings(stream, most);

	card.acquired += max(got, 0);
	return got;
}

/* What a hard interrupt does, on a CPU on which no client is in a call. */
static void card_handle(void (*work)(u32 engine), u32 engine)
{
	struct task_struct *task = kernel_task;
	u64 acquired = card.acquired;

	kernel_task = &kernel_idle_task;
	ich_master_begin_interrupt(&card.master);
	work(engine);
	ich_master_end_interrupt(&card.master);
	kernel_task = task;
	acquired = card.acquired - acquired;
	check(acquired <= ICH_BATCH, "an interrupt acquires %llu mappings", acquired);
}

static void card_check_engines(u32 engine)
{
	(void)engine;
	ich_engines_interrupt(&card.master);
}

/* The interrupt handler, or its thread if that is woken. */
static void card_ask(u32 engine)
{
	bool woken = card.woken;

	card.woken = false;
	if (model.switches.loops) {
		controller_interrupt();
		return;
	}
	card_handle(card_check_engines, engine);
	if (!woken)
		return;
	card.threads++;
	ich_engines_interrupt(&card.master);
	ich_engines_refill(&card.master);
}

/**
 * card_interrupt() - call the interrupt handler, whether or not the line is asserted
 */
void card_interrupt(void)
{
	card.interrupts++;
	card.busy = true;
	card.handling = true;
	card_call();
	card_ask(0);
	card.handling = false;
	card.busy = false;
}

/* Run something as on another CPU, during a call of the driver on this one. */
static void card_aside(void (*work)(u32 engine), u32 engine)
{
	u32 accesses = model.traffic.reads + model.traffic.writes;
	void (*contender)(void) = card.contender;
	bool busy = card.busy;

	card.contender = NULL;
	card.interrupts++;
	card.busy = true;
	card.handling = true;
	work(engine);
	card.handling = false;
	card.busy = busy;
	card.contender = contender;
	card.aside += model.traffic.reads + model.traffic.writes - accesses;
}

/*
 * Another CPU may handle an interrupt now. It takes the stream lock only after it has read and
 * acknowledged the events, so it can do so between two accesses of the CPU that has the lock.
 * That of the shared registers is free again after two accesses, and the interrupt waits for it.
 */
static void card_preempt(void)
{
	if (!card.plan.preempts || card.handling || card.held || card.alone ||
	    card.shared.lock.held || !card_asserted() || model_random() % 16 >= card.plan.preempts)
		return;
	card_aside(card_ask, 0);
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

/* The interrupt handler calls this in place of waveport_notify(), to wait for the lock. */
void __wrap_waveport_notify(struct waveport_stream *stream)
{
	const struct client *client = truth_client(stream);

	if (client->substream->self_group.lock.held)
		card.owed |= BIT(client->number);
	else
		__real_waveport_notify(stream);
}

/* And the interrupt thread, in place of waveport_refill(). */
void __wrap_waveport_refill(struct waveport_stream *stream)
{
	const struct client *client = truth_client(stream);

	if (client->substream->self_group.lock.held)
		card.refills_owed |= BIT(client->number);
	else
		__real_waveport_refill(stream);
}

/* So does the alarm, in place of waveport_hwptr_wake(). */
void __wrap_waveport_hwptr_wake(struct waveport_stream *stream)
{
	if (card_locked() || !stream->maps_control)
		__wrap_waveport_notify(stream);
	else
		__real_waveport_hwptr_wake(stream);
}

static void card_notify_now(u32 engine)
{
	__real_waveport_notify(card.clients[engine].stream);
}

static void card_notify(u32 engine)
{
	card_handle(card_notify_now, engine);
}

static void card_refill(u32 engine)
{
	__real_waveport_refill(card.clients[engine].stream);
}

static void card_do_irq_work(u32 engine)
{
	struct irq_work *work = card.irq_works;

	(void)engine;
	card.irq_works = work->next;
	work->pending = false;
	work->func(work);
}

/**
 * card_run_irq_works() - run the irq_works that the driver has queued
 */
void card_run_irq_works(void)
{
	while (card.irq_works)
		card_aside(card_do_irq_work, 0);
}

static void card_do_delayed_work(u32 engine)
{
	struct work_struct *work;

	(void)engine;
	work = &card.due->work;
	work->function(work);
}

/* Run the delayed works that are due. */
static void card_run_delayed_works(void)
{
	while ((card.due = kernel_next_work()))
		card_aside(card_do_delayed_work, 0);
}

static void card_do_timer(u32 engine)
{
	(void)engine;
	card.ringing->function(card.ringing);
}

/**
 * card_timer() - run a timer that is due
 * @timer: the timer
 */
void card_timer(struct hrtimer *timer)
{
	card.ringing = timer;
	card_call();
	card_aside(card_do_timer, 0);
}

/**
 * card_contend() - run the call of a client that has the lock while an interrupt waits for it
 */
void card_contend(void)
{
	void (*contender)(void) = card.contender;
	struct task_struct *task = kernel_task;
	u64 acquired = card.acquired;

	card.contender = NULL;
	kernel_task = &kernel_client_task;
	if (contender)
		contender();
	kernel_task = task;
	/* what another CPU acquires is not the interrupt's */
	card.acquired = acquired;
}

static bool card_holds(const struct client *client)
{
	return client->substream && client->substream->self_group.lock.held;
}

/**
 * card_locked() - check whether any stream is locked
 *
 * Return: true if one is.
 */
bool card_locked(void)
{
	return card_holds(&card.clients[CARD_PLAYBACK]) || card_holds(&card.clients[CARD_CAPTURE]);
}

/**
 * card_unlocked() - handle the release of a lock: run what waits for it
 * @lock: the lock; that of a stream or another
 */
void card_unlocked(const spinlock_t *lock)
{
	struct client *client;
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		client = &card.clients[i];
		if (!client->substream || lock != &client->substream->self_group.lock)
			continue;
		truth_look(client);
		if (card.owed & BIT(i)) {
			card.owed &= ~BIT(i);
			card_aside(card_notify, i);
		}
		if (card.refills_owed & BIT(i)) {
			card.refills_owed &= ~BIT(i);
			card_aside(card_refill, i);
		}
	}
	if (!card_locked())
		card_run_irq_works();
}

/* An engine that only loops plays what is in its ring again if nobody comes for too long. */
static bool card_is_stalled(void)
{
	return model.switches.loops &&
	       card.stalled >= controller_patience(card.plan.rate / (1000 / STALL_MS));
}

/**
 * card_attend() - handle the interrupt if it is asserted and the chosen delay has passed
 */
void card_attend(void)
{
	/* a storm is as fast as the CPU */
	unsigned int tries = model.fault == MODEL_STORM ? 256 : 8;
	u64 before = model.time;

	while (card_asserted() && (!card.held || card_is_stalled())) {
		if (card.waiting && !card_is_stalled()) {
			card.waiting--;
			return;
		}
		card.stalled = 0;
		card.waiting = card.plan.patience ? model_random() % card.plan.patience : 0;
		card_interrupt();
		if (!--tries) {
			/* a new event each time is possible only if time has passed */
			check(card.faulty || model.time != before,
			      "the interrupt line stays asserted");
			return;
		}
	}
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
