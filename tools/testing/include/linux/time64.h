/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_TIME64_H
#define SHIM_LINUX_TIME64_H

#include <linux/time_types.h>
#include <linux/types.h>

#define HZ		250

#define NSEC_PER_MSEC	1000000L
#define USEC_PER_MSEC	1000L
#define NSEC_PER_SEC	1000000000L

struct timespec64 {
	s64 tv_sec;
	long tv_nsec;
};

extern unsigned long jiffies;

/* The time that has passed in the model. */
u64 ktime_get_ns(void);

static inline struct timespec64 ns_to_timespec64(u64 ns)
{
	return (struct timespec64) { ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };
}

#define ktime_get_ts64(time)		(*(time) = ns_to_timespec64(ktime_get_ns()))
#define ktime_get_raw_ts64(time)	ktime_get_ts64(time)
#define ktime_get_real_ts64(time)	ktime_get_ts64(time)

#endif /* SHIM_LINUX_TIME64_H */
