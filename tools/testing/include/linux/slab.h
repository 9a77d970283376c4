/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_SLAB_H
#define SHIM_LINUX_SLAB_H

#include <stdlib.h>
#include <string.h>

#include <linux/types.h>

typedef unsigned int gfp_t;

#define GFP_KERNEL			0U
#define GFP_DMA32			0U
#define __GFP_HIGHMEM			0U
#define __GFP_ZERO			0U
#define PAGE_SHIFT			12
#define PAGE_SIZE			(1UL << PAGE_SHIFT)
#define PAGE_ALIGN(size)		(((size) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1))

#define kmalloc(size, flags)		malloc(size)
#define kzalloc(size, flags)		calloc(1, size)
#define kcalloc(count, size, flags)	calloc(count, size)
#define kmalloc_array(count, size, flags) calloc(count, size)
#define krealloc_array(p, count, size, flags) realloc(p, (count) * (size))
#define kfree(p)			free((void *)(p))
#define alloc_pages_exact(size, flags)	malloc(size)
#define free_pages_exact(p, size)	free(p)

static inline void *kmemdup(const void *from, size_t size, gfp_t flags)
{
	(void)flags;
	return memcpy(malloc(size), from, size);
}

#define memdup_user(from, size)		kmemdup(from, size, GFP_KERNEL)

static inline void strscpy(char *to, const char *from, size_t size)
{
	strncpy(to, from, size - 1);
	to[size - 1] = '\0';
}

#endif /* SHIM_LINUX_SLAB_H */
