/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register accesses, which the model of the hardware answers.
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

#define cpu_to_le32(value)	((__le32)(value))
#define le32_to_cpu(value)	((u32)(value))

/* One thread plays both sides: the compiler is all that could reorder. */
static inline void dma_wmb(void)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/* As in the kernel. */
#define smp_load_acquire(address)	__atomic_load_n(address, __ATOMIC_ACQUIRE)

#endif /* SHIM_LINUX_IO_H */
