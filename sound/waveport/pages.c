// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page lists: memory that a device reads or writes and a miniport maps for itself, such as a
 * descriptor list (the memory descriptor lists of IPortWaveRTStream).
 *
 * A list's life: allocated, not mapped; mapped and unmapped any number of times; freed, which is
 * refused while a mapping is left. A page has one cache type at a time: the first mapping gives it
 * to the pages, the kernel's linear mapping of them included, the last one's end takes it back, and
 * a mapping of another type in between is refused.
 *
 * The pages can be reached by the device whatever its address width, because they come from the DMA
 * API; the device's DMA mask takes the place of the HighAddress argument of the Windows methods.
 *
 * A list has no lock: its owner calls one function at a time.
 */

#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#ifdef CONFIG_X86
#include <asm/set_memory.h>
#endif

#include "waveport.h"

/**
 * struct waveport_pages - a page list
 * @dev: whose DMA addresses @addresses are
 * @count: pages
 * @contiguous: one block that begins at the first page
 * @cache: how the pages are mapped; meaningless while @maps is empty
 * @maps: of struct waveport_map
 * @pages: the pages
 * @addresses: DMA address of each
 */
struct waveport_pages {
	struct device *dev;
	unsigned int count;
	bool contiguous;
	enum waveport_cache cache;
	struct list_head maps;
	struct page **pages;
	dma_addr_t *addresses;
};

/**
 * struct waveport_map - one kernel mapping of a page list
 * @link: in the list's maps
 * @address: where it is
 */
struct waveport_map {
	struct list_head link;
	void *address;
};

static void waveport_pages_destroy(struct waveport_pages *pages)
{
	kvfree(pages->addresses);
	kvfree(pages->pages);
	kfree(pages);
}

static struct waveport_pages *waveport_pages_create(struct device *dev, size_t bytes)
{
	struct waveport_pages *pages;

	if (!bytes || bytes > (size_t)INT_MAX)
		return NULL;
	pages = kzalloc(sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return NULL;

	pages->dev = dev;
	pages->count = PFN_UP(bytes);
	INIT_LIST_HEAD(&pages->maps);
	pages->pages = kvcalloc(pages->count, sizeof(*pages->pages), GFP_KERNEL);
	pages->addresses = kvcalloc(pages->count, sizeof(*pages->addresses), GFP_KERNEL);
	if (pages->pages && pages->addresses)
		return pages;

	waveport_pages_destroy(pages);
	return NULL;
}

/* Give the first count pages of a scattered list back, the newest first. */
static void waveport_pages_release(struct waveport_pages *pages, unsigned int count)
{
	while (count--)
		dma_free_pages(pages->dev, PAGE_SIZE, pages->pages[count],
			       pages->addresses[count], DMA_BIDIRECTIONAL);
}

/**
 * waveport_allocate_pages() - allocate pages that need not be next to each other
 * @dev: the device that is to reach them
 * @bytes: rounded up to whole pages; below 2 GiB
 *
 * IPortWaveRTStream::AllocatePagesForMdl, but all or nothing. The pages are zeroed.
 *
 * Context: May sleep.
 * Return: the list, not mapped, or NULL without memory.
 */
struct waveport_pages *waveport_allocate_pages(struct device *dev, size_t bytes)
{
	struct waveport_pages *pages = waveport_pages_create(dev, bytes);
	unsigned int i;

	if (!pages)
		return NULL;

	for (i = 0; i < pages->count; i++) {
		pages->pages[i] = dma_alloc_pages(dev, PAGE_SIZE, &pages->addresses[i],
						  DMA_BIDIRECTIONAL, GFP_KERNEL | __GFP_NOWARN);
		if (!pages->pages[i]) {
			waveport_pages_release(pages, i);
			waveport_pages_destroy(pages);
			return NULL;
		}
	}
	return pages;
}
EXPORT_SYMBOL_GPL(waveport_allocate_pages);

/**
 * waveport_allocate_contiguous_pages() - allocate one block of pages
 * @dev: the device that is to reach it
 * @bytes: rounded up to whole pages
 *
 * IPortWaveRTStream::AllocateContiguousPagesForMdl. The pages are zeroed.
 *
 * Context: May sleep.
 * Return: the list, not mapped, or NULL if there is no such block.
 */
struct waveport_pages *waveport_allocate_contiguous_pages(struct device *dev, size_t bytes)
{
	struct waveport_pages *pages = waveport_pages_create(dev, bytes);
	unsigned int i;

	if (!pages)
		return NULL;

	pages->contiguous = true;
	pages->pages[0] = dma_alloc_pages(dev, (size_t)pages->count << PAGE_SHIFT,
					  &pages->addresses[0], DMA_BIDIRECTIONAL,
					  GFP_KERNEL | __GFP_NOWARN);
	if (!pages->pages[0]) {
		waveport_pages_destroy(pages);
		return NULL;
	}
	for (i = 1; i < pages->count; i++) {
		pages->pages[i] = pages->pages[0] + i;
		pages->addresses[i] = pages->addresses[0] + ((dma_addr_t)i << PAGE_SHIFT);
	}
	return pages;
}
EXPORT_SYMBOL_GPL(waveport_allocate_contiguous_pages);

/*
 * Make the linear mapping of the pages agree with a cache type, because two mappings of a page with
 * different types are undefined. Only x86 can change it; elsewhere there is the cached type alone.
 */
static int waveport_pages_set_cache(struct waveport_pages *pages, enum waveport_cache cache)
{
#ifdef CONFIG_X86
	switch (cache) {
	case WAVEPORT_CACHED:
		return set_pages_array_wb(pages->pages, pages->count);
	case WAVEPORT_WRITE_COMBINED:
		return set_pages_array_wc(pages->pages, pages->count);
	case WAVEPORT_UNCACHED:
		return set_pages_array_uc(pages->pages, pages->count);
	}
	return -EINVAL;
#else
	return cache == WAVEPORT_CACHED ? 0 : -EOPNOTSUPP;
#endif
}

static pgprot_t waveport_pages_protection(enum waveport_cache cache)
{
	switch (cache) {
	case WAVEPORT_WRITE_COMBINED:
		return pgprot_writecombine(PAGE_KERNEL);
	case WAVEPORT_UNCACHED:
		return pgprot_noncached(PAGE_KERNEL);
	default:
		return PAGE_KERNEL;
	}
}

/**
 * waveport_map_allocated_pages() - map a page list into the kernel
 * @pages: the list
 * @cache: how; the same for all mappings that exist at the same time
 *
 * IPortWaveRTStream::MapAllocatedPages. For the descriptor list; a miniport has no business in the
 * audio data.
 *
 * Context: May sleep.
 * Return: the address, or an ERR_PTR: -EBUSY if the list is mapped with another cache type, -EINVAL
 *	for an unknown one, -EOPNOTSUPP for one that this machine cannot give, -ENOMEM.
 */
void *waveport_map_allocated_pages(struct waveport_pages *pages, enum waveport_cache cache)
{
	struct waveport_map *map;
	int err;

	if (!list_empty(&pages->maps) && pages->cache != cache)
		return ERR_PTR(-EBUSY);
	map = kzalloc(sizeof(*map), GFP_KERNEL);
	if (!map)
		return ERR_PTR(-ENOMEM);

	if (list_empty(&pages->maps)) {
		err = waveport_pages_set_cache(pages, cache);
		if (err)
			goto err_free_map;
	}
	map->address = vmap(pages->pages, pages->count, VM_MAP, waveport_pages_protection(cache));
	if (!map->address) {
		err = -ENOMEM;
		goto err_restore_cache;
	}

	pages->cache = cache;
	list_add(&map->link, &pages->maps);
	return map->address;

err_restore_cache:
	if (list_empty(&pages->maps))
		waveport_pages_set_cache(pages, WAVEPORT_CACHED);
err_free_map:
	kfree(map);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(waveport_map_allocated_pages);

/**
 * waveport_unmap_allocated_pages() - end one mapping of a page list
 * @pages: the list
 * @address: what waveport_map_allocated_pages() returned
 *
 * IPortWaveRTStream::UnmapAllocatedPages. Exactly once for each mapping.
 *
 * Context: May sleep.
 * Return: 0, or -EINVAL if there is no such mapping; nothing has changed then.
 */
int waveport_unmap_allocated_pages(struct waveport_pages *pages, void *address)
{
	struct waveport_map *map;

	list_for_each_entry(map, &pages->maps, link) {
		if (map->address != address)
			continue;
		vunmap(address);
		list_del(&map->link);
		kfree(map);
		if (list_empty(&pages->maps))
			waveport_pages_set_cache(pages, WAVEPORT_CACHED);
		return 0;
	}
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(waveport_unmap_allocated_pages);

/**
 * waveport_free_pages() - free a page list and its pages
 * @pages: the list, or NULL
 *
 * IPortWaveRTStream::FreePagesFromMdl. The device must not touch the pages any more.
 *
 * Context: May sleep.
 * Return: 0, or -EBUSY if it is still mapped; nothing is freed then.
 */
int waveport_free_pages(struct waveport_pages *pages)
{
	if (!pages)
		return 0;
	if (!list_empty(&pages->maps))
		return -EBUSY;

	if (pages->contiguous)
		dma_free_pages(pages->dev, (size_t)pages->count << PAGE_SHIFT, pages->pages[0],
			       pages->addresses[0], DMA_BIDIRECTIONAL);
	else
		waveport_pages_release(pages, pages->count);
	waveport_pages_destroy(pages);
	return 0;
}
EXPORT_SYMBOL_GPL(waveport_free_pages);

/**
 * waveport_get_physical_pages_count() - tell how many pages a list has
 * @pages: the list
 *
 * IPortWaveRTStream::GetPhysicalPagesCount.
 *
 * Context: Any.
 * Return: the number of pages.
 */
unsigned int waveport_get_physical_pages_count(const struct waveport_pages *pages)
{
	return pages->count;
}
EXPORT_SYMBOL_GPL(waveport_get_physical_pages_count);

/**
 * waveport_get_physical_page_address() - tell where the device finds a page
 * @pages: the list
 * @index: of the page, below waveport_get_physical_pages_count()
 *
 * IPortWaveRTStream::GetPhysicalPageAddress. A DMA address, not a physical one: there may be an
 * IOMMU between.
 *
 * Context: Any.
 * Return: the address, or DMA_MAPPING_ERROR if there is no such page.
 */
dma_addr_t waveport_get_physical_page_address(const struct waveport_pages *pages,
					      unsigned int index)
{
	if (index >= pages->count)
		return DMA_MAPPING_ERROR;
	return pages->addresses[index];
}
EXPORT_SYMBOL_GPL(waveport_get_physical_page_address);
