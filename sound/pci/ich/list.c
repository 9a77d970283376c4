// SPDX-License-Identifier: GPL-2.0-only
/*
 * The descriptor list of a bus master engine: a ring of 32 entries.
 *
 * A descriptor is free at first. It is written when its mapping is acquired, published when LVI
 * includes it, so that the engine may fetch it, and completed when the engine has left it. The
 * engine has a private copy of the current descriptor, and may have one of the next @lookahead
 * ones, so only later ones can be taken back while it runs.
 *
 * Mappings are acquired and published late: a commit leaves that to the next interrupt if enough is
 * published beyond that interrupt. So a commit needs no register access, and a rewind seldom
 * affects published descriptors.
 *
 * With interrupts off no more than ICH_BATCH mappings are acquired, whatever the number of engines.
 * If more are needed soon, the interrupt thread acquires the next ones, see ich_engines_refill().
 *
 * A write of LVI restarts an engine that has halted at the end of the list. So LVI is written only
 * to publish a new descriptor or to take published ones back.
 *
 * Lock: the stream lock, see struct ich_engine.
 */

#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>

#include "engine.h"
#include "ich_regs.h"
#include "list.h"
#include "master.h"
#include "position.h"

/* At least one of so many descriptors, half the list, interrupts so that the list is refilled. */
#define ICH_REFILL		16

/*
 * A descriptor interrupts if a notification is due at its end or the list has to be refilled.
 *
 * Context: Stream locked.
 */
static bool ich_list_wants_interrupt(const struct ich_engine *engine,
				     const struct waveport_mapping *mapping, unsigned int n)
{
	unsigned int before = ICH_REFILL - 1;

	if (mapping->flags & WAVEPORT_MAPPING_NOTIFY)
		return true;
	return n >= before && !(ich_list_interrupting(engine, n) >> (n - before));
}

/*
 * Write the descriptor of the n-th oldest mapping.
 *
 * Context: Stream locked.
 */
static void ich_list_write(struct ich_engine *engine, const struct waveport_mapping *mapping,
			   unsigned int n)
{
	unsigned int index = ich_list_index(engine, n);
	struct ich_entry *entry = &engine->entries[index];
	u32 control = FIELD_PREP(ICH_CONTROL_SAMPLES, mapping->bytes / engine->sample_bytes) |
		      engine->underrun;

	if (ich_list_wants_interrupt(engine, mapping, n)) {
		control |= ICH_CONTROL_IOC;
		engine->interrupting |= BIT(index);
	} else {
		engine->interrupting &= ~BIT(index);
	}
	entry->end = ich_mapping_end(mapping);
	entry->tag = mapping->tag;
	entry->bytes = mapping->bytes;
	engine->list[index].address = cpu_to_le32(lower_32_bits(mapping->address));
	engine->list[index].control = cpu_to_le32(control);
}

/*
 * Acquire what is committed, as far as the list has room, but no more than so many mappings.
 *
 * Returns how many were acquired.
 *
 * Context: Stream locked.
 */
static unsigned int ich_list_fill(struct ich_engine *engine, unsigned int most)
{
	unsigned int n = waveport_acquired_count(engine->stream);
	unsigned int room = min(most, ICH_OUTSTANDING - n);
	int i, got = room ? waveport_get_mappings(engine->stream, room) : 0;

	if (got < 0 && got != -EAGAIN)
		dev_err_ratelimited(engine->dev, "%s: cannot get mapping %u: %d\n",
				    engine->name, n, got);
	for (i = 0; i < got; i++, n++)
		ich_list_write(engine, waveport_acquired_mapping(engine->stream, n), n);
	return max(got, 0);
}

/*
 * How much must be published behind an interrupt for it to be handled in time: at least the margin,
 * and a quarter of all that is still to be played. So the more is committed, the later it may be
 * handled. If the client never commits as much as twice the margin, half of that must do, or
 * every interrupt would have to publish; but half the margin is the largest step of an emulator.
 */
static u64 ich_list_enough(const struct ich_engine *engine, u64 left)
{
	u64 margin = engine->margin_bytes;

	margin = max(min(margin, engine->depth / 2), margin / 2);
	return max(margin, left / 4);
}

/*
 * How far the engine may play before ich_list_refill() has to publish more (@covered). That is the
 * end of a descriptor that interrupts and has enough published behind it. Until that end the engine
 * must not be in the last two descriptors, where ich_engine_locate() needs more than one register
 * access. Of those within a batch the last one is best, otherwise the first one: then an interrupt
 * seldom has more than a batch to refill.
 *
 * Returns @position if there is no such descriptor: the next refill publishes at once.
 *
 * Context: Stream locked.
 */
static u64 ich_list_cover(struct ich_engine *engine)
{
	unsigned int last = engine->narrow || engine->piv_leads ? 0 : 2;
	u32 candidates, batch;
	u64 end, enough;

	if (engine->published <= last)
		return engine->position;
	end = ich_list_entry(engine, engine->published - 1)->end;
	engine->depth = max(engine->depth, end - engine->position);
	enough = ich_list_enough(engine, end - engine->position);
	candidates = ich_list_interrupting(engine, engine->published - last);
	batch = candidates & (BIT(ICH_BATCH) - 1);
	if (!batch)
		batch = candidates & -candidates;
	while (batch) {
		const struct ich_entry *entry = ich_list_entry(engine, __fls(batch));

		if (end - entry->end >= enough)
			return entry->end;
		batch &= ~BIT(__fls(batch));
	}
	return engine->position;
}

/*
 * Write LVI. An end of the list that an interrupt has read before this belongs to the previous
 * edition, see ich_engine_ran_out().
 *
 * Context: Stream locked.
 */
static void ich_list_set_last(struct ich_engine *engine, unsigned int n)
{
	WRITE_ONCE(engine->edition, engine->edition + 1);
	/* the descriptors before the index that makes them valid */
	dma_wmb();
	iowrite8(ich_list_index(engine, n), engine->base + ICH_LVI);
	waveport_trace_publish(engine->stream, n + 1);
}

/**
 * ich_list_reset() - begin with an empty list
 * @engine: the engine, halted
 *
 * Context: Stream locked, or no stream uses the engine.
 */
void ich_list_reset(struct ich_engine *engine)
{
	engine->first = 0;
	engine->published = 0;
	engine->done = 0;
	engine->depth = 0;
	WRITE_ONCE(engine->edition, engine->edition + 1);
}

/**
 * ich_list_rebuild() - write the descriptors of what is acquired, and acquire more
 * @engine: the engine, halted, with an empty list
 * @most: most mappings to acquire
 *
 * The first descriptor covers the rest of the oldest mapping, see waveport_terminate_packet().
 *
 * Context: Stream locked.
 * Return: how many mappings were acquired.
 */
unsigned int ich_list_rebuild(struct ich_engine *engine, unsigned int most)
{
	unsigned int n, count = waveport_acquired_count(engine->stream);

	for (n = 0; n < count; n++)
		ich_list_write(engine, waveport_acquired_mapping(engine->stream, n), n);
	return ich_list_fill(engine, most);
}

/**
 * ich_list_publish() - publish all acquired mappings
 * @engine: the engine
 *
 * Context: Stream locked. One register access if there is more than before.
 */
void ich_list_publish(struct ich_engine *engine)
{
	unsigned int count = waveport_acquired_count(engine->stream);

	if (count != engine->published) {
		engine->published = count;
		ich_list_set_last(engine, count - 1);
	}
	engine->covered = ich_list_cover(engine);
}

/**
 * ich_list_refill() - acquire and publish what is committed
 * @engine: the engine, running, not covered
 * @most: most mappings to acquire
 *
 * This can wait while ich_list_is_covered(). It is not covered afterwards if less than the margin
 * is committed, or if more was to be acquired than @most.
 *
 * Context: Stream locked. One register access if there is more than before.
 * Return: how many mappings were acquired.
 */
unsigned int ich_list_refill(struct ich_engine *engine, unsigned int most)
{
	unsigned int got = ich_list_fill(engine, most);

	ich_list_publish(engine);
	return got;
}

/**
 * ich_list_withdraw() - take descriptors out of a running engine by lowering LVI
 * @engine: the engine, running
 * @n: number of the first one to take out, counted from the oldest; not 0
 *
 * The engine must not have fetched the first of them, neither before the write of LVI nor since:
 * the position that is read after the write tells both. If it has reached that one, it continues
 * through the whole ring until it is halted, and is still in the list as it was. If it has halted
 * at the end of that list before, the write restarts it on a descriptor that is no longer valid.
 * So that end must be far away.
 *
 * If the engine reaches the end of what remains before more is published, it halts, see
 * ich_engine_feed().
 *
 * Context: Stream locked. Several register accesses.
 * Return: true if the engine does not access them; false if it must be halted to make sure.
 */
bool ich_list_withdraw(struct ich_engine *engine, unsigned int n)
{
	u64 end = ich_list_entry(engine, engine->published - 1)->end;
	unsigned int done;

	if (ich_engine_locate(engine, &done) || n <= done + engine->lookahead ||
	    end - engine->position < engine->margin_bytes)
		return false;

	ich_list_set_last(engine, n - 1);
	if (ich_engine_locate(engine, &done) || done >= n)
		return false;
	/* the engine may reach the end of the rest before ich_engine_revoke() halts it */
	engine->published = n;
	engine->covered = engine->position;
	engine->withdrawn = true;
	return n > done + engine->lookahead;
}
