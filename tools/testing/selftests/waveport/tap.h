/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdict of a test, for kselftest_harness.h; a test is repeated if the machine was stalled. */
#ifndef WAVEPORT_TAP_H
#define WAVEPORT_TAP_H

#include <stdbool.h>

typedef void (*tap_test)(const void *argument);

enum tap_verdict { TAP_PASSED, TAP_FAILED, TAP_SKIPPED };

enum tap_verdict tap_try(tap_test test, const void *argument, void (*clean_up)(bool passed));
const char *tap_reason(void);
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Both end the current test at once; the clean-up closes what it has open. */
void tap_require(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tap_skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
