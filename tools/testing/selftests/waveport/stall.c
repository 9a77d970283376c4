// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "stall.h"

#define NAP_MS	5

static atomic_uint longest;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *watch(void *unused)
{
	int64_t before = now_ms();

	for (;;) {
		usleep(1000 * NAP_MS);
		int64_t now = now_ms();
		unsigned int late = now - before - NAP_MS;

		if (now - before > NAP_MS && late > longest)
			longest = late;
		before = now;
	}
	return unused;
}

/**
 * stall_watch - start or restart the detection
 */
void stall_watch(void)
{
	static pthread_t watcher;

	if (!watcher)
		pthread_create(&watcher, NULL, watch, NULL);
	longest = 0;
}

/**
 * stall_longest_ms - get the longest time that a thread was not scheduled
 */
unsigned int stall_longest_ms(void)
{
	return longest;
}
