/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel build includes before each file.
 */
#ifndef SHIM_LINUX_COMPILER_TYPES_H
#define SHIM_LINUX_COMPILER_TYPES_H

#define __iomem

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value)	(*(volatile __typeof__(x) *)&(x) = (value))

#endif /* SHIM_LINUX_COMPILER_TYPES_H */
