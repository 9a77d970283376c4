// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clients that commit by the mapped control page: what the driver does not accept, and that no
 * value in that page does harm.
 */

#include "check.h"
#include "client.h"
#include "mapped.h"
#include "plan.h"
#include "profile.h"
#include "sequence.h"
#include "truth.h"

#define PERIOD		480
#define PERIODS		8
#define ROUNDS		4000

static struct client *const playback = &card.clients[CARD_PLAYBACK];

static void mapped_plan(struct plan *plan)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	plan_read(plan, bytes);
	plan->maps = true;
	plan->period = PERIOD;
	plan->periods = PERIODS;
	plan->start_threshold = PERIOD * PERIODS;
	plan->burst = PERIOD / 4;
}

static void mapped_open(const struct plan *plan)
{
	card_make(plan, 1);
	playback->number = CARD_PLAYBACK;
	client_open(playback, CARD_PLAYBACK);
	client_prepare(playback);
	client_write(playback, card_buffer());
}

static unsigned int mapped_info(void)
{
	return playback->substream->runtime->hw.info;
}

/* The parameter counts when a stream is opened. */
static void mapped_flag(void)
{
	unsigned int flags = SNDRV_PCM_INFO_SYNC_APPLPTR | SNDRV_PCM_INFO_NO_PERIOD_WAKEUP;
	struct plan plan;

	mapped_plan(&plan);
	mapped_open(&plan);
	check(!(mapped_info() & flags), "the flags are %#x", mapped_info());
	check(playback->substream->runtime->hw.periods_min == 4, "fewer than 4 periods");
	client_close(playback);
	plan.maps = false;
	mapped_open(&plan);
	check((mapped_info() & flags) == flags, "without the parameter they are %#x",
	      mapped_info());
	check(playback->substream->runtime->hw.periods_min == 2, "more than 2 periods");
}

/* On the cyclic device, and with an engine that only loops, it does not count. */
static void mapped_elsewhere(void)
{
	u8 bytes[SEQUENCE_PLAN] = { [SEQUENCE_PROFILE] = profile_find("hda") };
	struct plan plan;

	plan_read(&plan, bytes);
	plan.maps = true;
	mapped_open(&plan);
	check(mapped_info() & SNDRV_PCM_INFO_SYNC_APPLPTR, "a loop cannot be told of a commit");
	client_close(playback);
	mapped_plan(&plan);
	plan.periods = 2;
	plan.cyclic = BIT(CARD_PLAYBACK);
	mapped_open(&plan);
	check(mapped_info() & SNDRV_PCM_INFO_NO_PERIOD_WAKEUP, "the cyclic device is changed");
}

/* A client asks for no wakeups without looking whether it can. */
static void mapped_wakes(void)
{
	struct plan plan;

	mapped_plan(&plan);
	plan.wakeups = false;
	mapped_open(&plan);
	card_pass(4 * PERIOD);
	check(playback->stream->counters.notifications >= 3, "%llu notifications",
	      (unsigned long long)playback->stream->counters.notifications);
}

/* With four periods the client may commit a whole period after it was woken. */
static void mapped_four(void)
{
	struct plan plan;
	u32 round;

	mapped_plan(&plan);
	plan.periods = 4;
	plan.start_threshold = 4 * PERIOD;
	mapped_open(&plan);
	for (round = 0; round < ROUNDS; round++) {
		card_pass(PERIOD);
		client_commit(playback, PERIOD);
		truth_settle(playback);
	}
	check(!model.traffic.ends && client_runs(playback), "the engine has halted");
	check(playback->stream->counters.commits >= ROUNDS, "commits are not seen");
}

/* A client that is not stopped has played all, and commits without a call. */
static void mapped_starved(void)
{
	struct plan plan;

	mapped_plan(&plan);
	plan.free_runs = true;
	mapped_open(&plan);
	card_pass(2 * card_buffer());
	check(truth_whole(playback) == playback->bound, "the buffer is not played");
	client_commit(playback, 3 * PERIOD);
	card_pass(6 * PERIOD);
	check(truth_whole(playback) == playback->bound, "what was committed late is not played");
}

/* A pointer that goes back is seen at the next interrupt. */
static void mapped_back(void)
{
	struct plan plan;

	mapped_plan(&plan);
	mapped_open(&plan);
	card_pass(PERIOD / 2);
	playback->appl -= 4 * PERIOD * card_frame_bytes();
	client_point(playback, playback->appl_ptr - 4 * PERIOD);
	card_pass(PERIOD);
	check(playback->stream->queue.committed == playback->appl, "nothing is withdrawn");
	playback->bound = playback->appl;
	card_pass(card_buffer());
	check(truth_whole(playback) == playback->bound, "what was withdrawn is played");
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "no XRUN");
}

static void mapped_require_committed(const char *when)
{
	check(playback->stream->queue.committed == playback->bound, "%lld of %lld picked up %s",
	      (long long)playback->stream->queue.committed, (long long)playback->bound, when);
}

/* Each call in which the driver looks at the position, and each that goes on or ends, is enough. */
static void mapped_calls(void)
{
	struct plan plan;

	mapped_plan(&plan);
	mapped_open(&plan);
	card_pass(3 * PERIOD);
	client_commit(playback, PERIOD);
	card_pass(PERIOD / 2);
	client_look(playback);
	mapped_require_committed("by a query of the position");
	client_commit(playback, PERIOD / 2);
	client_pause(playback);
	mapped_require_committed("by a pause");
	client_commit(playback, PERIOD / 2);
	client_pause(playback);
	mapped_require_committed("by the end of a pause");
	card_pass(PERIOD / 2);
	client_commit(playback, PERIOD / 4);
	client_drain(playback);
	mapped_require_committed("by a drain");
}

/* The engine has played all when it is halted, and more is committed before it goes on. */
static void mapped_slept(void)
{
	struct plan plan;

	mapped_plan(&plan);
	mapped_open(&plan);
	card_pass(card_buffer() - PERIOD);
	card.held = true;
	card_pass(PERIOD);
	client_suspend(playback);
	card_power();
	client_commit(playback, PERIOD);
	card.held = false;
	card_attend();
	client_resume(playback);
	check(client_runs(playback), "what is committed in a sleep is too late");
	check(playback->stream->queue.committed == playback->bound, "it is not picked up");
}

/* The engine has played all that was picked up, but not all that was committed. */
static void mapped_open_late(void)
{
	struct plan plan;

	mapped_plan(&plan);
	mapped_open(&plan);
	card.held = true;
	card_pass(PERIOD + PERIOD / 2);
	client_look(playback);
	client_commit(playback, PERIOD);
	card_pass(card_buffer());
	check(playback->next != playback->bound && model_halted(CARD_PLAYBACK),
	      "the commit was picked up");
}

/* No interrupt has told that it has halted. */
static void mapped_late(void)
{
	u64 before;

	mapped_open_late();
	before = playback->next;
	client_look(playback);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the silence is not told");
	check(playback->next == before, "what was committed too late is played");
}

static void mapped_late_sleep(void)
{
	mapped_open_late();
	client_suspend(playback);
	card_power();
	client_resume(playback);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the silence is not told");
}

static snd_pcm_uframes_t mapped_any(void)
{
	snd_pcm_uframes_t any = (snd_pcm_uframes_t)model_random() << 32 | model_random();
	const struct snd_pcm_runtime *runtime = playback->substream->runtime;

	switch (model_random() % 4) {
	case 0:
		return any;
	case 1:
		return runtime->boundary - 8 + any % 16;
	case 2:
		return runtime->status->hw_ptr + any % (4 * card_buffer()) - 2 * card_buffer();
	default:
		/* where a product of frames and bytes overflows */
		return runtime->status->hw_ptr + (1ULL << (60 + any % 4)) + any / 64 % 0x10000;
	}
}

static void mapped_bounded(void)
{
	const struct waveport_queue *queue = &playback->stream->queue;
	s64 ahead = waveport_distance(playback->stream->position, queue->committed);

	check(queue->looped || (ahead >= 0 && ahead <= card_buffer_bytes()),
	      "%lld bytes are committed", (long long)ahead);
}

static void mapped_hostile_step(void)
{
	void (*const calls[])(struct client *client) = {
		client_start, client_look, client_pause, client_drain, client_reset, client_drop,
	};

	client_point(playback, mapped_any());
	card_pass(model_random() % (2 * PERIOD));
	mapped_bounded();
	client_point(playback, mapped_any());
	if (!(model_random() % 4))
		calls[model_random() % ARRAY_SIZE(calls)](playback);
	mapped_bounded();
	if (client_runs(playback))
		return;
	client_prepare(playback);
	client_write(playback, card_buffer());
	mapped_bounded();
}

/* What is played is not known then, but it is what is in the buffer, and never more than that. */
static void mapped_hostile(void)
{
	struct plan plan;
	u32 round;

	mapped_plan(&plan);
	mapped_open(&plan);
	card.faulty = true;
	for (round = 0; round < ROUNDS; round++) {
		if (round == ROUNDS / 2) {
			card.plan.free_runs = true;
			client_reopen(playback);
		}
		mapped_hostile_step();
	}
	client_drop(playback);
	client_close(playback);
}

const struct steady mapped[] = {
	{ "the parameter opens the control page, and asks for 4 periods and wakeups", mapped_flag },
	{ "it does so only where the engine has a list and the device a queue", mapped_elsewhere },
	{ "a client that commits without a call cannot do without wakeups", mapped_wakes },
	{ "with 4 periods it never starves", mapped_four },
	{ "what it commits after a starvation is played", mapped_starved },
	{ "each position query and trigger picks up what it has committed", mapped_calls },
	{ "what it commits in a sleep is not too late", mapped_slept },
	{ "what it has committed in time, but is picked up too late, is an XRUN", mapped_late },
	{ "so it is after a sleep", mapped_late_sleep },
	{ "what it takes back by itself is taken back at the next interrupt", mapped_back },
	{ "no value of its pointer commits more than the buffer", mapped_hostile },
	{ NULL, NULL },
};
