// SPDX-License-Identifier: GPL-2.0-only
/*
 * The start of several engines at once, by the register SSYNC ("stream synchronization" in the
 * specification and in Intel's datasheets). An engine whose bit is set moves nothing over the link,
 * but fills its FIFO if it is started. One write lets go of several that are ready (FIFORDY), which
 * begin in the same frame of the link. To halt them together the bits are set first.
 * A controller without the register, as QEMU's, ignores the writes: its engines begin when they
 * are started.
 *
 * Locking: sync_lock protects the bits. It is taken inside the stream locks, and is an innermost.
 */

#include <linux/delay.h>
#include <linux/iopoll.h>

#include "hda.h"

/* A FIFO is filled by bursts of PCI, in some microseconds; this is what a halt may take, too. */
#define HDA_READY_POLL_US	2
#define HDA_READY_US		500

/* Set the bits of engines, and clear those of others. */
static void hda_sync_change(struct hda_chip *chip, u32 set, u32 clear)
{
	struct hdac_bus *bus = &chip->bus.core;
	unsigned long flags;

	spin_lock_irqsave(&chip->sync_lock, flags);
	chip->held = (chip->held | set) & ~clear;
	if (chip->model->flags & HDA_MODEL_OLD_SSYNC)
		snd_hdac_chip_writel(bus, OLD_SSYNC, chip->held);
	else
		snd_hdac_chip_writel(bus, SSYNC, chip->held);
	spin_unlock_irqrestore(&chip->sync_lock, flags);
}

/* Wait until an engine that runs can move data at once. */
static int hda_sync_await(struct hda_engine *engine)
{
	u8 status;

	if (!engine->core.running)
		return 0;
	return snd_hdac_stream_readb_poll(&engine->core, SD_STS, status,
					  status & SD_STS_FIFO_READY, HDA_READY_POLL_US,
					  HDA_READY_US);
}

/**
 * hda_sync_hold() - have engines move nothing, whether they run or not
 * @chip: the controller
 * @engines: a mask of their indexes
 *
 * Context: The streams of the engines locked.
 */
void hda_sync_hold(struct hda_chip *chip, u32 engines)
{
	hda_sync_change(chip, engines, 0);
}

/**
 * hda_sync_release() - let engines move that were held; those that run begin together
 * @chip: the controller
 * @engines: a mask of their indexes
 *
 * All of them get ready at the same time, so they are waited for once. One that does not get ready
 * is let go, too: it may begin later than the others.
 *
 * Context: As hda_sync_hold(). Waits for at most 0.5 ms.
 */
void hda_sync_release(struct hda_chip *chip, u32 engines)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < chip->engine_count && !err; i++) {
		if (engines & BIT(i))
			err = hda_sync_await(&chip->engines[i]);
	}
	if (err)
		dev_warn_ratelimited(&chip->pci->dev, "a linked stream is not ready in %u us\n",
				     HDA_READY_US);
	hda_sync_change(chip, 0, engines);
}
