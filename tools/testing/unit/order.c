// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: the order of get and release, and when a get fails.
 */

#include <string.h>

#include "fixture.h"

#define NOTIFY		WAVEPORT_MAPPING_NOTIFY

static void test_order(void **state)
{
	struct fixture *fixture = *state;
	u64 tags[8];
	u32 i;

	fixture_scattered(fixture, 32 * KIB, 0);
	fixture_commit(fixture, 32 * KIB);
	for (i = 0; i < 8; i++)
		tags[i] = expect_get(fixture, i * PAGE_BYTES, PAGE_BYTES, 0);
	for (i = 0; i < 8; i++) {
		assert_int_equal(tags[i], fixture->start->tag + i);
		assert_int_equal(waveport_queue_acquired(&fixture->queue, 0)->tag, tags[i]);
		expect_released(fixture, tags[i]);
		assert_int_equal(fixture->queue.released - fixture->base, (i + 1) * PAGE_BYTES);
	}
	assert_null(waveport_queue_acquired(&fixture->queue, 0));
}

static void test_acquired(void **state)
{
	struct fixture *fixture = *state;
	const struct waveport_mapping *mapping;
	u32 i;

	fixture_scattered(fixture, 32 * KIB, 8 * KIB);
	fixture_commit(fixture, 12 * KIB);
	for (i = 0; i < 3; i++)
		expect_get(fixture, i * PAGE_BYTES, PAGE_BYTES, i == 1 ? NOTIFY : 0);
	for (i = 0; i < 3; i++) {
		mapping = waveport_queue_acquired(&fixture->queue, i);
		assert_int_equal(mapping->tag, fixture->start->tag + i);
		assert_int_equal(mapping->position - fixture->base, i * PAGE_BYTES);
		assert_int_equal(mapping->address,
				 pages_address(&fixture->pages, i * PAGE_BYTES));
		assert_int_equal(mapping->bytes, PAGE_BYTES);
		assert_int_equal(mapping->flags, i == 1 ? NOTIFY : 0);
	}
	assert_null(waveport_queue_acquired(&fixture->queue, 3));
	assert_null(waveport_queue_acquired(&fixture->queue, -1U));
}

/* So many that the ring of the acquired mappings wraps around. */
static void test_release_several(void **state)
{
	struct fixture *fixture = *state;
	struct waveport_queue *queue = &fixture->queue;
	struct waveport_queue before;
	u32 round, i;

	fixture_scattered(fixture, 32 * KIB, 0);
	for (round = 0; round < WAVEPORT_QUEUE_DEPTH; round++) {
		fixture_commit(fixture, (round + 1) * 5 * PAGE_BYTES);
		for (i = 0; i < 5; i++)
			expect_get(fixture, (round * 5 + i) * PAGE_BYTES, PAGE_BYTES, 0);
		memcpy(&before, queue, sizeof(before));
		assert_int_equal(waveport_queue_release_oldest(queue, 6), -EINVAL);
		assert_int_equal(waveport_queue_release_oldest(queue, 0), -EINVAL);
		expect_same(fixture, &before);

		assert_int_equal(waveport_queue_release_oldest(queue, 3), 0);
		assert_int_equal(queue->released - fixture->base, (round * 5 + 3) * PAGE_BYTES);
		assert_int_equal(waveport_queue_acquired(queue, 0)->tag,
				 fixture->start->tag + round * 5 + 3);
		assert_int_equal(waveport_queue_release_oldest(queue, 2), 0);
		assert_null(waveport_queue_acquired(queue, 0));
	}
}

static void check_release_refused(struct fixture *fixture, u64 tag)
{
	struct waveport_queue before;

	memcpy(&before, &fixture->queue, sizeof(before));
	assert_int_equal(waveport_queue_release(&fixture->queue, tag), -EINVAL);
	expect_same(fixture, &before);
}

static void test_release_refused(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	fixture_scattered(fixture, 32 * KIB, 0);
	check_release_refused(fixture, tag);
	check_release_refused(fixture, tag - 1);

	fixture_commit(fixture, 12 * KIB);
	expect_get(fixture, 0, 4 * KIB, 0);
	expect_get(fixture, 4 * KIB, 4 * KIB, 0);
	expect_get(fixture, 8 * KIB, 4 * KIB, 0);
	check_release_refused(fixture, tag + 1);	/* out of order */
	check_release_refused(fixture, tag + 2);
	check_release_refused(fixture, tag + 3);	/* never given out */
	check_release_refused(fixture, tag - 1);
	check_release_refused(fixture, tag + (1ULL << 63));

	expect_released(fixture, tag);
	check_release_refused(fixture, tag);		/* twice */
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag + 2, tag + 2), 1);
	check_release_refused(fixture, tag + 2);	/* revoked, out of order */
	expect_released(fixture, tag + 1);
	check_release_refused(fixture, tag + 2);	/* revoked */

	assert_int_equal(expect_get(fixture, 8 * KIB, 4 * KIB, 0), tag + 3);
	check_release_refused(fixture, tag + 2);
	expect_released(fixture, tag + 3);
	check_release_refused(fixture, tag + 3);
}

static void test_owed_once(void **state)
{
	struct fixture *fixture = *state;

	fixture_contiguous(fixture, 16 * KIB, 0);
	assert_false(fixture_commit(fixture, 4 * KIB));	/* no get had failed */
	expect_get(fixture, 0, 4 * KIB, 0);
	assert_false(fixture_commit(fixture, 5 * KIB));
	expect_get(fixture, 4 * KIB, 1 * KIB, 0);

	expect_refused(fixture, -EAGAIN);
	expect_refused(fixture, -EAGAIN);
	assert_false(fixture_commit(fixture, 5 * KIB));	/* nothing to get */
	assert_true(fixture_commit(fixture, 5 * KIB + 4));
	assert_false(fixture_commit(fixture, 6 * KIB));	/* settled by the commit before */
	expect_get(fixture, 5 * KIB, 1 * KIB, 0);
	assert_false(fixture_commit(fixture, 7 * KIB));
}

/* A release makes nothing available, so it neither settles nor cancels a mapping_available. */
static void test_owed_after_release(void **state)
{
	struct fixture *fixture = *state;

	fixture_contiguous(fixture, 16 * KIB, 0);
	fixture_commit(fixture, 4 * KIB);
	expect_get(fixture, 0, 4 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	expect_released(fixture, fixture->start->tag);
	expect_refused(fixture, -EAGAIN);
	assert_true(fixture_commit(fixture, 8 * KIB));
}

/* Revoked data can be got again without a commit; then no mapping_available is owed. */
static void test_owed_not_after_get(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	fixture_contiguous(fixture, 16 * KIB, 0);
	fixture_commit(fixture, 4 * KIB);
	expect_get(fixture, 0, 4 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag, tag), 1);
	expect_get(fixture, 0, 4 * KIB, 0);
	assert_false(fixture_commit(fixture, 8 * KIB));
}

/* If no get follows a revoke, the next commit calls mapping_available, even if it is shorter. */
static void test_owed_after_revoke(void **state)
{
	struct fixture *fixture = *state;
	u64 tag = fixture->start->tag;

	fixture_contiguous(fixture, 16 * KIB, 0);
	fixture_commit(fixture, 4 * KIB);
	expect_get(fixture, 0, 4 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	assert_int_equal(waveport_queue_revoke(&fixture->queue, tag, tag), 1);
	assert_true(fixture_commit(fixture, 2 * KIB));
	expect_get(fixture, 0, 2 * KIB, 0);
}

/* What one call gets at most is asked for, and what there is ends it, which is then a refusal. */
static void test_get_several(void **state)
{
	struct fixture *fixture = *state;
	struct waveport_queue *queue = &fixture->queue;

	fixture_scattered(fixture, 16 * KIB, 0);
	fixture_commit(fixture, 12 * KIB);
	assert_int_equal(waveport_queue_get_several(queue, 2), 2);
	assert_int_equal(queue->count, 2);
	assert_false(queue->refused);
	assert_int_equal(waveport_queue_get_several(queue, 2), 1);
	assert_int_equal(waveport_queue_acquired(queue, 2)->position - fixture->base,
			 2 * PAGE_BYTES);
	assert_true(queue->refused);
	assert_int_equal(waveport_queue_get_several(queue, 2), -EAGAIN);
	assert_int_equal(queue->count, 3);
}

static void test_depth(void **state)
{
	struct fixture *fixture = *state;
	u32 i, end;

	fixture_scattered(fixture, 256 * KIB, 0);
	fixture_commit(fixture, 256 * KIB);
	for (i = 0; i < WAVEPORT_QUEUE_DEPTH; i++)
		expect_get(fixture, i * PAGE_BYTES, PAGE_BYTES, 0);
	end = i * PAGE_BYTES;
	expect_refused(fixture, -ENOSPC);
	assert_false(fixture_commit(fixture, 256 * KIB));	/* only entries were missing */

	expect_released(fixture, fixture->start->tag);
	expect_get(fixture, end, PAGE_BYTES, 0);
	expect_refused(fixture, -ENOSPC);

	/* a get from a full queue owes a mapping_available, too, if no data is left */
	fixture_commit(fixture, end + PAGE_BYTES);
	expect_refused(fixture, -EAGAIN);
	assert_true(fixture_commit(fixture, end + PAGE_BYTES + 4));
	expect_refused(fixture, -ENOSPC);
}

/* Every number of acquired mappings, beginning at every entry of the table. */
static void test_round_and_round(void **state)
{
	struct fixture *fixture = *state;
	u64 oldest = fixture->start->tag;
	u32 depth, i, at = 0;

	fixture_scattered(fixture, 32 * KIB, 0);
	waveport_queue_loop(&fixture->queue);
	for (depth = 1; depth <= WAVEPORT_QUEUE_DEPTH; depth++) {
		for (i = 0; i < 3 * WAVEPORT_QUEUE_DEPTH; i++) {
			if (fixture->queue.count == depth)
				expect_released(fixture, oldest++);
			expect_get(fixture, at, PAGE_BYTES, 0);
			at += PAGE_BYTES;
			assert_int_equal(fixture->queue.released - fixture->base,
					 at - fixture->queue.count * PAGE_BYTES);
		}
		assert_int_equal(fixture->queue.count, depth);
	}
}

static void test_loop(void **state)
{
	struct fixture *fixture = *state;
	u32 i;

	fixture_scattered(fixture, 12 * KIB, 6 * KIB);
	waveport_queue_loop(&fixture->queue);
	for (i = 0; i < 4; i++) {
		expect_get(fixture, (i * 12 + 0) * KIB, 4 * KIB, 0);
		expect_get(fixture, (i * 12 + 4) * KIB, 2 * KIB, NOTIFY);
		expect_get(fixture, (i * 12 + 6) * KIB, 2 * KIB, 0);
		expect_get(fixture, (i * 12 + 8) * KIB, 4 * KIB, NOTIFY);
	}
	assert_int_equal(pages_address(&fixture->pages, 0),
			 waveport_queue_acquired(&fixture->queue, 4)->address);
}

/* A looped queue always has data, so it never owes a mapping_available. */
static void test_loop_pays(void **state)
{
	struct fixture *fixture = *state;

	fixture_contiguous(fixture, 8 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	waveport_queue_loop(&fixture->queue);
	expect_get(fixture, 0, 8 * KIB, 0);
	expect_get(fixture, 8 * KIB, 8 * KIB, 0);
	assert_false(fixture_commit(fixture, 20 * KIB));
}

static void test_loop_ends(void **state)
{
	struct fixture *fixture = *state;

	fixture_contiguous(fixture, 8 * KIB, 4 * KIB);
	fixture_commit(fixture, 2 * KIB);
	expect_get(fixture, 0, 2 * KIB, 0);
	waveport_queue_loop(&fixture->queue);
	expect_get(fixture, 2 * KIB, 2 * KIB, NOTIFY);
	expect_get(fixture, 4 * KIB, 4 * KIB, NOTIFY);
	fixture_commit(fixture, 9 * KIB);
	expect_get(fixture, 8 * KIB, 1 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	assert_true(fixture_commit(fixture, 12 * KIB));
	expect_get(fixture, 9 * KIB, 3 * KIB, NOTIFY);
}

/* An application may commit more than a buffer and more than 2^32 bytes in total. */
static void test_far(void **state)
{
	struct fixture *fixture = *state;
	const u64 far = 1ULL << 40;
	u64 first, last;

	fixture_contiguous(fixture, 8 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
	assert_true(fixture_commit(fixture, far));
	expect_get(fixture, 0, 8 * KIB, 0);
	check_release_refused(fixture, fixture->start->tag + far);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base + far), -EINVAL);
	assert_int_equal(waveport_queue_trim(&fixture->queue, fixture->base - far), -EINVAL);
	assert_false(waveport_queue_beyond(&fixture->queue, fixture->base + far, &first, &last));
	expect_get(fixture, 8 * KIB, 8 * KIB, 0);
}

const struct unit order_units[] = {
	{ "mappings come and go in order", test_order, NULL },
	{ "several mappings are acquired in one call", test_get_several, NULL },
	{ "several mappings are released in one call", test_release_several, NULL },
	{ "acquired mappings can be looked at", test_acquired, NULL },
	{ "wrong tags are not released", test_release_refused, NULL },
	{ "a refusal is owed once", test_owed_once, NULL },
	{ "a release does not pay", test_owed_after_release, NULL },
	{ "a get pays", test_owed_not_after_get, NULL },
	{ "a commit after a revoke pays", test_owed_after_revoke, NULL },
	{ "positions may lie far apart", test_far, NULL },
	{ "a full queue is no refusal", test_depth, NULL },
	{ "the entries go round and round", test_round_and_round, NULL },
	{ "a loop begins again", test_loop, NULL },
	{ "a loop owes nothing", test_loop_pays, NULL },
	{ "a commit ends a loop", test_loop_ends, NULL },
	{ NULL, NULL, NULL },
};
