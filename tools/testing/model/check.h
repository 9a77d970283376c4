/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a broken property ends a sequence.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

void check_failed(const char *format, ...) __printf(1, 2) __noreturn;

/* The text tells what is wrong, for a person who reads the replay of the sequence. */
#define check(condition, format...) do {	\
	if (!(condition))			\
		check_failed(format);		\
} while (0)

#endif /* MODEL_CHECK_H */
