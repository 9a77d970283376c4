// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DMA addresses of the pages of an ALSA buffer, as a table for the mapping queue.
 *
 * ALSA finds the address of a page by walking the scatter list of the buffer from its beginning,
 * which takes time in proportion to the buffer size. Therefore hw_params reads the address of each
 * page once, and the queue uses the table.
 *
 * A table lives from waveport_extents_create() to waveport_extents_free(). A stream has one from
 * hw_params to hw_free, and exchanges it with the stream locked.
 */

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <sound/memalloc.h>

#include "internal.h"

static bool scatter;
module_param(scatter, bool, 0644);
MODULE_PARM_DESC(scatter,
		 "Cut mappings at every page, as if no two pages were adjacent (a test aid, default off).");

/* Context: Stream locked, or no other thread uses the table. */
static u32 waveport_extents_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
				dma_addr_t *address)
{
	const struct waveport_extents *extents =
		container_of(memory, struct waveport_extents, memory);
	const struct waveport_extent *extent = &extents->from_page[offset >> PAGE_SHIFT];
	u32 within = offset_in_page(offset);

	*address = extent->address + within;
	return min_t(u64, bytes, ((u64)extent->pages << PAGE_SHIFT) - within);
}

static const struct waveport_memory_ops waveport_extents_ops = {
	.run = waveport_extents_run,
};

/* The addresses of a buffer that is copied are the offsets in it. */
static u32 waveport_extents_run_offsets(const struct waveport_memory *memory, u32 offset, u32 bytes,
					dma_addr_t *address)
{
	*address = offset;
	return bytes;
}

static const struct waveport_memory_ops waveport_offsets_ops = {
	.run = waveport_extents_run_offsets,
};

/**
 * waveport_extents_create_offsets() - create the table of a buffer that the engine does not access
 *
 * Context: May sleep.
 * Return: a table whose addresses are the offsets in the buffer, or NULL if there is no memory.
 */
struct waveport_extents *waveport_extents_create_offsets(void)
{
	struct waveport_extents *extents = kvzalloc(sizeof(*extents), GFP_KERNEL);

	if (extents)
		extents->memory.ops = &waveport_offsets_ops;
	return extents;
}

/**
 * waveport_extents_create() - create the table of a buffer
 * @buffer: the buffer; must live until waveport_extents_free()
 *
 * Context: May sleep.
 * Return: the table, or NULL if there is no memory for it.
 */
struct waveport_extents *waveport_extents_create(struct snd_dma_buffer *buffer)
{
	unsigned int count = PFN_UP(buffer->bytes);
	struct waveport_extents *extents;
	struct waveport_extent *extent;
	unsigned int i;

	extents = kvzalloc(struct_size(extents, from_page, count), GFP_KERNEL);
	if (!extents)
		return NULL;

	extents->memory.ops = &waveport_extents_ops;
	extent = extents->from_page;
	for (i = 0; i < count; i++)
		extent[i].address = snd_sgbuf_get_addr(buffer, (size_t)i << PAGE_SHIFT);
	for (i = count; i--;) {
		bool joined = !scatter && i + 1 < count &&
			      extent[i + 1].address == extent[i].address + PAGE_SIZE;

		extent[i].pages = joined ? extent[i + 1].pages + 1 : 1;
	}
	return extents;
}

/**
 * waveport_extents_free() - free a table
 * @extents: the table, or NULL; no mapping of its buffer may be acquired
 *
 * Context: May sleep.
 */
void waveport_extents_free(struct waveport_extents *extents)
{
	kvfree(extents);
}
