/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_KERNEL_H
#define SHIM_LINUX_KERNEL_H

#include <stdarg.h>
#include <stdio.h>
#include <linux/container_of.h>
#include <linux/minmax.h>
#include <linux/types.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define roundup(x, y) ({			\
	__typeof__(y) _y = (y);			\
						\
	((x) + _y - 1) / _y * _y; })
#define rounddown(x, y)		((x) - (x) % (y))
#define DIV_ROUND_UP(x, y)	(((x) + (y) - 1) / (y))
#define U8_MAX		((u8)~0)
#define U32_MAX			((u32)~0U)
#define __ffs(x)		((unsigned long)__builtin_ctzl(x))
#define __fls(x)		(63UL - __builtin_clzl(x))
#define set_bit(n, mask)	((void)__atomic_or_fetch(mask, 1UL << (n), __ATOMIC_RELAXED))
#define clear_bit(n, mask)	((void)__atomic_and_fetch(mask, ~(1UL << (n)), __ATOMIC_RELAXED))
#define unlikely(x)		(x)
#define IS_ERR(p)		((unsigned long)(p) >= -4095UL)
#define PTR_ERR(p)		((long)(p))
#define array_index_nospec(index, size)	(index)
#define WARN_ON(x)		(!!(x))
#define WARN_ON_ONCE(x)		(!!(x))
#define dump_stack()		((void)0)
#define printk_ratelimit()	false
#define pr_debug(format...)	((void)0)
#define pr_warn(format...)	((void)0)
#define pr_err_ratelimited(format...)	((void)0)
#define typecheck(type, x)	((void)(&(x) == (type *)NULL))
#define lower_32_bits(n)	((u32)(n))

static inline u32 ror32(u32 word, unsigned int shift)
{
	return (word >> (shift & 31)) | (word << (-shift & 31));
}

#endif /* SHIM_LINUX_KERNEL_H */
