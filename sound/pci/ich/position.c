// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a bus master engine is: reads its registers, as few as will do, and believes nothing before
 * it is bounded. How they may be read is found out: combined or one by one at load, whether PIV is
 * always one ahead of CIV at a start.
 *
 * The engine goes on between any two accesses. What is read may be old, but never more than it was
 * at the first access of the call.
 */

#include <linux/bitfield.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>

#include "engine.h"
#include "ich_regs.h"
#include "position.h"

#define ICH_READ_TRIES	4

/**
 * struct ich_progress - where the hardware says that it is
 * @gone: the device does not answer
 * @civ: current descriptor
 * @samples: left in it
 */
struct ich_progress {
	bool gone;
	unsigned int civ;
	unsigned int samples;
};

/* The inverse: how many acquired mappings come before a descriptor. */
static unsigned int ich_engine_order(const struct ich_engine *engine, unsigned int index)
{
	return (index - engine->first) % ICH_LIST;
}

/* CIV and PICB as they belong together: CIV is the same before and after. */
static void ich_engine_read_narrow(const struct ich_engine *engine,
				   struct ich_progress *progress)
{
	unsigned int tries = ICH_READ_TRIES;
	u8 civ = ioread8(engine->base + ICH_CIV);
	u8 before;

	do {
		before = civ;
		progress->samples = ioread16(ich_engine_picb(engine));
		civ = ioread8(engine->base + ICH_CIV);
	} while (civ != before && --tries);
	/* it has just begun, as far as can be told */
	if (civ != before)
		progress->samples = 0;

	progress->gone = civ == (u8)ICH_GONE;
	progress->civ = civ % ICH_LIST;
}

/*
 * PIV is one ahead of CIV, so one combined read tells both. Not before the first descriptor is
 * fetched; and at the end of the list an implementation may stop PIV at LVI. CIV is read where PIV
 * makes no sense, and there until it has shown that it does not stop.
 */
static void ich_engine_read(struct ich_engine *engine, struct ich_progress *progress)
{
	unsigned int order;
	u32 value;

	if (engine->narrow) {
		ich_engine_read_narrow(engine, progress);
		return;
	}

	value = ioread32(engine->base + ICH_PROGRESS);
	progress->gone = value == ICH_GONE;
	progress->samples = FIELD_GET(ICH_PROGRESS_PICB, value);
	progress->civ = (FIELD_GET(ICH_PROGRESS_PIV, value) - 1) % ICH_LIST;
	order = ich_engine_order(engine, progress->civ);
	if (progress->gone)
		return;
	if (order + 1 == engine->published)
		engine->piv_leads = true;
	else if (order >= engine->published ||
		 (order + 2 >= engine->published && !engine->piv_leads))
		ich_engine_read_narrow(engine, progress);
}

/*
 * For a moment between two descriptors PICB is 0, and CIV may still tell the one that is done. A
 * read that meets it would be as old as that descriptor: look again.
 */
static void ich_engine_read_settled(struct ich_engine *engine, struct ich_progress *progress)
{
	unsigned int tries = ICH_READ_TRIES;

	do {
		ich_engine_read(engine, progress);
	} while (!progress->samples && --tries);
}

/*
 * Whether the last valid descriptor is done, and not about to begin: LVBCI tells that it has been
 * fetched to its end; CELV, which stays, may be later by what the FIFO holds.
 */
static bool ich_engine_ran_out(const struct ich_engine *engine)
{
	return READ_ONCE(engine->ran_out) ||
	       ich_engine_status(engine) & (ICH_SR_CELV | ICH_SR_LVBCI);
}

/**
 * ich_engine_locate() - find the stream position
 * @engine: the engine; its position is set
 * @done: set to how many of the oldest mappings are done
 *
 * Nothing that the hardware says is believed before it lies in what is published.
 *
 * PICB counts samples, and may stand inside a frame: that one is not done. It is 0 at the end of a
 * descriptor, but also before the first one is fetched. Only that the last valid one is done tells
 * the former; else the position is that of the last look.
 *
 * Context: Stream locked. One register access, none if the engine does not run; some more at the
 *	end of the list, between two descriptors, and without combined reads.
 * Return: 0, or -ENODEV if the device is gone.
 */
int ich_engine_locate(struct ich_engine *engine, unsigned int *done)
{
	const struct waveport_mapping *mapping;
	struct ich_progress progress;
	u64 position;
	u32 left;

	*done = 0;
	if (!engine->started || !engine->published)
		return 0;

	ich_engine_read_settled(engine, &progress);
	if (progress.gone)
		return -ENODEV;
	*done = ich_engine_order(engine, progress.civ);
	left = roundup(progress.samples * engine->sample_bytes, engine->frame_bytes);
	mapping = *done < engine->published ?
		  waveport_acquired_mapping(engine->stream, *done) : NULL;
	if (!mapping || left > mapping->bytes) {
		engine->strays++;
		*done = 0;
		return 0;
	}

	position = mapping->position;
	if (left) {
		position = ich_mapping_end(mapping) - left;
	} else if (*done + 1 == engine->published && ich_engine_ran_out(engine)) {
		position = ich_mapping_end(mapping);
		(*done)++;
	}
	if (waveport_distance(engine->position, position) > 0)
		engine->position = position;
	return 0;
}

/**
 * ich_engine_probe() - find out how an engine's registers may be read
 * @engine: the engine, reset
 *
 * The datasheet gives each register a width, and no combined reads. So a combined read is compared
 * with what narrow writes have left, in values that nothing else leaves there.
 *
 * Context: Any.
 */
void ich_engine_probe(struct ich_engine *engine)
{
	static const u8 patterns[] = { ICH_CR_IOCE | ICH_CR_FEIE, ICH_CR_LVBIE };
	unsigned int i;
	u32 value;

	for (i = 0; i < ARRAY_SIZE(patterns) && !engine->narrow; i++) {
		iowrite8(patterns[i], engine->base + ICH_CR);
		value = ioread32(engine->base + ICH_PROGRESS);
		engine->narrow = FIELD_GET(ICH_PROGRESS_CR, value) != patterns[i];
	}
	iowrite8(0, engine->base + ICH_CR);
}

/**
 * ich_engine_may_learn() - tell whether to find out in a start how PIV behaves
 * @engine: the engine, with something acquired
 *
 * Descriptor 0 is the only valid one meanwhile: it has to last much longer than an access takes.
 *
 * Context: Stream locked.
 * Return: true if it is not known, and descriptor 0 lasts.
 */
bool ich_engine_may_learn(const struct ich_engine *engine)
{
	return !engine->narrow && !engine->piv_leads &&
	       waveport_acquired_mapping(engine->stream, 0)->bytes >=
	       engine->margin_bytes / ICH_MARGIN_MS;
}

/**
 * ich_engine_learn() - find out how PIV behaves
 * @engine: the engine, just started, with only descriptor 0 valid
 *
 * PIV is 1 then if it is one ahead of CIV at the end of the list too. An implementation that has
 * not fetched it yet shows 0, and may show more another time.
 *
 * Context: Stream locked. One register access.
 */
void ich_engine_learn(struct ich_engine *engine)
{
	u32 value = ioread32(engine->base + ICH_PROGRESS);

	engine->piv_leads = FIELD_GET(ICH_PROGRESS_PIV, value) == 1;
}
