/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spinlocks. With one thread the possible errors are to take a lock twice and to release one that
 * is not taken. spin_wait() and spin_unlock() let the test run what another CPU does at that time.
 */
#ifndef SHIM_LINUX_SPINLOCK_H
#define SHIM_LINUX_SPINLOCK_H

#include <linux/types.h>

typedef struct spinlock {
	bool held;
} spinlock_t;

typedef spinlock_t rwlock_t;

void spin_wait(spinlock_t *lock);
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void lockdep_assert_held(const spinlock_t *lock);

#define spin_lock_init(lock)			((lock)->held = false)
#define spin_lock_irq(lock)			spin_lock(lock)
#define spin_unlock_irq(lock)			spin_unlock(lock)
#define spin_lock_nested(lock, depth)		spin_lock(lock)
#define spin_trylock(lock)			(!(lock)->held && (spin_lock(lock), true))
#define spin_lock_irqsave(lock, flags)		((flags) = 0, spin_wait(lock), spin_lock(lock))
#define spin_lock_irqsave_nested(lock, flags, depth) spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags)	((void)(flags), spin_unlock(lock))
#define read_lock_irqsave(lock, flags)		((flags) = 0, spin_lock(lock))
#define read_unlock_irqrestore(lock, flags)	((void)(flags), spin_unlock(lock))

#endif /* SHIM_LINUX_SPINLOCK_H */
