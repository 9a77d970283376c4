/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus mastering of a controller.
 */
#ifndef ICH_MASTER_H
#define ICH_MASTER_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct ich_engine;

/**
 * struct ich_master - the bus mastering of a controller
 * @allow: switches it on or off; called with @lock held
 * @lock: protects what follows, and serialises @allow; innermost lock
 * @unhalted: list of the engines that have not halted when they were stopped
 */
struct ich_master {
	void (*allow)(struct ich_master *master, bool allow);
	spinlock_t lock;	/* of @unhalted */
	struct list_head unhalted;
};

void ich_master_init(struct ich_master *master,
		     void (*allow)(struct ich_master *master, bool allow));
void ich_master_add(struct ich_master *master, struct ich_engine *engine);
void ich_master_note(struct ich_engine *engine, bool halted);
bool ich_master_is_off(const struct ich_engine *engine);
bool ich_master_retry(struct ich_engine *engine);

#endif /* ICH_MASTER_H */
