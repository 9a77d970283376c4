/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Streams in steady state, whose register accesses and interrupts are counted.
 */
#ifndef MODEL_STEADY_H
#define MODEL_STEADY_H

/**
 * struct steady - a count, or another test in which nothing is random
 * @name: what holds if it passes; NULL ends a list
 * @run: counts and checks
 */
struct steady {
	const char *name;
	void (*run)(void);
};

extern const struct steady steadies[];

#endif /* MODEL_STEADY_H */
