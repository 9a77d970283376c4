// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the mapping queue: where it cuts, in what order mappings end, what a wrap-around
 * of positions and tags does.
 */

#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/prandom.h>

#include "queue_fake.h"

#define FRAME_BYTES	4
#define PACKET_BYTES	3072
#define BUFFER_BYTES	(4 * PACKET_BYTES)

static struct waveport_queue *queue_test_open_plain(struct kunit *test)
{
	struct waveport_geometry geometry = {
		.buffer_bytes = BUFFER_BYTES,
		.packet_bytes = PACKET_BYTES,
		.frame_bytes = FRAME_BYTES,
		.run_bytes = U32_MAX,
	};

	return queue_fake_open(test, &geometry, QUEUE_FAKE_FAR);
}

/**
 * struct queue_test_cut - a commit, and the lengths of the mappings that it must become
 * @block: bytes that are contiguous
 * @packet: distance of the borders
 * @run: largest mapping
 * @commit: bytes committed
 * @pieces: lengths, negative where a notification is due
 */
struct queue_test_cut {
	u32 block;
	u32 packet;
	u32 run;
	u32 commit;
	s32 pieces[8];
};

static const struct queue_test_cut queue_test_cuts[] = {
	/* nothing but the commit */
	{ QUEUE_FAKE_FAR, 0, U32_MAX, 5000, { 5000 } },
	/* the end of the buffer, after which it begins again */
	{ QUEUE_FAKE_FAR, 0, U32_MAX, BUFFER_BYTES + 8, { BUFFER_BYTES, 8 } },
	/* packets */
	{ QUEUE_FAKE_FAR, PACKET_BYTES, U32_MAX, 7000, { -3072, -3072, 856 } },
	/* pages */
	{ 4096, 0, U32_MAX, 9000, { 4096, 4096, 808 } },
	/* pages and packets */
	{ 4096, PACKET_BYTES, U32_MAX, 8192, { -3072, 1024, -2048, 2048 } },
	/* the engine's largest run, in whole frames */
	{ QUEUE_FAKE_FAR, 0, 4099, 9000, { 4096, 4096, 808 } },
	/* one frame */
	{ QUEUE_FAKE_FAR, PACKET_BYTES, U32_MAX, FRAME_BYTES, { 4 } },
};

static void queue_test_describe_cut(const struct queue_test_cut *cut, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "blocks of %u, packets of %u, runs of %u, %u bytes",
		 cut->block, cut->packet, cut->run, cut->commit);
}

KUNIT_ARRAY_PARAM(queue_test_cut, queue_test_cuts, queue_test_describe_cut);

static void queue_test_cuts_commits(struct kunit *test)
{
	const struct queue_test_cut *cut = test->param_value;
	struct waveport_geometry geometry = {
		.buffer_bytes = BUFFER_BYTES,
		.packet_bytes = cut->packet,
		.frame_bytes = FRAME_BYTES,
		.run_bytes = cut->run,
	};
	struct waveport_queue *queue = queue_fake_open(test, &geometry, cut->block);
	struct waveport_mapping mapping;
	const s32 *piece;
	u64 position = 0;

	waveport_queue_commit(queue, cut->commit);
	for (piece = cut->pieces; *piece; piece++) {
		dma_addr_t address;

		KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
		geometry.memory->ops->run(geometry.memory, position % BUFFER_BYTES, 1, &address);
		KUNIT_EXPECT_EQ(test, mapping.tag, (u64)(piece - cut->pieces));
		KUNIT_EXPECT_EQ(test, mapping.position, position);
		KUNIT_EXPECT_EQ(test, mapping.address, address);
		KUNIT_EXPECT_EQ(test, mapping.bytes, (u32)abs(*piece));
		KUNIT_EXPECT_EQ(test, mapping.flags,
				*piece < 0 ? (u32)WAVEPORT_MAPPING_NOTIFY : 0u);
		position += mapping.bytes;
	}
	KUNIT_EXPECT_EQ(test, position, (u64)cut->commit);
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), -EAGAIN);
}

static void queue_test_refuses_geometry(struct kunit *test)
{
	static const struct waveport_geometry wrong[] = {
		{ .buffer_bytes = 0, .frame_bytes = 4, .run_bytes = 64 },
		{ .buffer_bytes = 64, .frame_bytes = 0, .run_bytes = 64 },
		{ .buffer_bytes = 66, .frame_bytes = 4, .run_bytes = 64 },
		{ .buffer_bytes = 64, .frame_bytes = 4, .run_bytes = 3 },
		{ .buffer_bytes = 64, .frame_bytes = 4, .run_bytes = 64, .packet_bytes = 24 },
		{ .buffer_bytes = 64, .frame_bytes = 4, .run_bytes = 64, .packet_bytes = 2 },
	};
	struct waveport_queue *queue = kunit_kzalloc(test, sizeof(*queue), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, queue);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		KUNIT_EXPECT_EQ_MSG(test, waveport_queue_init(queue, &wrong[i]), -EINVAL,
				    "geometry %u", i);
}

/* A frame of 12 bytes cannot lie in one run where pages are scattered. */
static void queue_test_finds_split_frames(struct kunit *test)
{
	struct waveport_geometry geometry = {
		.buffer_bytes = BUFFER_BYTES,
		.frame_bytes = 12,
		.run_bytes = U32_MAX,
	};

	queue_fake_open(test, &geometry, 4096);
	KUNIT_EXPECT_FALSE(test, waveport_memory_holds_frames(&geometry));
	queue_fake_open(test, &geometry, QUEUE_FAKE_FAR);
	KUNIT_EXPECT_TRUE(test, waveport_memory_holds_frames(&geometry));
	geometry.frame_bytes = FRAME_BYTES;
	queue_fake_open(test, &geometry, 4096);
	KUNIT_EXPECT_TRUE(test, waveport_memory_holds_frames(&geometry));
}

/* Whole frames only, even where that is less than what is contiguous; then there is no way on. */
static void queue_test_splits_no_frame(struct kunit *test)
{
	struct waveport_geometry geometry = {
		.buffer_bytes = BUFFER_BYTES,
		.frame_bytes = 12,
		.run_bytes = U32_MAX,
	};
	struct waveport_queue *queue = queue_fake_open(test, &geometry, 4096);
	struct waveport_mapping mapping;

	waveport_queue_commit(queue, BUFFER_BYTES);
	KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_EXPECT_EQ(test, mapping.bytes, 4092u);
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), -EFAULT);
}

static void queue_test_releases_in_order(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	struct waveport_mapping first, second;

	waveport_queue_commit(queue, 2 * PACKET_BYTES);
	KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &first), 0);
	KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &second), 0);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, second.tag), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, second.tag + 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, first.tag), 0);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, first.tag), -EINVAL);
	KUNIT_EXPECT_EQ(test, queue->released, (u64)PACKET_BYTES);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, second.tag), 0);
	KUNIT_EXPECT_EQ(test, queue->count, 0u);
}

/* A refusal is answered once, by the commit that brings something. */
static void queue_test_pays_its_debt_once(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	struct waveport_mapping mapping;

	KUNIT_EXPECT_FALSE(test, waveport_queue_commit(queue, 0));
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), -EAGAIN);
	KUNIT_EXPECT_FALSE(test, waveport_queue_commit(queue, 0));
	KUNIT_EXPECT_TRUE(test, waveport_queue_commit(queue, 400));
	KUNIT_EXPECT_FALSE(test, waveport_queue_commit(queue, 800));
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_EXPECT_EQ(test, mapping.bytes, 800u);
}

static void queue_test_is_bounded(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	struct waveport_mapping mapping;
	unsigned int i;

	waveport_queue_loop(queue);
	for (i = 0; i < WAVEPORT_QUEUE_DEPTH; i++)
		KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), -ENOSPC);
	KUNIT_EXPECT_NULL(test, waveport_queue_acquired(queue, WAVEPORT_QUEUE_DEPTH));
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, 0), 0);
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_EXPECT_EQ(test, mapping.tag, (u64)WAVEPORT_QUEUE_DEPTH);
}

/* What was revoked comes again under new tags; of a trimmed mapping only what was left. */
static void queue_test_revokes(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	struct waveport_mapping mapping;
	u64 first = U64_MAX, last = U64_MAX;

	waveport_queue_commit(queue, 3 * PACKET_BYTES);
	while (!waveport_queue_get(queue, &mapping))
		;
	KUNIT_ASSERT_EQ(test, waveport_queue_trim(queue, 1000), 0);
	KUNIT_EXPECT_EQ(test, waveport_queue_trim(queue, 996), -EINVAL);
	KUNIT_EXPECT_FALSE(test, waveport_queue_beyond(queue, 3 * PACKET_BYTES, &first, &last));
	KUNIT_EXPECT_TRUE(test, waveport_queue_beyond(queue, 2000, &first, &last));
	KUNIT_EXPECT_EQ(test, first, 0ull);
	KUNIT_EXPECT_EQ(test, last, 2ull);
	KUNIT_EXPECT_EQ(test, waveport_queue_revoke(queue, 0, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_queue_revoke(queue, 2, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, waveport_queue_revoke(queue, first, last), 3);
	KUNIT_EXPECT_EQ(test, queue->acquired, 1000ull);
	KUNIT_EXPECT_EQ(test, waveport_queue_revoke(queue, first, last), 0);

	waveport_queue_commit(queue, 2000);
	KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
	KUNIT_EXPECT_EQ(test, mapping.tag, 3ull);
	KUNIT_EXPECT_EQ(test, mapping.position, 1000ull);
	KUNIT_EXPECT_EQ(test, mapping.address, (dma_addr_t)1000);
	KUNIT_EXPECT_EQ(test, mapping.bytes, 1000u);
}

/* Set all that counts up shortly before it wraps around. */
static void queue_test_wind_up(struct waveport_queue *queue)
{
	queue->released = U64_MAX - 2 * PACKET_BYTES + 1;
	queue->acquired = queue->released;
	queue->committed = queue->released;
	queue->next_tag = U64_MAX - 1;
}

static void queue_test_wraps_around(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	u64 first, last, start;
	struct waveport_mapping mapping;
	unsigned int i;

	queue_test_wind_up(queue);
	start = queue->acquired;
	waveport_queue_commit(queue, start + 4 * PACKET_BYTES);
	for (i = 0; i < 4; i++) {
		KUNIT_ASSERT_EQ(test, waveport_queue_get(queue, &mapping), 0);
		KUNIT_EXPECT_EQ(test, mapping.tag, U64_MAX - 1 + i);
		KUNIT_EXPECT_EQ(test, mapping.position, start + i * PACKET_BYTES);
	}
	KUNIT_EXPECT_EQ(test, waveport_queue_get(queue, &mapping), -EAGAIN);
	KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, U64_MAX - 1), 0);
	KUNIT_ASSERT_TRUE(test, waveport_queue_beyond(queue, start + 2 * PACKET_BYTES + 4, &first,
						      &last));
	KUNIT_EXPECT_EQ(test, first, 0ull);
	KUNIT_EXPECT_EQ(test, last, 1ull);
	KUNIT_EXPECT_EQ(test, waveport_queue_revoke(queue, U64_MAX - 1, last), 3);
	KUNIT_EXPECT_EQ(test, waveport_queue_trim(queue, start), -EINVAL);
	KUNIT_EXPECT_EQ(test, queue->acquired, start + PACKET_BYTES);
}

/* Do one thing at random that is allowed. */
static void queue_test_step(struct kunit *test, struct waveport_queue *queue,
			    struct rnd_state *random)
{
	const struct waveport_mapping *oldest = waveport_queue_acquired(queue, 0);
	struct waveport_mapping mapping;
	u64 position, first, last;
	u32 bytes = (prandom_u32_state(random) % PACKET_BYTES) & ~(FRAME_BYTES - 1);

	switch (prandom_u32_state(random) % 6) {
	case 0:
		waveport_queue_commit(queue, queue->committed + bytes);
		break;
	case 1:
	case 2:
		waveport_queue_get(queue, &mapping);
		break;
	case 3:
		if (oldest)
			KUNIT_EXPECT_EQ(test, waveport_queue_release(queue, oldest->tag), 0);
		break;
	case 4:
		if (queue->acquired - queue->released >= bytes)
			KUNIT_EXPECT_EQ(test, waveport_queue_trim(queue, queue->released + bytes),
					0);
		break;
	default:
		position = queue->released + bytes;
		if (waveport_queue_beyond(queue, position, &first, &last))
			KUNIT_EXPECT_GT(test, waveport_queue_revoke(queue, first, last), 0);
	}
}

/* The acquired mappings lie end to end between what is released and what is acquired. */
static void queue_test_is_consistent(struct kunit *test, const struct waveport_queue *queue,
				     u64 origin)
{
	u64 position = queue->released;
	unsigned int i;

	for (i = 0; i < queue->count; i++) {
		const struct waveport_mapping *mapping = waveport_queue_acquired(queue, i);

		KUNIT_ASSERT_EQ(test, mapping->position, position);
		KUNIT_ASSERT_NE(test, mapping->bytes, 0u);
		KUNIT_ASSERT_EQ(test, mapping->address,
				(dma_addr_t)((position - origin) % BUFFER_BYTES));
		position += mapping->bytes;
	}
	KUNIT_ASSERT_EQ(test, position, queue->acquired);
	KUNIT_ASSERT_GE(test, waveport_distance(queue->acquired, queue->committed), 0ll);
}

static void queue_test_stays_consistent(struct kunit *test)
{
	struct waveport_queue *queue = queue_test_open_plain(test);
	struct rnd_state random;
	unsigned int i;
	u64 origin;

	prandom_seed_state(&random, 1);
	queue_test_wind_up(queue);
	origin = queue->acquired;
	for (i = 0; i < 20000; i++) {
		queue_test_step(test, queue, &random);
		queue_test_is_consistent(test, queue, origin);
	}
}

static struct kunit_case queue_test_cases[] = {
	KUNIT_CASE_PARAM(queue_test_cuts_commits, queue_test_cut_gen_params),
	KUNIT_CASE(queue_test_refuses_geometry),
	KUNIT_CASE(queue_test_finds_split_frames),
	KUNIT_CASE(queue_test_splits_no_frame),
	KUNIT_CASE(queue_test_releases_in_order),
	KUNIT_CASE(queue_test_pays_its_debt_once),
	KUNIT_CASE(queue_test_is_bounded),
	KUNIT_CASE(queue_test_revokes),
	KUNIT_CASE(queue_test_wraps_around),
	KUNIT_CASE(queue_test_stays_consistent),
	{}
};

static struct kunit_suite queue_test_suite = {
	.name = "waveport_queue",
	.test_cases = queue_test_cases,
};

kunit_test_suites(&queue_test_suite);
