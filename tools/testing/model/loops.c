// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of engines that only loop: what random sequences meet too seldom.
 */

#include "check.h"
#include "client.h"
#include "loops.h"
#include "plan.h"
#include "profile.h"
#include "sequence.h"

/* Longer than the driver waits for an engine to move. */
#define WATCH_SECONDS	7
/* What QEMU moves at once. */
#define SHORT_PERIOD	64

static struct client *const playback = &card.clients[CARD_PLAYBACK];

static void loops_plan(struct plan *plan, const char *profile)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	bytes[SEQUENCE_PROFILE] = profile_find(profile);
	plan_read(plan, bytes);
}

static void loops_open(const struct plan *plan)
{
	card_make(plan, 1);
	client_open(playback, CARD_PLAYBACK);
	client_prepare(playback);
}

/* The position of this loop never changes. */
static void loops_unseen(void)
{
	struct plan plan;

	loops_plan(&plan, "hda-qemu");
	plan.cyclic = BIT(CARD_PLAYBACK);
	plan.period = SHORT_PERIOD;
	plan.periods = 1;
	plan.wakeups = false;
	plan.free_runs = true;
	loops_open(&plan);
	client_start(playback);
	card_pass(WATCH_SECONDS * plan.rate);
	check(client_runs(playback), "the stream has stopped");
	client_commit(playback, 1);
	client_drain(playback);
	card_pass(plan.rate / 2);
	check(client_state(playback) == SNDRV_PCM_STATE_SETUP, "the drain is in state %d",
	      client_state(playback));
}

/* A client that has started with nothing moves to the position, writes and drains. */
static void loops_forward(void)
{
	struct plan plan;

	loops_plan(&plan, "hda-qemu");
	plan.period = 6144;
	plan.periods = 2;
	plan.free_runs = true;
	plan.burst = 48;
	loops_open(&plan);
	client_start(playback);
	card_pass(plan.rate / 10);
	client_look(playback);
	client_forward(playback, playback->looked / card_frame_bytes() + 2000);
	client_write(playback, 10000);
	client_drain(playback);
	card_pass(plan.rate / 2);
	check(client_state(playback) == SNDRV_PCM_STATE_SETUP, "the drain is in state %d",
	      client_state(playback));
}

const struct steady loops[] = {
	{ "a loop that is not seen to move is neither dead nor endless", loops_unseen },
	{ "a drain ends what began as a loop", loops_forward },
	{ NULL, NULL },
};
