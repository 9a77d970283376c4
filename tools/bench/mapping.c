// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures the time that a mapping takes, and whether it depends on how much is committed.
 *
 * After each release the same number of bytes is committed again, so the number of committed bytes,
 * in the first column, stays the same. The time is that of all three calls: get, release, commit.
 * The buffer is as large as what is committed, and addresses come from a table, as in the driver.
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/types.h>

#include "queue.h"

#define PAGE_SHIFT	12
#define PAGE_BYTES	BIT(PAGE_SHIFT)
#define FRAME_BYTES	4
/* The largest of an ICH descriptor: 65534 samples of 16 bits. */
#define RUN_BYTES	131068

#define SMALLEST_SHIFT	10
#define LARGEST_SHIFT	30
#define STEP_SHIFT	2
#define SIZES		((LARGEST_SHIFT - SMALLEST_SHIFT) / STEP_SHIFT + 1)
#define PAGES_MAX	BIT(LARGEST_SHIFT - PAGE_SHIFT)

#define REPETITIONS	9
#define MAPPINGS	2000000

enum layout {
	SCATTERED,
	CONTIGUOUS,
	LAYOUTS,
};

/**
 * struct page - one page of the memory
 * @address: where it is
 * @contiguous: number of pages that are contiguous from it on
 */
struct page {
	dma_addr_t address;
	u32 contiguous;
};

/**
 * struct pages - the memory of a stream
 * @memory: what the queue sees of it
 * @page: the pages
 */
struct pages {
	struct waveport_memory memory;
	struct page *page;
};

static u32 pages_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
		     dma_addr_t *address)
{
	const struct pages *pages =
		(const void *)((const char *)memory - offsetof(struct pages, memory));
	const struct page *page = &pages->page[offset >> PAGE_SHIFT];
	u32 within = offset % PAGE_BYTES;

	*address = page->address + within;
	return min((u64)bytes, ((u64)page->contiguous << PAGE_SHIFT) - within);
}

static const struct waveport_memory_ops pages_ops = {
	.run = pages_run,
};

static void pages_init(struct pages *pages, enum layout layout)
{
	u32 i;

	pages->memory.ops = &pages_ops;
	pages->page = calloc(PAGES_MAX, sizeof(*pages->page));
	if (!pages->page) {
		perror("calloc");
		exit(EXIT_FAILURE);
	}
	for (i = 0; i < PAGES_MAX; i++) {
		/* an odd factor gives each page its own place, and hardly any two are adjacent */
		u32 place = layout == SCATTERED ? i * 40503 % PAGES_MAX : i;

		pages->page[i].address = (dma_addr_t)place << PAGE_SHIFT;
		pages->page[i].contiguous = layout == SCATTERED ? 1 : PAGES_MAX - i;
	}
}

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e9 + now.tv_nsec;
}

/* Return: nanoseconds for one mapping while @waiting bytes are committed. */
static double measure(const struct pages *pages, u32 waiting)
{
	static struct waveport_queue queue;
	const struct waveport_geometry geometry = {
		.memory = &pages->memory,
		.buffer_bytes = waiting,
		.frame_bytes = FRAME_BYTES,
		.run_bytes = RUN_BYTES,
	};
	struct waveport_mapping mapping;
	double begin;
	u32 i;

	if (waveport_queue_init(&queue, &geometry))
		abort();
	waveport_queue_commit(&queue, waiting);
	begin = now_ns();
	for (i = 0; i < MAPPINGS; i++) {
		if (waveport_queue_get(&queue, &mapping) ||
		    waveport_queue_release(&queue, mapping.tag))
			abort();
		waveport_queue_commit(&queue, mapping.position + mapping.bytes + waiting);
	}
	return (now_ns() - begin) / MAPPINGS;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_table(double ns[LAYOUTS][SIZES][REPETITIONS])
{
	const u32 median = REPETITIONS / 2, last = SIZES - 1;
	u32 size;

	printf("ns per mapping (get, release, commit), of %u times %u\n\n", REPETITIONS, MAPPINGS);
	printf("%13s  %18s  %18s\n", "", "scattered pages", "contiguous");
	printf("%13s  %8s  %8s  %8s  %8s\n", "bytes waiting", "minimum", "median", "minimum",
	       "median");
	for (size = 0; size < SIZES; size++)
		printf("%13u  %8.1f  %8.1f  %8.1f  %8.1f\n",
		       1U << (SMALLEST_SHIFT + STEP_SHIFT * size),
		       ns[SCATTERED][size][0], ns[SCATTERED][size][median],
		       ns[CONTIGUOUS][size][0], ns[CONTIGUOUS][size][median]);
	printf("%13s  %8.2f  %8.2f  %8.2f  %8.2f\n\n", "last / first",
	       ns[SCATTERED][last][0] / ns[SCATTERED][0][0],
	       ns[SCATTERED][last][median] / ns[SCATTERED][0][median],
	       ns[CONTIGUOUS][last][0] / ns[CONTIGUOUS][0][0],
	       ns[CONTIGUOUS][last][median] / ns[CONTIGUOUS][0][median]);
	printf("the queue takes %zu bytes, whatever waits\n", sizeof(struct waveport_queue));
}

int main(void)
{
	static double ns[LAYOUTS][SIZES][REPETITIONS];
	struct pages pages[LAYOUTS];
	u32 layout, size, repetition;

	for (layout = 0; layout < LAYOUTS; layout++)
		pages_init(&pages[layout], layout);

	/* alternate the sizes, so that a change in the machine's speed affects all of them */
	for (repetition = 0; repetition < REPETITIONS; repetition++)
		for (size = 0; size < SIZES; size++)
			for (layout = 0; layout < LAYOUTS; layout++)
				ns[layout][size][repetition] =
					measure(&pages[layout],
						1U << (SMALLEST_SHIFT + STEP_SHIFT * size));

	for (layout = 0; layout < LAYOUTS; layout++) {
		free(pages[layout].page);
		for (size = 0; size < SIZES; size++)
			qsort(ns[layout][size], REPETITIONS, sizeof(double), compare);
	}
	print_table(ns);
	return EXIT_SUCCESS;
}
