// SPDX-License-Identifier: GPL-2.0-only
/*
 * The position of a bus master engine, from as few register reads as possible. Every value is
 * checked before it is used.
 *
 * CIV and PICB give the position, but no single read returns both. One read returns PICB and PIV,
 * which is one ahead of CIV in all known implementations. Not all datasheets have this read, and
 * none specifies when PIV advances. So it is checked at load that the read works
 * (ich_engine_probe()), and at each interrupt that PIV is not behind (ich_engine_locate_done()).
 * After a halt, when another access does not matter, CIV itself is read.
 *
 * The engine may advance between two accesses. So the result may be out of date, but never older
 * than the first access of the call.
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
/* After so many interrupts in a row at which PIV was behind, it is not used any more. */
#define ICH_LATE_MAX	3

/**
 * struct ich_progress - the position as the hardware reports it
 * @gone: the device does not answer
 * @civ: index of the current descriptor
 * @samples: samples left in it
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

/* Read CIV and PICB consistently: CIV must be the same before and after the read of PICB. */
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
	/* no consistent reading: continue as for a reading between two descriptors */
	if (civ != before)
		progress->samples = 0;

	progress->gone = civ == (u8)ICH_GONE;
	progress->civ = civ % ICH_LIST;
}

/* Returns the mapping that was read as the current one, NULL if the values are not possible. */
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
 * Check whether the position from PIV must be confirmed by CIV. Before the first descriptor is
 * fetched, PIV has no meaning. At the last valid descriptor an implementation may keep PIV at LVI.
 * Then PIV has the same value in the last two descriptors, so it is ambiguous there until it was
 * once seen beyond LVI. The CIV that the interrupt has read confirms the first of the two to its
 * service, provided that no end of the list was seen. To others that CIV may be too old.
 *
 * Context: Stream locked.
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
	       (!engine->serving || seen != progress->civ + 1 ||
		READ_ONCE(engine->ended) == engine->edition);
}

/*
 * Read CIV and PICB, by one combined read if possible.
 *
 * Context: Stream locked.
 */
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
 * Between two descriptors PICB is 0 for a short time, and CIV may still be the completed one. Such
 * a reading is out of date, so it is repeated. The CIV that the interrupt has read just before may
 * be so too.
 *
 * Context: Stream locked.
 */
static void ich_engine_read_settled(struct ich_engine *engine, struct ich_progress *progress)
{
	unsigned int tries = ICH_READ_TRIES;

	ich_engine_read(engine, progress);
	while (!progress->samples && --tries) {
		engine->serving = false;
		ich_engine_read(engine, progress);
	}
}

/*
 * Check whether the last valid descriptor is completed, as PICB is 0 before its begin too. LVBCI is
 * set when it has been fetched to its end. CELV is not cleared by an acknowledgment, but may be set
 * later, when the FIFO is empty.
 *
 * Context: Stream locked.
 */
static bool ich_engine_ran_out(const struct ich_engine *engine)
{
	return READ_ONCE(engine->ended) == engine->edition ||
	       ich_engine_status(engine) & (ICH_SR_CELV | ICH_SR_LVBCI);
}

/*
 * Check whether the last valid descriptor is completed. There PICB is 0, or in crosvm its whole
 * length again. CELV alone tells that end from the begin, because LVBCI may still be pending from
 * the end before.
 *
 * Context: Stream locked.
 */
static bool ich_engine_is_at_end(const struct ich_engine *engine,
				 const struct waveport_mapping *mapping, u32 left)
{
	if (left)
		return left == mapping->bytes && ich_engine_status(engine) & ICH_SR_CELV;
	return ich_engine_ran_out(engine);
}

/**
 * ich_engine_locate() - read the stream position
 * @engine: the engine; its position is updated
 * @done: set to the number of completed mappings, from the oldest on
 *
 * A position outside of the published descriptors is not used.
 *
 * PICB counts samples and may be inside a frame; that frame is not completed. PICB is 0 at the end
 * of a descriptor, but also before the first one is fetched. It counts as the end only if the last
 * valid descriptor is known to be completed. Otherwise the position is the begin of the descriptor,
 * or unchanged if it was beyond that already.
 *
 * Context: Stream locked. One register access, none if the engine does not run; several at the end
 *	of the list, between two descriptors, after a halt, and without combined reads.
 * Return: 0; -ENODEV if the device is gone; -ERANGE if the values are not possible: the position is
 *	unchanged.
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
		engine->bad_indices++;
		return -ERANGE;
	}

	*done = ich_engine_order(engine, progress.civ);
	position = mapping->position;
	if (*done + 1 == engine->published && ich_engine_is_at_end(engine, mapping, left)) {
		position = ich_mapping_end(mapping);
		(*done)++;
	} else if (left) {
		position = ich_mapping_end(mapping) - left;
	}
	if (waveport_distance(engine->position, position) > 0)
		engine->position = position;
	return 0;
}

/*
 * Check whether PIV is behind what the interrupt has shown: a later CIV, or a completed descriptor
 * that interrupts although none of the @done ones does.
 *
 * Context: Stream locked.
 */
static bool ich_engine_is_behind(const struct ich_engine *engine, unsigned int done)
{
	unsigned int seen = READ_ONCE(engine->seen);
	unsigned int order = ich_engine_order(engine, seen - 1);

	if (seen && order > done && order < engine->published)
		return true;
	return READ_ONCE(engine->completed) && !ich_list_interrupted(engine, done);
}

/*
 * Read CIV, and decide whether to do so from now on.
 *
 * Context: Stream locked.
 */
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
 * ich_engine_locate_done() - read the stream position after an interrupt
 * @engine: the engine; its position is updated
 * @done: set to the number of completed mappings, from the oldest on
 *
 * An implementation may fetch the next descriptor, and advance PIV, only when it is far into the
 * current one. The events of the interrupt reveal this. A single case proves nothing, because
 * another interrupt may have released the descriptor before; several in a row do.
 *
 * Context: Stream locked. One register access; more as with ich_engine_locate().
 * Return: as ich_engine_locate().
 */
int ich_engine_locate_done(struct ich_engine *engine, unsigned int *done)
{
	int err;

	engine->serving = true;
	err = ich_engine_locate(engine, done);
	engine->serving = false;
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
 * ich_engine_probe() - detect whether combined reads work
 * @engine: the engine, reset
 *
 * Writes patterns to single registers and checks that the combined reads return them. One emulator
 * returns 0 for the read of PICB, PIV and CR. The read of CIV, LVI and SR, which all datasheets
 * have, is checked too.
 *
 * Context: No stream uses the engine.
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

	/* with swapped registers the combined read has SR in place of PICB */
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
