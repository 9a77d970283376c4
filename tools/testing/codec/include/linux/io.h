/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register accesses, which the fake controller answers.
 */
#ifndef SHIM_LINUX_IO_H
#define SHIM_LINUX_IO_H

#include <linux/types.h>

u8 ioread8(const void *address);
u16 ioread16(const void *address);
u32 ioread32(const void *address);
void iowrite8(u8 value, void *address);
void iowrite16(u16 value, void *address);
void iowrite32(u32 value, void *address);

#endif /* SHIM_LINUX_IO_H */
