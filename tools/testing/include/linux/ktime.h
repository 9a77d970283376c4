/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_KTIME_H
#define SHIM_LINUX_KTIME_H

#include <linux/time64.h>

typedef s64 ktime_t;

#define ktime_get()			((ktime_t)ktime_get_ns())
#define ktime_us_delta(later, earlier)	(((later) - (earlier)) / 1000)
#define ns_to_ktime(ns)			((ktime_t)(ns))

#endif /* SHIM_LINUX_KTIME_H */
