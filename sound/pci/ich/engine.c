// SPDX-License-Identifier: GPL-2.0-only
/*
 * One bus master engine of the ICH AC'97 controller: start, stop, revoke, interrupt.
 *
 * The engine never resumes at the current descriptor, because some implementations skip the rest of
 * it when the run bit is set again. Each start resets the registers and begins at descriptor 0,
 * which covers the rest of the oldest mapping. CR is written only to start and to stop.
 *
 * Lock: the stream lock, see struct ich_engine. The file uses neither ALSA nor PCI, so that the
 * model can build it in userspace.
 */

#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include "engine.h"
#include "ich_regs.h"
#include "list.h"
#include "master.h"
#include "position.h"

/* Interval and timeout of waits for the hardware; short, because interrupts may be off. */
#define ICH_POLL_US		10
#define ICH_TIMEOUT_US		1000

/* Most engines checked in one interrupt; if events remain, the interrupt is raised again. */
#define ICH_LOOKS_MAX		64
/*
 * After so many interrupts in a row without a completed descriptor the stream ends. An event that
 * reports one weighs more, because FIFO errors may come at any time.
 */
#define ICH_IDLE_MAX		10000
#define ICH_IDLE_COMPLETED	100

/**
 * ich_engine_set_format() - set the sizes that depend on the format
 * @engine: the engine, halted
 * @format: format of the stream
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

static int ich_engine_runs(const struct ich_engine *engine)
{
	u8 control = ioread8(engine->base + ICH_CR);

	return control == (u8)ICH_GONE ? -ENODEV : control & ICH_CR_RPBM;
}

static void ich_engine_set_running(const struct ich_engine *engine, u8 interrupts)
{
	iowrite8(ICH_CR_RPBM | interrupts, engine->base + ICH_CR);
}

static void ich_engine_set_halted(const struct ich_engine *engine)
{
	iowrite8(0, engine->base + ICH_CR);
}

const struct ich_run_ops ich_run_ops = {
	.runs = ich_engine_runs,
	.run = ich_engine_set_running,
	.stop = ich_engine_set_halted,
	.status = ich_engine_status,
};

/**
 * ich_engine_wait() - wait for the halt of an engine that was stopped
 * @engine: the engine
 * @status: set to its status
 *
 * Context: Any.
 * Return: 0; -ETIMEDOUT if the halt was not seen within 1 ms. All ones are taken for a halt.
 */
int ich_engine_wait(const struct ich_engine *engine, u16 *status)
{
	return readx_poll_timeout_atomic(engine->run_ops->status, engine, *status,
					 *status & ICH_SR_DCH, ICH_POLL_US, ICH_TIMEOUT_US);
}

/*
 * Clear the run bit and wait for the halt. Before that the position is not final, the registers
 * must not be reset and the engine may access memory. There is no wait for an engine that has never
 * run, because VirtualBox does not set DCH for it. CR is read, because firmware or another driver
 * may have left the engine running.
 *
 * An engine that is not seen to halt may access memory at any time, so bus mastering is switched
 * off. All ones are no answer of a halted engine, but of none: then the run bit may still be set,
 * even if the device answers again and the engine has reached the end of its list.
 *
 * Context: Stream locked, or no stream uses the engine.
 */
static int ich_engine_stop(struct ich_engine *engine, u16 *status)
{
	int running = engine->run_ops->runs(engine);
	int err;

	*status = 0;
	if (running > 0)
		engine->moving = true;
	engine->run_ops->stop(engine);
	if (!engine->moving)
		return running < 0 ? running : 0;
	err = ich_engine_wait(engine, status);
	if (err)
		dev_err_ratelimited(engine->dev, "%s: no halt in %u us, status %#x\n",
				    engine->name, ICH_TIMEOUT_US, *status);
	err = running < 0 || *status == (u16)ICH_GONE ? -ENODEV : err ? -EIO : 0;
	engine->moving = err;
	ich_master_note(engine, !err);
	return err;
}

/**
 * ich_engine_power_on() - reset an engine after the power was off, or for the first time
 * @engine: the engine, which serves no stream
 *
 * The power loss has ended all transfers, so a halt that was not seen before it is not waited for.
 *
 * Context: No stream uses the engine.
 * Return: as ich_engine_reset().
 */
int ich_engine_power_on(struct ich_engine *engine)
{
	engine->moving = false;
	ich_master_note(engine, true);
	return ich_engine_reset(engine);
}

/**
 * ich_engine_reset() - halt an engine if it runs, and reset its registers
 * @engine: the engine
 *
 * Discards what the engine has prefetched. After the reset it accesses no memory.
 *
 * Context: Stream locked, or no stream uses the engine.
 * Return: 0; -EIO if the halt or the end of the reset was not seen within 1 ms each; -ENODEV if the
 *	device is gone.
 */
int ich_engine_reset(struct ich_engine *engine)
{
	u8 control;
	u16 status;
	int err;

	WRITE_ONCE(engine->unfilled, false);
	err = ich_engine_stop(engine, &status);
	if (err)
		return err;

	ich_list_reset(engine);
	iowrite8(ICH_CR_RR, engine->base + ICH_CR);
	err = readx_poll_timeout_atomic(ioread8, engine->base + ICH_CR, control,
					!(control & ICH_CR_RR) || control == (u8)ICH_GONE,
					ICH_POLL_US, ICH_TIMEOUT_US);
	/* what was written may be lost, even if the device answers again */
	if (control == (u8)ICH_GONE)
		return -ENODEV;
	if (err)
		dev_err_ratelimited(engine->dev, "%s: no end of a reset in %u us, control %#x\n",
				    engine->name, ICH_TIMEOUT_US, control);
	return err ? -EIO : 0;
}

/*
 * Leave what is still to be acquired to the interrupt thread if the list is not covered without it,
 * because no interrupt may follow in which the rest could be acquired; and if more was completed
 * than a batch replaces, because the list would become ever shorter, and the time for which the
 * next interrupt may be late with it. @most is what may be acquired now.
 *
 * Context: Stream locked.
 */
static void ich_engine_leave_rest(struct ich_engine *engine, unsigned int most)
{
	bool replaced = engine->done <= ICH_BATCH;

	if (most || ich_list_is_full(engine) || (replaced && ich_list_is_covered(engine)))
		return;
	WRITE_ONCE(engine->unfilled, true);
	/* the thread that sees this sees that of the engine */
	smp_store_release(&engine->master->unfilled, true);
	/* an interrupt wakes it by what its handler returns */
	if (engine->irq && READ_ONCE(engine->master->asker) != current)
		irq_wake_thread(engine->irq, engine->irq_dev_id);
}

/*
 * Rebuild the list from the exact position, acquire no more than @most mappings for it, and set the
 * run bit.
 *
 * Context: Stream locked.
 */
static int ich_engine_start(struct ich_engine *engine, unsigned int *most)
{
	int err;

	err = ich_engine_reset(engine);
	if (err)
		return err;
	if (!ich_master_retry(engine))
		return -EIO;

	engine->position = waveport_released_position(engine->stream);
	engine->covered = engine->position;
	*most -= ich_list_rebuild(engine, *most);
	if (!waveport_acquired_count(engine->stream)) {
		ich_engine_leave_rest(engine, *most);
		return 0;
	}

	iowrite32(lower_32_bits(engine->list_address), engine->base + ICH_BDBAR);
	ich_list_publish(engine);
	ich_engine_leave_rest(engine, *most);
	engine->moving = true;
	engine->idle = 0;
	WRITE_ONCE(engine->started, true);
	set_bit(engine->number, &engine->master->started);
	engine->run_ops->run(engine, ICH_CR_LVBIE | ICH_CR_FEIE | ICH_CR_IOCE);
	return 0;
}

/**
 * ich_engine_run() - start an engine for a stream
 * @engine: the engine, not running
 * @stream: the stream
 *
 * If nothing is committed, ich_engine_feed() starts the engine later.
 *
 * Context: Stream locked.
 * Return: 0; -EIO if the engine could not be reset, or another does not halt; -ENODEV if the device
 *	is gone.
 */
int ich_engine_run(struct ich_engine *engine, struct waveport_stream *stream)
{
	unsigned int most = ICH_OUTSTANDING;

	engine->stream = stream;
	return ich_engine_start(engine, &most);
}

/**
 * ich_engine_halt() - halt an engine and report the exact position to its stream
 * @engine: the engine, running or not
 *
 * If the halt acknowledges an event, the other engines must be checked, see
 * ich_engines_interrupt(). The interrupt thread does that, because their streams cannot be locked
 * here. It does so too if the halt fails. The reset that follows a halt finds no event to
 * acknowledge.
 *
 * Context: Stream locked.
 * Return: 0; -EIO if the halt was not seen within 1 ms, -ENODEV if the device is gone. Even then
 *	the run bit has been cleared, and the engine accesses no memory any more.
 */
int ich_engine_halt(struct ich_engine *engine)
{
	unsigned int done;
	int err, found;
	u16 status;

	if (!engine->started)
		return 0;

	/* in crosvm the counter starts again at the halt */
	ich_engine_locate(engine, &done);
	err = ich_engine_stop(engine, &status);
	found = ich_engine_locate(engine, &done);
	/* all three events, otherwise the interrupt line remains asserted */
	iowrite16(ICH_SR_EVENTS, ich_engine_sr(engine));
	if ((err || status & ICH_SR_EVENTS) && engine->irq)
		irq_wake_thread(engine->irq, engine->irq_dev_id);
	/* at the end of all that it has, what follows is the halt of this function */
	if ((status & ICH_SR_LVBCI || READ_ONCE(engine->emptied)) &&
	    done < waveport_acquired_count(engine->stream))
		waveport_engine_halted(engine->stream);
	WRITE_ONCE(engine->emptied, false);
	WRITE_ONCE(engine->started, false);
	clear_bit(engine->number, &engine->master->started);
	engine->published = 0;
	waveport_terminate_packet(engine->stream, engine->position);
	return found == -ENODEV ? found : err;
}

/*
 * Check whether the interrupts lead nowhere: a status bit that cannot be cleared, or a position
 * that is never possible. The end of the list is the last event, so there the position is needed.
 *
 * Context: Stream locked.
 */
static int ich_engine_check_progress(struct ich_engine *engine, bool completed, unsigned int done,
				     int located)
{
	bool lost = located && READ_ONCE(engine->emptied);

	if (done) {
		engine->idle = 0;
		return 0;
	}
	engine->idle += completed ? ICH_IDLE_COMPLETED : 1;
	if (engine->idle < ICH_IDLE_MAX && !lost)
		return 0;
	dev_err_ratelimited(engine->dev, "%s: %s at position %llu, stream stopped\n", engine->name,
			    lost ? "impossible indices" : "interrupts without progress",
			    engine->position);
	engine->idle = 0;
	return -EIO;
}

/*
 * Check whether the engine has reached the end of the list.
 *
 * Context: Stream locked.
 */
static bool ich_engine_has_ended(const struct ich_engine *engine)
{
	return READ_ONCE(engine->emptied) ||
	       ich_engine_status(engine) & (ICH_SR_LVBCI | ICH_SR_CELV);
}

/*
 * Let an engine go on with what is committed, of which @most mappings may be acquired.
 *
 * After a withdrawal the engine may have reached the end of what remained, although more follows
 * at once. Then it is halted and started again, as by a revoke that cannot withdraw.
 *
 * Context: Stream locked.
 */
static int ich_engine_proceed(struct ich_engine *engine, unsigned int *most)
{
	int err;

	if (engine->started && engine->withdrawn && ich_engine_has_ended(engine)) {
		err = ich_engine_halt(engine);
		if (err)
			return err;
	}
	engine->withdrawn = false;
	WRITE_ONCE(engine->unfilled, false);
	if (!engine->started)
		return ich_engine_start(engine, most);

	*most -= ich_list_refill(engine, *most);
	ich_engine_leave_rest(engine, *most);
	return 0;
}

/*
 * The same, with as many mappings as may be acquired now: in an interrupt what its quota has left.
 *
 * Context: Stream locked.
 */
static noinline int ich_engine_proceed_within_quota(struct ich_engine *engine)
{
	struct ich_master *master = engine->master;
	/* what a start publishes has to last until the next interrupt */
	unsigned int most = engine->started ? ICH_BATCH : ICH_OUTSTANDING;

	if (READ_ONCE(master->asker) == current)
		return ich_engine_proceed(engine, &master->quota);
	return ich_engine_proceed(engine, &most);
}

/**
 * ich_engine_feed() - acquire and publish what is committed
 * @engine: the engine; it is started if it waits for data
 *
 * Context: Stream locked. No register access in steady state.
 * Return: 0, or as ich_engine_run() if the engine could not be started.
 */
int ich_engine_feed(struct ich_engine *engine)
{
	if (engine->started && !engine->withdrawn && !engine->unfilled &&
	    ich_list_is_covered(engine))
		return 0;
	return ich_engine_proceed_within_quota(engine);
}

/**
 * ich_engine_service() - release completed descriptors, acquire and publish more
 * @engine: the engine
 * @position: set to the stream position in bytes
 *
 * Context: Stream locked. One register access, and one more if something must be published.
 * Return: 0; -ENODEV if the device is gone; -EIO if the interrupts do not come from progress, or
 *	bus mastering is off.
 */
int ich_engine_service(struct ich_engine *engine, u64 *position)
{
	bool completed = READ_ONCE(engine->completed);
	int err;

	if (!engine->started) {
		*position = waveport_released_position(engine->stream);
		return 0;
	}
	if (ich_master_is_off(engine))
		return -EIO;
	err = ich_engine_locate_done(engine, &engine->done);
	if (err == -ENODEV)
		return err;
	err = ich_engine_check_progress(engine, completed, engine->done, err);
	if (err)
		return err;

	*position = engine->position;
	if (READ_ONCE(engine->emptied)) {
		WRITE_ONCE(engine->emptied, false);
		waveport_engine_halted(engine->stream);
	}
	ich_list_release(engine, engine->done);
	return ich_engine_feed(engine);
}

/**
 * ich_engine_revoke() - take the newest mappings out of the hardware
 * @engine: the engine
 * @first: tag of the oldest of them; may have been released
 *
 * If the mappings are far enough ahead of the engine, LVI is lowered. Otherwise the engine is
 * halted, and the next ich_engine_feed() starts it again.
 *
 * Context: Stream locked.
 * Return: 0; -EIO or -ENODEV if the engine could not be halted.
 */
int ich_engine_revoke(struct ich_engine *engine, u64 first)
{
	unsigned int n;

	for (n = 0; n < engine->published; n++) {
		if (waveport_distance(first, ich_list_entry(engine, n)->tag) >= 0)
			break;
	}
	if (n == engine->published || ich_list_withdraw(engine, n))
		return 0;
	return ich_engine_halt(engine);
}

/*
 * Returns the pending events. The combined read, which all datasheets have, returns CIV too.
 *
 * Context: Hard interrupt or its thread, stream not locked.
 */
static u16 ich_engine_ask(struct ich_engine *engine)
{
	u32 value;

	if (engine->narrow)
		return ich_engine_status(engine);

	value = ioread32(engine->base + ICH_STATUS);
	if (value != ICH_GONE)
		WRITE_ONCE(engine->seen, FIELD_GET(ICH_STATUS_CIV, value) + 1);
	return FIELD_GET(ICH_STATUS_SR, value);
}

/*
 * Handle the events of one engine. Returns true if it had any.
 *
 * The events are acknowledged before waveport_notify(), because some implementations move no data
 * while an interrupt is pending. This is done without the stream lock, so @started may change at
 * the same time. If it is being cleared, the halt acknowledges the events; if it is being set, no
 * event is pending yet. LVBCI is valid only for the @edition that was current before the status was
 * read, so that is what is stored.
 *
 * Two register accesses before those of the service.
 *
 * Context: Hard interrupt or its thread, stream not locked.
 */
static __always_inline bool ich_engine_interrupt(struct ich_engine *engine)
{
	u16 status;
	u32 edition;

	/* read before the status, so that the status is never older than the edition */
	edition = smp_load_acquire(&engine->edition);
	if (!READ_ONCE(engine->started))
		return false;
	/* another engine has not halted, and this one stands still, so its stream has to end */
	if (ich_master_is_off(engine)) {
		waveport_notify(engine->stream);
		return false;
	}
	status = ich_engine_ask(engine);
	if (status == (u16)ICH_GONE || !(status & ICH_SR_EVENTS))
		return false;

	/* an event after the read of the status is not cleared, and raises another interrupt */
	iowrite16(status & ICH_SR_EVENTS, ich_engine_sr(engine));
	if (status & ICH_SR_FIFOE)
		engine->fifo_errors++;
	if (status & ICH_SR_LVBCI) {
		WRITE_ONCE(engine->ended, edition);
		WRITE_ONCE(engine->emptied, true);
	}
	if (status & ICH_SR_BCIS)
		WRITE_ONCE(engine->completed, true);
	waveport_notify(engine->stream);
	return true;
}

/* Returns the first bit of a mask after a number, or else its first bit; the mask is not 0. */
static unsigned int ich_engines_next(unsigned long mask, unsigned int number)
{
	unsigned long after = mask & ~(BIT(number + 1) - 1);

	return __ffs(after ? after : mask);
}

/*
 * Check the engines of a mask in turn, beginning after the last one that was checked, until all
 * have been checked since the last event.
 *
 * Returns true if one of them had an event.
 */
static noinline bool ich_engines_check(struct ich_master *master, unsigned long waiting,
				       unsigned int number)
{
	unsigned int looks;
	bool handled = false;

	for (looks = 0; waiting && looks < ICH_LOOKS_MAX; looks++) {
		number = ich_engines_next(waiting, number);
		waiting &= ~BIT(number);
		if (ich_engine_interrupt(master->engines[number])) {
			handled = true;
			waiting = READ_ONCE(master->started) & ~BIT(number);
		}
	}
	return handled;
}

/**
 * ich_engines_interrupt() - handle the interrupt of a controller
 * @master: the bus mastering, which has the engines
 *
 * VirtualBox and QEMU deassert the interrupt line when the acknowledged engine has no event left,
 * even if another engine has one. An event of an engine that was checked before would be lost. So
 * all other engines are checked again after each acknowledgment, in turn. A later event of the
 * acknowledged engine asserts the line again. If only one engine runs, no further register is read.
 *
 * Context: Hard interrupt or its thread, no stream locked.
 * Return: true if one of the engines had an event.
 */
bool ich_engines_interrupt(struct ich_master *master)
{
	unsigned long waiting = READ_ONCE(master->started);
	unsigned int number;

	if (!waiting)
		return false;
	if (waiting & (waiting - 1))
		return ich_engines_check(master, waiting, ICH_ENGINES - 1);
	number = __ffs(waiting);
	if (!ich_engine_interrupt(master->engines[number]))
		return false;
	waiting = READ_ONCE(master->started) & ~BIT(number);
	if (waiting)
		ich_engines_check(master, waiting, number);
	return true;
}

/**
 * ich_engines_refill() - refill the lists that the interrupt has left short
 * @master: the bus mastering, which has the engines
 *
 * Each engine gets a batch, and has the thread woken again if that is not enough. The core's
 * sync_stop waits for the thread, so an engine of which @unfilled is set has its stream, see
 * ich_engine_reset().
 *
 * Context: Interrupt thread, no stream locked.
 */
void ich_engines_refill(struct ich_master *master)
{
	struct ich_engine *engine;
	unsigned int number;

	/* cleared before the engines are asked: what is left from now on wakes the thread again */
	smp_store_mb(master->unfilled, false);
	for (number = 0; number < master->count; number++) {
		engine = master->engines[number];
		if (READ_ONCE(engine->unfilled))
			waveport_refill(engine->stream);
	}
}
