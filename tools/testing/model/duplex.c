// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two engines whose events come at any time, also between two register accesses of the handler, on
 * a line that the last acknowledgment of either engine deasserts.
 */

#include <stdio.h>

#include "check.h"
#include "client.h"
#include "duplex.h"
#include "plan.h"
#include "sequence.h"
#include "shrink.h"
#include "truth.h"

#define PERIOD		48
#define PERIODS		16
#define ROUNDS		20000

static void duplex_open(bool latched)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };
	struct plan plan;
	unsigned int i;

	plan_read(&plan, bytes);
	plan.engines = BIT(CARD_PLAYBACK) | BIT(CARD_CAPTURE);
	plan.switches.latched = latched;
	plan.switches.access_samples = 24;
	plan.period = PERIOD;
	plan.periods = PERIODS;
	plan.start_threshold = PERIOD * PERIODS;
	card_make(&plan, 1);
	for (i = 0; i < MODEL_ENGINES; i++) {
		client_open(&card.clients[i], i);
		client_prepare(&card.clients[i]);
	}
	client_write(&card.clients[CARD_PLAYBACK], card_buffer());
	client_start(&card.clients[CARD_CAPTURE]);
}

/* Both engines stand still if an interrupt is lost, because their clients wait for it. */
static void duplex_run(bool latched)
{
	struct client *client;
	char text[SHRINK_WHY];
	unsigned int i, round;

	duplex_open(latched);
	for (round = 0; round < ROUNDS; round++) {
		card_pass(1 + model_random() % PERIOD);
		for (i = 0; i < MODEL_ENGINES; i++) {
			client = &card.clients[i];
			client_write(client, card_buffer());
			truth_settle(client);
			check(client_runs(client), "%s has stopped", card.engines[i].name);
			if (!card_asserted())
				client_check_notified(client);
		}
	}
	shrink_note(text, snprintf(text, sizeof(text), "%llu interrupts, none lost",
				   card.interrupts));
}

static void duplex_latched(void)
{
	duplex_run(true);
}

static void duplex_level(void)
{
	duplex_run(false);
}

const struct steady duplexes[] = {
	{ "no interrupt is lost where any acknowledgment lowers the line", duplex_latched },
	{ "no interrupt is lost where the line follows all engines", duplex_level },
	{ NULL, NULL },
};
