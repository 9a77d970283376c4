// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus mastering of a controller. An engine that does not halt when it is stopped may go on
 * through its list, and access the memory of a stream after ALSA has freed it. There is no other
 * means against that than to switch off the bus mastering of the whole controller until the engine
 * has halted. No engine is started meanwhile, and the streams of the others end in an XRUN.
 */

#include <linux/device.h>
#include <linux/io.h>
#include <linux/list.h>

#include "engine.h"
#include "ich_regs.h"
#include "master.h"

/**
 * ich_master_init() - initialise the bus mastering of a controller, which is on
 * @master: to initialise
 * @allow: switches it on or off
 */
void ich_master_init(struct ich_master *master,
		     void (*allow)(struct ich_master *master, bool allow))
{
	master->allow = allow;
	spin_lock_init(&master->lock);
	INIT_LIST_HEAD(&master->unhalted);
	master->count = 0;
	master->started = 0;
	master->asker = NULL;
	master->quota = 0;
	master->unfilled = false;
}

/**
 * ich_master_add() - add an engine to those that access memory by the bus mastering
 * @master: the bus mastering
 * @engine: the engine, which is taken as halted
 */
void ich_master_add(struct ich_master *master, struct ich_engine *engine)
{
	engine->master = master;
	engine->number = master->count;
	master->engines[master->count++] = engine;
	INIT_LIST_HEAD(&engine->unhalted);
}

/* Context: @lock held. */
static void ich_master_switch(struct ich_engine *engine, bool on)
{
	if (on)
		dev_info_ratelimited(engine->dev, "%s: has halted, bus mastering is on again\n",
				     engine->name);
	else
		dev_err_ratelimited(engine->dev,
				    "%s: does not halt, bus mastering is off until it does\n",
				    engine->name);
	engine->master->allow(engine->master, on);
}

/* Context: @lock held. */
static void ich_master_set(struct ich_engine *engine, bool halted)
{
	struct list_head *unhalted = &engine->master->unhalted;
	bool on = list_empty(unhalted);

	if (list_empty(&engine->unhalted) == halted)
		return;
	if (halted)
		list_del_init(&engine->unhalted);
	else
		list_add(&engine->unhalted, unhalted);
	if (on != list_empty(unhalted))
		ich_master_switch(engine, !on);
}

/**
 * ich_master_note() - note whether an engine has halted when it was stopped
 * @engine: the engine
 * @halted: it has; false also if the device does not answer
 *
 * Context: Any.
 */
void ich_master_note(struct ich_engine *engine, bool halted)
{
	unsigned long flags;

	if (list_empty(&engine->unhalted) == halted)
		return;
	spin_lock_irqsave(&engine->master->lock, flags);
	ich_master_set(engine, halted);
	spin_unlock_irqrestore(&engine->master->lock, flags);
}

/**
 * ich_master_retry() - stop the engines again that have not halted
 * @engine: an engine of the controller, which shall be started
 *
 * Streams that are closed do not stop their engines again. No engine is started while it is one of
 * those, so with the lock held none of them serves a stream that has just begun. Their halts are
 * waited for: otherwise a start would fail although nothing is wrong any more.
 *
 * Context: Any. Interrupts are off for up to 1 ms for each of these engines.
 * Return: true if bus mastering is on.
 */
bool ich_master_retry(struct ich_engine *engine)
{
	struct ich_master *master = engine->master;
	struct ich_engine *other, *next;
	unsigned long flags;
	u16 status;

	if (!ich_master_is_off(engine))
		return true;
	spin_lock_irqsave(&master->lock, flags);
	list_for_each_entry_safe(other, next, &master->unhalted, unhalted) {
		other->run_ops->stop(other);
		if (!ich_engine_wait(other, &status) && status != (u16)ICH_GONE)
			ich_master_set(other, true);
	}
	spin_unlock_irqrestore(&master->lock, flags);
	return !ich_master_is_off(engine);
}
