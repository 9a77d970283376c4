/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fake time. No interrupt ever comes.
 */
#ifndef SHIM_LINUX_KTIME_H
#define SHIM_LINUX_KTIME_H

#include <linux/types.h>

#define NSEC_PER_SEC		1000000000L

#define local_irq_save(flags)		((flags) = 0)
#define local_irq_restore(flags)	((void)(flags))

typedef s64 ktime_t;

ktime_t ktime_get(void);

static inline ktime_t ktime_sub(ktime_t time, ktime_t other)
{
	return time - other;
}

static inline s64 ktime_to_ns(ktime_t time)
{
	return time;
}

#endif /* SHIM_LINUX_KTIME_H */
