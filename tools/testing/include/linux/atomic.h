/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_ATOMIC_H
#define SHIM_LINUX_ATOMIC_H

#include <linux/types.h>

typedef struct {
	int counter;
} atomic_t;

typedef atomic_t refcount_t;

#define atomic_set(v, i)		((v)->counter = (i))
#define atomic_read(v)			((v)->counter)
#define atomic_inc(v)			((v)->counter++)
#define atomic_dec(v)			((v)->counter--)
#define atomic_dec_and_test(v)		(!--(v)->counter)
#define atomic_inc_unless_negative(v)	((v)->counter >= 0 && (++(v)->counter, true))
#define atomic_dec_unless_positive(v)	((v)->counter <= 0 && (--(v)->counter, true))

#define refcount_set(v, i)		atomic_set(v, i)
#define refcount_inc(v)			atomic_inc(v)
#define refcount_dec(v)			atomic_dec(v)
#define refcount_dec_and_test(v)	atomic_dec_and_test(v)

#endif /* SHIM_LINUX_ATOMIC_H */
