// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the page lists, through what the module exports.
 */

#include <kunit/test.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/vmalloc.h>
#ifdef CONFIG_X86
#include <asm/pgtable.h>
#include <asm/set_memory.h>
#endif

#include "waveport.h"

/* More than a block that the page allocator hands out, which is 4 MiB. */
#define MANY_BYTES	(6 << 20)
#define FEW_PAGES	5
#define FEW_BYTES	(FEW_PAGES << PAGE_SHIFT)

static struct device *pages_test_device(struct kunit *test)
{
	struct platform_device *device = test->priv;

	return &device->dev;
}

static int pages_test_init(struct kunit *test)
{
	struct platform_device *device;

	device = platform_device_register_simple("waveport_pages_test", PLATFORM_DEVID_NONE, NULL,
						 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	test->priv = device;
	return dma_coerce_mask_and_coherent(&device->dev, DMA_BIT_MASK(32));
}

static void pages_test_exit(struct kunit *test)
{
	platform_device_unregister(test->priv);
}

static struct waveport_page_list *pages_test_allocate(struct kunit *test, size_t bytes)
{
	struct waveport_page_list *list = waveport_allocate_pages(pages_test_device(test), bytes);

	KUNIT_ASSERT_NOT_NULL(test, list);
	return list;
}

static void *pages_test_map(struct kunit *test, struct waveport_page_list *list,
			    enum waveport_cache cache)
{
	void *map = waveport_map_allocated_pages(list, cache);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);
	return map;
}

static void pages_test_free(struct kunit *test, struct waveport_page_list *list, void *map)
{
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, map), 0);
	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
}

static void *pages_test_linear(const void *map)
{
	return page_address(vmalloc_to_page(map));
}

/* Without a translation in between, what the device sees is the physical address of the page. */
static void pages_test_leads_to_addresses(struct kunit *test, struct waveport_page_list *list,
					  const void *map)
{
	unsigned int i;

	for (i = 0; i < waveport_get_physical_pages_count(list); i++) {
		struct page *page = vmalloc_to_page(map + ((size_t)i << PAGE_SHIFT));
		dma_addr_t address = waveport_get_physical_page_address(list, i);

		KUNIT_ASSERT_EQ(test, page_to_phys(page), (phys_addr_t)address);
		KUNIT_ASSERT_LE(test, (u64)address, DMA_BIT_MASK(32));
	}
}

static void pages_test_counts(struct kunit *test)
{
	static const size_t sizes[] = { 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, MANY_BYTES };
	struct device *dev = pages_test_device(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct waveport_page_list *list = pages_test_allocate(test, sizes[i]);

		KUNIT_EXPECT_EQ(test, (size_t)waveport_get_physical_pages_count(list),
				(size_t)PFN_UP(sizes[i]));
		KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
	}
	KUNIT_EXPECT_NULL(test, waveport_allocate_pages(dev, 0));
	KUNIT_EXPECT_NULL(test, waveport_allocate_contiguous_pages(dev, 0));
	KUNIT_EXPECT_EQ(test, waveport_free_pages(NULL), 0);
}

static void pages_test_many(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, MANY_BYTES);
	void *map = pages_test_map(test, list, WAVEPORT_CACHED);

	KUNIT_EXPECT_NULL(test, memchr_inv(map, 0, MANY_BYTES));
	pages_test_leads_to_addresses(test, list, map);
	pages_test_free(test, list, map);
}

static void pages_test_contiguous(struct kunit *test)
{
	struct waveport_page_list *list =
		waveport_allocate_contiguous_pages(pages_test_device(test), FEW_BYTES);
	dma_addr_t first;
	unsigned int i;
	void *map;

	KUNIT_ASSERT_NOT_NULL(test, list);
	map = pages_test_map(test, list, WAVEPORT_CACHED);
	KUNIT_EXPECT_EQ(test, waveport_get_physical_pages_count(list), (unsigned int)FEW_PAGES);
	first = waveport_get_physical_page_address(list, 0);
	for (i = 1; i < FEW_PAGES; i++)
		KUNIT_EXPECT_EQ(test, waveport_get_physical_page_address(list, i),
				first + ((dma_addr_t)i << PAGE_SHIFT));
	pages_test_leads_to_addresses(test, list, map);
	pages_test_free(test, list, map);
}

#ifdef CONFIG_X86
static enum page_cache_mode pages_test_mode_at(const void *address)
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
static void pages_test_all_are(struct kunit *test, struct waveport_page_list *list,
			       const void *map, enum page_cache_mode mode)
{
	unsigned int i;

	for (i = 0; i < waveport_get_physical_pages_count(list); i++) {
		const void *here = map + ((size_t)i << PAGE_SHIFT);

		KUNIT_ASSERT_EQ(test, pages_test_mode_at(here), mode);
		KUNIT_ASSERT_EQ(test, pages_test_mode_at(pages_test_linear(here)), mode);
	}
}

/**
 * struct pages_test_type - a cache type
 * @name: of it
 * @cache: as the contract calls it
 * @mode: as the processor does
 */
struct pages_test_type {
	const char *name;
	enum waveport_cache cache;
	enum page_cache_mode mode;
};

static const struct pages_test_type pages_test_types[] = {
	{ "cached", WAVEPORT_CACHED, _PAGE_CACHE_MODE_WB },
	{ "write-combined", WAVEPORT_WRITE_COMBINED, _PAGE_CACHE_MODE_WC },
	{ "uncached", WAVEPORT_UNCACHED, _PAGE_CACHE_MODE_UC_MINUS },
};

static void pages_test_describe_type(const struct pages_test_type *type, char *name)
{
	strscpy(name, type->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(pages_test_type, pages_test_types, pages_test_describe_type);

static void pages_test_gives_type(struct kunit *test)
{
	const struct pages_test_type *type = test->param_value;
	struct waveport_page_list *list = pages_test_allocate(test, FEW_BYTES);
	void *map = pages_test_map(test, list, type->cache);
	void *linear = pages_test_linear(map);

	pages_test_all_are(test, list, map, type->mode);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, map), 0);
	KUNIT_EXPECT_EQ(test, pages_test_mode_at(linear), _PAGE_CACHE_MODE_WB);
	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
}

static void pages_test_one_type_at_a_time(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, FEW_BYTES);
	void *first = pages_test_map(test, list, WAVEPORT_UNCACHED);
	void *second = waveport_map_allocated_pages(list, WAVEPORT_CACHED);

	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(second), -EBUSY);
	second = pages_test_map(test, list, WAVEPORT_UNCACHED);
	KUNIT_EXPECT_PTR_NE(test, first, second);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, first), 0);
	pages_test_all_are(test, list, second, _PAGE_CACHE_MODE_UC_MINUS);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, second), 0);
	pages_test_free(test, list, pages_test_map(test, list, WAVEPORT_CACHED));
}
#endif

static void pages_test_unknown_type(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, PAGE_SIZE);
	void *map = waveport_map_allocated_pages(list, WAVEPORT_UNCACHED + 1);

	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(map), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
}

static void pages_test_unmap_before_free(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, FEW_BYTES);
	void *map = pages_test_map(test, list, WAVEPORT_CACHED);

	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), -EBUSY);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, map + PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, map), 0);
	KUNIT_EXPECT_EQ(test, waveport_unmap_allocated_pages(list, map), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
}

static void pages_test_addresses(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, FEW_BYTES);

	KUNIT_EXPECT_NE(test, waveport_get_physical_page_address(list, 0), DMA_MAPPING_ERROR);
	KUNIT_EXPECT_NE(test, waveport_get_physical_page_address(list, FEW_PAGES - 1),
			DMA_MAPPING_ERROR);
	KUNIT_EXPECT_EQ(test, waveport_get_physical_page_address(list, FEW_PAGES),
			DMA_MAPPING_ERROR);
	KUNIT_EXPECT_EQ(test, waveport_get_physical_page_address(list, ~0u), DMA_MAPPING_ERROR);
	KUNIT_EXPECT_EQ(test, waveport_free_pages(list), 0);
}

/* What is written through a map is in the page, and the other way round, whatever the type. */
static void pages_test_data(struct kunit *test)
{
	struct waveport_page_list *list = pages_test_allocate(test, FEW_BYTES);
	enum waveport_cache cache = IS_ENABLED(CONFIG_X86) ? WAVEPORT_WRITE_COMBINED :
							     WAVEPORT_CACHED;
	u8 *map = pages_test_map(test, list, cache);
	unsigned int i;

	for (i = 0; i < FEW_PAGES; i++) {
		u8 *here = map + (i << PAGE_SHIFT);
		u8 *page = pages_test_linear(here);

		here[0] = i + 1;
		page[PAGE_SIZE - 1] = i + 101;
		/* write-combined stores may still be on their way */
		mb();
		KUNIT_EXPECT_EQ(test, (unsigned int)page[0], i + 1);
		KUNIT_EXPECT_EQ(test, (unsigned int)here[PAGE_SIZE - 1], i + 101);
	}
	pages_test_free(test, list, map);
}

static struct kunit_case pages_test_cases[] = {
	KUNIT_CASE(pages_test_counts),
	KUNIT_CASE(pages_test_many),
	KUNIT_CASE(pages_test_contiguous),
#ifdef CONFIG_X86
	KUNIT_CASE_PARAM(pages_test_gives_type, pages_test_type_gen_params),
	KUNIT_CASE(pages_test_one_type_at_a_time),
#endif
	KUNIT_CASE(pages_test_unknown_type),
	KUNIT_CASE(pages_test_unmap_before_free),
	KUNIT_CASE(pages_test_addresses),
	KUNIT_CASE(pages_test_data),
	{}
};

static struct kunit_suite pages_test_suite = {
	.name = "waveport_pages",
	.init = pages_test_init,
	.exit = pages_test_exit,
	.test_cases = pages_test_cases,
};

kunit_test_suites(&pages_test_suite);
