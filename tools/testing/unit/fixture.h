/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fixture of every test of the mapping queue: a queue over fake memory, with any start
 * position.
 */
#ifndef UNIT_FIXTURE_H
#define UNIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <linux/errno.h>
#include <linux/types.h>

#include <cmocka.h>

#include "queue.h"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define KIB			1024
#define PAGE_BYTES		4096
#define PAGES_MAX		256

/* A largest run that no test reaches: the queue cuts nothing because of it. */
#define RUN_UNLIMITED		0x80000000U

/**
 * struct pages - fake memory of equal pages
 * @memory: what the queue sees of it
 * @page_bytes: size of a page
 * @count: number of pages
 * @page: DMA address of each
 */
struct pages {
	struct waveport_memory memory;
	u32 page_bytes;
	u32 count;
	dma_addr_t page[PAGES_MAX];
};

/**
 * struct start - positions and counters of a queue when a test begins
 * @name: for the name of the test
 * @position: stream position of committed, acquired and released
 * @tag: tag of the first mapping
 * @slot: entry that holds the first mapping
 */
struct start {
	const char *name;
	u64 position;
	u64 tag;
	unsigned int slot;
};

/**
 * struct unit - one test; it is run with each start
 * @name: the statement that it proves
 * @run: the test; its argument points to a pointer to a struct fixture
 * @data: for a function that several tests use with different data
 */
struct unit {
	const char *name;
	void (*run)(void **state);
	const void *data;
};

/**
 * struct fixture - a queue under test
 * @queue: the queue
 * @pages: its memory
 * @start: where its counters began
 * @base: the stream position that tests count from
 * @data: of the struct unit
 */
struct fixture {
	struct waveport_queue queue;
	struct pages pages;
	const struct start *start;
	u64 base;
	const void *data;
};

/* The lists of tests; an entry without a name ends each. */
extern const struct unit cutting_units[];
extern const struct unit geometry_units[];
extern const struct unit order_units[];
extern const struct unit random_units[];
extern const struct unit revocation_units[];

void pages_init(struct pages *pages, u32 page_bytes, u32 count);
void pages_place(struct pages *pages, u32 index, u32 place);
dma_addr_t pages_address(const struct pages *pages, u32 offset);

void fixture_rewind(struct fixture *fixture);
void fixture_open(struct fixture *fixture, const struct waveport_geometry *geometry);
void fixture_contiguous(struct fixture *fixture, u32 buffer_bytes, u32 packet_bytes);
void fixture_scattered(struct fixture *fixture, u32 buffer_bytes, u32 packet_bytes);
bool fixture_commit(struct fixture *fixture, u64 bytes);
u64 fixture_get(struct fixture *fixture, u64 at, u32 bytes, u32 flags, const char *file, int line);
void fixture_refused(struct fixture *fixture, int error, const char *file, int line);
void fixture_same(const struct fixture *fixture, const struct waveport_queue *before,
		  const char *file, int line);

/* Acquires a mapping, which has to begin @at bytes after the start. Returns its tag. */
#define expect_get(fixture, at, bytes, flags) \
	fixture_get(fixture, at, bytes, flags, __FILE__, __LINE__)

/* Requires that a get fails with @error. */
#define expect_refused(fixture, error) \
	fixture_refused(fixture, error, __FILE__, __LINE__)

/* Requires that the queue is as it was @before. */
#define expect_same(fixture, before) \
	fixture_same(fixture, before, __FILE__, __LINE__)

#define expect_released(fixture, tag) \
	assert_int_equal(waveport_queue_release(&(fixture)->queue, tag), 0)

#endif /* UNIT_FIXTURE_H */
