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
#define SHORT_PERIOD	256
/* 100 ms, two notifications of a looped queue and what an emulated engine moves at once. */
#define COPIED_MS	155
/* An interrupt comes so many bytes before the position shows its notification. */
#define EARLY_BYTES	128
#define LAPS		20

static struct client *const playback = &card.clients[CARD_PLAYBACK];

static void loops_plan(struct plan *plan, const char *profile)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	bytes[SEQUENCE_PROFILE] = profile_find(profile);
	plan_read(plan, bytes);
}

static void loops_open(const struct plan *plan, unsigned int engine)
{
	card_make(plan, 1);
	client_open(&card.clients[engine], engine);
	client_prepare(&card.clients[engine]);
}

/* The position of this loop never changes, because a tick moves by two laps. */
static void loops_unseen(void)
{
	struct plan plan;

	loops_plan(&plan, "hda-qemu");
	plan.cyclic = BIT(CARD_PLAYBACK);
	plan.period = SHORT_PERIOD;
	plan.periods = 1;
	plan.switches.tick = 2 * SHORT_PERIOD * plan.channels;
	plan.wakeups = false;
	plan.free_runs = true;
	loops_open(&plan, CARD_PLAYBACK);
	client_start(playback);
	card_pass(WATCH_SECONDS * plan.rate);
	check(client_runs(playback), "the stream has stopped");
	client_commit(playback, 1);
	client_drain(playback);
	card_pass(plan.rate / 2);
	check(client_state(playback) == SNDRV_PCM_STATE_SETUP, "the drain is in state %d",
	      client_state(playback));
}

/* What nobody stops would loop over the silence for ever. */
static void loops_starve(void)
{
	struct plan plan;

	loops_plan(&plan, "hda");
	plan.free_runs = true;
	loops_open(&plan, CARD_PLAYBACK);
	client_write(playback, card_buffer());
	card_pass(plan.rate);
	check(client_runs(playback) && !model_running(CARD_PLAYBACK), "the engine is not halted");
}

/* What nobody stops would overwrite what the client has left no room for. */
static void loops_fill(void)
{
	struct client *capture = &card.clients[CARD_CAPTURE];
	struct plan plan;

	loops_plan(&plan, "hda");
	plan.engines = BIT(CARD_CAPTURE);
	loops_open(&plan, CARD_CAPTURE);
	/* with that of a buffer it would be stopped, with none it would be looped */
	capture->substream->runtime->stop_threshold = 2 * card_buffer();
	client_start(capture);
	card_pass(3 * plan.rate);
	check(client_runs(capture) && !model_running(CARD_CAPTURE), "the engine is not halted");
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
	loops_open(&plan, CARD_PLAYBACK);
	client_start(playback);
	card_pass(plan.rate / 10);
	client_look(playback);
	check(playback->looked <= plan.rate * card_frame_bytes() * COPIED_MS / 1000,
	      "the position is %llu after 100 ms", (unsigned long long)playback->looked);
	client_forward(playback, playback->looked / card_frame_bytes() + 2000);
	client_write(playback, 10000);
	client_drain(playback);
	card_pass(plan.rate / 2);
	check(client_state(playback) == SNDRV_PCM_STATE_SETUP, "the drain is in state %d",
	      client_state(playback));
}

/*
 * Each notification, one in a lap, is told before the position shows it, and nothing else looks at
 * the position: it is the same each time.
 */
static void loops_tell_early(void)
{
	u64 played, lap;
	struct plan plan;

	loops_plan(&plan, "hda");
	plan.cyclic = BIT(CARD_PLAYBACK);
	plan.period = 4096;
	plan.periods = 1;
	plan.free_runs = true;
	plan.switches.fifo = 2 * EARLY_BYTES;
	plan.switches.early = EARLY_BYTES;
	loops_open(&plan, CARD_PLAYBACK);
	client_start(playback);
	lap = (u64)plan.period * card_frame_bytes();
	card_pass(LAPS * plan.period + plan.period / 2);
	client_look(playback);
	played = LAPS * lap + lap / 2;
	check(playback->looked > played - 2 * EARLY_BYTES &&
	      playback->looked <= played + 2 * EARLY_BYTES,
	      "the position is %llu after %llu bytes", (unsigned long long)playback->looked,
	      (unsigned long long)played);
}

const struct steady loops[] = {
	{ "a loop that is not seen to move is neither dead nor endless", loops_unseen },
	{ "an engine is halted in the silence", loops_starve },
	{ "an engine is halted before it overwrites what was captured", loops_fill },
	{ "a drain ends what began as a loop", loops_forward },
	{ "laps are counted by what is told early", loops_tell_early },
	{ NULL, NULL },
};
