/* SPDX-License-Identifier: GPL-2.0-only */
/* A call that may block, in a thread of its own: a test waits for its end, and not for ever. */
#ifndef WAVEPORT_CALL_H
#define WAVEPORT_CALL_H

#include <pthread.h>
#include <stdbool.h>

/**
 * struct call - a call that another thread makes
 * @function: what is called; what it returns is the result
 * @argument: for it
 * @result: once it has ended
 * @thread: who makes it
 * @made: it was begun, and its end was not seen
 */
struct call {
	long (*function)(void *argument);
	void *argument;
	long result;
	pthread_t thread;
	bool made;
};

void call_begin(struct call *call, long (*function)(void *argument), void *argument);
bool call_wait(struct call *call, unsigned int seconds);
long call_end(struct call *call, const char *what);

#endif
