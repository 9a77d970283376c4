/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutexes. There is one thread, so none is ever contended.
 */
#ifndef SHIM_LINUX_MUTEX_H
#define SHIM_LINUX_MUTEX_H

#include <linux/types.h>

struct mutex {
	bool held;
};

struct rw_semaphore {
	int held;
};

static inline void mutex_lock(struct mutex *lock)
{
	lock->held = true;
}

static inline void mutex_unlock(struct mutex *lock)
{
	lock->held = false;
}

#define mutex_init(lock)		mutex_unlock(lock)
#define mutex_destroy(lock)		mutex_unlock(lock)
#define mutex_trylock(lock)		(!(lock)->held && (mutex_lock(lock), true))
#define mutex_lock_nested(lock, depth)	mutex_lock(lock)

#define DEFINE_MUTEX(name)		struct mutex name
#define DECLARE_RWSEM(name)		struct rw_semaphore name
#define down_read(lock)			((lock)->held++)
#define up_read(lock)			((lock)->held--)
#define down_write(lock)		((lock)->held++)
#define up_write(lock)			((lock)->held--)

#define SINGLE_DEPTH_NESTING		1

#endif /* SHIM_LINUX_MUTEX_H */
