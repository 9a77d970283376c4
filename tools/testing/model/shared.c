// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers that the engines of an ALi M5455 share: which of them run, and the clearing of
 * their FIFOs.
 */

#include "check.h"
#include "engine_state.h"

#define DMA_ENGINES	(GENMASK(MODEL_ENGINES - 1, 0) * \
			 (ICH_ALI_DMA_START(0) | ICH_ALI_DMA_PAUSE(0)))

static void dma_write(u32 value)
{
	unsigned int i;

	check(!(value & ~DMA_ENGINES), "engines are started that there are not: %#x", value);
	model.dma = value;
	for (i = 0; i < MODEL_ENGINES; i++)
		engine_switch(&model.engines[i], value & ICH_ALI_DMA_START(i) &&
			      !(value & ICH_ALI_DMA_PAUSE(i)));
}

static void fifo_write(u32 value)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		if ((u8)(value >> (i * BITS_PER_BYTE)) == ICH_ALI_FIFO_CLEAR)
			check(!(model.engines[i].cr & ICH_CR_RPBM),
			      "the FIFO of a running engine is cleared");
	}
}

/**
 * register_is_shared() - check whether a register is one of those that engines share
 * @address: its address
 *
 * Return: true if it is.
 */
bool register_is_shared(const void *address)
{
	return address >= (const void *)model.shared &&
	       address < (const void *)(model.shared + sizeof(model.shared));
}

/**
 * shared_read() - read a shared register
 * @address: its address
 * @bits: size of the access
 *
 * Return: its value. That of the FIFOs is 0: a clear is done at once.
 */
u32 shared_read(const void *address, unsigned int bits)
{
	size_t offset = (const u8 *)address - model.shared;

	check(model.switches.shared && bits == 32, "a read of %u bits at shared %#zx", bits,
	      offset);
	if (model.fault == MODEL_GONE)
		return ICH_GONE;
	return offset == ICH_ALI_DMA ? model.dma : 0;
}

/**
 * shared_write() - write a shared register
 * @address: its address
 * @value: the value
 * @bits: size of the access
 */
void shared_write(const void *address, u32 value, unsigned int bits)
{
	size_t offset = (const u8 *)address - model.shared;

	check(model.switches.shared && bits == 32, "a write of %u bits at shared %#zx", bits,
	      offset);
	if (model.fault == MODEL_GONE)
		return;
	if (offset == ICH_ALI_DMA)
		dma_write(value);
	else
		fifo_write(value);
}
