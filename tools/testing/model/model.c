// SPDX-License-Identifier: GPL-2.0-only
/*
 * A model of the ICH AC'97 bus master: the behaviour of its engines over time. The registers are in
 * registers.c.
 */

#include <string.h>

#include <linux/bitfield.h>
#include <linux/io.h>
#include <linux/minmax.h>

#include "check.h"
#include "engine_state.h"
#include "looper.h"

/* ICH_READ_TRIES of the driver, less one. */
#define STALLS	3

struct model model;

/* xorshift64* */
u32 model_random(void)
{
	model.random ^= model.random >> 12;
	model.random ^= model.random << 25;
	model.random ^= model.random >> 27;
	return (model.random * 0x2545f4914f6cdd1dULL) >> 32;
}

/**
 * engine_reset() - set an engine to its state after a register reset
 * @engine: the engine
 */
void engine_reset(struct model_engine *engine)
{
	memset(engine, 0, sizeof(*engine));
	engine->sr = ICH_SR_DCH;
	engine->fresh = true;
}

/**
 * model_reset() - create a new bus master
 * @switches: its behaviour
 * @seed: seed of its random numbers
 */
void model_reset(const struct model_switches *switches, u64 seed)
{
	unsigned int i;

	memset(&model, 0, sizeof(model));
	model.switches = *switches;
	model.random = seed | 1;
	model.mastering = true;
	for (i = 0; i < MODEL_ENGINES; i++)
		model.engines[i].sr = switches->left;
	model_power();
}

/**
 * model_power() - power cycle
 */
void model_power(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		u16 sr = model.engines[i].sr;

		engine_reset(&model.engines[i]);
		if (model.switches.silent_power)
			model.engines[i].sr = sr;
	}
	model.dma = 0;
	model.line = false;
}

/* Returns true if an event is pending and its interrupt is enabled. */
static bool engine_asserts(const struct model_engine *engine)
{
	return (engine->sr & ICH_SR_BCIS && engine->cr & ICH_CR_IOCE) ||
	       (engine->sr & ICH_SR_LVBCI && engine->cr & ICH_CR_LVBIE) ||
	       (engine->sr & ICH_SR_FIFOE && engine->cr & ICH_CR_FEIE);
}

/**
 * engine_signal() - set the status of an engine, and update a latched interrupt line
 * @engine: the engine
 * @status: new status
 */
void engine_signal(struct model_engine *engine, u16 status)
{
	bool changed;

	if (model.fault == MODEL_STORM && engine->cr & ICH_CR_RPBM)
		status |= engine->sr & ICH_SR_BCIS;
	changed = (engine->sr ^ status) & ICH_SR_EVENTS;
	engine->sr = status;
	if (changed && !(status & ICH_SR_EVENTS))
		model.line = false;
	else if ((changed || model.fault == MODEL_STORM) && engine_asserts(engine))
		model.line = true;
}

static unsigned int engine_number(const struct model_engine *engine)
{
	return engine - model.engines;
}

static void engine_fetch(struct model_engine *engine, u8 index, struct model_descriptor *into)
{
	struct ich_descriptor raw;
	u32 control;

	truth_fetch(engine_number(engine), engine->bdbar + index * sizeof(raw), &raw);
	control = le32_to_cpu(raw.control);
	into->address = le32_to_cpu(raw.address);
	into->samples = FIELD_GET(ICH_CONTROL_SAMPLES, control);
	if (model.switches.swapped)
		into->samples /= model.switches.sample_bytes;
	into->length = into->samples;
	into->interrupts = control & ICH_CONTROL_IOC;
	/* with random indices the driver may write descriptors that the engine should not fetch */
	if (model.fault == MODEL_GARBAGE)
		return;
	check(!(into->address & 1), "descriptor %u: odd address", index);
	check(into->samples && !(into->samples & 1), "descriptor %u: %u samples", index,
	      into->samples);
}

/**
 * engine_prefetch() - fetch descriptors after the current one, as far as they are valid
 * @engine: the engine
 */
void engine_prefetch(struct model_engine *engine)
{
	u8 next = (engine->civ + 1) % ICH_LIST;
	u8 last;

	if (!engine->loaded || engine->unfetched)
		return;
	/* LVI may have been lowered to the current one after others were fetched */
	if (engine->civ == engine->lvi && !engine->prefetched)
		engine->piv = model.switches.piv_beyond ? next : engine->civ;
	if (engine->civ == engine->lvi)
		return;
	engine->piv = next;
	while (engine->prefetched < model.switches.prefetches) {
		last = (engine->civ + engine->prefetched) % ICH_LIST;
		if (last == engine->lvi)
			return;
		engine_fetch(engine, (last + 1) % ICH_LIST, &engine->next[engine->prefetched]);
		engine->prefetched++;
	}
}

/* Begin with the current descriptor. */
static void engine_begin(struct model_engine *engine)
{
	engine->unfetched = model.switches.late_fetch;
	if (engine->unfetched)
		engine->piv = engine->civ;
	engine_prefetch(engine);
}

static void engine_load(struct model_engine *engine)
{
	engine_fetch(engine, engine->civ, &engine->playing);
	engine->loaded = true;
	engine_begin(engine);
}

/**
 * engine_step() - advance to the next descriptor
 * @engine: the engine
 */
void engine_step(struct model_engine *engine)
{
	engine->civ = (engine->civ + 1) % ICH_LIST;
	engine->sr &= ~(ICH_SR_DCH | ICH_SR_CELV);
	engine->ended = false;
	if (engine->prefetched) {
		engine->playing = engine->next[0];
		engine->prefetched--;
		memmove(engine->next, engine->next + 1,
			engine->prefetched * sizeof(*engine->next));
		engine_begin(engine);
	} else {
		engine_load(engine);
	}
	engine->lagging = model.switches.lags || model.switches.blank;
}

/**
 * engine_start() - handle the set run bit
 * @engine: the engine, halted
 */
void engine_start(struct model_engine *engine)
{
	engine->waited = 0;
	engine->lead = 0;
	engine->dead = model.fault == MODEL_DEAD;
	engine->loose = false;
	if (engine->fresh) {
		engine->fresh = false;
		engine->quiet = 0;
		engine->sr &= ~(ICH_SR_DCH | ICH_SR_CELV);
		if (!model.switches.lazy)
			engine_load(engine);
		return;
	}
	if (engine->sr & ICH_SR_CELV)
		return;
	engine->sr &= ~ICH_SR_DCH;
	if (!model.switches.in_place && engine->civ != engine->lvi)
		engine_step(engine);
}

static void engine_end(struct model_engine *engine)
{
	engine->ended = false;
	engine->sr |= ICH_SR_CELV | ICH_SR_DCH;
}

/**
 * engine_halted() - complete the halt after the run bit was cleared
 * @engine: the engine
 */
void engine_halted(struct model_engine *engine)
{
	engine->halting = 0;
	engine->loose = false;
	engine->lagging = false;
	if (engine->ended)
		engine_end(engine);
	engine->sr |= ICH_SR_DCH;
}

static void engine_complete(struct model_engine *engine)
{
	truth_done(engine_number(engine), engine->playing.interrupts, engine->quiet);
	engine->quiet = engine->playing.interrupts ? 0 : engine->quiet + 1;
	if (engine->playing.interrupts)
		engine_signal(engine, engine->sr | ICH_SR_BCIS);
	if (engine->civ != engine->lvi) {
		engine_step(engine);
		return;
	}
	engine_signal(engine, engine->sr | ICH_SR_LVBCI);
	model.traffic.ends++;
	engine->ended = true;
	engine->ending = model.switches.late_end;
	if (!engine->ending)
		engine_end(engine);
}

/**
 * engine_move() - let an engine move data for some time
 * @engine: the engine
 * @samples: the time in samples
 */
void engine_move(struct model_engine *engine, u32 samples)
{
	u32 some, bytes;

	while (samples && model.mastering && !(engine->sr & ICH_SR_DCH)) {
		if (model.switches.blocks && engine->sr & ICH_SR_BCIS)
			return;
		if (engine->ended) {
			some = min(samples, engine->ending);
			engine->ending -= some;
			if (!engine->ending)
				engine_end(engine);
			samples -= some;
			continue;
		}
		if (!engine->loaded)
			engine_load(engine);
		some = min(samples, engine->playing.samples);
		bytes = some * model.switches.sample_bytes;
		if (some)
			truth_move(engine_number(engine), engine->playing.address, bytes);
		engine->playing.address += bytes;
		engine->playing.samples -= some;
		samples -= some;
		engine->unfetched -= min(some, engine->unfetched);
		engine_prefetch(engine);
		/* an access that takes some time reads the values after the lag */
		if (model.accessing)
			engine->lagging = false;
		if (!engine->playing.samples)
			engine_complete(engine);
	}
}

/* The time in samples after which the next tick is due. */
static u32 engine_due(const struct model_engine *engine)
{
	u32 rest = engine->loaded ? engine->playing.samples : 0;

	return model.switches.bounded && rest ? min_t(u32, model.switches.tick, rest) :
						model.switches.tick;
}

/* The samples that a tick moves: the time that has passed, and what it runs ahead. */
static u32 engine_stride(struct model_engine *engine, u32 due)
{
	u32 lead, stride;

	if (!model.switches.ahead)
		return due;
	lead = model_random() % (model.switches.ahead + 1) & ~1U;
	stride = due + lead > engine->lead ? due + lead - engine->lead : 0;
	engine->lead += stride - due;
	return stride;
}

/* Let time pass for an engine. */
static void engine_pass(struct model_engine *engine, u32 samples)
{
	u32 due;

	if (!model.switches.tick || engine->ended) {
		engine_move(engine, samples);
		return;
	}
	engine->waited += samples;
	while (!(engine->sr & ICH_SR_DCH) && !engine->ended) {
		due = engine_due(engine);
		if (engine->waited < due)
			return;
		engine->waited -= due;
		engine_move(engine, engine_stride(engine, due));
	}
	engine->waited = 0;
	engine->lead = 0;
}

/**
 * model_pass() - let time pass
 * @samples: the time in samples of each engine
 */
void model_pass(u32 samples)
{
	unsigned int i;

	model.time += samples;
	card_tick();
	for (i = 0; i < MODEL_ENGINES && model.switches.loops; i++)
		looper_pass(i, samples);
	if (model.fault == MODEL_GONE || !model.mastering)
		return;
	for (i = 0; i < MODEL_ENGINES; i++) {
		if ((model_running(i) || model.engines[i].loose) && !model.engines[i].dead)
			engine_pass(&model.engines[i], samples);
	}
}

/**
 * model_call() - prepare for a call of the driver
 * @slack: most samples of time that may pass in its register accesses
 */
void model_call(u32 slack)
{
	model.patience = 0;
	model.slack = slack;
	model.stalls = STALLS;
}

/**
 * model_disturb() - raise a FIFO error, as if the bus was busy for too long
 * @engine: number of the engine
 */
void model_disturb(unsigned int engine)
{
	if (!model.switches.loops && model_running(engine) &&
	    !(model.engines[engine].sr & ICH_SR_DCH))
		engine_signal(&model.engines[engine], model.engines[engine].sr | ICH_SR_FIFOE);
}

/**
 * model_running() - check whether the run bit of an engine is set
 * @engine: number of the engine
 *
 * Return: true if it is; the engine may have halted at the end of its list.
 */
bool model_running(unsigned int engine)
{
	if (model.switches.loops)
		return looper_running(engine);
	return model.engines[engine].cr & ICH_CR_RPBM;
}

/**
 * model_halted() - check whether an engine has halted by itself
 * @engine: number of the engine
 *
 * Return: true if its run bit is set and it has reached the end of its list.
 */
bool model_halted(unsigned int engine)
{
	return !model.switches.loops && model_running(engine) &&
	       model.engines[engine].sr & ICH_SR_DCH;
}

/**
 * model_interrupts() - check whether an engine asserts the interrupt line
 * @engine: number of the engine
 *
 * Return: true if an event is pending and enabled; for a latched line, if the line is asserted.
 */
bool model_interrupts(unsigned int engine)
{
	if (model.fault == MODEL_GONE)
		return false;
	if (model.switches.loops)
		return looper_interrupts(engine);
	return model.switches.latched ? model.line : engine_asserts(&model.engines[engine]);
}
