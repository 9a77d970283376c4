// SPDX-License-Identifier: GPL-2.0-only
/*
 * One bus master engine of the ICH AC'97 controller: list, start, stop, revoke.
 *
 * A descriptor's life: free; written, when its mapping is acquired; published, when LVI reaches it
 * and the engine may fetch it; done, when the engine has gone on. The engine holds a private copy
 * of the current one and of the one after it, so only those behind these can be taken back while it
 * runs; for the others it is halted, and the list rebuilt from the exact position.
 *
 * It never goes on in place. Some implementations drop the rest of the current descriptor when the
 * run bit is set again, so each start follows a register reset and begins at descriptor 0, which
 * is cut to what is left. CR is written to start and to stop, never in between; LVI only with a new
 * descriptor behind it (a write restarts an engine that has run dry) or to take some back.
 *
 * Acquiring and publishing are late: the next interrupt will do it, as long as enough is published
 * behind it. So a commit costs no register access, and a rewind seldom reaches what is published.
 *
 * Lock: the stream lock, see struct ich_engine. The file knows neither ALSA nor PCI and builds in
 * userspace too, against the model.
 */

#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/kernel.h>

#include "engine.h"
#include "ich_regs.h"
#include "position.h"

/* One stays free, so that a full list and an empty one look different. */
#define ICH_OUTSTANDING		(ICH_LIST - 1)
/* An interrupt at least once in so many descriptors, to refill the list: half of it. */
#define ICH_REFILL		16

/* Waits for the hardware; they may be with interrupts off. */
#define ICH_POLL_US		10
#define ICH_TIMEOUT_US		1000

/* Where in the list the descriptor of the n-th oldest mapping is. */
static unsigned int ich_engine_index(const struct ich_engine *engine, unsigned int n)
{
	return (engine->first + n) % ICH_LIST;
}

static bool ich_engine_interrupts(const struct ich_engine *engine, unsigned int n)
{
	return engine->interrupting & BIT(ich_engine_index(engine, n));
}

/* Which descriptors to interrupt on: where a notification is due, and for the refill. */
static bool ich_engine_wants_interrupt(const struct ich_engine *engine,
				       const struct waveport_mapping *mapping, unsigned int n)
{
	unsigned int quiet;

	if (mapping->flags & WAVEPORT_MAPPING_NOTIFY)
		return true;
	for (quiet = 1; quiet <= n; quiet++) {
		if (ich_engine_interrupts(engine, n - quiet))
			break;
	}
	return quiet >= ICH_REFILL;
}

/* Write the descriptor of the n-th oldest mapping. */
static void ich_engine_write(struct ich_engine *engine, const struct waveport_mapping *mapping,
			     unsigned int n)
{
	unsigned int index = ich_engine_index(engine, n);
	u32 control = FIELD_PREP(ICH_CONTROL_SAMPLES, mapping->bytes / engine->sample_bytes) |
		      engine->underrun;

	if (ich_engine_wants_interrupt(engine, mapping, n)) {
		control |= ICH_CONTROL_IOC;
		engine->interrupting |= BIT(index);
	} else {
		engine->interrupting &= ~BIT(index);
	}
	engine->list[index].address = cpu_to_le32(lower_32_bits(mapping->address));
	engine->list[index].control = cpu_to_le32(control);
}

/* Acquire what there is, as far as the list has room. */
static void ich_engine_fill(struct ich_engine *engine)
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
		ich_engine_write(engine, &mapping, n);
	}
}

/*
 * Up to where the engine may go before there must be more: the end of the last descriptor that
 * interrupts and still has enough published behind it: a quarter of all that is to come, so that
 * the interrupt may be the later the more is committed. Three descriptors behind it keep
 * ich_engine_locate() from the end of the list, where it takes more than one access.
 */
static u64 ich_engine_cover(const struct ich_engine *engine)
{
	const struct waveport_mapping *mapping;
	unsigned int n = engine->published;
	u64 end, enough;

	if (!n)
		return engine->position;
	end = ich_mapping_end(waveport_acquired_mapping(engine->stream, n - 1));
	enough = max_t(u64, engine->margin_bytes, (end - engine->position) / 4);
	while (n--) {
		if (!ich_engine_interrupts(engine, n))
			continue;
		mapping = waveport_acquired_mapping(engine->stream, n);
		if (end - ich_mapping_end(mapping) >= enough &&
		    (engine->narrow || engine->piv_leads || n + 3 < engine->published))
			return ich_mapping_end(mapping);
	}
	return engine->position;
}

/* Let the engine have all that is acquired. */
static void ich_engine_publish(struct ich_engine *engine)
{
	unsigned int count = waveport_acquired_count(engine->stream);

	if (count != engine->published) {
		engine->published = count;
		WRITE_ONCE(engine->ran_out, false);
		/* the descriptors before the index that makes them valid */
		dma_wmb();
		iowrite8(ich_engine_index(engine, count - 1), engine->base + ICH_LVI);
	}
	engine->covered = ich_engine_cover(engine);
}

/*
 * Acquire and publish, unless an interrupt is still to come that is soon enough to do it. If it has
 * come and not been handled yet, it is about to be.
 */
static void ich_engine_refill(struct ich_engine *engine)
{
	if (waveport_distance(engine->position, engine->covered) > 0)
		return;
	ich_engine_fill(engine);
	ich_engine_publish(engine);
}

/**
 * ich_engine_set_format() - note how large a sample, a frame and a margin of time are
 * @engine: the engine, halted
 * @format: of the stream
 *
 * Context: Any.
 */
void ich_engine_set_format(struct ich_engine *engine, const struct waveport_format *format)
{
	engine->frame_bytes = format->frame_bytes;
	engine->sample_bytes = format->sample_bits > 16 ? ICH_WIDE_SAMPLE_BYTES : ICH_SAMPLE_BYTES;
	if (engine->swapped)
		engine->sample_bytes = 1;
	engine->margin_bytes = format->rate / (1000 / ICH_MARGIN_MS) * format->frame_bytes;
}

/*
 * Clear the run bit and wait for the halt: only then is the position final, may the registers be
 * reset, and is the memory left alone. An engine that has never run need not say that it is halted:
 * in VirtualBox DCH is clear until something has run. Whoever had the device before may have left
 * it running.
 */
static int ich_engine_stop(struct ich_engine *engine)
{
	u16 status;
	int err;

	engine->moving |= ioread8(engine->base + ICH_CR) & ICH_CR_RPBM;
	iowrite8(0, engine->base + ICH_CR);
	if (!engine->moving)
		return 0;
	err = readx_poll_timeout_atomic(ioread16, ich_engine_sr(engine), status,
					status & ICH_SR_DCH, ICH_POLL_US, ICH_TIMEOUT_US);
	if (err)
		dev_err_ratelimited(engine->dev, "%s: no halt in %u us, status %#x\n",
				    engine->name, ICH_TIMEOUT_US, status);
	else
		engine->moving = false;
	return err ? -EIO : 0;
}

/**
 * ich_engine_power_on() - reset an engine after the power was off, or for the first time
 * @engine: the engine, which serves no stream
 *
 * What was under way before the power went is over.
 *
 * Context: Nobody uses the engine.
 * Return: as ich_engine_reset().
 */
int ich_engine_power_on(struct ich_engine *engine)
{
	engine->moving = false;
	return ich_engine_reset(engine);
}

/**
 * ich_engine_reset() - halt an engine if it runs, and reset its registers
 * @engine: the engine
 *
 * Throws away what the engine has prefetched. Afterwards it touches no memory.
 *
 * Context: Stream locked, or nobody uses it.
 * Return: 0; -EIO if the halt or the end of the reset was not seen within 1 ms each.
 */
int ich_engine_reset(struct ich_engine *engine)
{
	u8 control;
	int err;

	err = ich_engine_stop(engine);
	if (err)
		return err;

	engine->first = 0;
	engine->published = 0;
	WRITE_ONCE(engine->ran_out, false);
	iowrite8(ICH_CR_RR, engine->base + ICH_CR);
	err = readx_poll_timeout_atomic(ioread8, engine->base + ICH_CR, control,
					!(control & ICH_CR_RR), ICH_POLL_US, ICH_TIMEOUT_US);
	if (err)
		dev_err_ratelimited(engine->dev, "%s: no end of a reset in %u us, control %#x\n",
				    engine->name, ICH_TIMEOUT_US, control);
	return err ? -EIO : 0;
}

/* Rebuild the list from the exact position and set the run bit. */
static int ich_engine_start(struct ich_engine *engine)
{
	unsigned int n, count;
	bool learn;
	int err;

	err = ich_engine_reset(engine);
	if (err)
		return err;

	count = waveport_acquired_count(engine->stream);
	for (n = 0; n < count; n++)
		ich_engine_write(engine, waveport_acquired_mapping(engine->stream, n), n);
	engine->position = waveport_released_position(engine->stream);
	ich_engine_fill(engine);
	if (!waveport_acquired_count(engine->stream))
		return 0;

	iowrite32(lower_32_bits(engine->list_address), engine->base + ICH_BDBAR);
	learn = ich_engine_may_learn(engine);
	/* the reset has left LVI at 0 */
	if (learn)
		engine->published = 1;
	else
		ich_engine_publish(engine);
	engine->moving = true;
	WRITE_ONCE(engine->started, true);
	iowrite8(ICH_CR_RPBM | ICH_CR_LVBIE | ICH_CR_FEIE | ICH_CR_IOCE, engine->base + ICH_CR);
	if (learn) {
		ich_engine_learn(engine);
		ich_engine_publish(engine);
	}
	return 0;
}

/**
 * ich_engine_run() - start an engine with what its stream has
 * @engine: the engine, not running
 * @stream: the stream
 *
 * With nothing committed the engine starts by itself when something is.
 *
 * Context: Stream locked.
 * Return: 0, or -EIO if the engine could not be reset.
 */
int ich_engine_run(struct ich_engine *engine, struct waveport_stream *stream)
{
	engine->stream = stream;
	return ich_engine_start(engine);
}

/**
 * ich_engine_halt() - halt an engine and tell its stream the exact position
 * @engine: the engine, running or not
 *
 * Context: Stream locked.
 * Return: 0; -EIO if the halt was not seen within 1 ms, -ENODEV if the device is gone. Even then
 *	the run bit has been cleared.
 */
int ich_engine_halt(struct ich_engine *engine)
{
	unsigned int done;
	int err, gone;

	if (!engine->started)
		return 0;

	err = ich_engine_stop(engine);
	gone = ich_engine_locate(engine, &done);
	/* all three, or the interrupt line stays up */
	iowrite16(ICH_SR_EVENTS, ich_engine_sr(engine));
	WRITE_ONCE(engine->started, false);
	engine->published = 0;
	waveport_terminate_packet(engine->stream, engine->position);
	return err ? err : gone;
}

/**
 * ich_engine_position() - tell where an engine is
 * @engine: the engine
 * @stream: the stream that asks; it may never have run
 *
 * Context: Stream locked. One register access; none while it does not run.
 * Return: stream position in bytes.
 */
u64 ich_engine_position(struct ich_engine *engine, const struct waveport_stream *stream)
{
	unsigned int done;

	if (!engine->started)
		return waveport_released_position(stream);
	ich_engine_locate(engine, &done);
	return engine->position;
}

/**
 * ich_engine_service() - release what is done, acquire and publish more
 * @engine: the engine
 * @position: set to the stream position in bytes
 *
 * Context: Stream locked. One register access, and one more if something must be published.
 * Return: 0, or -ENODEV if the device is gone.
 */
int ich_engine_service(struct ich_engine *engine, u64 *position)
{
	unsigned int done;
	int err;

	if (!engine->started) {
		*position = waveport_released_position(engine->stream);
		return 0;
	}
	err = ich_engine_locate(engine, &done);
	if (err)
		return err;

	*position = engine->position;
	while (done--) {
		const struct waveport_mapping *mapping =
			waveport_acquired_mapping(engine->stream, 0);

		waveport_release_mapping(engine->stream, mapping->tag);
		engine->first = ich_engine_index(engine, 1);
		engine->published--;
	}
	ich_engine_feed(engine);
	return 0;
}

/**
 * ich_engine_feed() - acquire and publish what there is
 * @engine: the engine; started if it waits for data
 *
 * Context: Stream locked. No register access in steady state.
 */
void ich_engine_feed(struct ich_engine *engine)
{
	if (!engine->started) {
		ich_engine_start(engine);
		return;
	}
	ich_engine_refill(engine);
}

/*
 * Take the descriptors from the n-th on out of a running engine by lowering LVI. It must not have
 * got near them; if it has by the time that LVI is written it may have passed it, and go on through
 * the whole list.
 */
static bool ich_engine_withdraw(struct ich_engine *engine, unsigned int n)
{
	const struct waveport_mapping *mapping = waveport_acquired_mapping(engine->stream, n);
	u64 strays = engine->strays;
	unsigned int done;

	if (ich_engine_locate(engine, &done) || n < done + 2 ||
	    mapping->position - engine->position < engine->margin_bytes)
		return false;

	iowrite8(ich_engine_index(engine, n - 1), engine->base + ICH_LVI);
	if (ich_engine_locate(engine, &done) || engine->strays != strays || done >= n)
		return false;
	/* in the last one left it may end before it is halted */
	engine->published = n;
	engine->covered = engine->position;
	return n >= done + 2;
}

/**
 * ich_engine_revoke() - take the newest mappings out of the hardware
 * @engine: the engine
 * @first: tag of the oldest of them; may have been released
 *
 * What is far enough ahead costs a write of LVI; else the engine halts, and starts again at the
 * next ich_engine_feed().
 *
 * Context: Stream locked.
 * Return: 0; -EIO or -ENODEV if the engine could not be halted.
 */
int ich_engine_revoke(struct ich_engine *engine, u64 first)
{
	unsigned int n;

	for (n = 0; n < engine->published; n++) {
		const struct waveport_mapping *mapping =
			waveport_acquired_mapping(engine->stream, n);

		if (waveport_distance(first, mapping->tag) >= 0)
			break;
	}
	if (n == engine->published || ich_engine_withdraw(engine, n))
		return 0;
	return ich_engine_halt(engine);
}

/**
 * ich_engine_interrupt() - handle an engine's part of the interrupt
 * @engine: the engine
 *
 * Asks and acknowledges before it notifies: some implementations move no data while an interrupt is
 * pending. @started is read without the lock. If it is just being cleared, the halt acknowledges;
 * if it is just being set, no interrupt is pending yet.
 *
 * Context: Hard interrupt, stream not locked. Two register accesses before those of the service.
 * Return: true if the interrupt was this engine's.
 */
bool ich_engine_interrupt(struct ich_engine *engine)
{
	u16 status;

	if (!READ_ONCE(engine->started))
		return false;
	status = ich_engine_status(engine);
	if (status == (u16)ICH_GONE || !(status & ICH_SR_EVENTS))
		return false;

	/* an event that has come since is another interrupt */
	iowrite16(status & ICH_SR_EVENTS, ich_engine_sr(engine));
	if (status & ICH_SR_FIFOE)
		engine->fifo_errors++;
	if (status & ICH_SR_LVBCI)
		WRITE_ONCE(engine->ran_out, true);
	waveport_notify(engine->stream);
	return true;
}
