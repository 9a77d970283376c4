// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupts of a card in the model: the handler and its thread, on this CPU or another one,
 * what waits for the lock of a stream, and the works and timers of the driver.
 */

#include <linux/irq_work.h>

#include "client.h"
#include "check.h"
#include "controller.h"
#include "master.h"
#include "truth.h"

/* Most time until the interrupt of an engine that only loops is handled. */
#define STALL_MS	50

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
	return card.woken || card.wanted;
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
	card.wanted |= ich_master_wants_thread(&card.master);
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
	/* where threads are forced, what wakes the thread calls the handler instead */
	bool woken = card.woken && !card.plan.forced;

	card.woken = false;
	if (model.switches.loops) {
		controller_interrupt();
		return;
	}
	card_handle(card_check_engines, engine);
	if (!woken && !card.wanted)
		return;
	card.wanted = false;
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

/**
 * card_preempt() - let another CPU handle an interrupt now, if the plan wants that
 *
 * It takes the stream lock only after it has read and acknowledged the events, so it can do so
 * between two accesses of the CPU that has the lock. That of the shared registers is free again
 * after two accesses, and the interrupt waits for it.
 */
void card_preempt(void)
{
	if (!card.plan.preempts || card.handling || card.held || card.alone ||
	    card.shared.lock.held || !card_asserted() || model_random() % 16 >= card.plan.preempts)
		return;
	card_aside(card_ask, 0);
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

/**
 * card_run_delayed_works() - run the delayed works that are due
 */
void card_run_delayed_works(void)
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
