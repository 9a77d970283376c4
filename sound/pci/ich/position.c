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

/* Returns the bytes that are left of a descriptor, with all of the frame that PICB is inside of. */
static u32 ich_engine_left(const struct ich_engine *engine, unsigned int samples)
{
	return roundup(samples * engine->sample_bytes, engine->frame_bytes);
}

/* Returns what the current descriptor was written for, NULL if the values are not possible. */
static const struct ich_entry *ich_engine_entry(const struct ich_engine *engine,
						const struct ich_progress *progress, u32 *left)
{
	const struct ich_entry *entry = &engine->entries[progress->civ];

	*left = ich_engine_left(engine, progress->samples);
	if (ich_engine_order(engine, progress->civ) >= engine->published)
		return NULL;
	return *left <= entry->bytes ? entry : NULL;
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

	if (!ich_engine_entry(engine, progress, &left))
		return true;
	if (order + 1 == engine->published)
		engine->piv_leads = true;
	return order + 2 == engine->published && !engine->piv_leads &&
	       (!engine->serving || seen != progress->civ + 1 ||
		READ_ONCE(engine->ended) == engine->edition);
}

/* Check whether CIV itself must be read. */
static bool ich_engine_reads_narrow(const struct ich_engine *engine)
{
	return engine->narrow || !engine->moving;
}

/*
 * Take CIV and PICB from a combined read, or read them if it does not tell them.
 *
 * Context: Stream locked.
 */
static void ich_engine_decode(struct ich_engine *engine, u32 value, struct ich_progress *progress)
{
	progress->gone = value == ICH_GONE;
	progress->samples = FIELD_GET(ICH_PROGRESS_PICB, value);
	progress->civ = (FIELD_GET(ICH_PROGRESS_PIV, value) - 1) % ICH_LIST;
	if (!progress->gone && ich_engine_doubts(engine, progress))
		ich_engine_read_narrow(engine, progress);
}

/* Context: Stream locked. */
static void ich_engine_read(struct ich_engine *engine, struct ich_progress *progress)
{
	if (ich_engine_reads_narrow(engine))
		ich_engine_read_narrow(engine, progress);
	else
		ich_engine_decode(engine, ioread32(engine->base + ICH_PROGRESS), progress);
}

/*
 * Between two descriptors PICB is 0 for a short time, and CIV may still be the completed one. Such
 * a reading is out of date, so it is repeated. The CIV that the interrupt has read just before may
 * be so too.
 *
 * Context: Stream locked.
 */
static void ich_engine_settle(struct ich_engine *engine, struct ich_progress *progress)
{
	unsigned int tries = ICH_READ_TRIES;

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
				 const struct ich_entry *entry, u32 left)
{
	if (left)
		return left == entry->bytes && ich_engine_status(engine) & ICH_SR_CELV;
	return ich_engine_ran_out(engine);
}

/* Context: Stream locked. */
static void ich_engine_advance(struct ich_engine *engine, u64 position)
{
	if (waveport_distance(engine->position, position) > 0)
		engine->position = position;
}

/*
 * Take the position from a combined read that leaves no doubt, as nearly all do: the descriptor is
 * none of the last ones, where PIV may be ambiguous and the list may be over, and PICB is a
 * possible number of samples other than 0. All ones, of a device that is gone, are too many.
 *
 * Context: Stream locked.
 * Return: false if the position is not known from that read alone; nothing has changed then.
 */
static __always_inline bool ich_engine_glance(struct ich_engine *engine, u32 value,
					      unsigned int *done)
{
	unsigned int civ = (FIELD_GET(ICH_PROGRESS_PIV, value) - 1) % ICH_LIST;
	unsigned int order = ich_engine_order(engine, civ);
	u32 left = ich_engine_left(engine, FIELD_GET(ICH_PROGRESS_PICB, value));
	const struct ich_entry *entry = &engine->entries[civ];

	if (order + 2 >= engine->published || !left || left > entry->bytes)
		return false;
	*done = order;
	ich_engine_advance(engine, entry->end - left);
	return true;
}

/*
 * Tell the position in all other cases. @value is the combined read, unless it does not work.
 *
 * Context: Stream locked. Returns as ich_engine_locate().
 */
static noinline int ich_engine_scrutinise(struct ich_engine *engine, u32 value, unsigned int *done)
{
	const struct ich_entry *entry;
	struct ich_progress progress;
	u32 left;

	if (ich_engine_reads_narrow(engine))
		ich_engine_read_narrow(engine, &progress);
	else
		ich_engine_decode(engine, value, &progress);
	ich_engine_settle(engine, &progress);
	if (progress.gone)
		return -ENODEV;
	entry = ich_engine_entry(engine, &progress, &left);
	if (!entry) {
		engine->bad_indices++;
		return -ERANGE;
	}

	*done = ich_engine_order(engine, progress.civ);
	if (*done + 1 == engine->published && ich_engine_is_at_end(engine, entry, left)) {
		left = 0;
		(*done)++;
	} else if (!left) {
		left = entry->bytes;
	}
	ich_engine_advance(engine, entry->end - left);
	return 0;
}

/*
 * What ich_engine_locate() does, inline because nearly all interrupts and pointer calls need it.
 * Nothing is published of an engine that is not started.
 */
static __always_inline int ich_engine_look(struct ich_engine *engine, unsigned int *done,
					   bool serving)
{
	u32 value = 0;
	int err;

	if (engine->published && !ich_engine_reads_narrow(engine)) {
		value = ioread32(engine->base + ICH_PROGRESS);
		if (ich_engine_glance(engine, value, done))
			return 0;
	}
	*done = 0;
	if (!engine->published)
		return 0;
	engine->serving = serving;
	err = ich_engine_scrutinise(engine, value, done);
	engine->serving = false;
	return err;
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
	return ich_engine_look(engine, done, false);
}

/**
 * ich_engine_position() - get the position of an engine
 * @engine: the engine
 * @stream: the stream; it may never have run
 *
 * Context: Stream locked. One register access; none while it does not run.
 * Return: stream position in bytes.
 */
u64 ich_engine_position(struct ich_engine *engine, const struct waveport_stream *stream)
{
	if (!engine->started)
		return waveport_released_position(stream);
	ich_engine_look(engine, &engine->done, false);
	return engine->position;
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
	return READ_ONCE(engine->completed) && !ich_list_interrupting(engine, done);
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

	err = ich_engine_look(engine, done, true);
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
