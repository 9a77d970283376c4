/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Streams in steady state, whose register accesses and interrupts are counted.
 */
#ifndef MODEL_STEADY_H
#define MODEL_STEADY_H

/**
 * struct steady - a test without random input
 * @name: the property that it shows; NULL ends a list
 * @run: runs the test
 */
struct steady {
	const char *name;
	void (*run)(void);
};

extern const struct steady steadies[];

#endif /* MODEL_STEADY_H */
