/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register accesses, implemented by the model of the hardware.
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

#define cpu_to_le64(value)	((__le64)(value))
#define cpu_to_le32(value)	((__le32)(value))
#define le32_to_cpu(value)	((u32)(value))

/* CPU and device are one thread, so only the compiler could reorder the accesses. */
static inline void dma_wmb(void)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/* As in the kernel. */
#define smp_load_acquire(address)	__atomic_load_n(address, __ATOMIC_ACQUIRE)
/* The same. */
#define smp_store_release(address, value)	__atomic_store_n(address, value, __ATOMIC_RELEASE)
/* The same. */
#define smp_store_mb(variable, value)	__atomic_store_n(&(variable), value, __ATOMIC_SEQ_CST)

#endif /* SHIM_LINUX_IO_H */
