/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_KTIME_H
#define SHIM_LINUX_KTIME_H

#include <linux/time64.h>

/* As much as the hardware has had. */
u64 ktime_get_ns(void);

#endif /* SHIM_LINUX_KTIME_H */
