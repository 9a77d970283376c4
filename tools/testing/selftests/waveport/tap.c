// SPDX-License-Identifier: GPL-2.0-only
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "stall.h"
#include "tap.h"

/* The smallest buffers that must not run dry hold a few times this. */
#define STALL_MS	60
#define ATTEMPTS	4

static jmp_buf test_end;
static char reason[512];

/* A test may end by a signal, with nothing written that is still in a buffer. */
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
 * @argument: for it
 * @clean_up: closes what it has left open, and is told whether it has passed
 *
 * A test that fails while the machine stands still is run again, a few times.
 *
 * Return: how it has ended; tap_reason() tells why if not passed.
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
 * tap_reason - tell why the last test has failed or was skipped
 */
const char *tap_reason(void)
{
	return reason;
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
	longjmp(test_end, TAP_FAILED);
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
	longjmp(test_end, TAP_SKIPPED);
}
