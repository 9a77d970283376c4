// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events put in order: mappings, positions, starvations.
 */

#include <stdio.h>
#include <stdlib.h>

#include "event.h"
#include "fixture.h"
#include "timeline.h"

#define MS	1000000ULL

static const struct event story[] = {
	{ .ns = 0, .kind = EVENT_STATE, .from = 0, .to = 1 },
	{ .ns = 1 * MS, .kind = EVENT_COMMIT, .position = 4096 },
	{ .ns = 1 * MS, .kind = EVENT_COMMIT, .position = 1, .result = -22 },
	{ .ns = 2 * MS, .kind = EVENT_STATE, .from = 2, .to = 3 },
	{ .ns = 2 * MS, .kind = EVENT_GET, .tag = 7, .position = 0, .bytes = 1024 },
	{ .ns = 2 * MS, .kind = EVENT_GET, .tag = 8, .position = 1024, .bytes = 1024 },
	{ .ns = 3 * MS, .kind = EVENT_PUBLISH, .tag = 7, .position = 1024 },
	{ .ns = 4 * MS, .kind = EVENT_PUBLISH, .tag = 8, .position = 2048 },
	{ .ns = 5 * MS, .kind = EVENT_GET, .tag = 9, .position = 2048, .bytes = 2048 },
	{ .ns = 6 * MS, .kind = EVENT_INTERRUPT, .irq = 10 },
	{ .ns = 6 * MS, .kind = EVENT_RELEASE, .tag = 7 },
	{ .ns = 6 * MS, .kind = EVENT_RELEASE, .tag = 9, .result = -22 },
	{ .ns = 6 * MS, .kind = EVENT_NOTIFY, .position = 1024, .to = 1 },
	{ .ns = 7 * MS, .kind = EVENT_REVOKE, .tag = 8, .last = 9, .result = 2 },
	{ .ns = 8 * MS, .kind = EVENT_SUPPLY, .position = 1024, .from = 2, .to = 3 },
	{ .ns = 9 * MS, .kind = EVENT_SUPPLY, .position = 1024, .from = 3, .to = 2 },
	{ .ns = 9 * MS, .kind = EVENT_GET, .tag = 10, .position = 1024, .bytes = 512 },
	{ .ns = 10 * MS, .kind = EVENT_NOTIFY, .position = 1424, .from = 1 },
	{ .ns = 10 * MS, .kind = EVENT_GET, .card = 1, .tag = 1, .bytes = 4 },
};

static void tell(struct timeline *timeline)
{
	struct events events = { .lost = 5 };
	size_t i;

	for (i = 0; i < sizeof(story) / sizeof(story[0]); i++)
		events_add(&events, &story[i]);
	timeline_make(timeline, &events);
	events_free(&events);
}

static void expect_mapping(const struct mapping *mapping, uint64_t tag, uint64_t published,
			   uint64_t ended, enum mapping_end end)
{
	assert_int_equal(mapping->tag, tag);
	assert_int_equal(mapping->published_ns, published);
	assert_int_equal(mapping->ended_ns, ended);
	assert_int_equal(mapping->end, end);
}

static void mappings(void **state)
{
	struct timeline timeline;
	const struct lane *lane;

	(void)state;
	tell(&timeline);
	assert_int_equal(timeline.count, 2);
	lane = &timeline.lanes[0];
	assert_int_equal(lane->count, 4);
	expect_mapping(&lane->mappings[0], 7, 3 * MS, 6 * MS, MAPPING_RELEASED);
	expect_mapping(&lane->mappings[1], 8, 4 * MS, 7 * MS, MAPPING_REVOKED);
	expect_mapping(&lane->mappings[2], 9, 0, 7 * MS, MAPPING_REVOKED);
	expect_mapping(&lane->mappings[3], 10, 0, 10 * MS, MAPPING_OPEN);
	assert_int_equal(lane->released, 1);
	assert_int_equal(lane->revoked, 2);
	assert_int_equal(timeline.lanes[1].card, 1);
	assert_int_equal(timeline.lanes[1].count, 1);
	timeline_free(&timeline);
}

/* The first commit is the reset of the stream, and one that was refused is none. */
static void moments(void **state)
{
	struct timeline timeline;
	const struct lane *lane;

	(void)state;
	tell(&timeline);
	lane = &timeline.lanes[0];
	assert_int_equal(lane->commits.count, 2);
	assert_int_equal(lane->commits.list[1].value, 4096);
	assert_int_equal(lane->wakeups.count, 1);
	assert_int_equal(lane->dry.count, 1);
	assert_int_equal(lane->dry.list[0].ns, 10 * MS);
	assert_int_equal(lane->starvations, 1);
	assert_int_equal(lane->starved.count, 2);
	assert_int_equal(lane->starved.list[0].ns, 8 * MS);
	assert_int_equal(lane->starved.list[1].ns, 9 * MS);
	assert_int_equal(lane->running.list[0].ns, 2 * MS);
	assert_int_equal(lane->running.list[1].ns, 10 * MS);
	assert_int_equal(timeline.interrupts.count, 1);
	assert_int_equal(timeline.interrupts.list[0].value, 10);
	assert_int_equal(timeline.lost, 5);
	timeline_free(&timeline);
}

static void expect_position(const struct lane *lane, uint64_t ns, double position)
{
	assert_true(lane_position(lane, ns) == position);
}

/* Known at 2, 6, 8, 9 and 10 ms; it stands until the stream runs. */
static void positions(void **state)
{
	struct timeline timeline;
	const struct lane *lane;

	(void)state;
	tell(&timeline);
	lane = &timeline.lanes[0];
	expect_position(lane, 1 * MS, 0);
	expect_position(lane, 2 * MS, 0);
	expect_position(lane, 3 * MS, 256);
	expect_position(lane, 6 * MS, 1024);
	expect_position(lane, 7 * MS, 1024);
	expect_position(lane, 9 * MS + MS / 2, 1224);
	expect_position(lane, 11 * MS, 1424);
	timeline_free(&timeline);
}

/* What is revoked when a stream has been stopped was acquired before its new beginning. */
static void revoked_after_stop(void **state)
{
	static const struct event stop[] = {
		{ .ns = 1 * MS, .kind = EVENT_GET, .tag = 1, .position = 4096, .bytes = 1024 },
		{ .ns = 2 * MS, .kind = EVENT_STATE, .from = 1, .to = 0 },
		{ .ns = 3 * MS, .kind = EVENT_REVOKE, .tag = 1, .last = 1, .result = 1 },
	};
	struct events events = { };
	struct timeline timeline;
	const struct moments *acquired;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(stop) / sizeof(stop[0]); i++)
		events_add(&events, &stop[i]);
	timeline_make(&timeline, &events);
	assert_int_equal(timeline.lanes[0].revoked, 1);
	acquired = &timeline.lanes[0].acquired;
	assert_int_equal(acquired->count, 2);
	assert_int_equal(acquired->list[1].ns, 2 * MS);
	assert_int_equal(acquired->list[1].value, 0);
	timeline_free(&timeline);
	events_free(&events);
}

static void expect_counted(const struct lane *lane, const char *expected)
{
	char *counted = NULL;
	size_t bytes;
	FILE *out = open_memstream(&counted, &bytes);

	lane_count(lane, out);
	fclose(out);
	assert_string_equal(counted, expected);
	free(counted);
}

/* The reset of a stream is no commit, and without mappings none are counted. */
static void counted(void **state)
{
	struct timeline timeline;

	(void)state;
	tell(&timeline);
	expect_counted(&timeline.lanes[0], "4 mappings (1 released, 2 revoked), 1 commits, "
					   "1 period wakeups, 1 starvations");
	timeline.lanes[0].count = 0;
	expect_counted(&timeline.lanes[0], "1 commits, 1 period wakeups, 1 starvations");
	timeline_free(&timeline);
}

static void nothing(void **state)
{
	struct events events = { };
	struct timeline timeline;

	(void)state;
	timeline_make(&timeline, &events);
	assert_int_equal(timeline.count, 0);
	timeline_free(&timeline);
}

const struct CMUnitTest timeline_tests[] = {
	cmocka_unit_test(mappings),
	cmocka_unit_test(moments),
	cmocka_unit_test(positions),
	cmocka_unit_test(revoked_after_stop),
	cmocka_unit_test(counted),
	cmocka_unit_test(nothing),
	{ }
};
