/* SPDX-License-Identifier: GPL-2.0-only */
/* What makes a point of an operation of this thread fail. */
#ifndef WAVEPORT_DEBUG_INJECTOR_H
#define WAVEPORT_DEBUG_INJECTOR_H

#include <stdbool.h>

/**
 * struct injector - a kind of points
 * @arm: have the n-th point from now on fail, in this thread
 * @disarm: have none fail any more; returns whether the point was reached
 * @is_clean: the negative errno is one that may come of such a fault
 */
struct injector {
	void (*arm)(unsigned int point);
	bool (*disarm)(void);
	bool (*is_clean)(int err);
};

extern const struct injector injector_allocations;
extern const struct injector injector_init_allocations;
extern const struct injector injector_calls;

bool injector_begin(const char *calls, const char *folder);
bool injector_choose_call(unsigned int i);
void injector_choose_none(void);
bool injector_all_reached(void);
const char *injector_call(void);

#endif
