// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that are killed at random times: each opens streams of the card, maps their buffers,
 * brings them into some state, and forks. A new buffer must not contain data of an earlier one.
 * Afterwards every stream can be opened and works.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		8192
#define BYTES		(BUFFER * RAW_FRAME_BYTES)
#define CHILDREN	4
#define ROUNDS		60
#define LIMIT_US	10000000

/* The value that a child writes to a buffer. */
#define TRACE		0xa5

/* The status of a child that has found a buffer that is not zero. */
#define EXIT_DATA	3

static const uint8_t noise[BYTES] = { [0 ... BYTES - 1] = TRACE };

static bool holds_data(const uint8_t *memory)
{
	unsigned int i;

	for (i = 0; i < BYTES; i++) {
		if (memory[i])
			return true;
	}
	return false;
}

/* Map the buffer, check that it is zero, and fill it. */
static void use_memory(int fd)
{
	uint8_t *memory = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (memory == MAP_FAILED)
		return;
	if (holds_data(memory))
		_exit(EXIT_DATA);
	memset(memory, TRACE, BYTES);
}

/* Bring a stream into a state. Errors are ignored: not every call is valid in every state. */
static void reach(int fd, bool capture, unsigned int state)
{
	raw_sw_params(fd, 1u << 30, state & 1 ? BUFFER : 1u << 30);
	raw_do(fd, RAW_PREPARE);
	if (!capture)
		raw_write(fd, noise, BUFFER);
	if (state > 0)
		raw_do(fd, RAW_START);
	if (state == 2)
		raw_pause(fd, 1);
	else if (state == 3)
		raw_do(fd, RAW_DRAIN);
	else if (state == 4)
		raw_rewind(fd, 100);
	else if (state == 5)
		raw_do(fd, RAW_DROP);
}

static unsigned int device_of(unsigned int which)
{
	return which & 1 ? CARD_CYCLIC : CARD_QUEUE;
}

/* Never returns. */
static void live(unsigned int which)
{
	unsigned int periods = which & 1 ? 2 : 8;
	unsigned int device = device_of(which);
	bool capture = which & 2;
	int fd;

	for (;;) {
		fd = raw_open(card_number(), device, capture);
		if (fd < 0) {
			usleep(1000);
			continue;
		}
		if (!raw_hw_params(fd, RATE, BUFFER, periods)) {
			use_memory(fd);
			reach(fd, capture, chance(0, 6));
		}
		/* sometimes a grandchild keeps the stream open until all are killed */
		if (!chance(0, 7) && !fork())
			pause();
		usleep(chance(0, 3000));
		close(fd);
	}
}

/* Kill a child and its children. Returns true if it had found data of an earlier buffer. */
static bool end_life(pid_t child)
{
	int status;

	kill(-child, SIGKILL);
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DATA;
}

static pid_t start_life(unsigned int which, unsigned int round)
{
	pid_t child = fork();

	if (!child) {
		setpgid(0, 0);
		for (; round; round--)
			chance(0, 1);
		live(which);
	}
	setpgid(child, child);
	return child;
}

/* A killed process may keep the engine open for a short time. */
static int open_patiently(unsigned int device, bool capture)
{
	unsigned int us;
	int fd;

	for (us = 0; us < LIMIT_US; us += 10000) {
		fd = raw_open(card_number(), device, capture);
		if (fd >= 0 || errno != EBUSY)
			break;
		usleep(10000);
	}
	tap_require(fd >= 0, "open afterwards: %s", strerror(errno));
	return fd;
}

static void require_it_works(unsigned int device, bool capture)
{
	int fd = open_patiently(device, capture);
	struct raw_pointers pointers;
	unsigned int us;

	tap_require(!raw_hw_params(fd, RATE, BUFFER, 2) && !raw_sw_params(fd, 1u << 30, BUFFER) &&
		    !raw_do(fd, RAW_PREPARE), "set up afterwards: %s", strerror(errno));
	if (!capture)
		raw_write(fd, noise, BUFFER);
	tap_require(!raw_do(fd, RAW_START), "start afterwards: %s", strerror(errno));
	for (us = 0; us < LIMIT_US; us += 10000) {
		usleep(10000);
		raw_do(fd, RAW_HWSYNC);
		tap_require(!raw_pointers(fd, &pointers), "sync_ptr: %s", strerror(errno));
		if (pointers.hw)
			break;
	}
	tap_require(pointers.hw, "the position stands afterwards");
	close(fd);
}

static void kill_often(const void *argument)
{
	const bool *different = argument;
	pid_t children[CHILDREN];
	unsigned int i, round;

	for (i = 0; i < CHILDREN; i++)
		children[i] = start_life(*different ? i : i & 2, i);
	for (round = 0; round < ROUNDS; round++) {
		usleep(chance(1000, 60000));
		i = chance(0, CHILDREN - 1);
		tap_require(!end_life(children[i]), "a new buffer holds what was in another");
		children[i] = start_life(*different ? i : i & 2, round);
	}
	for (i = 0; i < CHILDREN; i++)
		tap_require(!end_life(children[i]), "a new buffer holds what was in another");
	for (i = 0; i < 4; i++)
		require_it_works(device_of(i), i & 2);
}

/* The process of the test closes everything when it exits. */
static void clean_up(bool passed)
{
	(void)passed;
}

VARIANTS(storm, bool different;)
FIXTURE_VARIANT_ADD(storm, one_device) { .different = false };
FIXTURE_VARIANT_ADD(storm, all_devices) { .different = true };

TEST_F_TIMEOUT(storm, processes_die, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(kill_often, &variant->different, clean_up);
}

TEST_HARNESS_MAIN
