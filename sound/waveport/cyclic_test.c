// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the cyclic layout: what a looped buffer becomes for an engine that consumes a
 * list. Cycle after cycle the mappings cover the buffer from its first byte to its last, and a
 * notification is due exactly at its end, at its half and its end, or never.
 */

#include <kunit/test.h>
#include <linux/limits.h>

#include "queue_fake.h"

#define CYCLES	5

/**
 * struct cyclic_test_layout - a cyclic buffer
 * @buffer: its bytes
 * @notifications: in each cycle
 * @frame: bytes of a frame
 * @run: largest mapping
 * @block: bytes that are contiguous
 */
struct cyclic_test_layout {
	u32 buffer;
	u32 notifications;
	u32 frame;
	u32 run;
	u32 block;
};

static const struct cyclic_test_layout cyclic_test_layouts[] = {
	{ 4096, 1, 4, U32_MAX, 4096 },
	{ 4096, 2, 4, U32_MAX, 4096 },
	{ 4096, 0, 4, U32_MAX, 4096 },
	/* the smallest that an ICH takes */
	{ 128, 2, 4, 131068, 128 },
	{ 64, 1, 4, 131068, 64 },
	/* longer than its descriptor: 65534 samples */
	{ 2 << 20, 2, 4, 131068, 2 << 20 },
	{ 2 << 20, 1, 4, 131068, 2 << 20 },
	{ 2 << 20, 0, 4, 131068, 2 << 20 },
	/* frames that no power of two divides */
	{ 12 * 1001 * 2, 2, 12, 131068, 12 * 1001 * 2 },
	{ 12 * 30011, 1, 12, 131068, 12 * 30011 },
	/* scattered pages, the half inside one */
	{ 3 * 8192, 2, 4, U32_MAX, 8192 },
	{ 3 * 4096, 1, 8, 131068, 4096 },
};

static void cyclic_test_describe(const struct cyclic_test_layout *layout, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE,
		 "%u bytes, %u notifications, frames of %u, runs of %u, blocks of %u",
		 layout->buffer, layout->notifications, layout->frame, layout->run,
		 layout->block);
}

KUNIT_ARRAY_PARAM(cyclic_test_layout, cyclic_test_layouts, cyclic_test_describe);

static struct waveport_queue *cyclic_test_open(struct kunit *test)
{
	const struct cyclic_test_layout *layout = test->param_value;
	struct waveport_geometry geometry = {
		.buffer_bytes = layout->buffer,
		.packet_bytes = layout->notifications ? layout->buffer / layout->notifications : 0,
		.frame_bytes = layout->frame,
		.run_bytes = layout->run,
	};
	struct waveport_queue *queue = queue_fake_open(test, &geometry, layout->block);

	waveport_queue_loop(queue);
	return queue;
}

/* Acquire one mapping, compare it with where it has to lie, and give it back. */
static void cyclic_test_take(struct kunit *test, struct waveport_queue *queue, u64 position)
{
	const struct cyclic_test_layout *layout = test->param_value;
	const struct waveport_memory *memory = queue->geometry.memory;
	u32 offset = position % layout->buffer;
	struct waveport_mapping mapping;
	dma_addr_t first, last;
	bool border;

	KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_ASSERT_EQ(test, mapping.position, position);
	KUNIT_ASSERT_GT(test, mapping.bytes, 0u);
	KUNIT_ASSERT_LE(test, mapping.bytes, layout->run);
	KUNIT_ASSERT_LE(test, offset + mapping.bytes, layout->buffer);
	KUNIT_ASSERT_EQ(test, mapping.bytes % layout->frame, 0u);

	memory->ops->run(memory, offset, 1, &first);
	memory->ops->run(memory, offset + mapping.bytes - 1, 1, &last);
	KUNIT_ASSERT_EQ(test, mapping.address, first);
	KUNIT_ASSERT_EQ(test, mapping.address + mapping.bytes - 1, last);

	border = layout->notifications &&
		 (offset + mapping.bytes) % (layout->buffer / layout->notifications) == 0;
	KUNIT_ASSERT_EQ(test, !!(mapping.flags & WAVEPORT_MAPPING_NOTIFY), border);
	KUNIT_ASSERT_EQ(test, waveport_queue_release(queue, mapping.tag), 0);
}

static void cyclic_test_covers_the_buffer(struct kunit *test)
{
	const struct cyclic_test_layout *layout = test->param_value;
	struct waveport_queue *queue = cyclic_test_open(test);
	u64 position = 0, cycle;

	for (cycle = 1; cycle <= CYCLES; cycle++) {
		while (position < cycle * layout->buffer) {
			cyclic_test_take(test, queue, position);
			position = queue->released;
		}
		KUNIT_ASSERT_EQ(test, position, cycle * layout->buffer);
	}
}

static void cyclic_test_notifies(struct kunit *test)
{
	const struct cyclic_test_layout *layout = test->param_value;
	struct waveport_queue *queue = cyclic_test_open(test);
	struct waveport_mapping mapping;
	unsigned int notifications = 0;

	while (queue->released < (u64)CYCLES * layout->buffer) {
		KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
		KUNIT_ASSERT_EQ(test, waveport_queue_release(queue, mapping.tag), 0);
		notifications += !!(mapping.flags & WAVEPORT_MAPPING_NOTIFY);
	}
	KUNIT_EXPECT_EQ(test, notifications, CYCLES * layout->notifications);
}

/* A drain bounds the loop: what is acquired beyond the end comes back, and nothing follows. */
static void cyclic_test_ends_where_it_drains(struct kunit *test)
{
	const struct cyclic_test_layout *layout = test->param_value;
	struct waveport_queue *queue = cyclic_test_open(test);
	u64 end = layout->buffer + layout->frame;
	struct waveport_mapping mapping;
	u64 first, last;

	while (!waveport_queue_get(queue, &mapping))
		;
	while (queue->count && waveport_queue_acquired(queue, 0)->position < layout->buffer)
		waveport_queue_release(queue, waveport_queue_acquired(queue, 0)->tag);
	if (waveport_queue_beyond(queue, end, &first, &last))
		KUNIT_ASSERT_GT(test, waveport_queue_revoke(queue, first, last), 0);
	waveport_queue_commit(queue, end);
	while (!waveport_queue_get(queue, &mapping))
		waveport_queue_release(queue, mapping.tag);
	while (queue->count)
		waveport_queue_release(queue, waveport_queue_acquired(queue, 0)->tag);
	KUNIT_EXPECT_EQ(test, queue->released, end);
}

static struct kunit_case cyclic_test_cases[] = {
	KUNIT_CASE_PARAM(cyclic_test_covers_the_buffer, cyclic_test_layout_gen_params),
	KUNIT_CASE_PARAM(cyclic_test_notifies, cyclic_test_layout_gen_params),
	KUNIT_CASE_PARAM(cyclic_test_ends_where_it_drains, cyclic_test_layout_gen_params),
	{}
};

static struct kunit_suite cyclic_test_suite = {
	.name = "waveport_cyclic",
	.test_cases = cyclic_test_cases,
};

kunit_test_suites(&cyclic_test_suite);
