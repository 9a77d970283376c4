/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_DMA_MAPPING_H
#define SHIM_LINUX_DMA_MAPPING_H

#include <linux/slab.h>
#include <linux/types.h>

#define cpu_to_le32(value)	((__le32)(value))

struct device;

void *dma_alloc_coherent(struct device *dev, size_t bytes, dma_addr_t *address, gfp_t flags);
void dma_free_coherent(struct device *dev, size_t bytes, void *memory, dma_addr_t address);

static inline void dma_wmb(void)
{
}

#endif /* SHIM_LINUX_DMA_MAPPING_H */
