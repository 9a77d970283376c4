/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before each file, as in a kernel build.
 */
#ifndef SHIM_LINUX_COMPILER_TYPES_H
#define SHIM_LINUX_COMPILER_TYPES_H

#define __iomem
#define __user
#define __force
#define __must_check
#define UNIQUE(prefix, number)	prefix##number
#define UNIQUE_LINE(prefix, line)	UNIQUE(prefix, line)
#define __UNIQUE_ID(prefix)	UNIQUE_LINE(prefix, __LINE__)
#define __cleanup(function)	__attribute__((cleanup(function)))
#define noinline	__attribute__((noinline))
#define __packed	__attribute__((packed))
#define __init
#define __exit
#define __maybe_unused	__attribute__((unused))
#define fallthrough	__attribute__((fallthrough))
#define __always_unused	__attribute__((unused))

#define __printf(text, first)	__attribute__((format(printf, text, first)))
#define __noreturn		__attribute__((noreturn))

#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, value)	__atomic_store_n(&(x), value, __ATOMIC_RELAXED)

#endif /* SHIM_LINUX_COMPILER_TYPES_H */
