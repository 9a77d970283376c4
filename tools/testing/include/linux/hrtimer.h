/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timers, which the model runs when they are due.
 */
#ifndef SHIM_LINUX_HRTIMER_H
#define SHIM_LINUX_HRTIMER_H

#include <linux/ktime.h>

enum hrtimer_restart {
	HRTIMER_NORESTART,
};

#define CLOCK_MONOTONIC		1
#define HRTIMER_MODE_REL_SOFT	1

struct hrtimer {
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	struct hrtimer *next;
	u64 due;
	bool pending;
};

#define hrtimer_init(timer, clock, mode)	(*(timer) = (struct hrtimer) { 0 })

void hrtimer_start(struct hrtimer *timer, ktime_t time, int mode);
int hrtimer_cancel(struct hrtimer *timer);

#endif /* SHIM_LINUX_HRTIMER_H */
