// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page lists: memory that a device accesses and a miniport maps into the kernel, such as a
 * descriptor list (the memory descriptor lists of IPortWaveRTStream).
 *
 * A list is allocated without a mapping, may be mapped and unmapped any number of times, and can be
 * freed only while it is not mapped. A page has one cache type at a time: the first mapping sets
 * the type of the pages, in the kernel's linear mapping too, and the end of the last mapping
 * restores it. Meanwhile a mapping with another type is refused.
 *
 * The pages come from the DMA API, so they are within the DMA mask of the device, which takes the
 * place of the HighAddress argument of the Windows methods.
 *
 * A list has no lock; its owner must serialise the calls.
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
 * @dev: device that @addresses are for
 * @count: number of pages
 * @contiguous: the pages are one block that begins at the first page
 * @cache: cache type of the mappings; meaningless while @maps is empty
 * @maps: the mappings, of struct waveport_map
 * @pages: the pages
 * @addresses: DMA address of each page
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
 * @link: entry in @maps of the page list
 * @address: kernel address of the mapping
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

/* Free the first @count pages of a list that is not contiguous. */
static void waveport_page_list_release(struct waveport_page_list *list, unsigned int count)
{
	while (count--)
		dma_free_pages(list->dev, PAGE_SIZE, list->pages[count],
			       list->addresses[count], DMA_BIDIRECTIONAL);
}

/**
 * waveport_allocate_pages() - allocate pages that need not be next to each other
 * @dev: the device that accesses them
 * @bytes: size, rounded up to whole pages; below 2 GiB
 *
 * IPortWaveRTStream::AllocatePagesForMdl, which may allocate fewer pages than requested; this
 * function does not. The pages are zeroed.
 *
 * Context: May sleep.
 * Return: the list, not mapped, or NULL if @bytes is 0 or too large or there is no memory.
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
 * @dev: the device that accesses it
 * @bytes: size, rounded up to whole pages; below 2 GiB
 *
 * IPortWaveRTStream::AllocateContiguousPagesForMdl. The pages are zeroed.
 *
 * Context: May sleep.
 * Return: the list, not mapped, or NULL if @bytes is 0 or too large or there is no such block.
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
 * Set the cache type of the pages in the linear mapping, because two mappings of a page must not
 * have different types. Only x86 can change it; other architectures have only the cached type.
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
 * @cache: cache type; the same for all mappings that exist at the same time
 *
 * IPortWaveRTStream::MapAllocatedPages. Meant for the descriptor list, since a miniport does not
 * access the audio data.
 *
 * Context: May sleep.
 * Return: the address, or an ERR_PTR: -EBUSY if the list is mapped with another cache type, -EINVAL
 *	for an unknown type, -EOPNOTSUPP for one that the architecture does not support, -ENOMEM.
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
 * IPortWaveRTStream::UnmapAllocatedPages. Must be called once for each mapping.
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
 * IPortWaveRTStream::FreePagesFromMdl. The device must not access the pages any more.
 *
 * Context: May sleep.
 * Return: 0, or -EBUSY if the list is still mapped; nothing is freed then.
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
 * waveport_get_physical_pages_count() - get the number of pages of a list
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
 * waveport_get_physical_page_address() - get the DMA address of a page
 * @list: the list
 * @index: index of the page, below waveport_get_physical_pages_count()
 *
 * IPortWaveRTStream::GetPhysicalPageAddress. The result is a DMA address and not a physical one,
 * because there may be an IOMMU between the device and memory.
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
