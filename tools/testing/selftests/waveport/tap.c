// SPDX-License-Identifier: GPL-2.0-only
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stall.h"
#include "tap.h"

#define EXIT_SKIP	4

/* No test plays longer than a minute; one that does hangs, and the whole program ends. */
#define TEST_SECONDS	90

/* The smallest buffers that must not run dry hold a few times this. */
#define STALL_MS	60
#define ATTEMPTS	4

static jmp_buf test_end;
static void (*end_of_test)(void);
static bool test_failed;
static unsigned int passed, failed, skipped;
static char reason[512];

enum { RUNNING, FAILED, SKIPPED };

/**
 * tap_start - begin
 * @clean_up: called after each test, passed or not
 */
void tap_start(void (*clean_up)(void))
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	end_of_test = clean_up;
	puts("TAP version 13");
}

/**
 * tap_failed - tell the clean-up whether its test has failed
 */
bool tap_failed(void)
{
	return test_failed;
}

/* Run a test once, and clean up. */
static int attempt(tap_test test, const void *argument)
{
	int outcome;

	stall_watch();
	alarm(TEST_SECONDS);
	outcome = setjmp(test_end);
	if (outcome == RUNNING)
		test(argument);
	test_failed = outcome == FAILED;
	end_of_test();
	alarm(0);
	return outcome;
}

static void report(int outcome, const char *name)
{
	unsigned int number = passed + failed + skipped + 1;

	if (outcome == FAILED) {
		failed++;
		printf("# %s\nnot ok %u %s\n", reason, number, name);
	} else if (outcome == SKIPPED) {
		skipped++;
		printf("ok %u %s # SKIP %s\n", number, name, reason);
	} else {
		passed++;
		printf("ok %u %s\n", number, name);
	}
}

/**
 * tap_run - run a test and report it
 * @test: the test; it has passed if it returns
 * @argument: for it
 * @format: its name
 *
 * A test that fails while the machine stands still is run again, a few times.
 */
void tap_run(tap_test test, const void *argument, const char *format, ...)
{
	unsigned int attempts = 1;
	char name[256];
	va_list args;
	int outcome;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);

	outcome = attempt(test, argument);
	while (outcome == FAILED && stall_longest_ms() > STALL_MS && attempts++ < ATTEMPTS) {
		tap_note("%s; again, because the machine stood still for %u ms", reason,
			 stall_longest_ms());
		outcome = attempt(test, argument);
	}
	report(outcome, name);
}

/**
 * tap_note - print a line for people
 * @format: the line
 */
void tap_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# ");
	vprintf(format, args);
	putchar('\n');
	va_end(args);
}

/**
 * tap_require - fail the test that runs, unless something holds
 * @holds: whether it does
 * @format: what is wrong if not
 */
void tap_require(bool holds, const char *format, ...)
{
	va_list args;

	if (holds)
		return;
	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	longjmp(test_end, FAILED);
}

/**
 * tap_skip - give the test that runs up, because it cannot be done here
 * @format: why
 */
void tap_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	longjmp(test_end, SKIPPED);
}

/**
 * tap_end - sum up
 *
 * Return: the exit status of the program. Nothing but skips is no pass.
 */
int tap_end(void)
{
	printf("1..%u\n", passed + failed + skipped);
	printf("# Totals: pass:%u fail:%u xfail:0 xpass:0 skip:%u error:0\n", passed, failed,
	       skipped);
	if (failed)
		return EXIT_FAILURE;
	return passed ? EXIT_SUCCESS : EXIT_SKIP;
}
