/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks of properties. A failed check ends the sequence.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

void check_failed(const char *format, ...) __printf(1, 2) __noreturn;

/* Fail with a message for the reader of the replay unless the condition is true. */
#define check(condition, format...) do {	\
	if (!(condition))			\
		check_failed(format);		\
} while (0)

#endif /* MODEL_CHECK_H */
