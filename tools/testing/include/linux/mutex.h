/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_MUTEX_H
#define SHIM_LINUX_MUTEX_H

#include <linux/types.h>

struct mutex {
	bool held;
};

static inline void mutex_lock(struct mutex *lock)
{
	lock->held = true;
}

static inline void mutex_unlock(struct mutex *lock)
{
	lock->held = false;
}

#endif /* SHIM_LINUX_MUTEX_H */
