// SPDX-License-Identifier: GPL-2.0-only
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "stall.h"
#include "tap.h"

/* The smallest buffers that must not starve last a few times this. */
#define STALL_MS	60
#define ATTEMPTS	4

static jmp_buf test_end;
static char reason[512];

/* Output is line-buffered, so that nothing is lost if a signal ends a test. */
static void __attribute__((constructor)) buffer_lines(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
}

/* Run a test once, and clean up. */
static enum tap_verdict attempt(tap_test test, const void *argument, void (*clean_up)(bool passed))
{
	enum tap_verdict verdict;

	stall_watch();
	verdict = setjmp(test_end);
	if (verdict == TAP_PASSED)
		test(argument);
	clean_up(verdict != TAP_FAILED);
	return verdict;
}

/**
 * tap_try - run a test
 * @test: the test; it has passed if it returns
 * @argument: argument of the test
 * @clean_up: closes what the test has left open; its argument is whether the test has passed
 *
 * A test that fails while the machine is stalled is repeated, a few times.
 *
 * Return: the verdict; if it is not TAP_PASSED, tap_reason() has the reason.
 */
enum tap_verdict tap_try(tap_test test, const void *argument, void (*clean_up)(bool passed))
{
	enum tap_verdict verdict = attempt(test, argument, clean_up);
	unsigned int attempts = 1;

	while (verdict == TAP_FAILED && stall_longest_ms() > STALL_MS && attempts++ < ATTEMPTS) {
		tap_note("%s; again, because the machine stood still for %u ms", reason,
			 stall_longest_ms());
		verdict = attempt(test, argument, clean_up);
	}
	return verdict;
}

/**
 * tap_reason - get the reason why the last test has failed or was skipped
 */
const char *tap_reason(void)
{
	return reason;
}

/**
 * tap_note - print a diagnostic line
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
 * tap_require - fail the current test unless a condition is true
 * @holds: the condition
 * @format: the reason of the failure
 */
void tap_require(bool holds, const char *format, ...)
{
	va_list args;

	if (holds)
		return;
	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	longjmp(test_end, TAP_FAILED);
}

/**
 * tap_skip - skip the current test, because it is not possible on this machine
 * @format: the reason
 */
void tap_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	longjmp(test_end, TAP_SKIPPED);
}
