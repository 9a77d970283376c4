// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the descriptor list. The engine is compiled in once more, with its accesses led to
 * registers in memory and to mappings that the test hands out, see engine_fake.c.
 */

#include <kunit/test.h>
#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/module.h>

#include "engine_fake.h"

#include "list.c"
#include "master.c"
#include "position.c"
#include "engine.c"
#include "engine_ali.c"

/* The hardware is in a descriptor, with so many samples left of it. */
static void engine_test_go(unsigned int index, u16 samples)
{
	engine_fake_put(ICH_CIV, index % ICH_LIST, 1);
	engine_fake_put(ICH_PIV, (index + 1) % ICH_LIST, 1);
	engine_fake_put(ICH_PICB, samples, 2);
}

/* An engine that has not started, with so many mappings to get. */
static struct ich_engine *engine_test_commit(u64 mappings)
{
	engine_fake->committed = mappings;
	return &engine_fake->engine;
}

static struct ich_engine *engine_test_start(struct kunit *test, u64 mappings)
{
	struct ich_engine *engine = engine_test_commit(mappings);

	KUNIT_ASSERT_EQ(test, ich_engine_run(engine, (struct waveport_stream *)engine_fake), 0);
	engine_test_go(0, MAPPING_SAMPLES);
	return engine;
}

static int engine_test_init(struct kunit *test)
{
	static const struct waveport_format format = {
		.rate = 48000, .channels = 2, .sample_bits = 16, .frame_bytes = FRAME_BYTES,
	};
	struct ich_engine *engine;

	engine_fake = kunit_kzalloc(test, sizeof(*engine_fake), GFP_KERNEL);
	if (!engine_fake)
		return -ENOMEM;
	engine = &engine_fake->engine;
	engine->name = "test";
	ich_master_init(&engine_fake->master, engine_fake_allow);
	ich_master_add(&engine_fake->master, engine);
	engine->base = (__force void __iomem *)engine_fake->registers;
	engine->run_ops = &ich_run_ops;
	engine->list = engine_fake->list;
	engine->list_address = LIST_ADDRESS;
	engine->underrun = ICH_CONTROL_BUP;
	engine->lookahead = 1;
	/* found out at a start; here it is known */
	engine->piv_leads = true;
	engine_fake->registers[ICH_SR] = ICH_SR_DCH;
	ich_engine_set_format(engine, &format);
	return ich_engine_power_on(engine);
}

static void engine_test_expect_descriptor(struct kunit *test, unsigned int index, u64 number,
					  u32 done)
{
	const struct ich_descriptor *descriptor = &engine_fake->list[index % ICH_LIST];
	u32 control = le32_to_cpu(descriptor->control);

	KUNIT_EXPECT_EQ_MSG(test, le32_to_cpu(descriptor->address),
			    (u32)(FIRST_ADDRESS + number * STRIDE + done), "descriptor %u", index);
	KUNIT_EXPECT_EQ_MSG(test, control & ICH_CONTROL_SAMPLES,
			    (MAPPING_BYTES - done) / ICH_SAMPLE_BYTES, "descriptor %u", index);
	KUNIT_EXPECT_EQ_MSG(test, control & ICH_CONTROL_BUP, (u32)ICH_CONTROL_BUP, "descriptor %u",
			    index);
	if (number % NOTIFY == NOTIFY - 1)
		KUNIT_EXPECT_NE_MSG(test, control & ICH_CONTROL_IOC, 0u, "descriptor %u", index);
}

static void engine_test_starts(struct kunit *test)
{
	unsigned int i;

	engine_test_start(test, 10);
	KUNIT_EXPECT_EQ(test, engine_fake_read32(engine_fake->engine.base + ICH_BDBAR),
			(u32)LIST_ADDRESS);
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_LVI], (u8)9);
	KUNIT_EXPECT_TRUE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
	for (i = 0; i < 10; i++)
		engine_test_expect_descriptor(test, i, i, 0);
}

/* One stays free, so that a full list and an empty one look different. */
static void engine_test_fills_the_list(struct kunit *test)
{
	engine_test_start(test, 100);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, (u64)(ICH_LIST - 1));
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_LVI], (u8)(ICH_LIST - 2));
}

static void engine_test_waits_for_data(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 0);

	KUNIT_EXPECT_FALSE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
	engine_test_commit(1);
	ich_engine_feed(engine);
	KUNIT_EXPECT_TRUE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
	engine_test_expect_descriptor(test, 0, 0, 0);
}

/* The whole list and beyond: what was played is released, what is committed takes its place. */
static void engine_test_whole_list(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 200);
	u64 position, number;

	for (number = 8; number < 160; number += 8) {
		engine_test_go(number, MAPPING_SAMPLES / 2);
		KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
		KUNIT_ASSERT_EQ(test, position, number * MAPPING_BYTES + MAPPING_BYTES / 2);
		KUNIT_ASSERT_EQ(test, engine_fake->released, number);
		KUNIT_ASSERT_GT(test, engine_fake->acquired, number + 1);
		KUNIT_ASSERT_EQ(test, (u64)engine_fake->registers[ICH_LVI],
				(engine_fake->acquired - 1) % ICH_LIST);
		engine_test_expect_descriptor(test, number, number, 0);
		engine_test_expect_descriptor(test, engine_fake->acquired - 1,
					      engine_fake->acquired - 1, 0);
	}
}

/*
 * However much was played, an interrupt acquires a batch, for all engines together. The thread
 * acquires further ones as long as no interrupt would come in time; here all would be too late.
 */
static void engine_test_bounds_a_refill(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 200);
	u64 acquired = ICH_OUTSTANDING + ICH_BATCH;
	u64 position;

	engine->margin_bytes = 4 * ICH_LIST * MAPPING_BYTES;
	engine_test_go(20, MAPPING_SAMPLES / 2);
	ich_master_begin_interrupt(&engine_fake->master);
	KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, acquired);
	KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, acquired);
	ich_master_end_interrupt(&engine_fake->master);

	KUNIT_EXPECT_TRUE(test, engine->unfilled);
	ich_engines_refill(&engine_fake->master);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, acquired + ICH_BATCH);
	KUNIT_EXPECT_TRUE(test, engine->unfilled);
	ich_engines_refill(&engine_fake->master);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, 20ull + ICH_OUTSTANDING);
	KUNIT_EXPECT_FALSE(test, engine->unfilled);
}

/* After a late interrupt, or one of the rare ones without wakeups, the list is full again. */
static void engine_test_makes_up_for_a_late_interrupt(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 200);
	u64 position;

	engine_test_go(16, MAPPING_SAMPLES / 2);
	ich_master_begin_interrupt(&engine_fake->master);
	KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
	ich_master_end_interrupt(&engine_fake->master);
	KUNIT_EXPECT_EQ(test, engine_fake->acquired, 0ull + ICH_OUTSTANDING + ICH_BATCH);
	KUNIT_EXPECT_TRUE(test, ich_list_is_covered(engine));
	KUNIT_EXPECT_TRUE(test, engine->unfilled);
	engine_fake_refill(NULL);
	KUNIT_EXPECT_TRUE(test, ich_list_is_full(engine));
}

/* After a halt the list begins anew at descriptor 0, which is cut to what is left. */
static void engine_test_rebuilds(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 20);
	u32 done = MAPPING_BYTES - 100 * ICH_SAMPLE_BYTES;

	engine_test_go(3, 100);
	KUNIT_ASSERT_EQ(test, ich_engine_halt(engine), 0);
	KUNIT_EXPECT_EQ(test, engine_fake_released(NULL), (u64)3 * MAPPING_BYTES + done);
	KUNIT_EXPECT_EQ(test, ich_engine_position(engine, NULL), (u64)3 * MAPPING_BYTES + done);
	engine_test_start(test, 20);
	engine_test_expect_descriptor(test, 0, 3, done);
	engine_test_expect_descriptor(test, 1, 4, 0);
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_LVI], (u8)16);
}

/* PICB may stand inside a frame: that one is not done. */
static void engine_test_counts_whole_frames(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 4);

	engine_test_go(1, 7);
	KUNIT_EXPECT_EQ(test, ich_engine_position(engine, NULL),
			(u64)(2 * MAPPING_BYTES - 4 * FRAME_BYTES));
}

static void engine_test_runs_dry(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 2);
	u64 position;

	engine_test_go(1, 0);
	engine_fake->registers[ICH_SR] = ICH_SR_DCH | ICH_SR_CELV | ICH_SR_LVBCI;
	KUNIT_EXPECT_TRUE(test, ich_engine_interrupt(engine));
	KUNIT_EXPECT_EQ(test, engine_fake->notified, 1u);
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_SR] & ICH_SR_EVENTS, 0);
	KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
	KUNIT_EXPECT_EQ(test, position, (u64)2 * MAPPING_BYTES);
	KUNIT_EXPECT_EQ(test, engine_fake->released, 2ull);
}

/* What is far ahead is taken back by LVI alone, what is near by a halt. */
static void engine_test_revokes(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 20);

	KUNIT_ASSERT_EQ(test, ich_engine_revoke(engine, 15), 0);
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_LVI], (u8)14);
	KUNIT_EXPECT_TRUE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
	engine_fake->acquired = 15;
	KUNIT_ASSERT_EQ(test, ich_engine_revoke(engine, 1), 0);
	KUNIT_EXPECT_FALSE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
}

static void engine_test_is_gone(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 20);
	u64 position = 0;

	engine_fake->dead = true;
	KUNIT_EXPECT_FALSE(test, ich_engine_interrupt(engine));
	KUNIT_EXPECT_EQ(test, ich_engine_service(engine, &position), -ENODEV);
	KUNIT_EXPECT_EQ(test, engine_fake->released, 0ull);
}

/* An index or a count that cannot be is not believed. All ones are what is read of nothing. */
static void engine_test_disbelieves(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 6);
	unsigned int index;
	u64 position;

	engine_test_go(2, 50);
	KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
	for (index = 0; index < U8_MAX; index++) {
		engine_fake_put(ICH_CIV, index, 1);
		engine_fake_put(ICH_PIV, index + 1, 1);
		engine_fake_put(ICH_PICB, 0xfff0 + index % 15, 2);
		KUNIT_ASSERT_EQ(test, ich_engine_service(engine, &position), 0);
		KUNIT_ASSERT_EQ(test, position, (u64)3 * MAPPING_BYTES - 50 * ICH_SAMPLE_BYTES);
		KUNIT_ASSERT_EQ(test, engine_fake->released, 2ull);
	}
	KUNIT_EXPECT_EQ(test, engine->bad_indices, (u64)U8_MAX);
}

static void engine_test_never_halts(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 6);

	engine_fake->stuck = true;
	KUNIT_EXPECT_EQ(test, ich_engine_halt(engine), -EIO);
	KUNIT_EXPECT_FALSE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
	KUNIT_EXPECT_TRUE(test, engine_fake->off);
	KUNIT_EXPECT_EQ(test, ich_engine_reset(engine), -EIO);
	KUNIT_EXPECT_EQ(test, ich_engine_feed(engine), -EIO);
	KUNIT_EXPECT_TRUE(test, engine_fake->off);
	engine_fake->stuck = false;
	KUNIT_EXPECT_EQ(test, ich_engine_reset(engine), 0);
	KUNIT_EXPECT_FALSE(test, engine_fake->off);
}

/* All ones have DCH set, but are no halt. */
static void engine_test_is_gone_at_a_stop(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 6);

	engine_fake->dead = true;
	KUNIT_EXPECT_EQ(test, ich_engine_halt(engine), -ENODEV);
	KUNIT_EXPECT_TRUE(test, engine_fake->off);
	engine_fake->dead = false;
	KUNIT_EXPECT_EQ(test, ich_engine_feed(engine), 0);
	KUNIT_EXPECT_FALSE(test, engine_fake->off);
	KUNIT_EXPECT_TRUE(test, engine_fake->registers[ICH_CR] & ICH_CR_RPBM);
}

/* A status bit that comes back at once: the stream has to end. */
static void engine_test_ends_a_storm(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start(test, 6);
	unsigned int calls = 0;
	u64 position;
	int err;

	do {
		engine_fake->registers[ICH_SR] = ICH_SR_BCIS;
		KUNIT_ASSERT_TRUE(test, ich_engine_interrupt(engine));
		err = ich_engine_service(engine, &position);
	} while (!err && ++calls < 1000);
	KUNIT_EXPECT_EQ(test, err, -EIO);
	KUNIT_EXPECT_GE(test, calls, 50u);
}

static void engine_test_finds_narrow_reads(struct kunit *test)
{
	struct ich_engine *engine = engine_test_commit(0);

	ich_engine_probe(engine);
	KUNIT_EXPECT_FALSE(test, engine->narrow);
	engine_fake->dead = true;
	ich_engine_probe(engine);
	KUNIT_EXPECT_TRUE(test, engine->narrow);
}

#define PAUSED_ALI	ICH_ALI_DMA_PAUSE(1)
#define STARTED_ALI	ICH_ALI_DMA_START(1)
/* another engine of the controller, which runs */
#define OTHER_ALI	ICH_ALI_DMA_START(0)

static u32 engine_test_dma(void)
{
	return engine_fake_read32(engine_fake->shared.base + ICH_ALI_DMA);
}

/* PCM out of an ALi M5455, with other engines beside it. */
static struct ich_engine *engine_test_start_ali(struct kunit *test)
{
	struct ich_engine *engine = &engine_fake->engine;

	spin_lock_init(&engine_fake->shared.lock);
	engine_fake->shared.base = (__force void __iomem *)engine_fake->shared_registers;
	engine_fake_write32(OTHER_ALI | PAUSED_ALI, engine_fake->shared.base + ICH_ALI_DMA);
	engine->run_ops = &ich_ali_run_ops;
	engine->shared = &engine_fake->shared;
	engine->bit = ICH_ALI_ENGINE(ICH_ALI_PCM_OUT);
	engine->narrow = true;
	return engine_test_start(test, 6);
}

static void engine_test_starts_ali(struct kunit *test)
{
	engine_test_start_ali(test);
	KUNIT_EXPECT_EQ(test, engine_test_dma(), (u32)(OTHER_ALI | STARTED_ALI));
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_CR],
			(u8)(ICH_CR_IOCE | ICH_CR_LVBIE | ICH_CR_FEIE));
	KUNIT_EXPECT_EQ(test, engine_fake_read32(engine_fake->shared.base + ICH_ALI_FIFO),
			(u32)ICH_ALI_FIFO_CLEAR << 8);
}

static void engine_test_halts_ali(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start_ali(test);

	engine_test_go(2, 100);
	KUNIT_ASSERT_EQ(test, ich_engine_halt(engine), 0);
	KUNIT_EXPECT_EQ(test, engine_test_dma(), (u32)(OTHER_ALI | STARTED_ALI | PAUSED_ALI));
	KUNIT_EXPECT_EQ(test, engine_fake->registers[ICH_CR], (u8)0);
	KUNIT_EXPECT_EQ(test, engine_fake_released(NULL),
			(u64)3 * MAPPING_BYTES - 100 * ICH_SAMPLE_BYTES);
	KUNIT_ASSERT_EQ(test, ich_engine_run(engine, (struct waveport_stream *)engine_fake), 0);
	KUNIT_EXPECT_EQ(test, engine_test_dma(), (u32)(OTHER_ALI | STARTED_ALI));
}

static void engine_test_never_halts_ali(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start_ali(test);

	engine_fake->stuck = true;
	KUNIT_EXPECT_EQ(test, ich_engine_halt(engine), -EIO);
	KUNIT_EXPECT_EQ(test, ich_engine_reset(engine), -EIO);
	engine_fake->stuck = false;
	KUNIT_EXPECT_EQ(test, ich_engine_reset(engine), 0);
}

/* What firmware has left running is halted before its registers are reset. */
static void engine_test_finds_ali_running(struct kunit *test)
{
	struct ich_engine *engine = engine_test_start_ali(test);

	engine->moving = false;
	engine->started = false;
	engine_fake->stuck = true;
	KUNIT_EXPECT_EQ(test, ich_engine_power_on(engine), -EIO);
}

static struct kunit_case engine_test_cases[] = {
	KUNIT_CASE(engine_test_starts),
	KUNIT_CASE(engine_test_fills_the_list),
	KUNIT_CASE(engine_test_waits_for_data),
	KUNIT_CASE(engine_test_whole_list),
	KUNIT_CASE(engine_test_bounds_a_refill),
	KUNIT_CASE(engine_test_makes_up_for_a_late_interrupt),
	KUNIT_CASE(engine_test_rebuilds),
	KUNIT_CASE(engine_test_counts_whole_frames),
	KUNIT_CASE(engine_test_runs_dry),
	KUNIT_CASE(engine_test_revokes),
	KUNIT_CASE(engine_test_is_gone),
	KUNIT_CASE(engine_test_disbelieves),
	KUNIT_CASE(engine_test_never_halts),
	KUNIT_CASE(engine_test_is_gone_at_a_stop),
	KUNIT_CASE(engine_test_ends_a_storm),
	KUNIT_CASE(engine_test_finds_narrow_reads),
	KUNIT_CASE(engine_test_starts_ali),
	KUNIT_CASE(engine_test_halts_ali),
	KUNIT_CASE(engine_test_never_halts_ali),
	KUNIT_CASE(engine_test_finds_ali_running),
	{}
};

static struct kunit_suite engine_test_suite = {
	.name = "waveport_ich_engine",
	.init = engine_test_init,
	.test_cases = engine_test_cases,
};

kunit_test_suites(&engine_test_suite);

MODULE_DESCRIPTION("KUnit tests of snd-waveport-ich");
MODULE_LICENSE("GPL");
