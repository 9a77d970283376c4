// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of what an engine has: how it is seen, told, and moved.
 */

#include "check.h"
#include "client.h"
#include "ends.h"
#include "plan.h"
#include "sequence.h"
#include "truth.h"

#define PERIOD		480
#define PERIODS		4
/* Descriptors so short that the whole list is less than the buffer. */
#define SHORT_RUN	120

static struct client *const playback = &card.clients[CARD_PLAYBACK];

static void ends_plan(struct plan *plan)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	plan_read(plan, bytes);
	plan->period = PERIOD;
	plan->periods = PERIODS;
	plan->start_threshold = PERIOD * PERIODS;
	plan->burst = PERIOD;
}

static void ends_open(const struct plan *plan)
{
	card_make(plan, 1);
	client_open(playback, CARD_PLAYBACK);
	client_prepare(playback);
}

/*
 * Each interrupt comes at the step to the last descriptor. PIV is the same before and after it, and
 * the CIV that the interrupt has read is still the one before: only PICB of 0 shows that.
 */
static void ends_late_index(void)
{
	struct plan plan;
	u32 period;

	ends_plan(&plan);
	plan.switches.lags = true;
	plan.switches.piv_beyond = false;
	plan.periods = 2;
	plan.start_threshold = 2 * PERIOD;
	ends_open(&plan);
	client_write(playback, card_buffer());
	for (period = 1; period < 20; period++) {
		card_pass(PERIOD);
		check(playback->stream->counters.notifications == period,
		      "%u periods, %llu notifications", period,
		      (unsigned long long)playback->stream->counters.notifications);
		client_write(playback, PERIOD);
	}
	check(!card.engines[CARD_PLAYBACK].narrow, "PIV is taken for late");
}

/* What a loop has in the FIFO at the end of what was committed is followed by more. */
static void ends_never(void)
{
	struct plan plan;

	ends_plan(&plan);
	plan.cyclic = BIT(CARD_PLAYBACK);
	plan.periods = 2;
	plan.start_threshold = 2 * PERIOD;
	plan.free_runs = true;
	ends_open(&plan);
	client_write(playback, card_buffer());
	card_pass(card_buffer());
	client_look(playback);
	check(playback->looked == card_buffer_bytes(), "the loop is at %llu",
	      (unsigned long long)playback->looked);
	check(playback->substream->runtime->delay, "the FIFO of a loop is told to be empty");
}

/* The list runs dry, and the machine falls asleep before the interrupt is handled. */
static void ends_before_sleep(void)
{
	struct plan plan;

	ends_plan(&plan);
	plan.run_bytes = SHORT_RUN;
	ends_open(&plan);
	client_write(playback, card_buffer());
	card.held = true;
	card_pass(card_buffer());
	check(playback->next < card_buffer_bytes() && model_halted(CARD_PLAYBACK),
	      "the list has not run dry");
	client_suspend(playback);
	card_power();
	card.held = false;
	card_attend();
	client_resume(playback);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the silence is not told");
}

/* A client that has started with nothing turns out to commit. */
static void ends_of_loop(void)
{
	struct plan plan;

	ends_plan(&plan);
	plan.free_runs = true;
	ends_open(&plan);
	client_start(playback);
	card_pass(PERIOD);
	check(truth_looped(playback), "the buffer is not looped");
	client_forward(playback, 2 * PERIOD);
	card_pass(2 * card_buffer());
	check(truth_whole(playback) == 2 * PERIOD * card_frame_bytes(),
	      "the loop ends at %llu", (unsigned long long)truth_whole(playback));
}

const struct steady ends[] = {
	{ "a CIV from before the step to the last descriptor is not believed", ends_late_index },
	{ "a loop has a delay also where its commits ended", ends_never },
	{ "a silence before a sleep is an XRUN after it", ends_before_sleep },
	{ "a loop ends where its client has written to", ends_of_loop },
	{ NULL, NULL },
};
