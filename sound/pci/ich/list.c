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
#include "position.h"

/* One descriptor remains free, so that a full list can be told from an empty one. */
#define ICH_OUTSTANDING		(ICH_LIST - 1)
/* At least one of so many descriptors, half the list, interrupts so that the list is refilled. */
#define ICH_REFILL		16

/* Returns the index of the descriptor of the n-th oldest mapping. */
static unsigned int ich_list_index(const struct ich_engine *engine, unsigned int n)
{
	return (engine->first + n) % ICH_LIST;
}

static bool ich_list_interrupts(const struct ich_engine *engine, unsigned int n)
{
	return engine->interrupting & BIT(ich_list_index(engine, n));
}

/*
 * A descriptor interrupts if a notification is due at its end or the list has to be refilled.
 *
 * Context: Stream locked.
 */
static bool ich_list_wants_interrupt(const struct ich_engine *engine,
				     const struct waveport_mapping *mapping, unsigned int n)
{
	unsigned int quiet;

	if (mapping->flags & WAVEPORT_MAPPING_NOTIFY)
		return true;
	for (quiet = 1; quiet <= n; quiet++) {
		if (ich_list_interrupts(engine, n - quiet))
			break;
	}
	return quiet >= ICH_REFILL;
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
	u32 control = FIELD_PREP(ICH_CONTROL_SAMPLES, mapping->bytes / engine->sample_bytes) |
		      engine->underrun;

	if (ich_list_wants_interrupt(engine, mapping, n)) {
		control |= ICH_CONTROL_IOC;
		engine->interrupting |= BIT(index);
	} else {
		engine->interrupting &= ~BIT(index);
	}
	engine->list[index].address = cpu_to_le32(lower_32_bits(mapping->address));
	engine->list[index].control = cpu_to_le32(control);
}

/*
 * Acquire what is committed, as far as the list has room.
 *
 * Context: Stream locked.
 */
static void ich_list_fill(struct ich_engine *engine)
{
	struct waveport_mapping mapping;
	unsigned int n;
	int err;

	for (n = waveport_acquired_count(engine->stream); n < ICH_OUTSTANDING; n++) {
		err = waveport_get_mapping(engine->stream, &mapping);
		if (err == -EAGAIN)
			return;
		if (err) {
			dev_err_ratelimited(engine->dev, "%s: cannot get mapping %u: %d\n",
					    engine->name, n, err);
			return;
		}
		ich_list_write(engine, &mapping, n);
	}
}

/*
 * How far the engine may play before ich_list_refill() has to publish more (@covered). That is the
 * end of the last descriptor that interrupts and has enough published behind it for the interrupt
 * to be handled in time: at least the margin, and a quarter of all that is still to be played. So
 * the more is committed, the later the interrupt may be handled. Until that end the engine must not
 * be in the last two descriptors, where ich_engine_locate() needs more than one register access.
 *
 * Returns @position if there is no such descriptor: the next refill publishes at once.
 *
 * Context: Stream locked.
 */
static u64 ich_list_cover(const struct ich_engine *engine)
{
	const struct waveport_mapping *mapping;
	unsigned int n = engine->published;
	u64 end, enough;

	if (!n)
		return engine->position;
	end = ich_mapping_end(waveport_acquired_mapping(engine->stream, n - 1));
	enough = max_t(u64, engine->margin_bytes, (end - engine->position) / 4);
	while (n--) {
		if (!ich_list_interrupts(engine, n))
			continue;
		mapping = waveport_acquired_mapping(engine->stream, n);
		if (end - ich_mapping_end(mapping) >= enough &&
		    (engine->narrow || engine->piv_leads || n + 2 < engine->published))
			return ich_mapping_end(mapping);
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
	WRITE_ONCE(engine->edition, engine->edition + 1);
}

/**
 * ich_list_rebuild() - write the descriptors of what is acquired, and acquire more
 * @engine: the engine, halted, with an empty list
 *
 * The first descriptor covers the rest of the oldest mapping, see waveport_terminate_packet().
 *
 * Context: Stream locked.
 */
void ich_list_rebuild(struct ich_engine *engine)
{
	unsigned int n, count = waveport_acquired_count(engine->stream);

	for (n = 0; n < count; n++)
		ich_list_write(engine, waveport_acquired_mapping(engine->stream, n), n);
	ich_list_fill(engine);
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
 * ich_list_refill() - acquire and publish what is committed, if it cannot wait
 * @engine: the engine, running
 *
 * It can wait until the engine reaches @covered, because the interrupt there calls this again. This
 * is also true if that interrupt is pending already.
 *
 * Context: Stream locked. No register access in steady state.
 */
void ich_list_refill(struct ich_engine *engine)
{
	if (waveport_distance(engine->position, engine->covered) > 0)
		return;
	ich_list_fill(engine);
	ich_list_publish(engine);
}

/**
 * ich_list_interrupted() - check whether one of the completed descriptors interrupts
 * @engine: the engine
 * @done: number of completed descriptors, from the oldest on
 *
 * Context: Stream locked.
 * Return: true if one of them was written with IOC.
 */
bool ich_list_interrupted(const struct ich_engine *engine, unsigned int done)
{
	while (done--) {
		if (ich_list_interrupts(engine, done))
			return true;
	}
	return false;
}

/**
 * ich_list_release() - release the completed descriptors
 * @engine: the engine
 * @done: number of completed descriptors, from the oldest on
 *
 * Context: Stream locked.
 */
void ich_list_release(struct ich_engine *engine, unsigned int done)
{
	while (done--) {
		const struct waveport_mapping *mapping =
			waveport_acquired_mapping(engine->stream, 0);

		waveport_release_mapping(engine->stream, mapping->tag);
		engine->first = ich_list_index(engine, 1);
		engine->published--;
	}
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
	const struct waveport_mapping *last =
		waveport_acquired_mapping(engine->stream, engine->published - 1);
	unsigned int done;

	if (ich_engine_locate(engine, &done) || n <= done + engine->lookahead ||
	    ich_mapping_end(last) - engine->position < engine->margin_bytes)
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
