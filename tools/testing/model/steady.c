// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts the register accesses and interrupts of streams in steady state.
 *
 * A client that keeps its buffer full runs for some thousand periods, and queries the position from
 * time to time. The first hundred periods are not counted.
 */

#include <stdio.h>

#include "check.h"
#include "client.h"
#include "plan.h"
#include "shrink.h"
#include "steady.h"
#include "truth.h"

#define WARM_UP		100
#define PERIODS		4000

/**
 * struct count - the counters
 * @interrupts: interrupts handled
 * @handling: register accesses in interrupts
 * @notifications: period wakeups
 * @commits: commits of the client
 * @committing: register accesses in commits
 * @looks: position queries of the client
 * @looking: register accesses in position queries
 * @publications: writes of LVI
 */
struct count {
	u64 interrupts;
	u64 handling;
	u64 notifications;
	u64 commits;
	u64 committing;
	u64 looks;
	u64 looking;
	u64 publications;
};

static struct count count;

static u64 steady_accesses(void)
{
	return model.traffic.reads + model.traffic.writes;
}

static struct plan steady_plan(u32 period, u32 periods, bool cyclic, bool capture)
{
	struct plan plan;
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	plan_read(&plan, bytes);
	plan.engines = capture ? BIT(CARD_CAPTURE) : BIT(CARD_PLAYBACK);
	plan.cyclic = cyclic ? plan.engines : 0;
	plan.period = period;
	plan.periods = periods;
	plan.start_threshold = period * periods;
	plan.burst = period / 4;
	return plan;
}

static struct client *steady_client(const struct plan *plan)
{
	return &card.clients[plan->engines & BIT(CARD_CAPTURE) ? CARD_CAPTURE : CARD_PLAYBACK];
}

/* A quarter of a period, in which an interrupt may be due. */
static void steady_pass(struct client *client)
{
	u64 before = steady_accesses();
	u64 interrupts = card.interrupts - card.threads;

	card_pass(card.plan.burst);
	count.handling += steady_accesses() - before;
	count.interrupts += card.interrupts - card.threads - interrupts;
	check(client_state(client) == SNDRV_PCM_STATE_RUNNING, "the stream has stopped");
}

static void steady_commit(struct client *client)
{
	u64 before = steady_accesses();

	client_commit(client, card_buffer());
	count.commits++;
	count.committing += steady_accesses() - before;
}

static void steady_look(struct client *client)
{
	u64 before = steady_accesses();

	client_look(client);
	count.looks++;
	count.looking += steady_accesses() - before;
}

static void steady_run(const struct plan *plan)
{
	struct client *client = steady_client(plan);
	u32 period, quarter;

	card_make(plan, 1);
	client->number = client - card.clients;
	client_open(client, client->number);
	client_prepare(client);
	client_write(client, plan->period * plan->periods);
	for (period = 0; period < PERIODS; period++) {
		if (period == WARM_UP) {
			count = (struct count) { 0 };
			model.traffic = (struct model_traffic) { 0 };
			client->stream->counters.notifications = 0;
		}
		for (quarter = 0; quarter < 4; quarter++) {
			steady_pass(client);
			truth_settle(client);
		}
		if (period % 5 == 0)
			steady_look(client);
		steady_commit(client);
	}
	check(!model.traffic.ends, "the engine has starved %u times", model.traffic.ends);
	count.notifications = client->stream->counters.notifications;
	count.publications = model.traffic.publications;
}

static void steady_note(double handling, double looking, double committing)
{
	char text[SHRINK_WHY];
	double publishing = (double)count.notifications / (count.publications ?: 1);

	shrink_note(text, snprintf(text, sizeof(text),
				   "accesses: %.3f per notification, %.3f per look, %.3f per commit; one LVI write in %.1f notifications",
				   handling, looking, committing, publishing));
}

/* @handling, @looking and @committing are the upper limits. */
static void steady_judge(double handling, double looking, double committing)
{
	double handled = (double)count.handling / count.notifications;
	double looked = (double)count.looking / count.looks;
	double committed = (double)count.committing / count.commits;
	u64 more = count.notifications - (PERIODS - WARM_UP);

	/* if accesses take time, a few more periods are played in that time */
	check(more <= (card.plan.switches.access_samples ? card.plan.periods : 0),
	      "%llu notifications in %d periods", count.notifications, PERIODS - WARM_UP);
	check(handled <= handling && looked <= looking && committed <= committing,
	      "%.3f accesses per notification, %.3f per look, %.3f per commit", handled, looked,
	      committed);
	steady_note(handled, looked, committed);
}

static void steady_queue(void)
{
	struct plan plan = steady_plan(1024, 8, false, false);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_queue_small(void)
{
	struct plan plan = steady_plan(128, 16, false, false);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_queue_many(void)
{
	struct plan plan = steady_plan(256, 40, false, false);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_queue_capture(void)
{
	struct plan plan = steady_plan(512, 8, false, true);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_cyclic(void)
{
	struct plan plan = steady_plan(1024, 2, true, false);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_cyclic_once(void)
{
	struct plan plan = steady_plan(2048, 1, true, false);

	/* with one period the client can only write into the period that is being played */
	plan.free_runs = true;
	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

static void steady_cyclic_capture(void)
{
	struct plan plan = steady_plan(256, 2, true, true);

	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

/* A register access may take the time of a few frames without another result. */
static void steady_slow(void)
{
	struct plan plan = steady_plan(1024, 8, false, false);

	plan.switches.access_samples = 4;
	steady_run(&plan);
	steady_judge(3.2, 1, 0.01);
}

/* In the last two descriptors CIV is read too, unless the interrupt has just read it. */
static void steady_piv_stops(void)
{
	struct plan plan = steady_plan(1024, 8, false, false);

	plan.switches.piv_beyond = false;
	steady_run(&plan);
	steady_judge(3.2, 1, 0);
}

/* Three narrow reads (CIV, PICB, CIV) replace one combined read. */
static void steady_narrow(void)
{
	struct plan plan = steady_plan(1024, 8, false, false);

	plan.switches.narrow = true;
	steady_run(&plan);
	steady_judge(5.2, 3, 0);
}

/*
 * What starts with two descriptors and then commits a whole buffer at once has no interrupt in
 * which the rest of the refill could be done, with wakeups or without. The thread has to do it.
 */
static struct client *steady_sleep(struct plan *plan, bool wakeups)
{
	struct client *client;

	*plan = steady_plan(1024, 11, false, false);
	client = steady_client(plan);
	plan->wakeups = wakeups;
	plan->run_bytes = 512;
	plan->start_threshold = 1;
	card_make(plan, 1);
	client->number = client - card.clients;
	client_open(client, client->number);
	client_prepare(client);
	card.held = true;
	client_write(client, 2 * plan->run_bytes / 4);
	client_commit(client, card_buffer());
	check(card.woken, "the thread is not woken");
	return client;
}

static void steady_sleeper(void)
{
	struct client *client;
	struct plan plan;
	unsigned int i;
	u32 passed;

	for (i = 0; i < 2; i++) {
		client = steady_sleep(&plan, i);
		card.held = false;
		for (passed = 0; passed < 10 * 1024; passed += plan.burst) {
			steady_pass(client);
			truth_settle(client);
		}
		check(!model.traffic.ends, "the engine has starved %u times", model.traffic.ends);
	}
}

/* A thread that comes when the engine has halted does not hide that from the interrupt after it. */
static void steady_late_thread(void)
{
	struct client *client;
	struct plan plan;

	client = steady_sleep(&plan, false);
	while (!model.traffic.ends)
		card_pass(plan.burst);
	ich_engines_refill(&card.master);
	card.held = false;
	card_pass(plan.burst);
	check(client_state(client) == SNDRV_PCM_STATE_XRUN, "nothing tells of the gap");
}

/* The refill needs an interrupt in 16 descriptors. */
static void steady_silent(void)
{
	struct plan plan = steady_plan(1024, 11, false, false);
	char text[SHRINK_WHY];
	u64 descriptors;

	plan.wakeups = false;
	plan.run_bytes = 512;
	steady_run(&plan);
	descriptors = (u64)(PERIODS - WARM_UP) * 1024 * 4 / plan.run_bytes;
	check(!count.notifications, "%llu notifications", count.notifications);
	check(count.interrupts * 15 <= descriptors, "%llu interrupts in %llu descriptors",
	      count.interrupts, descriptors);
	shrink_note(text, snprintf(text, sizeof(text), "one interrupt in %.1f descriptors",
				   (double)descriptors / count.interrupts));
}

const struct steady steadies[] = {
	{ "the queue with 8 periods takes 3.2 accesses", steady_queue },
	{ "the queue with 16 short periods takes 3.2 accesses", steady_queue_small },
	{ "the queue with 40 periods takes 3.2 accesses", steady_queue_many },
	{ "the queue takes 3.2 accesses to capture", steady_queue_capture },
	{ "the cyclic device with 2 notifications takes 3.2 accesses", steady_cyclic },
	{ "the cyclic device with 1 notification takes 3.2 accesses", steady_cyclic_once },
	{ "the cyclic device takes 3.2 accesses to capture", steady_cyclic_capture },
	{ "where accesses are slow it takes 3.2", steady_slow },
	{ "where PIV stops at LVI it takes 3.2", steady_piv_stops },
	{ "without combined reads it takes 5.2", steady_narrow },
	{ "a large commit after a short one is played without another", steady_sleeper },
	{ "a thread that comes too late for that makes an XRUN", steady_late_thread },
	{ "without wakeups there is one interrupt in 15 descriptors", steady_silent },
	{ NULL, NULL },
};
