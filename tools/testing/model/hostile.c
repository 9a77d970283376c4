// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware that does not behave, one fault at a time: whatever it does, the handler is bounded, the
 * streams end, freed memory is not accessed, and everything works again once the fault is over.
 */

#include <stdio.h>

#include "check.h"
#include "client.h"
#include "hostile.h"
#include "plan.h"
#include "sequence.h"
#include "shrink.h"
#include "truth.h"

#define PERIOD		480
#define PERIODS		4
/* ICH_LOOKS_MAX of the driver, and its most accesses for one event of a stream that goes on. */
#define LOOKS		64
#define ACCESSES	12

static struct client *const playback = &card.clients[CARD_PLAYBACK];
static struct client *const capture = &card.clients[CARD_CAPTURE];

static void hostile_make(bool free_runs, u32 cyclic)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };
	struct plan plan;
	unsigned int i;

	plan_read(&plan, bytes);
	plan.engines = BIT(CARD_PLAYBACK) | BIT(CARD_CAPTURE);
	plan.cyclic = cyclic;
	plan.period = PERIOD;
	plan.periods = cyclic ? 2 : PERIODS;
	plan.start_threshold = plan.period * plan.periods;
	plan.free_runs = free_runs;
	card_make(&plan, 1);
	for (i = 0; i < MODEL_ENGINES; i++) {
		client_open(&card.clients[i], i);
		client_prepare(&card.clients[i]);
	}
}

static void hostile_open(bool free_runs)
{
	hostile_make(free_runs, 0);
}

static void hostile_start(void)
{
	client_write(playback, card_buffer());
	client_start(capture);
	check(client_runs(playback) && client_runs(capture), "the streams do not start");
}

static void hostile_play(void)
{
	u64 before;

	client_prepare(playback);
	before = playback->next;
	client_write(playback, card_buffer());
	card_pass(PERIOD);
	check(client_runs(playback) && playback->next != before, "the stream does not play");
}

static void hostile_heal(void)
{
	model.fault = MODEL_SOUND;
	client_drop(playback);
	client_drop(capture);
	hostile_play();
}

static u64 hostile_accesses(void)
{
	return model.traffic.reads + model.traffic.writes;
}

static void hostile_unhalted(void)
{
	hostile_open(false);
	hostile_start();
	card_fail(MODEL_STUCK);
	client_drop(playback);
	check(!model.mastering, "the engine can still access memory");
	card_attend();
	check(!client_runs(capture), "the stream of the other engine does not end");
	/* the memory of the old buffer is freed in this */
	client_close(playback);
	playback->stream = NULL;
	card_pass(card_buffer());
	client_open(playback, CARD_PLAYBACK);
	client_prepare(playback);
	client_write(playback, card_buffer());
	check(!client_runs(playback), "an engine is started without bus mastering");
	hostile_heal();
	check(model.mastering, "bus mastering stays off");
}

/* The stream of the engine that does not halt is closed, so its engine is not stopped again. */
static void hostile_unhalted_other(void)
{
	hostile_open(false);
	hostile_start();
	card_fail(MODEL_STUCK);
	client_drop(capture);
	client_close(capture);
	capture->stream = NULL;
	card_attend();
	model.fault = MODEL_SOUND;
	hostile_play();
	check(model.mastering, "bus mastering stays off");
}

/* The engine takes some reads to halt, once it does: the start of the other waits for that. */
static void hostile_unhalted_slow(void)
{
	hostile_open(false);
	model.switches.halt_reads = 3;
	hostile_start();
	card_fail(MODEL_GONE);
	client_drop(playback);
	client_close(playback);
	playback->stream = NULL;
	card_attend();
	model.fault = MODEL_SOUND;
	client_drop(capture);
	client_prepare(capture);
	client_start(capture);
	check(client_runs(capture), "the first start after the fault fails");
	check(model.mastering, "bus mastering stays off");
}

static void hostile_die(void)
{
	card_fail(MODEL_DEAD);
	hostile_start();
	card_pass(4 * card.plan.rate);
	check(client_runs(playback) && client_runs(capture), "the streams end too early");
	card_pass(2 * card.plan.rate);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN &&
	      client_state(capture) == SNDRV_PCM_STATE_XRUN, "the streams wait for ever");
	hostile_heal();
}

static void hostile_dead(void)
{
	hostile_open(false);
	hostile_die();
}

static void hostile_dead_loop(void)
{
	hostile_make(false, BIT(CARD_PLAYBACK) | BIT(CARD_CAPTURE));
	hostile_die();
}

/* The core ignores that a drain could not start the engine. */
static void hostile_gone_drain(void)
{
	hostile_open(false);
	client_write(playback, PERIOD);
	card_fail(MODEL_GONE);
	client_drain(playback);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the drain waits for ever");
	hostile_heal();
}

static void hostile_dead_drain(void)
{
	hostile_open(false);
	card_fail(MODEL_DEAD);
	client_write(playback, PERIOD);
	client_drain(playback);
	card_pass(6 * card.plan.rate);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the drain waits for ever");
	hostile_heal();
}

/* Play until the engine is not watched any more. */
static void hostile_settle(void)
{
	u32 periods;

	for (periods = 0; periods < 4 * card.plan.rate / PERIOD; periods++) {
		card_pass(PERIOD);
		client_write(playback, card_buffer());
	}
	check(client_runs(playback), "the stream does not play");
}

/* A rewind into the current descriptor halts the engine and starts it again. */
static void hostile_dead_rewind(void)
{
	hostile_open(false);
	hostile_start();
	hostile_settle();
	card_pass(10);
	card_fail(MODEL_DEAD);
	client_look(playback);
	client_rewind(playback, card_buffer() - 100);
	card_pass(6 * card.plan.rate);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the stream waits for ever");
	hostile_heal();
}

static void hostile_dead_starved(void)
{
	hostile_open(true);
	client_write(playback, PERIOD);
	client_start(playback);
	hostile_settle();
	/* until the end of the list is not watched any more */
	card_pass(2 * card.plan.rate);
	card_fail(MODEL_DEAD);
	client_write(playback, PERIOD);
	card_pass(6 * card.plan.rate);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN, "the stream waits for ever");
	hostile_heal();
}

/* What is written to CR meanwhile is lost, so the engine goes on afterwards. */
static void hostile_gone(void)
{
	hostile_open(false);
	hostile_start();
	card_fail(MODEL_GONE);
	client_drop(playback);
	client_close(playback);
	playback->stream = NULL;
	model.fault = MODEL_SOUND;
	card_pass(card_buffer());
	client_open(playback, CARD_PLAYBACK);
	hostile_play();
	check(model.mastering, "bus mastering stays off");
}

/*
 * The stop of an engine at its end is lost, while its halt is seen. Whether an access falls into
 * the @heals accesses of the fault depends on how many the call has made before.
 */
static void hostile_stop_is_lost(u32 accesses, u32 heals)
{
	hostile_open(true);
	client_write(playback, PERIOD);
	client_start(playback);
	card_pass(2 * PERIOD);
	card_break(MODEL_GONE, accesses, heals);
	client_drop(playback);
	client_close(playback);
	playback->stream = NULL;
	client_close(capture);
	capture->stream = NULL;
}

static void hostile_gone_briefly(void)
{
	u32 accesses, heals;

	for (accesses = 1; accesses < 20; accesses++) {
		for (heals = 1; heals < 8; heals++)
			hostile_stop_is_lost(accesses, heals);
	}
	model.fault = MODEL_SOUND;
	client_open(playback, CARD_PLAYBACK);
	hostile_play();
	check(model.mastering, "bus mastering stays off");
}

/* A stream that was resumed at its end has nothing to move. */
static void hostile_no_data(void)
{
	hostile_open(true);
	client_write(playback, PERIOD);
	client_start(playback);
	card_pass(2 * PERIOD);
	client_pause(playback);
	client_pause(playback);
	card_pass(10 * card.plan.rate);
	check(client_runs(playback), "a stream ends because it has no data");
	client_write(playback, PERIOD);
	card_pass(2 * PERIOD);
	check(truth_whole(playback) == 2 * PERIOD * card_frame_bytes(), "the stream does not play");
}

static void hostile_storm(void)
{
	u64 before, most = 0;
	char text[SHRINK_WHY];
	u32 calls = 0;

	hostile_open(false);
	hostile_start();
	card_fail(MODEL_STORM);
	card.held = true;
	card_pass(PERIOD);
	while (card_asserted() && calls++ < 100) {
		before = hostile_accesses();
		card_interrupt();
		if (hostile_accesses() - before > most)
			most = hostile_accesses() - before;
	}
	card.held = false;
	check(!card_asserted(), "the storm does not end");
	check(most <= LOOKS * ACCESSES, "%llu accesses in one interrupt", most);
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN &&
	      client_state(capture) == SNDRV_PCM_STATE_XRUN, "the streams do not end");
	hostile_heal();
	shrink_note(text, snprintf(text, sizeof(text),
				   "%u interrupts, at most %llu accesses in one", calls, most));
}

static void hostile_late_interrupt(void)
{
	u64 before;

	hostile_open(false);
	hostile_start();
	client_drop(playback);
	client_drop(capture);
	card_fail(MODEL_STORM);
	model.engines[CARD_PLAYBACK].sr |= ICH_SR_EVENTS;
	before = hostile_accesses();
	card_interrupt();
	check(hostile_accesses() == before, "an interrupt of a stopped engine is looked at");
	hostile_heal();
}

static void hostile_beyond(void)
{
	hostile_open(false);
	hostile_start();
	card_fail(MODEL_BEYOND);
	card_pass(2 * card_buffer());
	check(client_state(playback) == SNDRV_PCM_STATE_XRUN &&
	      client_state(capture) == SNDRV_PCM_STATE_XRUN, "the streams do not end");
	hostile_heal();
}

/* Firmware or another driver has started an engine, and has left events behind. */
static void hostile_left_running(void)
{
	struct model_engine *engine = &model.engines[CARD_PLAYBACK];

	hostile_open(false);
	engine->cr = ICH_CR_RPBM | ICH_CR_IOCE;
	engine->sr = ICH_SR_BCIS;
	engine->fresh = false;
	engine->loaded = true;
	check(!ich_engine_power_on(&card.engines[CARD_PLAYBACK]), "the engine is not reset");
	check(engine->fresh && !engine->cr && engine->sr == ICH_SR_DCH, "the engine is not reset");
	hostile_start();
}

const struct steady hostiles[] = {
	{ "an engine that never halts accesses no freed memory", hostile_unhalted },
	{ "bus mastering comes back though its stream is closed", hostile_unhalted_other },
	{ "the first start after a fault waits for the halt", hostile_unhalted_slow },
	{ "an engine that never starts ends its stream after 5 s", hostile_dead },
	{ "an engine that never starts ends a loop", hostile_dead_loop },
	{ "an engine that never starts ends a drain", hostile_dead_drain },
	{ "a drain whose start fails ends", hostile_gone_drain },
	{ "an engine that does not start again after a rewind ends its stream",
	  hostile_dead_rewind },
	{ "an engine that does not start again after a starvation ends its stream",
	  hostile_dead_starved },
	{ "an engine that goes on after all ones accesses no freed memory", hostile_gone },
	{ "an engine whose stop is lost is not reset", hostile_gone_briefly },
	{ "a stream without data is not stopped", hostile_no_data },
	{ "an interrupt storm is bounded and ends the streams", hostile_storm },
	{ "an interrupt of a stopped engine costs no access", hostile_late_interrupt },
	{ "indices that are never possible end the streams", hostile_beyond },
	{ "an engine that was left running is halted and reset", hostile_left_running },
	{ NULL, NULL },
};
