// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the page lists of snd-waveport when it is loaded, and reports in the kernel log, a line of
 * TAP for each test. Loading fails if one has failed.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>
#include <asm/set_memory.h>

#include "waveport.h"

/* More than a block that the page allocator hands out, which is 4 MiB. */
#define MANY_BYTES	(6 << 20)
#define FEW_PAGES	5

static struct device *dev;

/* Report the first thing in a test that does not hold. */
static bool holds(bool condition, const char *what)
{
	if (!condition)
		pr_info("# not so: %s\n", what);
	return condition;
}

#define HOLDS(condition) holds(condition, #condition)

static enum page_cache_mode mode_at(const void *address)
{
	static const enum page_cache_mode modes[] = {
		_PAGE_CACHE_MODE_WB, _PAGE_CACHE_MODE_WC, _PAGE_CACHE_MODE_UC_MINUS,
		_PAGE_CACHE_MODE_UC,
	};
	unsigned int level, i;
	pte_t *pte = lookup_address((unsigned long)address, &level);
	unsigned long flags, bits;

	if (!pte)
		return _PAGE_CACHE_MODE_NUM;
	flags = pte_flags(*pte);
	bits = flags & _PAGE_CACHE_MASK;
	/* in the entry of a large page another bit stands for PAT, and PAT's for "large" */
	if (level != PG_LEVEL_4K)
		bits = (flags & (_PAGE_PWT | _PAGE_PCD)) |
		       (flags & _PAGE_PAT_LARGE ? _PAGE_PAT : 0);
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		if (bits == cachemode2protval(modes[i]))
			return modes[i];
	}
	return _PAGE_CACHE_MODE_NUM;
}

/* The map and the linear map of each page have the same type. */
static bool all_pages_are(struct waveport_page_list *pages, const void *map,
			  enum page_cache_mode mode)
{
	unsigned int i;

	for (i = 0; i < waveport_get_physical_pages_count(pages); i++) {
		const void *here = map + ((size_t)i << PAGE_SHIFT);

		if (!HOLDS(mode_at(here) == mode) ||
		    !HOLDS(mode_at(page_address(vmalloc_to_page(here))) == mode))
			return false;
	}
	return true;
}

/* Without a translation in between, what the device sees is the physical address of the page. */
static bool map_leads_to_addresses(struct waveport_page_list *pages, const void *map)
{
	unsigned int i;

	for (i = 0; i < waveport_get_physical_pages_count(pages); i++) {
		const void *here = map + ((size_t)i << PAGE_SHIFT);
		dma_addr_t address = waveport_get_physical_page_address(pages, i);

		if (!HOLDS(page_to_phys(vmalloc_to_page(here)) == address) ||
		    !HOLDS(address <= DMA_BIT_MASK(32)))
			return false;
	}
	return true;
}

static bool contiguous(struct waveport_page_list *pages)
{
	dma_addr_t first = waveport_get_physical_page_address(pages, 0);
	unsigned int i;

	for (i = 1; i < waveport_get_physical_pages_count(pages); i++) {
		if (waveport_get_physical_page_address(pages, i) !=
		    first + ((dma_addr_t)i << PAGE_SHIFT))
			return false;
	}
	return true;
}

static bool unmap_and_free(struct waveport_page_list *pages, void *map)
{
	return HOLDS(!waveport_unmap_allocated_pages(pages, map)) &&
	       HOLDS(!waveport_free_pages(pages));
}

static bool test_counts(void)
{
	static const size_t sizes[] = { 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, MANY_BYTES };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct waveport_page_list *pages = waveport_allocate_pages(dev, sizes[i]);

		if (!HOLDS(pages) ||
		    !HOLDS(waveport_get_physical_pages_count(pages) == PFN_UP(sizes[i])) ||
		    !HOLDS(!waveport_free_pages(pages)))
			return false;
	}
	return HOLDS(!waveport_allocate_pages(dev, 0)) &&
	       HOLDS(!waveport_allocate_contiguous_pages(dev, 0)) &&
	       HOLDS(!waveport_free_pages(NULL));
}

static bool test_many(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, MANY_BYTES);
	void *map;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, WAVEPORT_CACHED);
	return HOLDS(!IS_ERR(map)) && HOLDS(!memchr_inv(map, 0, MANY_BYTES)) &&
	       map_leads_to_addresses(pages, map) && unmap_and_free(pages, map);
}

static bool test_contiguous(void)
{
	struct waveport_page_list *pages =
		waveport_allocate_contiguous_pages(dev, FEW_PAGES << PAGE_SHIFT);
	void *map;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, WAVEPORT_CACHED);
	return HOLDS(!IS_ERR(map)) && HOLDS(contiguous(pages)) &&
	       HOLDS(waveport_get_physical_pages_count(pages) == FEW_PAGES) &&
	       map_leads_to_addresses(pages, map) && unmap_and_free(pages, map);
}

static bool test_type(enum waveport_cache cache, enum page_cache_mode mode)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, FEW_PAGES << PAGE_SHIFT);
	struct page *page;
	void *map;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, cache);
	if (!HOLDS(!IS_ERR(map)) || !all_pages_are(pages, map, mode))
		return false;
	page = vmalloc_to_page(map);
	if (!HOLDS(!waveport_unmap_allocated_pages(pages, map)) ||
	    !HOLDS(mode_at(page_address(page)) == _PAGE_CACHE_MODE_WB))
		return false;
	return HOLDS(!waveport_free_pages(pages));
}

static bool test_cached(void)
{
	return test_type(WAVEPORT_CACHED, _PAGE_CACHE_MODE_WB);
}

static bool test_write_combined(void)
{
	return test_type(WAVEPORT_WRITE_COMBINED, _PAGE_CACHE_MODE_WC);
}

static bool test_uncached(void)
{
	return test_type(WAVEPORT_UNCACHED, _PAGE_CACHE_MODE_UC_MINUS);
}

static bool test_one_type_at_a_time(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, FEW_PAGES << PAGE_SHIFT);
	void *first, *second;

	if (!HOLDS(pages))
		return false;
	first = waveport_map_allocated_pages(pages, WAVEPORT_UNCACHED);
	second = waveport_map_allocated_pages(pages, WAVEPORT_CACHED);
	if (!HOLDS(!IS_ERR(first)) || !HOLDS(PTR_ERR_OR_ZERO(second) == -EBUSY))
		return false;
	second = waveport_map_allocated_pages(pages, WAVEPORT_UNCACHED);
	if (!HOLDS(!IS_ERR(second)) || !HOLDS(first != second) ||
	    !HOLDS(!waveport_unmap_allocated_pages(pages, first)) ||
	    !all_pages_are(pages, second, _PAGE_CACHE_MODE_UC_MINUS))
		return false;
	if (!HOLDS(!waveport_unmap_allocated_pages(pages, second)))
		return false;
	first = waveport_map_allocated_pages(pages, WAVEPORT_CACHED);
	return HOLDS(!IS_ERR(first)) && unmap_and_free(pages, first);
}

static bool test_unknown_type(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, PAGE_SIZE);
	void *map;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, WAVEPORT_UNCACHED + 1);
	return HOLDS(PTR_ERR_OR_ZERO(map) == -EINVAL) && HOLDS(!waveport_free_pages(pages));
}

static bool test_unmap_before_free(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, FEW_PAGES << PAGE_SHIFT);
	void *map;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, WAVEPORT_WRITE_COMBINED);
	return HOLDS(!IS_ERR(map)) && HOLDS(waveport_free_pages(pages) == -EBUSY) &&
	       HOLDS(waveport_unmap_allocated_pages(pages, map + PAGE_SIZE) == -EINVAL) &&
	       HOLDS(!waveport_unmap_allocated_pages(pages, map)) &&
	       HOLDS(waveport_unmap_allocated_pages(pages, map) == -EINVAL) &&
	       HOLDS(!waveport_free_pages(pages));
}

static bool test_addresses(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, FEW_PAGES << PAGE_SHIFT);
	unsigned int last = FEW_PAGES - 1;

	return HOLDS(pages) &&
	       HOLDS(waveport_get_physical_page_address(pages, 0) != DMA_MAPPING_ERROR) &&
	       HOLDS(waveport_get_physical_page_address(pages, last) != DMA_MAPPING_ERROR) &&
	       HOLDS(waveport_get_physical_page_address(pages, FEW_PAGES) == DMA_MAPPING_ERROR) &&
	       HOLDS(waveport_get_physical_page_address(pages, ~0u) == DMA_MAPPING_ERROR) &&
	       HOLDS(!waveport_free_pages(pages));
}

/* What is written through a map is in the page, and the other way round, whatever the type. */
static bool test_data(void)
{
	struct waveport_page_list *pages = waveport_allocate_pages(dev, FEW_PAGES << PAGE_SHIFT);
	u8 *map, *page;
	unsigned int i;

	if (!HOLDS(pages))
		return false;
	map = waveport_map_allocated_pages(pages, WAVEPORT_WRITE_COMBINED);
	if (!HOLDS(!IS_ERR(map)))
		return false;
	for (i = 0; i < FEW_PAGES; i++) {
		page = page_address(vmalloc_to_page(map + (i << PAGE_SHIFT)));
		map[i << PAGE_SHIFT] = i + 1;
		page[PAGE_SIZE - 1] = i + 101;
		/* write-combined stores may still be on their way */
		mb();
		if (!HOLDS(page[0] == i + 1) ||
		    !HOLDS(map[(i << PAGE_SHIFT) + PAGE_SIZE - 1] == i + 101))
			return false;
	}
	return unmap_and_free(pages, map);
}

static const struct {
	bool (*run)(void);
	const char *name;
} tests[] = {
	{ test_counts, "sizes are rounded up to pages" },
	{ test_many, "more pages than one block" },
	{ test_contiguous, "contiguous pages" },
	{ test_cached, "cached map" },
	{ test_write_combined, "write-combined map" },
	{ test_uncached, "uncached map" },
	{ test_one_type_at_a_time, "one type at a time" },
	{ test_unknown_type, "unknown type" },
	{ test_unmap_before_free, "unmap before free" },
	{ test_addresses, "addresses of pages" },
	{ test_data, "data through a map" },
};

static int __init pages_test_init(void)
{
	struct platform_device *pdev;
	unsigned int i, failed = 0;

	pdev = platform_device_register_simple("waveport_pages_test", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	dev = &pdev->dev;
	if (dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)))
		failed++;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		bool passed = tests[i].run();

		pr_info("%s %u %s\n", passed ? "ok" : "not ok", i + 1, tests[i].name);
		failed += !passed;
	}
	pr_info("1..%zu\n", ARRAY_SIZE(tests));
	platform_device_unregister(pdev);
	return failed ? -EINVAL : 0;
}
module_init(pages_test_init);

static void __exit pages_test_exit(void)
{
}
module_exit(pages_test_exit);

MODULE_DESCRIPTION("Tests of the page lists of snd-waveport");
MODULE_LICENSE("GPL");
