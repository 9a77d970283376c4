// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers of the bus master, with checks for accesses that the driver must not make.
 */

#include <linux/bitfield.h>
#include <linux/io.h>
#include <linux/minmax.h>

#include "check.h"
#include "engine_state.h"
#include "truth.h"

/* Limit of the accesses in one call of the driver; only an endless wait makes more. */
#define PATIENCE	4000
/* Most samples of time that a short access takes: one frame. */
#define BRIEF		6
/* What CR has beside the run bit and the reset. */
#define INTERRUPTS	(ICH_CR_LVBIE | ICH_CR_FEIE | ICH_CR_IOCE)

static struct model_engine *register_of(const void *address, unsigned int *offset)
{
	size_t distance = (const u8 *)address - model.window;

	check(distance < sizeof(model.window), "access outside the registers");
	*offset = distance % MODEL_WINDOW;
	return &model.engines[distance / MODEL_WINDOW];
}

static void register_count(u32 *kind)
{
	(*kind)++;
	check(++model.patience < PATIENCE, "an endless wait for a register");
}

/*
 * Time passes in a register access, and another CPU may access registers before it. On average
 * every second access takes no time, so that a long one may be any access of a call. An engine
 * moves whole dwords.
 *
 * The driver repeats a read if the engine advances to the next descriptor during it, up to
 * ICH_READ_TRIES times. So only fewer accesses than that may take longer than a frame.
 */
static void register_wait(void)
{
	u32 most = min_t(u32, model.switches.access_samples, model.slack);
	u32 samples;

	card_access();
	if (!most || model_random() & 1)
		return;
	samples = model_random() % (most + 1);
	if (samples > BRIEF && !model.stalls)
		samples %= BRIEF + 1;
	else if (samples > BRIEF)
		model.stalls--;
	if (model.switches.sample_bytes == ICH_SAMPLE_BYTES)
		samples &= ~1U;
	model.slack -= samples;
	model.accessing = true;
	model_pass(samples);
	model.accessing = false;
}

/* The status as it changes by time and by reading. */
static u16 status_look(struct model_engine *engine)
{
	u16 status = engine->sr;

	if (model.fault == MODEL_STUCK)
		return status;
	/* it was stuck meanwhile, or bus mastering was off */
	if (!engine->halting && !(engine->cr & ICH_CR_RPBM) && !engine->fresh)
		engine_halted(engine);
	if (!engine->halting)
		return engine->sr;
	engine_move(engine, model.switches.halt_samples);
	if (!--engine->halting)
		engine_halted(engine);
	return status;
}

/*
 * Nobody knows what DCH is where the run bit is in a shared register. What would harm most is the
 * contrary of what it is elsewhere.
 */
static u16 status_read(struct model_engine *engine)
{
	return model.switches.shared ? engine->sr ^ ICH_SR_DCH : status_look(engine);
}

/* Change some of the bits that the driver goes by. */
static u16 status_flicker(u16 status)
{
	if (model.fault != MODEL_FLICKER)
		return status;
	return status ^ (model_random() & model_random() &
			 (ICH_SR_EVENTS | ICH_SR_DCH | ICH_SR_CELV));
}

/* As with SR elsewhere: an engine halts while CR is read. */
static u8 control_until_halt(struct model_engine *engine)
{
	u8 interrupts = engine->cr & ~ICH_CR_RPBM;

	if (interrupts || !engine->kept)
		return interrupts;
	status_look(engine);
	if (!engine->halting && model.fault != MODEL_STUCK)
		engine->kept = 0;
	return engine->kept;
}

static u8 control_read(struct model_engine *engine)
{
	u8 control = model.switches.shared ? control_until_halt(engine) : engine->cr;

	if (engine->resetting) {
		engine->resetting--;
		control |= ICH_CR_RR;
	}
	return control;
}

/* Value of CIV for the next read: the advance to the next descriptor may be visible late. */
static u8 current_index(const struct model_engine *engine)
{
	return engine->lagging && model.switches.lags ? (engine->civ - 1) % ICH_LIST : engine->civ;
}

static u16 current_samples(const struct model_engine *engine)
{
	u16 unit = model.switches.swapped ? model.switches.sample_bytes : 1;

	if (engine->lagging || !engine->loaded)
		return 0;
	if (model.switches.full_end && engine->sr & ICH_SR_DCH)
		return engine->playing.length * unit;
	return engine->playing.samples * unit;
}

static u8 prefetched_index(const struct model_engine *engine)
{
	return engine->lagging && model.switches.lags ? engine->civ : engine->piv;
}

/* Returns the offset that a register has in implementations that are not swapped. */
static unsigned int register_place(unsigned int offset, unsigned int bits)
{
	if (!model.switches.swapped || bits != 16)
		return offset;
	return offset == ICH_SR ? ICH_PICB : offset == ICH_PICB ? ICH_SR : offset;
}

static u32 register_value(struct model_engine *engine, unsigned int offset, unsigned int bits)
{
	u32 value;

	switch (offset << 8 | bits) {
	case ICH_CIV << 8 | 8:
		return current_index(engine);
	case ICH_LVI << 8 | 8:
		return engine->lvi;
	case ICH_SR << 8 | 16:
		return status_flicker(status_read(engine));
	case ICH_PICB << 8 | 16:
		value = current_samples(engine);
		engine->lagging = false;
		return value;
	case ICH_PIV << 8 | 8:
		return prefetched_index(engine);
	case ICH_CR << 8 | 8:
		return control_read(engine);
	case ICH_STATUS << 8 | 32:
		value = FIELD_PREP(ICH_STATUS_CIV, current_index(engine)) |
			FIELD_PREP(ICH_STATUS_LVI, engine->lvi) |
			FIELD_PREP(ICH_STATUS_SR, status_flicker(status_read(engine)));
		return model.switches.narrow ? model_random() : value;
	case ICH_PROGRESS << 8 | 32:
		value = FIELD_PREP(ICH_PROGRESS_PICB, current_samples(engine)) |
			FIELD_PREP(ICH_PROGRESS_PIV, prefetched_index(engine)) |
			FIELD_PREP(ICH_PROGRESS_CR, control_read(engine));
		engine->lagging = false;
		if (model.switches.no_progress)
			return 0;
		return model.switches.narrow ? model_random() : value;
	default:
		check_failed("a read of %u bits at %#x", bits, offset);
	}
}

static bool register_is_progress(unsigned int offset)
{
	return offset != ICH_SR && offset != ICH_CR;
}

/**
 * register_access() - let time pass before an access, and count it
 * @kind: the counter
 */
void register_access(u32 *kind)
{
	register_wait();
	register_count(kind);
}

static u32 register_read(const void *address, unsigned int bits)
{
	struct model_engine *engine;
	unsigned int offset;
	u32 value;

	register_access(&model.traffic.reads);
	if (register_is_shared(address))
		return shared_read(address, bits);
	engine = register_of(address, &offset);
	offset = register_place(offset, bits);
	if (model.fault == MODEL_GONE)
		return ICH_GONE;
	value = register_value(engine, offset, bits);
	if (model.fault == MODEL_GARBAGE && register_is_progress(offset) && model_random() & 1)
		return model_random();
	/* more samples than any descriptor has */
	if (model.fault == MODEL_BEYOND && offset == ICH_PICB)
		return value | 0xfffe;
	return value;
}

static void list_write(struct model_engine *engine, u32 value)
{
	check(!(engine->cr & ICH_CR_RPBM), "BDBAR written while the engine runs");
	check(!(value & 7), "BDBAR not aligned");
	engine->bdbar = value;
}

static void last_write(struct model_engine *engine, u8 value)
{
	bool dry = engine->cr & ICH_CR_RPBM && engine->sr & ICH_SR_DCH;

	check(value < ICH_LIST, "LVI %u", value);
	model.traffic.publications++;
	if (dry && !card.faulty)
		check(value != engine->civ,
		      "LVI written to a starved engine without a new descriptor");
	engine->lvi = value;
	if (!(engine->cr & ICH_CR_RPBM))
		return;
	if (dry) {
		truth_resume(engine - model.engines);
		engine->dead = model.fault == MODEL_DEAD;
	}
	if (dry || (engine->ended && value != engine->civ))
		engine_step(engine);
	else
		engine_prefetch(engine);
}

/**
 * engine_switch() - set or clear the run bit
 * @engine: the engine
 * @run: the new value
 */
void engine_switch(struct model_engine *engine, bool run)
{
	if (run == !!(engine->cr & ICH_CR_RPBM))
		return;
	engine->cr ^= ICH_CR_RPBM;
	if (run) {
		check(!engine->halting || card.faulty, "a start before the halt");
		engine_start(engine);
		return;
	}
	model.traffic.halts++;
	if (engine->sr & ICH_SR_DCH)
		return;
	engine->halting = model.switches.halt_reads;
	engine->loose = model.fault == MODEL_STUCK;
	if (!engine->halting && !engine->loose)
		engine_halted(engine);
}

static void control_write(struct model_engine *engine, u8 value)
{
	bool running = engine->cr & ICH_CR_RPBM;

	check(!running || !(value & ICH_CR_RPBM), "CR written while the engine runs");
	if (value & ICH_CR_RR) {
		check(!running && value == ICH_CR_RR, "reset of a running engine");
		check(engine->fresh || engine->sr & ICH_SR_DCH || card.faulty,
		      "reset before the halt");
		engine_signal(engine, ICH_SR_DCH);
		engine_reset(engine);
		engine->resetting = model.switches.reset_reads;
		return;
	}
	check(!engine->resetting || !value, "CR written during a reset");
	if (!value)
		engine->kept = engine->cr & ~ICH_CR_RPBM;
	engine->cr = (engine->cr & ICH_CR_RPBM) | (value & INTERRUPTS);
	if (!model.switches.shared)
		engine_switch(engine, value & ICH_CR_RPBM);
	else
		check(!(value & ICH_CR_RPBM), "the run bit is in a shared register");
}

static void register_write(void *address, u32 value, unsigned int bits)
{
	struct model_engine *engine;
	unsigned int offset;

	register_access(&model.traffic.writes);
	if (register_is_shared(address)) {
		shared_write(address, value, bits);
		card_access();
		return;
	}
	engine = register_of(address, &offset);
	offset = register_place(offset, bits);
	if (model.fault == MODEL_GONE)
		return;
	switch (offset << 8 | bits) {
	case ICH_BDBAR << 8 | 32:
		list_write(engine, value);
		break;
	case ICH_LVI << 8 | 8:
		last_write(engine, value);
		break;
	case ICH_SR << 8 | 16:
		engine_signal(engine, engine->sr & ~(value & ICH_SR_EVENTS));
		break;
	case ICH_CR << 8 | 8:
		control_write(engine, value);
		break;
	default:
		check_failed("a write of %u bits at %#x", bits, offset);
	}
	card_access();
}

u8 ioread8(const void *address)
{
	return register_read(address, 8);
}

u16 ioread16(const void *address)
{
	return register_read(address, 16);
}

u32 ioread32(const void *address)
{
	return register_read(address, 32);
}

void iowrite8(u8 value, void *address)
{
	register_write(address, value, 8);
}

void iowrite16(u16 value, void *address)
{
	register_write(address, value, 16);
}

void iowrite32(u32 value, void *address)
{
	register_write(address, value, 32);
}
