/* SPDX-License-Identifier: GPL-2.0-only */
/* The Test Anything Protocol, as kselftest has it: a line for each test, exit status 0, 1, 4. */
#ifndef WAVEPORT_TAP_H
#define WAVEPORT_TAP_H

#include <stdbool.h>

typedef void (*tap_test)(const void *argument);

void tap_start(void (*clean_up)(void));
bool tap_failed(void);
void tap_run(tap_test test, const void *argument, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
int tap_end(void);

/* Both end the test that runs, at once; what it has open is closed by the clean-up. */
void tap_require(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tap_skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
