/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_TIME64_H
#define SHIM_LINUX_TIME64_H

#include <linux/types.h>

#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_SEC	1000000000L

struct timespec64 {
	s64 tv_sec;
	long tv_nsec;
};

#endif /* SHIM_LINUX_TIME64_H */
