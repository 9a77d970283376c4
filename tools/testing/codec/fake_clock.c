// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine of PCM out, as far as the measurement of the clock needs it: it plays its list at the
 * rate of the link, and fills the FIFO at once when it is started.
 */

#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/ktime.h>

#include "fake.h"

#define FIFO_BYTES	512
#define SILENCE_ADDRESS	0x123000

static struct ich_engine *fake_clock_engine(void)
{
	return &fake.chip.pins[ICH_PIN_PCM_OUT].engine;
}

static unsigned int fake_clock_unit(void)
{
	return fake_clock_engine()->swapped ? 1 : ICH_SAMPLE_BYTES;
}

/* Bytes of a descriptor; all are the same. */
static u32 fake_clock_bytes(void)
{
	return (fake.clock.list[0].control & 0xffff) * fake_clock_unit();
}

static u64 fake_clock_played(void)
{
	u64 us = fake.now_us - fake.clock.start_us;

	return fake.clock.hz ? FIFO_BYTES + us * fake.clock.hz / 1000000 * 4 : 0;
}

static void fake_clock_run(const struct ich_engine *engine, u8 interrupts)
{
	unsigned int i;

	assert_ptr_equal(engine, fake_clock_engine());
	assert_int_equal(interrupts, 0);
	if (fake.gone)
		return;
	assert_int_equal(fake.clock.last, ICH_LIST - 1);
	assert_int_equal(fake.clock.base, engine->list_address);
	for (i = 0; i < ICH_LIST; i++)
		assert_int_equal(fake.clock.list[i].address, SILENCE_ADDRESS);
	fake.clock.runs = true;
	fake.clock.starts++;
	fake.clock.start_us = fake.now_us;
}

/* Which of the two an engine gets is decided here, what they do in engine.c and engine_ali.c. */
const struct ich_run_ops ich_run_ops = { .run = fake_clock_run };

int ich_engine_reset(struct ich_engine *engine)
{
	assert_ptr_equal(engine, fake_clock_engine());
	if (fake.clock.unhalted)
		return -EIO;
	fake.clock.runs = false;
	return 0;
}

u32 fake_clock_read(unsigned int offset, unsigned int bits)
{
	unsigned int picb = fake_clock_engine()->swapped ? ICH_SR : ICH_PICB;
	u32 bytes = fake_clock_bytes();

	assert_true(fake.clock.runs);
	if (offset == ICH_CIV && bits == 8)
		return fake_clock_played() / bytes % ICH_LIST;
	assert_int_equal(offset << 8 | bits, picb << 8 | 16);
	return (bytes - fake_clock_played() % bytes) / fake_clock_unit();
}

void fake_clock_write(unsigned int offset, unsigned int bits, u32 value)
{
	assert_false(fake.clock.runs);
	if (offset == ICH_LVI && bits == 8) {
		fake.clock.last = value;
	} else {
		assert_int_equal(offset << 8 | bits, ICH_BDBAR << 8 | 32);
		fake.clock.base = value;
	}
}

/* The CPU may be kept from the second of the two halves of a look. */
ktime_t ktime_get(void)
{
	if (fake.clock.late_us && fake.clock.looks++ == fake.clock.late_look)
		fake_wait(fake.clock.late_us);
	return fake.now_us * 1000LL;
}

void *dma_alloc_coherent(struct device *dev, size_t bytes, dma_addr_t *address, gfp_t flags)
{
	static u8 memory[1 << 16];

	(void)dev;
	(void)flags;
	assert_true(bytes <= sizeof(memory));
	*address = SILENCE_ADDRESS;
	fake.clock.allocated++;
	return memory;
}

void dma_free_coherent(struct device *dev, size_t bytes, void *memory, dma_addr_t address)
{
	(void)dev;
	(void)bytes;
	(void)memory;
	assert_int_equal(address, SILENCE_ADDRESS);
	assert_false(fake.clock.runs);
	fake.clock.allocated--;
}
