// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of frames whose size does not divide a page, on scattered and on adjacent pages.
 */

#include <stdio.h>

#include "check.h"
#include "client.h"
#include "frames.h"
#include "plan.h"
#include "sequence.h"
#include "shrink.h"
#include "truth.h"

#define PAGE		4096
#define PERIOD		128
#define PERIODS		4
/* Periods to play: the buffer several times. */
#define ROUNDS		40

/* Place the pages in groups of adjacent pages, with a gap between two groups. */
static void frames_scatter(struct memory *memory, u32 group)
{
	u32 i, place;

	for (i = 0; i < MEMORY_PAGES; i++)
		memory->page[i] = -1;
	for (i = 0; i * PAGE < memory->bytes; i++) {
		place = i + i / group;
		memory->place[i] = place;
		memory->page[place] = i;
	}
}

static struct client *frames_open(u32 channels, u32 sample_bytes, u32 period)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };
	struct client *client;
	struct plan plan;

	plan_read(&plan, bytes);
	plan.channels = channels;
	plan.switches.sample_bytes = sample_bytes;
	plan.page_bytes = PAGE;
	plan.period = period;
	plan.periods = PERIODS;
	plan.start_threshold = period * PERIODS;
	card_make(&plan, 1);
	client = &card.clients[CARD_PLAYBACK];
	client_open(client, CARD_PLAYBACK);
	check(card_buffer_bytes() > 4 * PAGE, "a buffer of %u bytes", card_buffer_bytes());
	return client;
}

static void frames_play(struct client *client)
{
	char text[SHRINK_WHY];
	u32 i;

	client_prepare(client);
	client_write(client, card_buffer());
	for (i = 0; i < ROUNDS; i++) {
		card_pass(card.plan.period);
		client_write(client, card.plan.period);
		truth_settle(client);
		check(client_runs(client), "the stream has stopped");
	}
	check(client->next == ROUNDS * (u64)card.plan.period * card_frame_bytes(),
	      "%llu bytes are played", client->next);
	shrink_note(text, snprintf(text, sizeof(text), "%llu bytes in frames of %u", client->next,
				   card_frame_bytes()));
}

static void frames_refuse(u32 channels, u32 sample_bytes, u32 period)
{
	struct client *client = frames_open(channels, sample_bytes, period);

	frames_scatter(&client->memory, 1);
	client_reopen(client);
	check(client_state(client) == SNDRV_PCM_STATE_OPEN, "a split frame is accepted");
	frames_scatter(&client->memory, 2);
	client_reopen(client);
	check(client_state(client) == SNDRV_PCM_STATE_OPEN, "a split frame is accepted");
	/* the device still works with other memory */
	frames_scatter(&client->memory, PAGE);
	client_reopen(client);
	frames_play(client);
}

static void frames_refused(void)
{
	frames_refuse(6, ICH_SAMPLE_BYTES, 4 * PERIOD);
}

static void frames_wide_refused(void)
{
	frames_refuse(6, ICH_WIDE_SAMPLE_BYTES, 2 * PERIOD);
}

static void frames_adjacent(void)
{
	frames_play(frames_open(6, ICH_SAMPLE_BYTES, 4 * PERIOD));
}

static void frames_wide_adjacent(void)
{
	frames_play(frames_open(6, ICH_WIDE_SAMPLE_BYTES, 2 * PERIOD));
}

/* Three pages hold a whole number of 12 or of 24 bytes. */
static void frames_threes(void)
{
	struct client *client = frames_open(6, ICH_SAMPLE_BYTES, 4 * PERIOD);

	frames_scatter(&client->memory, 3);
	client_reopen(client);
	frames_play(client);
}

static void frames_divide(void)
{
	struct client *client = frames_open(4, ICH_SAMPLE_BYTES, 5 * PERIOD);

	frames_scatter(&client->memory, 1);
	client_reopen(client);
	frames_play(client);
}

const struct steady frames[] = {
	{ "6 channels are refused if a frame is not contiguous", frames_refused },
	{ "6 wide channels are refused if a frame is not contiguous", frames_wide_refused },
	{ "6 channels are played on adjacent pages", frames_adjacent },
	{ "6 wide channels are played on adjacent pages", frames_wide_adjacent },
	{ "6 channels are played where the gaps are between frames", frames_threes },
	{ "4 channels are played on scattered pages", frames_divide },
	{ NULL, NULL },
};
