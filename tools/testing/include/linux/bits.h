/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_BITS_H
#define SHIM_LINUX_BITS_H

#define BIT(n)		(1UL << (n))
#define BITS_PER_BYTE	8
#define GENMASK(h, l)	((~0UL << (l)) & (~0UL >> (sizeof(long) * 8 - 1 - (h))))

#endif /* SHIM_LINUX_BITS_H */
