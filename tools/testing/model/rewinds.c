// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewinds to a position close to the engine, as of a sound server that mixes a new sound into what
 * it has written already. Counts how many of them halt the engine.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "check.h"
#include "client.h"
#include "plan.h"
#include "profile.h"
#include "rewinds.h"
#include "sequence.h"
#include "shrink.h"
#include "truth.h"

/* Descriptors of 5 ms, of which 40 are committed. */
#define PERIOD		240
#define PERIODS		40
#define ROUNDS		2000
#define EDGE_STOPS	150

static struct client *rewinds_open(const char *profile)
{
	u8 bytes[SEQUENCE_PLAN] = { [SEQUENCE_PROFILE] = profile_find(profile) };
	struct client *client = &card.clients[CARD_PLAYBACK];
	struct plan plan;

	plan_read(&plan, bytes);
	plan.period = PERIOD;
	plan.periods = PERIODS;
	plan.start_threshold = PERIOD * PERIODS;
	card_make(&plan, 1);
	client_open(client, CARD_PLAYBACK);
	client_prepare(client);
	client_write(client, card_buffer());
	return client;
}

/* Rewind until only @left frames are left. */
static void rewinds_to(struct client *client, u32 left)
{
	snd_pcm_sframes_t ahead;
	u64 target;

	client_look(client);
	target = client->looked + left * card_frame_bytes();
	ahead = (s64)(client->appl - client->looked) / card_frame_bytes();
	check(ahead > left, "only %ld frames are left", ahead);
	client_rewind(client, ahead - left);
	check(!client_runs(client) || client->appl == target, "a rewind is refused");
}

/* @most is the upper limit of the share of rewinds that halt, in percent. */
static void rewinds_run(const char *profile, u32 milliseconds, u32 most)
{
	struct client *client = rewinds_open(profile);
	char text[SHRINK_WHY];
	u32 round;

	for (round = 0; round < ROUNDS; round++) {
		card_pass(100 + model_random() % 1000);
		rewinds_to(client, card.plan.rate / 1000 * milliseconds);
		client_write(client, card_buffer());
		truth_settle(client);
		check(client_runs(client), "the stream has stopped");
	}
	check(model.traffic.halts * 100 <= ROUNDS * most, "%u of %d rewinds halt the engine",
	      model.traffic.halts, ROUNDS);
	shrink_note(text, snprintf(text, sizeof(text),
				   "%u of %d rewinds to %u ms ahead halt the engine",
				   model.traffic.halts, ROUNDS, milliseconds));
}

static void rewinds_virtualbox(void)
{
	rewinds_run("virtualbox", 8, 1);
}

static void rewinds_qemu(void)
{
	rewinds_run("qemu", 8, 1);
}

/*
 * Rewinds to the end of the current descriptor, where time passes in each access: the engine may
 * reach that end before more is published. It is an XRUN only if that happens between the last look
 * at the status and the publication.
 */
static void rewinds_edge(void)
{
	struct client *client = rewinds_open("ich4");
	char text[SHRINK_WHY];
	u32 round, left, stops = 0;

	model.switches.prefetches = 0;
	card.engines[CARD_PLAYBACK].lookahead = 0;
	for (round = 0; round < ROUNDS; round++) {
		card_pass(100 + model_random() % 1000);
		client_look(client);
		left = PERIOD - (client->looked / card_frame_bytes()) % PERIOD + 1;
		if (left > 8)
			card_pass(left - 2 - model_random() % 6);
		client_look(client);
		left = PERIOD - (client->looked / card_frame_bytes()) % PERIOD + PERIOD / 2;
		model.switches.access_samples = 4;
		rewinds_to(client, left);
		model.switches.access_samples = 0;
		client_write(client, card_buffer());
		truth_settle(client);
		if (client_runs(client))
			continue;
		stops++;
		client_prepare(client);
		client_write(client, card_buffer());
	}
	/* without the look before the publication it is more than twice as many */
	check(stops <= EDGE_STOPS, "%u of %d rewinds end in an XRUN", stops, ROUNDS);
	shrink_note(text, snprintf(text, sizeof(text), "%u of %d rewinds end in an XRUN, %u halt",
				   stops, ROUNDS, model.traffic.halts));
}

static void rewinds_ich4(void)
{
	rewinds_run("ich4", 12, 1);
}

/* What is withdrawn may be fetched already. */
static void rewinds_ich4_near(void)
{
	rewinds_run("ich4", 6, 100);
}

const struct steady rewinds[] = {
	{ "near rewinds do not halt an engine as of VirtualBox", rewinds_virtualbox },
	{ "near rewinds do not halt an engine as of QEMU", rewinds_qemu },
	{ "an engine that ends while a rewind is made is seldom an XRUN", rewinds_edge },
	{ "near rewinds do not halt an engine that prefetches one descriptor", rewinds_ich4 },
	{ "rewinds into what it may have prefetched halt it", rewinds_ich4_near },
	{ NULL, NULL },
};
