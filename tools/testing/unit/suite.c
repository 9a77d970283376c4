// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs every unit test of the mapping queue with every start.
 */

#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

/* Starts from which positions and tags wrap around, or exceed the largest signed number. */
static const struct start starts[] = {
	{ "from zero", 0, 0, 0 },
	{ "wrapping in the first page", -1024ULL, -1ULL, WAVEPORT_QUEUE_DEPTH - 1 },
	{ "wrapping at a page border", -8192ULL, -2ULL, WAVEPORT_QUEUE_DEPTH - 2 },
	{ "wrapping in the third page", -10240ULL, -4ULL, WAVEPORT_QUEUE_DEPTH / 2 },
	{ "changing sign", (1ULL << 63) - 6144, (1ULL << 63) - 2, 1 },
};

static const struct unit *const lists[] = {
	geometry_units, cutting_units, order_units, revocation_units, random_units,
};

/* A unit test and its start. */
struct variant {
	const struct unit *unit;
	const struct start *start;
};

static int variant_setup(void **state)
{
	const struct variant *variant = *state;
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	if (!fixture)
		return -1;
	fixture->start = variant->start;
	fixture->data = variant->unit->data;
	*state = fixture;
	return 0;
}

static int variant_teardown(void **state)
{
	free(*state);
	return 0;
}

static struct CMUnitTest variant_test(const struct unit *unit, const struct start *start)
{
	struct variant *variant = malloc(sizeof(*variant));
	size_t length = snprintf(NULL, 0, "%s, %s", unit->name, start->name) + 1;
	char *name = malloc(length);

	if (!variant || !name)
		abort();
	variant->unit = unit;
	variant->start = start;
	snprintf(name, length, "%s, %s", unit->name, start->name);
	return (struct CMUnitTest){ name, unit->run, variant_setup, variant_teardown, variant };
}

static size_t units_count(void)
{
	const struct unit *unit;
	size_t i, count = 0;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		for (unit = lists[i]; unit->name; unit++)
			count++;
	return count;
}

int main(void)
{
	size_t i, s, n = 0, count = units_count() * ARRAY_SIZE(starts);
	struct CMUnitTest *tests = calloc(count, sizeof(*tests));
	const struct unit *unit;
	int failed;

	if (!tests)
		abort();
	for (i = 0; i < ARRAY_SIZE(lists); i++)
		for (unit = lists[i]; unit->name; unit++)
			for (s = 0; s < ARRAY_SIZE(starts); s++)
				tests[n++] = variant_test(unit, &starts[s]);

	failed = _cmocka_run_group_tests("mapping queue", tests, count, NULL, NULL);
	/* cmocka does not end its last line */
	putchar('\n');

	for (n = 0; n < count; n++) {
		free((void *)tests[n].name);
		free(tests[n].initial_state);
	}
	free(tests);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
