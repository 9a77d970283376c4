// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts of lines "name: value".
 */

#include <stdlib.h>

#include "fields.h"
#include "fixture.h"

static const char text[] =
	"state: run\n"
	"committed: 18446744073709551615\n"
	"  interrupting: 0xdb6db6de\n"
	"owner_pid   : 1234\n"
	"interrupts: 7\n"
	"CIV LVI PIV: 3 8 4\n"
	"empty:\n"
	"last: no newline";

static void numbers(void **state)
{
	(void)state;
	assert_true(fields_number(text, "committed") == UINT64_MAX);
	assert_int_equal(fields_number(text, "interrupting"), 0xdb6db6de);
	assert_int_equal(fields_number(text, "owner_pid"), 1234);
	assert_int_equal(fields_number(text, "interrupts"), 7);
	assert_int_equal(fields_number(text, "missing"), 0);
	assert_int_equal(fields_number(text, "empty"), 0);
}

static void expect_text(const char *name, const char *expected)
{
	char *value = fields_text(text, name);

	assert_non_null(value);
	assert_string_equal(value, expected);
	free(value);
}

static void texts(void **state)
{
	(void)state;
	expect_text("state", "run");
	expect_text("CIV LVI PIV", "3 8 4");
	expect_text("last", "no newline");
	assert_null(fields_text(text, "stat"));
	assert_null(fields_text(text, "interrupt"));
	assert_null(fields_text("", "state"));
}

const struct CMUnitTest fields_tests[] = {
	cmocka_unit_test(numbers),
	cmocka_unit_test(texts),
	{ }
};
