// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that share one descriptor: one sets the parameters, frees the stream and sets other
 * parameters, others drain, start, stop, pause, rewind and query the position. Any call may fail,
 * but the kernel must not, and afterwards the stream works for an ordinary client.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		8192
#define SECONDS		4
#define LIMIT_MS	5000
#define THREADS		6

/**
 * struct threads - a run
 * @device: CARD_CYCLIC or CARD_QUEUE
 * @periods: number of periods of the stream
 */
struct threads {
	unsigned int device;
	unsigned int periods;
};

/**
 * struct place - data shared by the threads
 * @fd: the descriptor
 * @periods: number of periods for hw_params
 * @stop: the threads must end
 */
struct place {
	int fd;
	unsigned int periods;
	atomic_bool stop;
};

static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];

/* Buffer sizes in frames, from one page to more than what the other threads use. */
static const unsigned int buffers[] = { 1024, BUFFER, 65536, 2048 };

static void *set_up(void *argument)
{
	struct place *place = argument;
	unsigned int i;

	for (i = 0; !place->stop; i++) {
		raw_do(place->fd, RAW_DROP);
		if (i & 4)
			raw_do(place->fd, RAW_HW_FREE);
		raw_hw_params(place->fd, RATE, buffers[i % 4], place->periods);
		if (i & 1)
			raw_sw_params(place->fd, 1, 1u << 30);
		raw_do(place->fd, RAW_PREPARE);
	}
	return NULL;
}

static void *drain(void *argument)
{
	struct place *place = argument;

	while (!place->stop)
		raw_do(place->fd, RAW_DRAIN);
	return NULL;
}

static void *prepare(void *argument)
{
	struct place *place = argument;

	while (!place->stop) {
		raw_do(place->fd, RAW_PREPARE);
		raw_do(place->fd, RAW_START);
	}
	return NULL;
}

static void *write_on(void *argument)
{
	struct place *place = argument;

	while (!place->stop)
		raw_write(place->fd, silence, 700);
	return NULL;
}

static void *move(void *argument)
{
	struct place *place = argument;

	while (!place->stop) {
		raw_rewind(place->fd, 300);
		raw_forward(place->fd, 200);
		raw_pause(place->fd, 1);
		raw_pause(place->fd, 0);
	}
	return NULL;
}

static void *ask(void *argument)
{
	struct place *place = argument;
	unsigned long avail = 0;

	while (!place->stop) {
		raw_status(place->fd, &avail);
		raw_do(place->fd, RAW_HWSYNC);
		raw_sw_params(place->fd, 1, 1 + avail);
	}
	return NULL;
}

/* An ordinary client: set up, fill, start, drain, wait for the end. */
static void require_it_works(int fd, unsigned int periods)
{
	int state = SND_PCM_STATE_DRAINING;
	unsigned long avail;
	unsigned int ms;

	raw_do(fd, RAW_DROP);
	tap_require(!raw_hw_params(fd, RATE, BUFFER, periods), "hw_params afterwards: %s",
		    strerror(errno));
	tap_require(!raw_sw_params(fd, 1, BUFFER), "sw_params afterwards: %s", strerror(errno));
	tap_require(!raw_do(fd, RAW_PREPARE), "prepare afterwards: %s", strerror(errno));
	tap_require(raw_write(fd, silence, 4000) == 4000, "write afterwards: %s", strerror(errno));
	tap_require(!raw_do(fd, RAW_DRAIN) || errno == EAGAIN, "drain afterwards: %s",
		    strerror(errno));
	for (ms = 0; ms < LIMIT_MS && state == SND_PCM_STATE_DRAINING; ms += 5) {
		state = raw_status(fd, &avail);
		usleep(5000);
	}
	tap_require(state == SND_PCM_STATE_SETUP, "state %d after the drain afterwards", state);
}

static void do_what_they_like(const void *argument)
{
	static void *(*const deeds[THREADS])(void *) = {
		set_up, drain, prepare, write_on, move, ask,
	};
	const struct threads *threads = argument;
	pthread_t running[THREADS];
	static struct place place;
	unsigned int i;

	place.fd = raw_open(card_number(), threads->device, false);
	tap_require(place.fd >= 0, "open: %s", strerror(errno));
	place.periods = threads->periods;
	place.stop = false;
	for (i = 0; i < THREADS; i++)
		pthread_create(&running[i], NULL, deeds[i], &place);
	sleep(SECONDS);
	place.stop = true;
	for (i = 0; i < THREADS; i++)
		pthread_join(running[i], NULL);
	require_it_works(place.fd, place.periods);
	close(place.fd);
}

/* The process of the test closes the descriptor when it exits. */
static void clean_up(bool passed)
{
	(void)passed;
}

VARIANTS(threads, struct threads setup;)

#define THREADS_OF(_name, _device, _periods)					\
	FIXTURE_VARIANT_ADD(threads, _name)					\
	{									\
		.setup = { .device = _device, .periods = _periods }		\
	}

THREADS_OF(cyclic_1_period, CARD_CYCLIC, 1);
THREADS_OF(cyclic_2_periods, CARD_CYCLIC, 2);
THREADS_OF(queue_2_periods, CARD_QUEUE, 2);
THREADS_OF(queue_64_periods, CARD_QUEUE, 64);

TEST_F_TIMEOUT(threads, live_and_work, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(do_what_they_like, &variant->setup, clean_up);
}

TEST_HARNESS_MAIN
