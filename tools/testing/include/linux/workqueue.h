/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work items, which the test runs at a time of its choice.
 */
#ifndef SHIM_LINUX_WORKQUEUE_H
#define SHIM_LINUX_WORKQUEUE_H

#include <linux/types.h>

struct work_struct {
	void (*function)(struct work_struct *work);
	bool pending;
};

static inline void INIT_WORK(struct work_struct *work, void (*function)(struct work_struct *work))
{
	work->function = function;
	work->pending = false;
}

static inline bool schedule_work(struct work_struct *work)
{
	bool queued = !work->pending;

	work->pending = true;
	return queued;
}

static inline bool cancel_work_sync(struct work_struct *work)
{
	bool pending = work->pending;

	work->pending = false;
	return pending;
}

#endif /* SHIM_LINUX_WORKQUEUE_H */
