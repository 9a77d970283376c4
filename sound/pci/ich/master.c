// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus mastering of a controller. An engine that does not halt when it is stopped may go on
 * through its list, and access the memory of a stream after ALSA has freed it. There is no other
 * means against that than to switch off the bus mastering of the whole controller until the engine
 * has halted. No engine is started meanwhile, and the streams of the others end in an XRUN.
 */

#include <linux/device.h>
#include <linux/io.h>

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
	master->unhalted = NULL;
}

/* Context: @lock held. */
static void ich_master_switch(struct ich_engine *engine, bool on)
{
	dev_err_ratelimited(engine->dev, "%s: %s, bus mastering is switched %s\n", engine->name,
			    on ? "has halted" : "may still access memory", on ? "on" : "off");
	engine->master->allow(engine->master, on);
}

/* Context: @lock held. */
static void ich_master_set(struct ich_engine *engine, bool halted)
{
	struct ich_engine **link = &engine->master->unhalted;
	bool on = !*link;

	if (engine->unhalted == !halted)
		return;
	engine->unhalted = !halted;
	if (halted) {
		while (*link != engine)
			link = &(*link)->next_unhalted;
		WRITE_ONCE(*link, engine->next_unhalted);
	} else {
		engine->next_unhalted = *link;
		WRITE_ONCE(*link, engine);
	}
	if (on != !engine->master->unhalted)
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

	if (READ_ONCE(engine->unhalted) == !halted)
		return;
	spin_lock_irqsave(&engine->master->lock, flags);
	ich_master_set(engine, halted);
	spin_unlock_irqrestore(&engine->master->lock, flags);
}

/**
 * ich_master_is_off() - check whether bus mastering is off, so that no engine moves data
 * @engine: an engine of the controller
 *
 * Context: Any.
 * Return: true if it is.
 */
bool ich_master_is_off(const struct ich_engine *engine)
{
	return READ_ONCE(engine->master->unhalted);
}

/**
 * ich_master_retry() - stop the engines again that have not halted
 * @engine: an engine of the controller, which shall be started
 *
 * Streams that are closed do not stop their engines again. No engine is started while it is one of
 * those, so with the lock held none of them serves a stream that has just begun. Their halts are
 * waited for: otherwise a start would fail although nothing is wrong any more.
 *
 * Context: Any.
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
	for (other = master->unhalted; other; other = next) {
		next = other->next_unhalted;
		other->run_ops->stop(other);
		if (!ich_engine_wait(other, &status) && status != (u16)ICH_GONE)
			ich_master_set(other, true);
	}
	spin_unlock_irqrestore(&master->lock, flags);
	return !ich_master_is_off(engine);
}
