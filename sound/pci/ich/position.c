// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a bus master engine is: reads its registers, as few as will do, and believes nothing before
 * it is bounded.
 *
 * CIV and PICB tell it, but no single read has both. One read has PICB and PIV, which is one ahead
 * of CIV. That is what implementations do, not what datasheets promise; so it is checked at load
 * that the read works (ich_engine_probe()), and at each interrupt that PIV is not behind
 * (ich_engine_locate_done()). After a halt, when an access more costs nothing, CIV itself is read.
 *
 * The engine goes on between any two accesses. What is read may be old, but never older than the
 * first access of the call.
 */

#include <linux/bitfield.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>

#include "engine.h"
#include "ich_regs.h"
#include "list.h"
#include "position.h"

#define ICH_READ_TRIES	4
/* Interrupts in a row at which PIV was behind, until it is not used any more. */
#define ICH_LATE_MAX	3

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

/* How many acquired mappings come before a descriptor of the list, given by its index. */
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

/* The mapping that an engine is in by what was read, NULL if that makes no sense. */
static const struct waveport_mapping *ich_engine_mapping(const struct ich_engine *engine,
							 const struct ich_progress *progress,
							 u32 *left)
{
	unsigned int order = ich_engine_order(engine, progress->civ);
	const struct waveport_mapping *mapping;

	*left = roundup(progress->samples * engine->sample_bytes, engine->frame_bytes);
	if (order >= engine->published)
		return NULL;
	mapping = waveport_acquired_mapping(engine->stream, order);
	return *left <= mapping->bytes ? mapping : NULL;
}

/*
 * Whether what PIV tells has to be looked at again. Before the first descriptor is fetched it makes
 * no sense. At the last valid descriptor an implementation may let it stop at LVI: then it is the
 * same in the last two, until it was seen to go on. CIV of the interrupt settles it if it is the
 * older of the two, and the engine was not at the end yet.
 */
static bool ich_engine_doubts(struct ich_engine *engine, const struct ich_progress *progress)
{
	unsigned int order = ich_engine_order(engine, progress->civ);
	unsigned int seen = READ_ONCE(engine->seen);
	u32 left;

	if (!ich_engine_mapping(engine, progress, &left))
		return true;
	if (order + 1 == engine->published)
		engine->piv_leads = true;
	return order + 2 == engine->published && !engine->piv_leads &&
	       (seen != progress->civ + 1 || READ_ONCE(engine->ended) == engine->edition);
}

/* CIV and PICB, by one combined read where that will do. */
static void ich_engine_read(struct ich_engine *engine, struct ich_progress *progress)
{
	u32 value;

	if (engine->narrow || !engine->moving) {
		ich_engine_read_narrow(engine, progress);
		return;
	}

	value = ioread32(engine->base + ICH_PROGRESS);
	progress->gone = value == ICH_GONE;
	progress->samples = FIELD_GET(ICH_PROGRESS_PICB, value);
	progress->civ = (FIELD_GET(ICH_PROGRESS_PIV, value) - 1) % ICH_LIST;
	if (!progress->gone && ich_engine_doubts(engine, progress))
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
	return READ_ONCE(engine->ended) == engine->edition ||
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
 *	end of the list, between two descriptors, after a halt, and without combined reads.
 * Return: 0; -ENODEV if the device is gone; -ERANGE if what it says makes no sense: the position is
 *	that of the last look.
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
	mapping = ich_engine_mapping(engine, &progress, &left);
	if (!mapping) {
		engine->strays++;
		return -ERANGE;
	}

	*done = ich_engine_order(engine, progress.civ);
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

/*
 * Whether PIV tells less than the interrupt does: CIV was further, or the interrupt was for a
 * descriptor that is done, and none that interrupts is among those.
 */
static bool ich_engine_is_behind(const struct ich_engine *engine, unsigned int done)
{
	unsigned int seen = READ_ONCE(engine->seen);
	unsigned int order = ich_engine_order(engine, seen - 1);

	if (seen && order > done && order < engine->published)
		return true;
	return READ_ONCE(engine->completed) && !ich_list_interrupted(engine, done);
}

/* Read CIV, and find out whether to do so always. */
static int ich_engine_catch_up(struct ich_engine *engine, unsigned int *done)
{
	unsigned int before = *done;
	int err;

	engine->narrow = true;
	err = ich_engine_locate(engine, done);
	engine->narrow = *done > before && ++engine->late == ICH_LATE_MAX;
	return err;
}

/**
 * ich_engine_locate_done() - find the stream position after an interrupt
 * @engine: the engine; its position is set
 * @done: set to how many of the oldest mappings are done
 *
 * An implementation may fetch the next descriptor, and let PIV go on, when it is well into the
 * current one. What the interrupt tells shows it. Another interrupt may have released the
 * descriptor before, so it takes some in a row to be sure.
 *
 * Context: Stream locked. One register access; more as with ich_engine_locate().
 * Return: as ich_engine_locate().
 */
int ich_engine_locate_done(struct ich_engine *engine, unsigned int *done)
{
	int err = ich_engine_locate(engine, done);

	if (!err && !engine->narrow) {
		if (ich_engine_is_behind(engine, *done))
			err = ich_engine_catch_up(engine, done);
		else
			engine->late = 0;
	}
	WRITE_ONCE(engine->completed, false);
	WRITE_ONCE(engine->seen, 0);
	return err;
}

/**
 * ich_engine_probe() - find out how an engine's registers may be read
 * @engine: the engine, reset
 *
 * A combined read is compared with what narrow writes have left, in values that nothing else leaves
 * there. One emulator answers the read of PICB, PIV and CR with 0; the other, which all datasheets
 * have, is tried too.
 *
 * Context: Nobody uses the engine.
 */
void ich_engine_probe(struct ich_engine *engine)
{
	static const struct {
		u8 control;
		u8 last;
	} patterns[] = {
		{ ICH_CR_IOCE | ICH_CR_FEIE, 0x15 },
		{ ICH_CR_LVBIE, 0x0a },
	};
	unsigned int i;

	/* SR is where PICB is looked for */
	engine->narrow |= engine->swapped;
	for (i = 0; i < ARRAY_SIZE(patterns) && !engine->narrow; i++) {
		iowrite8(patterns[i].control, engine->base + ICH_CR);
		iowrite8(patterns[i].last, engine->base + ICH_LVI);
		engine->narrow = FIELD_GET(ICH_PROGRESS_CR,
					   ioread32(engine->base + ICH_PROGRESS)) !=
				 patterns[i].control ||
				 FIELD_GET(ICH_STATUS_LVI, ioread32(engine->base + ICH_STATUS)) !=
				 patterns[i].last;
	}
	iowrite8(0, engine->base + ICH_CR);
}
