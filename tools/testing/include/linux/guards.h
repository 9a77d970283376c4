/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scoped locks (guards), which the ALSA core uses since 6.9.
 */
#ifndef SHIM_LINUX_GUARDS_H
#define SHIM_LINUX_GUARDS_H

#include <linux/cleanup.h>

DEFINE_FREE(kfree, void *, kfree(_T))
DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_CLASS(fd, struct fd, fdput(_T), fdget(fd), int fd)

#endif /* SHIM_LINUX_GUARDS_H */
