// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: taking mappings back whole (revoke, beyond) or in part (trim).
 */

#include <string.h>

#include "fixture.h"

#define NOTIFY		WAVEPORT_MAPPING_NOTIFY

/* Acquires @count pages and commits more than those; a packet has two pages. */
static void open_acquired(struct fixture *fixture, u32 count)
{
	u32 i;

	fixture_scattered(fixture, 32 * KIB, 8 * KIB);
	fixture_commit(fixture, 40 * KIB);
	for (i = 0; i < count; i++)
		expect_get(fixture, i * PAGE_BYTES, PAGE_BYTES, i % 2 ? NOTIFY : 0);
}

static void check_acquired(const struct fixture *fixture, u32 index, u64 tag, u32 at, u32 bytes)
{
	const struct waveport_mapping *mapping = waveport_queue_acquired(&fixture->queue, index);

	assert_non_null(mapping);
	assert_int_equal(mapping->tag, tag);
	assert_int_equal(mapping->position - fixture->base, at);
	assert_int_equal(mapping->bytes, bytes);
	assert_int_equal(mapping->address, pages_address(&fixture->pages, at % (32 * KIB)));
}

/**
 * struct range - a revoke after 6 gets; tags are relative to that of the first mapping
 * @released: mappings released before it
 * @first: tag
 * @last: tag
 * @result: its return value; if negative, nothing may have changed
 */
struct range {
	u32 released;
	int first;
	int last;
	int result;
};

static void check_range(struct fixture *fixture, const struct range *range)
{
	u32 i, left = 6 - range->released;
	u64 tag = fixture->start->tag;
	struct waveport_queue before;

	open_acquired(fixture, 6);
	for (i = 0; i < range->released; i++)
		expect_released(fixture, tag + i);
	memcpy(&before, &fixture->queue, sizeof(before));
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + range->first,
					       tag + range->last), range->result);
	if (range->result <= 0) {
		expect_same(fixture, &before);
		return;
	}

	assert_int_equal(fixture->queue.released, before.released);
	assert_int_equal(fixture->queue.committed, before.committed);
	left -= range->result;
	for (i = 0; i < left; i++)
		check_acquired(fixture, i, tag + range->released + i,
			       (range->released + i) * PAGE_BYTES, PAGE_BYTES);
	assert_null(waveport_queue_acquired(&fixture->queue, left));

	/* the next gets return the same memory and borders with new tags, then what follows */
	for (i = 6 - range->result; i < 8; i++)
		expect_get(fixture, i * PAGE_BYTES, PAGE_BYTES, i % 2 ? NOTIFY : 0);
	check_acquired(fixture, left, tag + 6, (6 - range->result) * PAGE_BYTES, PAGE_BYTES);
	for (i = 0; i < left; i++)
		expect_released(fixture, tag + range->released + i);
	assert_int_equal(waveport_queue_release(&fixture->queue, tag + 5), -EINVAL);
	for (i = 0; i < 2 + (u32)range->result; i++)
		expect_released(fixture, tag + 6 + i);
	assert_int_equal(fixture->queue.released - fixture->base, 8 * PAGE_BYTES);
}

static void test_ranges(void **state)
{
	static const struct range ranges[] = {
		{ 0, 5, 5, 1 },		/* tail */
		{ 0, 3, 5, 3 },
		{ 0, 0, 5, 6 },		/* all */
		{ 2, 0, 5, 4 },		/* head released */
		{ 2, 1, 5, 4 },
		{ 2, 2, 5, 4 },
		{ 2, 3, 5, 3 },
		{ 5, 0, 5, 1 },
		{ 6, 0, 5, 0 },		/* wholly released */
		{ 6, 5, 5, 0 },
		{ 2, 0, 1, 0 },
		{ 2, 1, 1, 0 },
		{ 0, 0, 4, -EINVAL },	/* not reaching the newest */
		{ 0, 0, 0, -EINVAL },
		{ 2, 0, 2, -EINVAL },
		{ 0, 0, 6, -EINVAL },	/* never given out */
		{ 0, 6, 6, -EINVAL },
		{ 0, 6, 7, -EINVAL },
		{ 6, 0, 6, -EINVAL },
		{ 6, 6, 6, -EINVAL },
		{ 0, 5, 4, -EINVAL },	/* last before first */
		{ 0, 6, 5, -EINVAL },
		{ 6, 5, 4, -EINVAL },
	};
	struct fixture *fixture = *state;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		check_range(fixture, &ranges[i]);
}

/* A range may begin with tags that were revoked before: the result does not count them. */
static void test_revoke_again(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	open_acquired(fixture, 4);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 2, tag + 3), 2);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 2, tag + 3), -EINVAL);
	expect_get(fixture, 2 * PAGE_BYTES, PAGE_BYTES, 0);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 3, tag + 4), 1);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 1, tag + 1), 1);
	check_acquired(fixture, 0, tag, 0, PAGE_BYTES);
	expect_get(fixture, 1 * PAGE_BYTES, PAGE_BYTES, NOTIFY);
}

/* A mapping that ended at a short commit, revoked and got again after another commit, is longer. */
static void test_revoke_grown(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	fixture_scattered(fixture, 24 * KIB, 6 * KIB);
	fixture_commit(fixture, 5000);
	expect_get(fixture, 0, PAGE_BYTES, 0);
	expect_get(fixture, PAGE_BYTES, 904, 0);
	fixture_commit(fixture, 20 * KIB);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 1, tag + 1), 1);
	expect_get(fixture, PAGE_BYTES, 2 * KIB, NOTIFY);
	expect_get(fixture, 6 * KIB, 2 * KIB, 0);
}

static void test_beyond(void **state)
{
	static const struct {
		u32 position;
		int first;
	} positions[] = {
		{ 0, 0 }, { 4, 0 }, { 4092, 0 }, { 4096, 1 }, { 4100, 1 }, { 8188, 1 },
		{ 8192, 2 }, { 12284, 2 }, { 12288, -1 }, { 12292, -1 }, { 40960, -1 },
	};
	struct fixture *fixture = *state;
	const u64 untouched = 0xdeadbeef;
	u64 first, last;
	size_t i;

	open_acquired(fixture, 0);
	assert_false(waveport_queue_beyond(&fixture->queue, fixture->base, &first, &last));
	open_acquired(fixture, 3);
	for (i = 0; i < ARRAY_SIZE(positions); i++) {
		bool any = positions[i].first >= 0;

		first = untouched;
		last = untouched;
		assert_int_equal(waveport_queue_beyond(&fixture->queue,
						       fixture->base + positions[i].position,
						       &first, &last), any);
		assert_int_equal(first, any ? fixture->start->tag + positions[i].first
					    : untouched);
		assert_int_equal(last, any ? fixture->start->tag + 2 : untouched);
	}
}

/* A rewind: mappings beyond it are revoked; the next get ends at the new committed position. */
static void test_rewind(void **state)
{
	struct fixture *fixture = *state;
	u64 first, last;

	open_acquired(fixture, 4);
	expect_released(fixture, fixture->start->tag);
	assert_true(waveport_queue_beyond(&fixture->queue, fixture->base + 9000, &first, &last));
	assert_int_equal(waveport_queue_revoke(&fixture->queue, first, last), 2);
	assert_false(fixture_commit(fixture, 9000));
	expect_get(fixture, 2 * PAGE_BYTES, 808, 0);
	expect_refused(fixture, -EAGAIN);
	assert_false(waveport_queue_beyond(&fixture->queue, fixture->base + 9000, &first, &last));
}

/**
 * struct trim - a trim after 3 gets of a page, the first of which is released
 * @position: of the trim, in bytes after the start
 * @result: its return value; if negative, nothing may have changed
 * @left: mappings left
 * @at: position of the oldest of them
 * @bytes: its length
 */
struct trim {
	int position;
	int result;
	u32 left;
	u32 at;
	u32 bytes;
};

static void check_trim(struct fixture *fixture, const struct trim *trim)
{
	u64 tag = fixture->start->tag + 3 - trim->left;
	struct waveport_queue before;
	u32 i;

	open_acquired(fixture, 3);
	expect_released(fixture, fixture->start->tag);
	memcpy(&before, &fixture->queue, sizeof(before));
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + trim->position),
			 trim->result);
	if (trim->result < 0) {
		expect_same(fixture, &before);
		return;
	}

	assert_int_equal(fixture->queue.released - fixture->base, trim->position);
	assert_int_equal(fixture->queue.acquired, before.acquired);
	assert_null(waveport_queue_acquired(&fixture->queue, trim->left));
	for (i = 0; i < trim->left; i++) {
		if (!i)
			check_acquired(fixture, 0, tag, trim->at, trim->bytes);
		else
			check_acquired(fixture, i, tag + i, 8 * KIB, PAGE_BYTES);
	}

	/* the mappings that are left keep their tags */
	assert_int_equal(waveport_queue_release(&fixture->queue, tag - 1), -EINVAL);
	for (i = 0; i < trim->left; i++)
		expect_released(fixture, tag + i);
	assert_int_equal(fixture->queue.released, before.acquired);
	expect_get(fixture, 12 * KIB, PAGE_BYTES, NOTIFY);
}

static void test_trim(void **state)
{
	static const struct trim trims[] = {
		{ 4096, 0, 2, 4096, 4096 },	/* nothing of it */
		{ 4100, 0, 2, 4100, 4092 },	/* inside */
		{ 8188, 0, 2, 8188, 4 },
		{ 8192, 0, 1, 8192, 4096 },	/* on a border */
		{ 8196, 0, 1, 8196, 4092 },
		{ 12284, 0, 1, 12284, 4 },
		{ 12288, 0, 0, 0, 0 },		/* all of it */
		{ 12292, -EINVAL, 0, 0, 0 },	/* committed, not acquired */
		{ 40964, -EINVAL, 0, 0, 0 },
		{ 4092, -EINVAL, 0, 0, 0 },	/* given back before */
		{ 0, -EINVAL, 0, 0, 0 },
		{ -4, -EINVAL, 0, 0, 0 },
	};
	struct fixture *fixture = *state;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(trims); i++)
		check_trim(fixture, &trims[i]);
}

static void test_trim_again(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	open_acquired(fixture, 1);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 400), 0);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 396), -EINVAL);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 3000), 0);
	check_acquired(fixture, 0, tag, 3000, 1096);
	expect_released(fixture, tag);
	assert_int_equal(fixture->queue.released - fixture->base, PAGE_BYTES);
}

static void test_trim_empty(void **state)
{
	struct fixture *fixture = *state;

	open_acquired(fixture, 0);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base), 0);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 4), -EINVAL);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base - 4), -EINVAL);
}

/* After a trim and a revoke only the rest can be got, with the same page and packet borders. */
static void test_trim_revoke(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;
	u64 first, last;

	open_acquired(fixture, 4);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 5000), 0);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag, tag + 3), 3);
	assert_int_equal(fixture->queue.released - fixture->base, 5000);
	assert_int_equal(fixture->queue.acquired - fixture->base, 5000);
	assert_false(waveport_queue_beyond(&fixture->queue, fixture->base, &first, &last));
	assert_int_equal(expect_get(fixture, 5000, 3192, NOTIFY), tag + 4);
	expect_get(fixture, 8 * KIB, PAGE_BYTES, 0);

	/* trim and revoke again, now with no packet border in the rest */
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 8188), 0);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 4, tag + 5), 2);
	expect_get(fixture, 8188, 4, NOTIFY);
	expect_get(fixture, 8 * KIB, PAGE_BYTES, 0);
}

/* A trim in the last page of the buffer; behind it offsets and packets start again at 0. */
static void test_trim_revoke_at_end(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	open_acquired(fixture, 8);
	expect_get(fixture, 32 * KIB, PAGE_BYTES, 0);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + 32 * KIB - 8), 0);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 7, tag + 8), 2);
	expect_get(fixture, 32 * KIB - 8, 8, NOTIFY);
	expect_get(fixture, 32 * KIB, PAGE_BYTES, 0);
	expect_get(fixture, 36 * KIB, PAGE_BYTES, NOTIFY);
	expect_refused(fixture, -EAGAIN);
}

const struct unit revocation_units[] = {
	{ "ranges are revoked from the newest on", test_ranges, NULL },
	{ "revoked mappings are not revoked again", test_revoke_again, NULL },
	{ "a revoked mapping may come back longer", test_revoke_grown, NULL },
	{ "mappings beyond a position are found", test_beyond, NULL },
	{ "a rewind revokes and cuts short", test_rewind, NULL },
	{ "trim gives back up to a position", test_trim, NULL },
	{ "a trimmed mapping can be trimmed and released", test_trim_again, NULL },
	{ "an empty queue has nothing to trim", test_trim_empty, NULL },
	{ "of a trimmed mapping the rest is revoked", test_trim_revoke, NULL },
	{ "so also at the end of the buffer", test_trim_revoke_at_end, NULL },
	{ NULL, NULL, NULL },
};
