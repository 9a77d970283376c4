// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <pthread.h>
#include <time.h>

#include "call.h"
#include "tap.h"

/* What does not hang ends within this time on the slowest machine. */
#define END_SECONDS	20

static void *make(void *argument)
{
	struct call *call = argument;

	call->result = call->function(call->argument);
	return NULL;
}

/**
 * call_begin - have a call made
 * @call: not made yet; has to last until its end
 * @function: what to call
 * @argument: for it
 */
void call_begin(struct call *call, long (*function)(void *argument), void *argument)
{
	call->function = function;
	call->argument = argument;
	call->made = !pthread_create(&call->thread, NULL, make, call);
	tap_require(call->made, "no thread");
}

/**
 * call_wait - wait for the end of a call
 * @call: the call
 * @seconds: how long
 *
 * Return: whether it has ended, or was not made.
 */
bool call_wait(struct call *call, unsigned int seconds)
{
	struct timespec until;

	if (!call->made)
		return true;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	call->made = pthread_timedjoin_np(call->thread, NULL, &until);
	return !call->made;
}

/**
 * call_end - fail the test unless a call ends
 * @call: begun
 * @what: it is, for the message
 *
 * Return: its result.
 */
long call_end(struct call *call, const char *what)
{
	tap_require(call_wait(call, END_SECONDS), "%s hangs for %u s", what, END_SECONDS);
	return call->result;
}
