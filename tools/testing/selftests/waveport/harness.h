/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's kselftest_harness.h, for tests that are functions with an argument. Each runs in a
 * process of its own, and is repeated if it fails while the machine is stalled.
 */
#ifndef WAVEPORT_HARNESS_H
#define WAVEPORT_HARNESS_H

#define TH_LOG_STREAM	stdout
#include <kselftest_harness.h>

#include "chance.h"
#include "choice.h"
#include "stream.h"
#include "tap.h"

/* Timeout of a test; a test plays for some seconds and is repeated a few times at most. */
#define TEST_SECONDS	90

/* Run a function as the body of a test. Each test has random numbers of its own. */
#define TRY_AND_CLEAN_UP(_function, _argument, _clean_up)			\
	do {									\
		enum tap_verdict verdict;					\
										\
		chance_start(ksft_test_num());					\
		verdict = tap_try(_function, _argument, _clean_up);		\
		if (verdict == TAP_SKIPPED)					\
			SKIP(return, "%s", tap_reason());			\
		ASSERT_EQ(TAP_PASSED, (int)verdict) {				\
			TH_LOG(" %s", tap_reason());				\
		}								\
	} while (0)

#define TRY(_function, _argument)						\
	TRY_AND_CLEAN_UP(_function, _argument, stream_clean_up)

/* A fixture whose variants have the members @...; each attempt of a test sets up what it needs. */
#define VARIANTS(_fixture, ...)							\
	FIXTURE(_fixture) { };							\
	FIXTURE_VARIANT(_fixture) { __VA_ARGS__ };				\
	FIXTURE_SETUP(_fixture) { }						\
	FIXTURE_TEARDOWN(_fixture) { }

/* A fixture whose variants are streams, and a test of each of them. */
#define STREAMS(_fixture)							\
	VARIANTS(_fixture, struct stream_setup setup;)

#define STREAM(_fixture, _name, ...)						\
	FIXTURE_VARIANT_ADD(_fixture, _name) { .setup = { __VA_ARGS__ } }

#define TEST_STREAM(_fixture, _name, _function)					\
	TEST_F_TIMEOUT(_fixture, _name, TEST_SECONDS)				\
	{									\
		const struct stream_setup setup = stream_fit(&variant->setup);	\
										\
		TRY(_function, &setup);						\
	}

static inline void harness_choose_variants(struct __fixture_metadata *fixture)
{
	struct __fixture_variant_metadata **variant = &fixture->variant;

	while (*variant) {
		if (choice_has(fixture->name, (*variant)->name))
			variant = &(*variant)->next;
		else
			*variant = (*variant)->next;
	}
	/* without a variant the harness would run the tests with none */
	if (!fixture->variant)
		fixture->tests = NULL;
}

static inline void harness_choose_tests(struct __fixture_metadata *fixture)
{
	struct __test_metadata **test = &fixture->tests;

	while (*test) {
		if (choice_has(fixture->name, (*test)->name))
			test = &(*test)->next;
		else
			*test = (*test)->next;
	}
}

/* Leave out the variants that are not chosen, and the tests where there are no variants. */
static inline void harness_choose(void)
{
	struct __fixture_metadata *fixture;

	for (fixture = __fixture_list; fixture; fixture = fixture->next) {
		if (fixture->variant)
			harness_choose_variants(fixture);
		else
			harness_choose_tests(fixture);
	}
}

static int harness_run(int argc, char **argv)
{
	harness_choose();
	return choice_fits() ? test_harness_run(argc, argv) : KSFT_FAIL;
}

/* for TEST_HARNESS_MAIN */
#define test_harness_run	harness_run

#endif
