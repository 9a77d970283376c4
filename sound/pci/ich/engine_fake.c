// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the engine is given in its KUnit tests: registers in memory that behave as far as the driver
 * relies on it, and mappings one after the other.
 */

#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "engine_fake.h"

/* KUnit runs one test at a time. */
struct engine_fake *engine_fake;

/* Large for a register that is not the engine's own. */
static unsigned int engine_fake_offset(const void __iomem *address)
{
	return (__force u8 *)address - engine_fake->registers;
}

u8 engine_fake_read8(const void __iomem *address)
{
	return engine_fake->dead ? 0xff : *(__force u8 *)address;
}

u16 engine_fake_read16(const void __iomem *address)
{
	return engine_fake_read8(address) | engine_fake_read8(address + 1) << 8;
}

u32 engine_fake_read32(const void __iomem *address)
{
	return engine_fake_read16(address) | (u32)engine_fake_read16(address + 2) << 16;
}

static void engine_fake_store(u8 *registers, u32 value, unsigned int bytes)
{
	unsigned int i;

	for (i = 0; i < bytes; i++)
		registers[i] = value >> 8 * i;
}

void engine_fake_put(unsigned int offset, u32 value, unsigned int bytes)
{
	engine_fake_store(engine_fake->registers + offset, value, bytes);
}

static void engine_fake_control(u8 value)
{
	u8 *registers = engine_fake->registers;

	if (value & ICH_CR_RR) {
		memset(registers, 0, sizeof(engine_fake->registers));
		registers[ICH_SR] = ICH_SR_DCH;
		return;
	}
	/* what the engine of an ALi M5455 does until it has halted */
	if (engine_fake->stuck && engine_fake->engine.run_ops == &ich_ali_run_ops)
		return;
	registers[ICH_CR] = value;
	if (value & ICH_CR_RPBM)
		registers[ICH_SR] &= ~ICH_SR_DCH;
	else if (!engine_fake->stuck)
		registers[ICH_SR] |= ICH_SR_DCH;
}

void engine_fake_write8(u8 value, void __iomem *address)
{
	unsigned int offset = engine_fake_offset(address);

	if (offset == ICH_CR)
		engine_fake_control(value);
	else
		*(__force u8 *)address = value;
}

void engine_fake_write16(u16 value, void __iomem *address)
{
	unsigned int offset = engine_fake_offset(address);

	if (offset == ICH_SR)
		engine_fake->registers[offset] &= ~(value & ICH_SR_EVENTS);
}

void engine_fake_write32(u32 value, void __iomem *address)
{
	engine_fake_store((__force u8 *)address, value, sizeof(value));
}

static const struct waveport_mapping *engine_fake_look(u64 number)
{
	struct waveport_mapping *mapping = &engine_fake->mappings[number % ICH_LIST];
	u32 done = number == engine_fake->released ? engine_fake->trimmed : 0;

	mapping->tag = number;
	mapping->position = number * MAPPING_BYTES + done;
	mapping->address = FIRST_ADDRESS + number * STRIDE + done;
	mapping->bytes = MAPPING_BYTES - done;
	mapping->flags = number % NOTIFY == NOTIFY - 1 ? WAVEPORT_MAPPING_NOTIFY : 0;
	return mapping;
}

int engine_fake_get(struct waveport_stream *stream, unsigned int most)
{
	unsigned int got = min_t(u64, most, engine_fake->committed - engine_fake->acquired);

	engine_fake->acquired += got;
	return got ? got : -EAGAIN;
}

int engine_fake_release(struct waveport_stream *stream, unsigned int count)
{
	if (count > engine_fake->acquired - engine_fake->released)
		return -EINVAL;
	engine_fake->released += count;
	engine_fake->trimmed = 0;
	return 0;
}

int engine_fake_terminate(struct waveport_stream *stream, u64 position)
{
	engine_fake->released = div_u64_rem(position, MAPPING_BYTES, &engine_fake->trimmed);
	return 0;
}

void engine_fake_halted(struct waveport_stream *stream)
{
	engine_fake->halts++;
}

const struct waveport_mapping *engine_fake_acquired(const struct waveport_stream *stream,
						    unsigned int index)
{
	u64 number = engine_fake->released + index;

	return number < engine_fake->acquired ? engine_fake_look(number) : NULL;
}

unsigned int engine_fake_count(const struct waveport_stream *stream)
{
	return engine_fake->acquired - engine_fake->released;
}

u64 engine_fake_released(const struct waveport_stream *stream)
{
	return engine_fake->released * MAPPING_BYTES + engine_fake->trimmed;
}

void engine_fake_notify(struct waveport_stream *stream)
{
	engine_fake->notified++;
}

void engine_fake_refill(struct waveport_stream *stream)
{
	ich_engine_feed(&engine_fake->engine);
}

void engine_fake_trace(const struct waveport_stream *stream, unsigned int count)
{
}

void engine_fake_allow(struct ich_master *master, bool allow)
{
	engine_fake->off = !allow;
}
