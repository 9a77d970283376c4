// SPDX-License-Identifier: GPL-2.0-only
/*
 * The status of streams without mappings and without a descriptor list, as HD Audio has them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "status.h"

#define STREAM		"sys/kernel/debug/snd_waveport/card0/pcm32p0"
#define LOOPED		"supply: looped\ncommitted: 48128\n"
#define DRAINING	"supply: draining\ncommitted: 240640\n"

static int setup(void **state)
{
	fixture_setup(state);
	fixture_change_to_hda();
	fixture_write("proc/asound/card0/pcm32p/sub0/status", "state: RUNNING\nowner_pid   : 1\n");
	return 0;
}

static char *status(unsigned int packet, const char *supply)
{
	char *said = NULL, stream[512];
	size_t bytes;
	FILE *out = open_memstream(&said, &bytes);
	int hidden;

	snprintf(stream, sizeof(stream),
		 "engine: Generic Analog\npin: 0\nstate: run\nbuffer_bytes: 48128\n"
		 "packet_bytes: %u\nwakeups: 1\n%sacquired: 0\nreleased: 0\nmappings: 0\n"
		 "position: 228608\nreported: 228608\nrate: 48000\nframe_bytes: 4\nnext_tag: 0\n"
		 "interrupts: 9\nnotifications: 9\ncommits: 13\n", packet, supply);
	fixture_write(STREAM, stream);
	assert_true(status_write(out, &hidden));
	fclose(out);
	return said;
}

static void expect_shown(unsigned int packet, const char *supply, const char *lines)
{
	char *said = status(packet, supply);

	if (!strstr(said, lines) || strstr(said, "acquired") || strstr(said, "samples left"))
		fail_msg("not \"%s\":\n%s", lines, said);
	free(said);
}

/* Four times round, and three quarters of the buffer: column 48. */
static void loop_is_shown(void **state)
{
	(void)state;
	expect_shown(24064, LOOPED,
		     "    position 228608, committed without end\n"
		     "    [................................|...............>...............]  at byte "
		     "36096 of the loop\n"
		     "    9 interrupts, 9 notifications, 13 commits");
	expect_shown(48128, LOOPED,
		     "    [................................................>...............]  at byte "
		     "36096 of the loop\n");
}

/* A drain has an end, a quarter of the buffer ahead. */
static void drain_is_shown(void **state)
{
	(void)state;
	expect_shown(24064, DRAINING,
		     "    position 228608, committed 240640 bytes\n"
		     "    [----------------................................................]  62.7 ms "
		     "ahead\n");
}

#define IN_COPY(test)	cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

const struct CMUnitTest status_tests[] = {
	IN_COPY(loop_is_shown),
	IN_COPY(drain_is_shown),
	{ }
};
