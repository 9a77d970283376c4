/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_KERNEL_H
#define SHIM_LINUX_KERNEL_H

#include <stdio.h>
#include <linux/container_of.h>
#include <linux/minmax.h>
#include <linux/types.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define roundup(x, y) ({			\
	__typeof__(y) _y = (y);			\
						\
	((x) + _y - 1) / _y * _y; })
#define lower_32_bits(n)	((u32)(n))

#endif /* SHIM_LINUX_KERNEL_H */
