// SPDX-License-Identifier: GPL-2.0-only
/*
 * The picture: what it shows is what happened, at the place where it belongs.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "fixture.h"
#include "svg.h"
#include "timeline.h"

#define MS	1000000ULL

/* 10 ms on a plot of 1130 units, which begins at 120. */
static const struct event story[] = {
	{ .ns = 0, .kind = EVENT_STATE, .from = 0, .to = 1 },
	{ .ns = 0, .kind = EVENT_STATE, .from = 2, .to = 3 },
	{ .ns = 1 * MS, .kind = EVENT_COMMIT, .position = 4096 },
	{ .ns = 2 * MS, .kind = EVENT_GET, .tag = 49, .bytes = 1024 },
	{ .ns = 2 * MS, .kind = EVENT_GET, .tag = 50, .position = 1024, .bytes = 1024 },
	{ .ns = 3 * MS, .kind = EVENT_PUBLISH, .tag = 49, .position = 1024 },
	{ .ns = 4 * MS, .kind = EVENT_INTERRUPT, .irq = 10 },
	{ .ns = 4 * MS, .kind = EVENT_RELEASE, .tag = 49 },
	{ .ns = 4 * MS, .kind = EVENT_NOTIFY, .position = 1024, .to = 1 },
	{ .ns = 5 * MS, .kind = EVENT_REVOKE, .tag = 50, .last = 50, .result = 1 },
	{ .ns = 6 * MS, .kind = EVENT_INTERRUPT, .irq = 11 },
	{ .ns = 7 * MS, .kind = EVENT_SUPPLY, .position = 1024, .to = 3 },
	{ .ns = 10 * MS, .kind = EVENT_SUPPLY, .position = 1024, .from = 3, .to = 2 },
};

static char *draw(const struct event *list, size_t count, unsigned int irq)
{
	struct events events = { };
	struct timeline timeline;
	char *drawn = NULL;
	size_t bytes, i;
	FILE *out = open_memstream(&drawn, &bytes);

	for (i = 0; i < count; i++)
		events_add(&events, &list[i]);
	timeline_make(&timeline, &events);
	for (i = 0; i < timeline.count; i++)
		timeline.lanes[i].irq = irq;
	svg_write(&timeline, out);
	fclose(out);
	timeline_free(&timeline);
	events_free(&events);
	return drawn;
}

static char *draw_story(unsigned int irq)
{
	return draw(story, sizeof(story) / sizeof(story[0]), irq);
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		count++;
	}
	return count;
}

static void expect(const char *drawn, const char *part)
{
	if (!strstr(drawn, part))
		fail_msg("no %s in:\n%s", part, drawn);
}

static void every_mapping_once(void **state)
{
	char *drawn = draw_story(0);

	(void)state;
	assert_int_equal(count_of(drawn, "class=\"mapping\""), 2);
	assert_int_equal(count_of(drawn, "class=\"published\""), 1);
	assert_int_equal(count_of(drawn, "class=\"revoked\""), 1);
	assert_int_equal(count_of(drawn, "class=\"starved\""), 1);
	free(drawn);
}

/* Tags 49 and 50 are in rows 17 and 18 of 32, 5 units high; row 0 is at 64 + 24 + 120 + 8. */
static void at_their_places(void **state)
{
	char *drawn = draw_story(0);

	(void)state;
	expect(drawn, "<rect class=\"mapping\" x=\"346.00\" y=\"301.00\" width=\"226.00\"");
	expect(drawn, "<rect class=\"published\" x=\"459.00\" y=\"301.00\" width=\"113.00\"");
	expect(drawn, "<rect class=\"mapping\" x=\"346.00\" y=\"306.00\" width=\"339.00\"");
	expect(drawn, "<rect class=\"revoked\" x=\"682.00\" y=\"306.00\"");
	expect(drawn, "<rect class=\"starved\" x=\"911.00\"");
	expect(drawn, "mapping 49: 1024 bytes from 0, acquired at 2.000 ms, published at 3.000 ms, "
	       "released at 4.000 ms");
	expect(drawn, "mapping 50: 1024 bytes from 1024, acquired at 2.000 ms, revoked at 5.000 "
	       "ms");
	free(drawn);
}

/* Those of the stream's card, or all if that is not known. */
static void interrupts(void **state)
{
	char *drawn = draw_story(10);

	(void)state;
	expect(drawn, "<path class=\"interrupt\" d=\"M572.00 413.0v11.0\"/>");
	free(drawn);
	drawn = draw_story(0);
	expect(drawn, "<path class=\"interrupt\" d=\"M572.00 413.0v11.0M798.00 413.0v11.0\"/>");
	free(drawn);
}

/* 4096 bytes are committed after 256 were played: the top. Then 1024 are played until 4 ms. */
static void depth(void **state)
{
	char *drawn = draw_story(0);

	(void)state;
	expect(drawn, "<path class=\"committed\" d=\"M120.00 208.00L120.00 208.00L233.00 "
	       "208.00L233.00 88.00L572.00 112.00L911.00 112.00L1250.00 112.00L1250.00 "
	       "208.00\"");
	expect(drawn, "<path class=\"published-line\"");
	free(drawn);
}

/*
 * The cyclic device of hardware that loops by itself: 48 kHz, nothing is acquired or published. The
 * next stream begins where the rows of mappings would be.
 */
static const struct event loop[] = {
	{ .ns = 0, .kind = EVENT_STATE, .device = 1, .from = 0, .to = 1 },
	{ .ns = 0, .kind = EVENT_COMMIT, .device = 1, .position = 4096 },
	{ .ns = 0, .kind = EVENT_STATE, .device = 1, .from = 2, .to = 3 },
	{ .ns = 5 * MS, .kind = EVENT_INTERRUPT, .irq = 30 },
	{ .ns = 5 * MS, .kind = EVENT_NOTIFY, .device = 1, .position = 2048, .to = 1 },
	{ .ns = 6 * MS, .kind = EVENT_COMMIT, .device = 1, .position = 6144 },
	{ .ns = 7 * MS, .kind = EVENT_GET, .pin = 2, .tag = 32, .bytes = 1024 },
	{ .ns = 10 * MS, .kind = EVENT_STATE, .device = 1, .from = 1, .to = 0 },
};

static void without_mappings(void **state)
{
	char *drawn = draw(loop, sizeof(loop) / sizeof(loop[0]), 30);

	(void)state;
	expect(drawn, ">card 0, cyclic, pin 0: 2 commits, 1 period wakeups, 0 starvations</text>");
	/* that of the other stream */
	assert_int_equal(count_of(drawn, "acquired-line\" d="), 1);
	assert_int_equal(count_of(drawn, "published-line\" d="), 0);
	assert_int_equal(count_of(drawn, ">mappings</text>"), 1);
	/* half of 4096 bytes ahead is played at 5 ms, and committed again at 6 ms */
	expect(drawn, "L120.00 88.00L685.00 148.00L798.00 148.00L798.00 88.00L1250.00 208.00");
	expect(drawn, "<path class=\"commit\" d=\"M120.00 217.0v11.0M798.00 217.0v11.0\"/>");
	expect(drawn, "<path class=\"wakeup\" d=\"M685.00 231.0v11.0\"/>");
	expect(drawn, "<path class=\"interrupt\" d=\"M685.00 245.0v11.0\"/>");
	expect(drawn, "<rect class=\"running\" x=\"120.00\" y=\"88.00\" width=\"1130.00\" "
	       "height=\"170.00\"/>");
	/* 64 + 244, and row 0 there */
	expect(drawn, "<rect class=\"mapping\" x=\"911.00\" y=\"460.00\"");
	expect(drawn, "height=\"720\" viewBox=\"0 0 1280 720\"");
	free(drawn);
}

/* A client that never commits has what is acquired as the measure of the plot. */
static void never_committed(void **state)
{
	static const struct event looped[] = {
		{ .ns = 0, .kind = EVENT_STATE, .from = 0, .to = 1 },
		{ .ns = 0, .kind = EVENT_GET, .tag = 1, .bytes = 1024 },
		{ .ns = 10 * MS, .kind = EVENT_NOTIFY, .position = 512 },
	};
	char *drawn = draw(looped, sizeof(looped) / sizeof(looped[0]), 0);

	(void)state;
	assert_int_equal(count_of(drawn, "class=\"committed\" d="), 0);
	expect(drawn, "<path class=\"acquired-line\" d=\"M120.00 208.00L120.00 "
	       "208.00L120.00 208.00L120.00 88.00L1250.00 148.00L1250.00 208.00\"/>");
	free(drawn);
}

static void empty_recording(void **state)
{
	char *drawn = draw(NULL, 0, 0);

	(void)state;
	expect(drawn, "no stream was used");
	expect(drawn, "</svg>");
	assert_int_equal(count_of(drawn, "class=\"mapping\""), 0);
	free(drawn);
}

/* One moment has no duration, and one byte is a step too. */
static void one_event(void **state)
{
	static const struct event get = { .kind = EVENT_GET, .bytes = 1 };
	char *drawn = draw(&get, 1, 0);

	(void)state;
	assert_int_equal(count_of(drawn, "class=\"mapping\""), 1);
	assert_null(strstr(drawn, "nan"));
	assert_null(strstr(drawn, "inf"));
	free(drawn);
}

const struct CMUnitTest svg_tests[] = {
	cmocka_unit_test(every_mapping_once),
	cmocka_unit_test(at_their_places),
	cmocka_unit_test(interrupts),
	cmocka_unit_test(depth),
	cmocka_unit_test(without_mappings),
	cmocka_unit_test(never_committed),
	cmocka_unit_test(empty_recording),
	cmocka_unit_test(one_event),
	{ }
};
