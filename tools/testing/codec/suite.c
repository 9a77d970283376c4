// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs every test of link and codecs.
 */

#include <stdio.h>
#include <stdlib.h>

#include "fake.h"

#define TESTS_MAX	128

int main(void)
{
	struct CMUnitTest tests[TESTS_MAX];
	const struct {
		const struct CMUnitTest *tests;
		size_t count;
	} lists[] = {
		{ access_tests, access_test_count },
		{ link_tests, link_test_count },
		{ codec_tests, codec_test_count },
		{ clock_tests, clock_test_count },
		{ sleep_tests, sleep_test_count },
		{ ali_tests, ali_test_count },
	};
	size_t i, n = 0;
	int failed;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		if (n + lists[i].count > TESTS_MAX)
			abort();
		memcpy(&tests[n], lists[i].tests, lists[i].count * sizeof(*tests));
		n += lists[i].count;
	}
	failed = _cmocka_run_group_tests("link and codecs", tests, n, NULL, NULL);
	/* cmocka leaves its last line open */
	putchar('\n');
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
