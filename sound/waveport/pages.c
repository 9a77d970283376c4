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
 * struct waveport_page_list - a page list
 * @dev: whose DMA addresses @addresses are
 * @count: pages
 * @contiguous: one block that begins at the first page
 * @cache: how the pages are mapped; meaningless while @maps is empty
 * @maps: of struct waveport_map
 * @pages: the pages
 * @addresses: DMA address of each
 */
struct waveport_page_list {
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

static void waveport_page_list_destroy(struct waveport_page_list *list)
{
	kvfree(list->addresses);
	kvfree(list->pages);
	kfree(list);
}

static struct waveport_page_list *waveport_page_list_create(struct device *dev, size_t bytes)
{
	struct waveport_page_list *list;

	if (!bytes || bytes > (size_t)INT_MAX)
		return NULL;
	list = kzalloc(sizeof(*list), GFP_KERNEL);
	if (!list)
		return NULL;

	list->dev = dev;
	list->count = PFN_UP(bytes);
	INIT_LIST_HEAD(&list->maps);
	list->pages = kvcalloc(list->count, sizeof(*list->pages), GFP_KERNEL);
	list->addresses = kvcalloc(list->count, sizeof(*list->addresses), GFP_KERNEL);
	if (list->pages && list->addresses)
		return list;

	waveport_page_list_destroy(list);
	return NULL;
}

/* Give the first count pages of a scattered list back, the newest first. */
static void waveport_page_list_release(struct waveport_page_list *list, unsigned int count)
{
	while (count--)
		dma_free_pages(list->dev, PAGE_SIZE, list->pages[count],
			       list->addresses[count], DMA_BIDIRECTIONAL);
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
struct waveport_page_list *waveport_allocate_pages(struct device *dev, size_t bytes)
{
	struct waveport_page_list *list = waveport_page_list_create(dev, bytes);
	unsigned int i;

	if (!list)
		return NULL;

	for (i = 0; i < list->count; i++) {
		list->pages[i] = dma_alloc_pages(dev, PAGE_SIZE, &list->addresses[i],
						 DMA_BIDIRECTIONAL, GFP_KERNEL | __GFP_NOWARN);
		if (!list->pages[i]) {
			waveport_page_list_release(list, i);
			waveport_page_list_destroy(list);
			return NULL;
		}
	}
	return list;
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
struct waveport_page_list *waveport_allocate_contiguous_pages(struct device *dev, size_t bytes)
{
	struct waveport_page_list *list = waveport_page_list_create(dev, bytes);
	unsigned int i;

	if (!list)
		return NULL;

	list->contiguous = true;
	list->pages[0] = dma_alloc_pages(dev, (size_t)list->count << PAGE_SHIFT,
					 &list->addresses[0], DMA_BIDIRECTIONAL,
					 GFP_KERNEL | __GFP_NOWARN);
	if (!list->pages[0]) {
		waveport_page_list_destroy(list);
		return NULL;
	}
	for (i = 1; i < list->count; i++) {
		list->pages[i] = list->pages[0] + i;
		list->addresses[i] = list->addresses[0] + ((dma_addr_t)i << PAGE_SHIFT);
	}
	return list;
}
EXPORT_SYMBOL_GPL(waveport_allocate_contiguous_pages);

/*
 * Make the linear mapping of the pages agree with a cache type, because two mappings of a page with
 * different types are undefined. Only x86 can change it; elsewhere there is the cached type alone.
 */
static int waveport_page_list_set_cache(struct waveport_page_list *list, enum waveport_cache cache)
{
#ifdef CONFIG_X86
	switch (cache) {
	case WAVEPORT_CACHED:
		return set_pages_array_wb(list->pages, list->count);
	case WAVEPORT_WRITE_COMBINED:
		return set_pages_array_wc(list->pages, list->count);
	case WAVEPORT_UNCACHED:
		return set_pages_array_uc(list->pages, list->count);
	}
	return -EINVAL;
#else
	return cache == WAVEPORT_CACHED ? 0 : -EOPNOTSUPP;
#endif
}

static pgprot_t waveport_page_list_protection(enum waveport_cache cache)
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
 * @list: the list
 * @cache: how; the same for all mappings that exist at the same time
 *
 * IPortWaveRTStream::MapAllocatedPages. For the descriptor list; a miniport has no business in the
 * audio data.
 *
 * Context: May sleep.
 * Return: the address, or an ERR_PTR: -EBUSY if the list is mapped with another cache type, -EINVAL
 *	for an unknown one, -EOPNOTSUPP for one that this machine cannot give, -ENOMEM.
 */
void *waveport_map_allocated_pages(struct waveport_page_list *list, enum waveport_cache cache)
{
	struct waveport_map *map;
	int err;

	if (!list_empty(&list->maps) && list->cache != cache)
		return ERR_PTR(-EBUSY);
	map = kzalloc(sizeof(*map), GFP_KERNEL);
	if (!map)
		return ERR_PTR(-ENOMEM);

	if (list_empty(&list->maps)) {
		err = waveport_page_list_set_cache(list, cache);
		if (err)
			goto err_free_map;
	}
	map->address = vmap(list->pages, list->count, VM_MAP,
			    waveport_page_list_protection(cache));
	if (!map->address) {
		err = -ENOMEM;
		goto err_restore_cache;
	}

	list->cache = cache;
	list_add(&map->link, &list->maps);
	return map->address;

err_restore_cache:
	if (list_empty(&list->maps))
		waveport_page_list_set_cache(list, WAVEPORT_CACHED);
err_free_map:
	kfree(map);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(waveport_map_allocated_pages);

/**
 * waveport_unmap_allocated_pages() - end one mapping of a page list
 * @list: the list
 * @address: what waveport_map_allocated_pages() returned
 *
 * IPortWaveRTStream::UnmapAllocatedPages. Exactly once for each mapping.
 *
 * Context: May sleep.
 * Return: 0, or -EINVAL if there is no such mapping; nothing has changed then.
 */
int waveport_unmap_allocated_pages(struct waveport_page_list *list, void *address)
{
	struct waveport_map *map;

	list_for_each_entry(map, &list->maps, link) {
		if (map->address != address)
			continue;
		vunmap(address);
		list_del(&map->link);
		kfree(map);
		if (list_empty(&list->maps))
			waveport_page_list_set_cache(list, WAVEPORT_CACHED);
		return 0;
	}
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(waveport_unmap_allocated_pages);

/**
 * waveport_free_pages() - free a page list and its pages
 * @list: the list, or NULL
 *
 * IPortWaveRTStream::FreePagesFromMdl. The device must not touch the pages any more.
 *
 * Context: May sleep.
 * Return: 0, or -EBUSY if it is still mapped; nothing is freed then.
 */
int waveport_free_pages(struct waveport_page_list *list)
{
	if (!list)
		return 0;
	if (!list_empty(&list->maps))
		return -EBUSY;

	if (list->contiguous)
		dma_free_pages(list->dev, (size_t)list->count << PAGE_SHIFT, list->pages[0],
			       list->addresses[0], DMA_BIDIRECTIONAL);
	else
		waveport_page_list_release(list, list->count);
	waveport_page_list_destroy(list);
	return 0;
}
EXPORT_SYMBOL_GPL(waveport_free_pages);

/**
 * waveport_get_physical_pages_count() - tell how many pages a list has
 * @list: the list
 *
 * IPortWaveRTStream::GetPhysicalPagesCount.
 *
 * Context: Any.
 * Return: the number of pages.
 */
unsigned int waveport_get_physical_pages_count(const struct waveport_page_list *list)
{
	return list->count;
}
EXPORT_SYMBOL_GPL(waveport_get_physical_pages_count);

/**
 * waveport_get_physical_page_address() - tell where the device finds a page
 * @list: the list
 * @index: of the page, below waveport_get_physical_pages_count()
 *
 * IPortWaveRTStream::GetPhysicalPageAddress. A DMA address, not a physical one: there may be an
 * IOMMU between.
 *
 * Context: Any.
 * Return: the address, or DMA_MAPPING_ERROR if there is no such page.
 */
dma_addr_t waveport_get_physical_page_address(const struct waveport_page_list *list,
					      unsigned int index)
{
	if (index >= list->count)
		return DMA_MAPPING_ERROR;
	return list->addresses[index];
}
EXPORT_SYMBOL_GPL(waveport_get_physical_page_address);
