/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work items: the headers of ALSA embed one, and the port has delayed ones, which the model runs
 * when they are due.
 */
#ifndef SHIM_LINUX_WORKQUEUE_H
#define SHIM_LINUX_WORKQUEUE_H

#include <linux/container_of.h>
#include <linux/types.h>

struct work_struct {
	void (*function)(struct work_struct *work);
	bool pending;
};

struct delayed_work {
	struct work_struct work;
	struct delayed_work *next;
	unsigned long due;
};

#define system_wq	NULL

#define INIT_DELAYED_WORK(delayed, run)	\
	(*(delayed) = (struct delayed_work) { .work.function = (run) })

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

bool mod_delayed_work(void *queue, struct delayed_work *work, unsigned long delay);
bool cancel_delayed_work_sync(struct delayed_work *work);

#endif /* SHIM_LINUX_WORKQUEUE_H */
