// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory behind a mapping queue in KUnit tests.
 */

#include <kunit/test.h>
#include <linux/container_of.h>
#include <linux/minmax.h>

#include "queue_fake.h"

static u32 queue_fake_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
			  dma_addr_t *address)
{
	const struct queue_fake_memory *test =
		container_of(memory, struct queue_fake_memory, memory);
	u32 within = offset % test->block_bytes;

	*address = (dma_addr_t)(offset / test->block_bytes) * QUEUE_FAKE_FAR + within;
	return min(bytes, test->block_bytes - within);
}

static const struct waveport_memory_ops queue_fake_memory_ops = {
	.run = queue_fake_run,
};

/**
 * queue_fake_open() - make a queue over a buffer of blocks that are not adjacent
 * @test: the test
 * @geometry: what is cut, and where; its memory is set
 * @block_bytes: size of a block
 *
 * Return: the queue; it goes with the test.
 */
struct waveport_queue *queue_fake_open(struct kunit *test, struct waveport_geometry *geometry,
				       u32 block_bytes)
{
	struct queue_fake_memory *memory = kunit_kzalloc(test, sizeof(*memory), GFP_KERNEL);
	struct waveport_queue *queue = kunit_kzalloc(test, sizeof(*queue), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_ASSERT_NOT_NULL(test, queue);
	memory->memory.ops = &queue_fake_memory_ops;
	memory->block_bytes = block_bytes;
	geometry->memory = &memory->memory;
	KUNIT_ASSERT_EQ(test, waveport_queue_init(queue, geometry), 0);
	return queue;
}
