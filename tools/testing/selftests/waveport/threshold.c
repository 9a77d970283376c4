// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stop threshold: a stream stops when avail reaches it and not before, even if it is more than
 * the buffer size. A stopped stream reports its position and time stamp.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		8192
#define LIMIT_MS	5000

/* Longer than the duration of the buffer, shorter than that of the threshold. */
#define DRY_US		400000
#define THRESHOLD	(4 * BUFFER)

/**
 * struct threshold - a run
 * @device: CARD_CYCLIC or CARD_QUEUE
 * @periods: number of periods of its stream
 */
struct threshold {
	unsigned int device;
	unsigned int periods;
};

static int fd = -1;

static struct raw_pointers look(void)
{
	struct raw_pointers pointers;

	tap_require(!raw_pointers(fd, &pointers), "sync_ptr: %s", strerror(errno));
	return pointers;
}

static unsigned long available(const struct raw_pointers *pointers)
{
	return pointers->hw + BUFFER - pointers->application;
}

/* Fill the buffer with silence, which starts the stream. */
static void start_full(const struct threshold *run, unsigned long stop)
{
	static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];

	fd = raw_open(card_number(), run->device, false);
	tap_require(fd >= 0 && !raw_hw_params(fd, RATE, BUFFER, run->periods) &&
		    !raw_sw_params(fd, BUFFER, stop) && !raw_do(fd, RAW_PREPARE) &&
		    raw_write(fd, silence, BUFFER) == BUFFER, "set up: %s", strerror(errno));
}

/* Have the core update the pointer, as a client does that waits. */
static void wait_for_xrun(void)
{
	unsigned int ms;

	for (ms = 0; ms < LIMIT_MS && look().state == SND_PCM_STATE_RUNNING; ms += 5) {
		usleep(5000);
		raw_do(fd, RAW_HWSYNC);
	}
	tap_require(look().state == SND_PCM_STATE_XRUN, "state %d, not XRUN", look().state);
}

/* The position advances on the cyclic device; on the queue device it stays at the end of data. */
static void go_on_to_threshold(const void *argument)
{
	const struct threshold *run = argument;
	struct raw_pointers pointers;

	start_full(run, THRESHOLD);
	usleep(DRY_US);
	raw_do(fd, RAW_HWSYNC);
	pointers = look();
	tap_require(pointers.state == SND_PCM_STATE_RUNNING, "state %d, not RUNNING",
		    pointers.state);
	tap_require(available(&pointers) >= BUFFER, "%lu frames available, with more played",
		    available(&pointers));
	if (run->device == CARD_QUEUE)
		return;
	wait_for_xrun();
	pointers = look();
	tap_require(available(&pointers) >= THRESHOLD, "stopped with %lu frames available",
		    available(&pointers));
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void tell_of_stop(const void *argument)
{
	struct raw_pointers pointers;
	int64_t before = now_us();

	start_full(argument, BUFFER);
	wait_for_xrun();
	pointers = look();
	tap_require(available(&pointers) >= BUFFER, "%lu frames available of %u at the xrun",
		    available(&pointers), BUFFER);
	tap_require(pointers.stamp_us - before >= 1000000LL * (BUFFER - RATE / 100) / RATE &&
		    pointers.stamp_us <= now_us(),
		    "stamped %" PRId64 " us after a start of %u frames",
		    pointers.stamp_us - before, BUFFER);
}

static void clean_up(bool passed)
{
	(void)passed;
	if (fd >= 0)
		close(fd);
	fd = -1;
}

VARIANTS(threshold, struct threshold run;)

#define THRESHOLD_OF(_name, _device, _periods)					\
	FIXTURE_VARIANT_ADD(threshold, _name)					\
	{									\
		.run = { .device = _device, .periods = _periods }		\
	}

THRESHOLD_OF(cyclic_1_period, CARD_CYCLIC, 1);
THRESHOLD_OF(cyclic_2_periods, CARD_CYCLIC, 2);
THRESHOLD_OF(queue_2_periods, CARD_QUEUE, 2);
THRESHOLD_OF(queue_64_periods, CARD_QUEUE, 64);

TEST_F_TIMEOUT(threshold, goes_on_to_it, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(go_on_to_threshold, &variant->run, clean_up);
}

TEST_F_TIMEOUT(threshold, tells_of_the_stop, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(tell_of_stop, &variant->run, clean_up);
}

TEST_HARNESS_MAIN
