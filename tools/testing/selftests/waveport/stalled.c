// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host does not run the machine for two seconds while clients block in their calls, as aplay
 * and arecord do. They get no error: a buffer that lasts longer loses nothing; with a shorter one
 * they are told of an xrun, recover, and know to the frame what was played.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "harness.h"
#include "stall.h"

#define RATE		48000
#define STALL		"stall 2"

/* Shorter than a stall, and longer. */
#define SHORT_BUFFER	4096
#define LONG_BUFFER	131072

/* The exit status of the program if the machine cannot be stalled. */
#define NO_STALL	2

/**
 * struct stalled - a run
 * @device: CARD_QUEUE or CARD_CYCLIC
 * @buffer: of both streams
 */
struct stalled {
	unsigned int device;
	unsigned int buffer;
};

/* The streams go for some time before it. */
static void stall_host(void)
{
	int status;

	usleep(300000);
	status = system(STALL);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_STALL)
		tap_skip("no virtual machine that can be stalled");
	tap_require(!status, "the machine was not stalled");
}

/*
 * A cyclic buffer goes round until the xrun is noticed. What it plays then is compared with
 * nothing, nor is what is read then.
 */
static const char *expected(const struct stalled *stalled)
{
	if (stalled->buffer == LONG_BUFFER)
		return "exact";
	return stalled->device == CARD_QUEUE ? "gaps" : NULL;
}

static void block_in_calls(const void *argument)
{
	const struct stalled *stalled = argument;
	struct stream_setup setup = {
		.device = stalled->device, .rate = RATE, .buffer = stalled->buffer, .periods = 2,
	};
	const uint64_t frames = stalled->buffer + 2 * RATE;
	/* threads may outlast a test that fails */
	static struct client clients[2];
	unsigned int i;

	client_open(&clients[0], &setup, frames, expected(stalled), "stalled");
	setup.capture = true;
	client_open(&clients[1], &setup, frames, expected(stalled), "stalled");
	for (i = 0; i < 2; i++)
		client_begin(&clients[i]);
	stall_host();
	for (i = 0; i < 2; i++)
		client_end(&clients[i]);
	if (stalled->buffer == LONG_BUFFER)
		tap_require(!clients[0].xruns && !clients[1].xruns, "an xrun");
}

/* The stall is the test's own, so it is no reason to try again. */
static void clean_up(bool passed)
{
	stream_clean_up(passed);
	stall_watch();
}

VARIANTS(stalled, struct stalled stalled;)

#define STALLED(_name, _device, _buffer) \
	FIXTURE_VARIANT_ADD(stalled, _name) { .stalled = { _device, _buffer } }

STALLED(queue, CARD_QUEUE, LONG_BUFFER);
STALLED(cyclic, CARD_CYCLIC, LONG_BUFFER);
STALLED(queue_short_buffer, CARD_QUEUE, SHORT_BUFFER);
STALLED(cyclic_short_buffer, CARD_CYCLIC, SHORT_BUFFER);

TEST_F_TIMEOUT(stalled, no_error, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(block_in_calls, &variant->stalled, clean_up);
}

TEST_HARNESS_MAIN
