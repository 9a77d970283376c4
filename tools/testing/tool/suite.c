// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs all unit tests of the program.
 */

#include <stdlib.h>

#include "fixture.h"

static const struct CMUnitTest *const lists[] = {
	fields_tests, engine_tests, stream_tests, timeline_tests, svg_tests, status_tests,
	modprobe_tests, doctor_tests, doctor_hda_tests,
};

int main(void)
{
	struct CMUnitTest all[128];
	const struct CMUnitTest *test;
	size_t count = 0, i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		for (test = lists[i]; test->name; test++) {
			if (count == sizeof(all) / sizeof(all[0]))
				abort();
			all[count++] = *test;
		}
	}
	return _cmocka_run_group_tests("waveport", all, count, NULL, NULL) ? EXIT_FAILURE :
									     EXIT_SUCCESS;
}
