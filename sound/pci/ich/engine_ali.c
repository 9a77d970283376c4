// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the engines of the ALi M5455 run and halt: by two bits for each in a register that they
 * share. CR has only the interrupts.
 *
 * The file uses neither ALSA nor PCI, as engine.c.
 */

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>

#include "engine.h"
#include "ich_regs.h"
#include "position.h"

#define ICH_ALI_ENGINE(offset)	(((offset) - ICH_ALI_PCM_IN) / ICH_ENGINE_STEP)
/* The engines that play. */
#define ICH_ALI_OUTPUTS		(BIT(ICH_ALI_ENGINE(ICH_ALI_PCM_OUT)) | \
				 BIT(ICH_ALI_ENGINE(ICH_ALI_SPDIF_OUT)))

/* All ones are no value, but no answer. Written back, they would start all engines. */
static void ich_ali_change(const struct ich_engine *engine, unsigned int reg, u32 mask, u32 value)
{
	void __iomem *address = engine->shared->base + reg;
	unsigned long flags;
	u32 old;

	spin_lock_irqsave(&engine->shared->lock, flags);
	old = ioread32(address);
	if (old != ICH_GONE)
		iowrite32((old & ~mask) | value, address);
	spin_unlock_irqrestore(&engine->shared->lock, flags);
}

static int ich_ali_engine_runs(const struct ich_engine *engine)
{
	u32 dma = ioread32(engine->shared->base + ICH_ALI_DMA);

	if (dma == ICH_GONE)
		return -ENODEV;
	return dma & ICH_ALI_DMA_START(engine->bit) && !(dma & ICH_ALI_DMA_PAUSE(engine->bit));
}

/* What is left in the FIFO would shift the channels of what follows. */
static void ich_ali_clear_fifo(const struct ich_engine *engine)
{
	unsigned int shift = engine->bit % 4 * BITS_PER_BYTE;

	ich_ali_change(engine, ICH_ALI_FIFO + engine->bit / 4 * ICH_ALI_FIFO_STEP,
		       0xffU << shift, (u32)ICH_ALI_FIFO_CLEAR << shift);
}

static void ich_ali_engine_run(const struct ich_engine *engine, u8 interrupts)
{
	if (ICH_ALI_OUTPUTS & BIT(engine->bit))
		ich_ali_clear_fifo(engine);
	iowrite8(interrupts, engine->base + ICH_CR);
	ich_ali_change(engine, ICH_ALI_DMA, ICH_ALI_DMA_PAUSE(engine->bit),
		       ICH_ALI_DMA_START(engine->bit));
}

static void ich_ali_engine_stop(const struct ich_engine *engine)
{
	ich_ali_change(engine, ICH_ALI_DMA, 0, ICH_ALI_DMA_PAUSE(engine->bit));
	iowrite8(0, engine->base + ICH_CR);
}

/* The end of a halt is seen in CR, which keeps its bits until then. */
static u16 ich_ali_engine_status(const struct ich_engine *engine)
{
	u8 control = ioread8(engine->base + ICH_CR);
	u16 status = ich_engine_status(engine);

	if (status == (u16)ICH_GONE)
		return status;
	return control ? status & ~ICH_SR_DCH : status | ICH_SR_DCH;
}

const struct ich_run_ops ich_ali_run_ops = {
	.runs = ich_ali_engine_runs,
	.run = ich_ali_engine_run,
	.stop = ich_ali_engine_stop,
	.status = ich_ali_engine_status,
};
