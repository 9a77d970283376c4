// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: which geometries it accepts, and its state after a reset.
 */

#include <string.h>

#include "fixture.h"

struct sizes {
	u32 buffer;
	u32 packet;
	u32 frame;
	u32 run;
};

static int sizes_init(struct fixture *fixture, const struct sizes *sizes)
{
	const struct waveport_geometry geometry = {
		.memory = &fixture->pages.memory,
		.buffer_bytes = sizes->buffer,
		.packet_bytes = sizes->packet,
		.frame_bytes = sizes->frame,
		.run_bytes = sizes->run,
	};

	return waveport_queue_init(&fixture->queue, &geometry);
}

static void test_invalid(void **state)
{
	static const struct sizes invalid[] = {
		{ 16384, 4096, 0, 4096 },	/* no frame */
		{ 0, 4096, 4, 4096 },		/* no buffer */
		{ 0, 0, 4, 4096 },
		{ 16386, 0, 4, 4096 },		/* part of a frame in the buffer */
		{ 2, 0, 4, 4096 },
		{ 16384, 2, 4, 4096 },		/* part of a frame in a packet */
		{ 16380, 4095, 4, 4096 },
		{ 16384, 12288, 4, 4096 },	/* part of a packet in the buffer */
		{ 16384, 32768, 4, 4096 },
		{ 16384, 4096, 4, 0 },		/* no whole frame in a run */
		{ 16384, 4096, 4, 3 },
		{ 4294967295U, 0, 2, 4096 },
	};
	struct fixture *fixture = *state;
	struct waveport_queue before;
	size_t i;

	fixture_contiguous(fixture, 16 * KIB, 4 * KIB);
	fixture_commit(fixture, 8 * KIB);
	memcpy(&before, &fixture->queue, sizeof(before));
	for (i = 0; i < ARRAY_SIZE(invalid); i++) {
		assert_int_equal(sizes_init(fixture, &invalid[i]), -EINVAL);
		expect_same(fixture, &before);
	}
}

static void test_valid(void **state)
{
	static const struct sizes valid[] = {
		{ 16384, 4096, 4, 4096 },
		{ 16384, 16384, 4, 4 },
		{ 4, 4, 4, 4 },
		{ 1, 1, 1, 1 },
		{ 16384, 0, 4, 4294967295U },
		{ 4294967292U, 4, 4, 4 },
		{ 4294967280U, 2147483640U, 12, 4294967295U },
	};
	struct fixture *fixture = *state;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(valid); i++) {
		assert_int_equal(sizes_init(fixture, &valid[i]), 0);
		assert_int_equal(fixture->queue.geometry.buffer_bytes, valid[i].buffer);
		assert_int_equal(fixture->queue.geometry.run_bytes,
				 valid[i].run / valid[i].frame * valid[i].frame);
		expect_refused(fixture, -EAGAIN);
	}
}

/* A reset keeps only the tags, which go on. */
static void check_empty(struct fixture *fixture, u64 next_tag)
{
	struct waveport_queue *queue = &fixture->queue;
	u64 first, last;

	assert_int_equal(queue->committed, 0);
	assert_int_equal(queue->acquired, 0);
	assert_int_equal(queue->released, 0);
	assert_int_equal(queue->next_tag, next_tag);
	assert_null(waveport_queue_acquired(queue, 0));
	assert_false(waveport_queue_beyond(queue, 0, &first, &last));
	assert_int_equal(waveport_queue_release(queue, next_tag - 1), -EINVAL);
	assert_int_equal(waveport_queue_release(queue, next_tag), -EINVAL);

	/* the reset has cancelled the mapping_available that was owed */
	assert_false(waveport_queue_commit(queue, 5000));
	fixture->base = 0;
	assert_int_equal(expect_get(fixture, 0, 4 * KIB, WAVEPORT_MAPPING_NOTIFY), next_tag);
	assert_int_equal(waveport_queue_release(queue, next_tag - 1), -EINVAL);
	expect_get(fixture, 4 * KIB, 904, 0);
	expect_refused(fixture, -EAGAIN);
}

/* Leaves the queue inside a packet, with a mapping acquired and a mapping_available owed. */
static void leave_midway(struct fixture *fixture)
{
	fixture_contiguous(fixture, 16 * KIB, 4 * KIB);
	fixture_commit(fixture, 6 * KIB);
	expect_released(fixture, expect_get(fixture, 0, 4 * KIB, WAVEPORT_MAPPING_NOTIFY));
	expect_get(fixture, 4 * KIB, 2 * KIB, 0);
	expect_refused(fixture, -EAGAIN);
}

static void test_reset(void **state)
{
	struct fixture *fixture = *state;

	leave_midway(fixture);
	waveport_queue_reset(&fixture->queue);
	check_empty(fixture, fixture->start->tag + 2);
}

static void test_reset_looped(void **state)
{
	struct fixture *fixture = *state;

	leave_midway(fixture);
	waveport_queue_loop(&fixture->queue);
	waveport_queue_reset(&fixture->queue);
	expect_refused(fixture, -EAGAIN);
	assert_true(waveport_queue_commit(&fixture->queue, 4));
}

static void test_init_again(void **state)
{
	static const struct sizes smaller = { 8192, 4096, 4, 65536 };
	struct fixture *fixture = *state;

	leave_midway(fixture);
	assert_int_equal(sizes_init(fixture, &smaller), 0);
	check_empty(fixture, fixture->start->tag + 2);
}

const struct unit geometry_units[] = {
	{ "sizes that do not fit are refused", test_invalid, NULL },
	{ "sizes that fit are accepted", test_valid, NULL },
	{ "reset empties the queue and keeps the tags", test_reset, NULL },
	{ "reset ends a loop", test_reset_looped, NULL },
	{ "init empties the queue and keeps the tags", test_init_again, NULL },
	{ NULL, NULL, NULL },
};
