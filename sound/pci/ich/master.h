/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus mastering of a controller.
 */
#ifndef ICH_MASTER_H
#define ICH_MASTER_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "engine.h"

/*
 * Most mappings that are acquired with interrupts off. The list is refilled after so many
 * descriptors at the latest, if one of them interrupts.
 */
#define ICH_BATCH	8
/* Most engines of a controller. */
#define ICH_ENGINES	8

/**
 * struct ich_master - the bus mastering of a controller
 * @allow: switches it on or off; called with @lock held
 * @lock: protects what follows, and serialises @allow; innermost lock
 * @unhalted: list of the engines that have not halted when they were stopped
 * @engines: the engines of the controller; they do not change once it raises interrupts
 * @count: number of @engines
 * @started: bit n: the engine @engines[n] is started, so the interrupt has to ask it; atomic
 * @asker: the task that the interrupt being handled has interrupted; NULL without one
 * @quota: how many mappings that interrupt may still acquire, for all engines together
 * @unfilled: the list of one of the engines is left to the interrupt thread
 */
struct ich_master {
	void (*allow)(struct ich_master *master, bool allow);
	spinlock_t lock;	/* of @unhalted */
	struct list_head unhalted;
	struct ich_engine *engines[ICH_ENGINES];
	unsigned int count;
	unsigned long started;
	struct task_struct *asker;
	unsigned int quota;
	bool unfilled;
};

void ich_master_init(struct ich_master *master,
		     void (*allow)(struct ich_master *master, bool allow));
void ich_master_add(struct ich_master *master, struct ich_engine *engine);
void ich_master_note(struct ich_engine *engine, bool halted);
bool ich_master_retry(struct ich_engine *engine);

/**
 * ich_master_is_off() - check whether bus mastering is off, so that no engine moves data
 * @engine: an engine of the controller
 *
 * Context: Any.
 * Return: true if it is.
 */
static inline bool ich_master_is_off(const struct ich_engine *engine)
{
	return !list_empty(&engine->master->unhalted);
}

/**
 * ich_master_begin_interrupt() - bound what is acquired until ich_master_end_interrupt()
 * @master: the bus mastering
 *
 * The interrupt acquires no more than ICH_BATCH mappings for all engines together. What calls of
 * clients acquire on other processors meanwhile is none of it, and the interrupted task, which on
 * PREEMPT_RT is the thread that handles the interrupt, does nothing else until the end.
 *
 * Context: Hard interrupt.
 */
static inline void ich_master_begin_interrupt(struct ich_master *master)
{
	master->quota = ICH_BATCH;
	WRITE_ONCE(master->asker, current);
}

/* The counterpart of ich_master_begin_interrupt(). */
static inline void ich_master_end_interrupt(struct ich_master *master)
{
	WRITE_ONCE(master->asker, NULL);
}

/**
 * ich_master_wants_thread() - check whether the interrupt thread has lists to refill
 * @master: the bus mastering
 *
 * The handler has to return IRQ_WAKE_THREAD then. irq_wake_thread() is not enough: where the kernel
 * forces handlers into threads (PREEMPT_RT, threadirqs), it wakes the thread of the handler, and
 * only what the handler returns wakes the one behind it.
 *
 * Context: Hard interrupt.
 * Return: true if it has.
 */
static inline bool ich_master_wants_thread(const struct ich_master *master)
{
	return READ_ONCE(master->unfilled);
}

#endif /* ICH_MASTER_H */
