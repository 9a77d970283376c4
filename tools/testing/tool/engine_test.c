// SPDX-License-Identifier: GPL-2.0-only
/*
 * The descriptor list: parsing and drawing.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "fixture.h"

static const char text[] =
	"global control: 0x2\n"
	"codec 0: STAC9700 on line 0\n"
	"\n"
	"PCM out\n"
	"  reads: combined\n"
	"  running: 1\n"
	"  CIV LVI PIV: 1 3 2\n"
	"  PICB: 6094\n"
	"  SR CR: 0x0 0x1d\n"
	"  first: 31\n"
	"  published: 5\n"
	"  interrupting: 0x80000005\n"
	"  FIFO errors: 2\n"
	"  bad indices: 1\n"
	"\n"
	"PCM in\n"
	"  running: 0\n"
	"  CIV LVI PIV: 77 4000 1\n"
	"  first: 99\n"
	"  published: 4000\n";

static void parsed(void **state)
{
	struct engines engines;

	(void)state;
	engines_parse(&engines, text);
	assert_int_equal(engines.count, 2);
	assert_string_equal(engines.list[0].name, "PCM out");
	assert_true(engines.list[0].running);
	assert_int_equal(engines.list[0].current, 1);
	assert_int_equal(engines.list[0].last, 3);
	assert_int_equal(engines.list[0].left, 6094);
	assert_int_equal(engines.list[0].fifo_errors, 2);
	assert_int_equal(engines.list[0].bad_indices, 1);
	assert_string_equal(engines.list[1].name, "PCM in");
	assert_false(engines.list[1].running);
	engines_free(&engines);
}

/* What comes from hardware that is gone, or from a kernel of another time, stays in the list. */
static void bounded(void **state)
{
	struct engines engines;

	(void)state;
	engines_parse(&engines, text);
	assert_true(engines.list[1].current < ENGINE_LIST);
	assert_true(engines.list[1].last < ENGINE_LIST);
	assert_true(engines.list[1].first < ENGINE_LIST);
	assert_int_equal(engines.list[1].published, ENGINE_LIST);
	engines_free(&engines);
	engines_parse(&engines, "");
	assert_int_equal(engines.count, 0);
	engines_free(&engines);
}

static void expect_drawn(const struct engine *engine, unsigned int mappings, const char *list,
			 const char *interrupts)
{
	char *drawn = NULL, expected[256];
	size_t bytes;
	FILE *out = open_memstream(&drawn, &bytes);

	engine_draw(engine, mappings, "  ", out);
	fclose(out);
	snprintf(expected, sizeof(expected),
		 "  [%s]  plays %u, %u samples left; last %u\n   %s\n", list, engine->current,
		 engine->left, engine->last, interrupts);
	assert_string_equal(drawn, expected);
	free(drawn);
}

/* Two descriptors are played and not released, two wait, two are acquired and not published. */
static void drawn(void **state)
{
	struct engines engines;

	(void)state;
	engines_parse(&engines, text);
	expect_drawn(&engines.list[0], 7, "o>##++.........................o",
		     "! !                            !");
	engines.list[0].running = false;
	expect_drawn(&engines.list[0], 0, "####...........................#",
		     "! !                            !");
	engines_free(&engines);
}

const struct CMUnitTest engine_tests[] = {
	cmocka_unit_test(parsed),
	cmocka_unit_test(bounded),
	cmocka_unit_test(drawn),
	{ }
};
