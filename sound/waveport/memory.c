// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ALSA buffer behind a stream, as the mapping queue looks at it.
 *
 * ALSA finds the address of a page by walking the buffer's scatter list from its beginning, which
 * depends on the size of the buffer. So it is asked once for each page, when the client sets its
 * parameters, and the queue looks up a table.
 */

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <sound/memalloc.h>

#include "stream.h"

static bool scatter;
module_param(scatter, bool, 0644);
MODULE_PARM_DESC(scatter,
		 "Cut mappings at every page, as if no two pages were adjacent (a test aid, default off).");

static u32 waveport_dma_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
			    dma_addr_t *address)
{
	const struct waveport_dma *dma = container_of(memory, struct waveport_dma, memory);
	const struct waveport_page *page = &dma->pages[offset >> PAGE_SHIFT];
	u32 within = offset_in_page(offset);

	*address = page->address + within;
	return min_t(u64, bytes, ((u64)page->contiguous << PAGE_SHIFT) - within);
}

static const struct waveport_memory_ops waveport_dma_ops = {
	.run = waveport_dma_run,
};

/**
 * waveport_dma_attach() - look up where the pages of a buffer are
 * @dma: detached
 * @buffer: the buffer; must live until waveport_dma_detach()
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int waveport_dma_attach(struct waveport_dma *dma, struct snd_dma_buffer *buffer)
{
	unsigned int count = PFN_UP(buffer->bytes);
	struct waveport_page *pages;
	unsigned int i;

	pages = kvcalloc(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;

	for (i = 0; i < count; i++)
		pages[i].address = snd_sgbuf_get_addr(buffer, (size_t)i << PAGE_SHIFT);
	for (i = count; i--;) {
		bool joined = !scatter && i + 1 < count &&
			      pages[i + 1].address == pages[i].address + PAGE_SIZE;

		pages[i].contiguous = joined ? pages[i + 1].contiguous + 1 : 1;
	}
	dma->memory.ops = &waveport_dma_ops;
	dma->pages = pages;
	return 0;
}

/**
 * waveport_dma_detach() - forget a buffer
 * @dma: attached or not
 *
 * Context: May sleep. Nothing of it may be acquired.
 */
void waveport_dma_detach(struct waveport_dma *dma)
{
	kvfree(dma->pages);
	dma->pages = NULL;
}
