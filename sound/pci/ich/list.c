// SPDX-License-Identifier: GPL-2.0-only
/*
 * The descriptor list of a bus master engine: 32 entries, which the engine goes round in.
 *
 * A descriptor's life: free; written, when its mapping is acquired; published, when LVI reaches it
 * and the engine may fetch it; done, when the engine has gone on. The engine holds a private copy
 * of the current one and, most of them, of the one after it (see @fetches), so only those behind
 * these can be taken back while it runs.
 *
 * Acquiring and publishing are late: the next interrupt will do it, as long as enough is published
 * behind it. So a commit costs no register access, and a rewind seldom reaches what is published.
 *
 * LVI is written only with a new descriptor behind it (a write restarts an engine that has run dry)
 * or to take some back.
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

/* One stays free, so that a full list and an empty one look different. */
#define ICH_OUTSTANDING		(ICH_LIST - 1)
/* An interrupt at least once in so many descriptors, to refill the list: half of it. */
#define ICH_REFILL		16

/* Where in the list the descriptor of the n-th oldest mapping is. */
static unsigned int ich_list_index(const struct ich_engine *engine, unsigned int n)
{
	return (engine->first + n) % ICH_LIST;
}

static bool ich_list_interrupts(const struct ich_engine *engine, unsigned int n)
{
	return engine->interrupting & BIT(ich_list_index(engine, n));
}

/* Which descriptors to interrupt on: where a notification is due, and for the refill. */
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

/* Write the descriptor of the n-th oldest mapping. */
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

/* Acquire what there is, as far as the list has room. */
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
 * the more is committed, the later the interrupt may be handled. A look before that end must not
 * find the engine in the last two descriptors, where ich_engine_locate() takes more than one
 * register access.
 *
 * Returns @position if there is no such descriptor: the next refill publishes at once.
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
 * Write LVI. What an interrupt has read of an end of the list before belongs to the edition before,
 * see ich_engine_ran_out().
 */
static void ich_list_set_last(struct ich_engine *engine, unsigned int n)
{
	WRITE_ONCE(engine->edition, engine->edition + 1);
	/* the descriptors before the index that makes them valid */
	dma_wmb();
	iowrite8(ich_list_index(engine, n), engine->base + ICH_LVI);
}

/**
 * ich_list_reset() - begin with an empty list
 * @engine: the engine, halted
 *
 * Context: Stream locked, or nobody uses the engine.
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
 * The oldest mapping is cut to what is left of it, see waveport_terminate_packet().
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
 * ich_list_publish() - let the engine have all that is acquired
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
 * ich_list_refill() - acquire and publish what there is, if it is time
 * @engine: the engine, running
 *
 * It is not while the engine has not come as far as @covered: the interrupt there will do it. If
 * that has come and waits to be handled, it will do it too.
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
 * ich_list_interrupted() - tell whether descriptors that are done have interrupted
 * @engine: the engine
 * @done: how many of the oldest
 *
 * Context: Stream locked.
 * Return: true if one of them was to interrupt.
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
 * ich_list_release() - give back the oldest descriptors, which are done
 * @engine: the engine
 * @done: how many
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
 * @n: all from this one on, counted from the oldest; not 0
 *
 * The engine must not have fetched the first of them. If it comes to it before LVI is written it
 * goes on through the whole list; if it has run dry by then the write restarts it on a descriptor
 * that is not valid any more. So there has to be time until either, and it is looked at again
 * afterwards.
 *
 * Context: Stream locked. Some register accesses.
 * Return: true if the engine does not touch them; false if it has to be halted to be sure.
 */
bool ich_list_withdraw(struct ich_engine *engine, unsigned int n)
{
	const struct waveport_mapping *mapping = waveport_acquired_mapping(engine->stream, n);
	unsigned int done;

	if (ich_engine_locate(engine, &done) || n < done + 2 ||
	    mapping->position - engine->position < engine->margin_bytes)
		return false;

	ich_list_set_last(engine, n - 1);
	if (ich_engine_locate(engine, &done) || done >= n)
		return false;
	/* the engine may come to the end of what is left before ich_engine_revoke() halts it */
	engine->published = n;
	engine->covered = engine->position;
	return n >= done + 2;
}
