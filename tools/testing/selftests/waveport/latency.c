// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long it takes from the interrupt of a period to the return of the poll that the client waits
 * in: the median and the worst are printed. Each period has to wake the client once. The client has
 * a real-time priority if it may.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define PERIOD		960
#define PERIODS_SHOWN	100
#define WAKE_MS		10000
#define PRIORITY	50
/* So many waits give the periods that are shown, however busy the host is. */
#define WAITS		(10 * PERIODS_SHOWN)

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int open_stream(unsigned int device, unsigned int periods)
{
	static const uint8_t silence[PERIOD * RAW_FRAME_BYTES];
	int fd = raw_open(card_number(), device, false);
	unsigned int i;

	tap_require(fd >= 0, "open: %s", strerror(errno));
	tap_require(!raw_hw_params(fd, RATE, periods * PERIOD, periods) &&
		    !raw_sw_params_wake(fd, 1u << 30, 1u << 30, PERIOD) && !raw_do(fd, RAW_PREPARE),
		    "set up: %s", strerror(errno));
	for (i = 0; i < periods; i++)
		tap_require(raw_write(fd, silence, PERIOD) == PERIOD, "write: %s",
			    strerror(errno));
	return fd;
}

/*
 * The kernel takes the time stamp in the interrupt, when it reads the position. Returns a negative
 * number if the stamp is that of a later interrupt, which came before it was read.
 */
static int64_t wait_for_period(int fd)
{
	static const uint8_t silence[PERIOD * RAW_FRAME_BYTES];
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	struct raw_pointers pointers;
	int64_t woken_us;

	tap_require(poll(&wait, 1, WAKE_MS) == 1, "no wakeup in %u ms", WAKE_MS);
	woken_us = now_us();
	tap_require(!raw_pointers(fd, &pointers), "sync_ptr: %s", strerror(errno));
	tap_require(raw_write(fd, silence, PERIOD) == PERIOD, "write: %s", strerror(errno));
	return woken_us - pointers.stamp_us;
}

static int compare(const void *a, const void *b)
{
	int64_t difference = *(const int64_t *)a - *(const int64_t *)b;

	return (difference > 0) - (difference < 0);
}

static void measure(const void *argument)
{
	const struct sched_param priority = { .sched_priority = PRIORITY };
	const unsigned int *periods = argument;
	int64_t late_us[PERIODS_SHOWN];
	unsigned int i, shown = 0, device = *periods > 2 ? CARD_QUEUE : CARD_CYCLIC;
	bool real_time = !sched_setscheduler(0, SCHED_FIFO, &priority);
	int fd = open_stream(device, *periods);

	tap_require(!raw_do(fd, RAW_START), "start: %s", strerror(errno));
	for (i = 0; i < WAITS && shown < PERIODS_SHOWN; i++) {
		late_us[shown] = wait_for_period(fd);
		shown += late_us[shown] >= 0;
	}
	close(fd);
	tap_require(shown == PERIODS_SHOWN, "of %u wakeups %u before the next interrupt", i, shown);
	qsort(late_us, PERIODS_SHOWN, sizeof(*late_us), compare);
	tap_note("wakeup latency on %s, %s priority: median %lld us, worst %lld us of %u periods",
		 stream_device_name(device), real_time ? "real-time" : "ordinary",
		 (long long)late_us[PERIODS_SHOWN / 2], (long long)late_us[PERIODS_SHOWN - 1],
		 PERIODS_SHOWN);
}

static void clean_up(bool passed)
{
	(void)passed;
}

VARIANTS(latency, unsigned int periods;)
FIXTURE_VARIANT_ADD(latency, cyclic) { 2 };
FIXTURE_VARIANT_ADD(latency, queue) { 8 };

TEST_F_TIMEOUT(latency, from_interrupt_to_client, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(measure, &variant->periods, clean_up);
}

TEST_HARNESS_MAIN
