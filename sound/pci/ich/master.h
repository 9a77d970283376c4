/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus mastering of a controller.
 */
#ifndef ICH_MASTER_H
#define ICH_MASTER_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "engine.h"

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
 */
struct ich_master {
	void (*allow)(struct ich_master *master, bool allow);
	spinlock_t lock;	/* of @unhalted */
	struct list_head unhalted;
	struct ich_engine *engines[ICH_ENGINES];
	unsigned int count;
	unsigned long started;
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

#endif /* ICH_MASTER_H */
