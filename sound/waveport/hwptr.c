// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the port reports to the ALSA core about a stream: its position, its period borders, an XRUN
 * and the end of a drain. These follow from what the engine has to do (enum waveport_supply).
 *
 * The position comes from the miniport, see stream.c. The port reports it in three places: in the
 * pointer operation, in waveport_notify() (the interrupt) and in the look. The look is an irq_work,
 * an interrupt that the port raises for itself. It runs as soon as the call that requested it has
 * released the stream lock. It exists because an engine that has nothing to do raises no interrupt,
 * and because the core does not expect ack, trigger and reset to stop the stream.
 *
 * Only waveport_supply_set() writes the supply. START sets STARTED, or LOOPED if the client is
 * known never to commit. The first look after START changes STARTED to DRAINING, LOOPED or FED.
 * Each look at the position changes FED to STARVED, or back. A drain sets DRAINING in any state.
 * waveport_pcm_halt(), which prepare and hw_free call, sets NONE.
 *
 * Lock: the stream lock, for all of it.
 */

#include <linux/export.h>
#include <linux/irq_work.h>
#include <linux/math64.h>
#include <sound/pcm.h>

#include "alsa.h"
#include "internal.h"
#include "stream.h"
#include "trace.h"

/*
 * An engine that has nothing to do raises no interrupt at which a commit without a call would be
 * picked up: the alarm is in its place.
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_expect_commit(struct waveport_stream *stream)
{
	if (stream->maps_control && stream->state == WAVEPORT_RUN &&
	    stream->supply == WAVEPORT_SUPPLY_STARVED)
		waveport_alarm_set(stream, stream->packet_bytes);
}

/**
 * waveport_supply_set() - record what the engine has to do
 * @stream: the stream
 * @supply: the new value
 *
 * Context: Stream locked.
 */
void waveport_supply_set(struct waveport_stream *stream, enum waveport_supply supply)
{
	if (supply == stream->supply)
		return;
	trace_waveport_supply(stream, supply);
	stream->supply = supply;
	if (supply == WAVEPORT_SUPPLY_STARVED) {
		stream->counters.starvations++;
		waveport_hwptr_expect_commit(stream);
	}
}

/*
 * Find out whether a START began a drain. The core changes the state of the stream after the
 * trigger but before it releases the stream lock, so the state is known here.
 *
 * Context: Stream locked.
 */
static void waveport_supply_settle(struct waveport_stream *stream)
{
	if (waveport_alsa_drains(stream)) {
		waveport_supply_set(stream, WAVEPORT_SUPPLY_DRAINING);
		stream->transport->drain(stream);
	} else if (stream->transport->started) {
		stream->transport->started(stream);
	} else {
		waveport_supply_set(stream, WAVEPORT_SUPPLY_FED);
	}
}

/*
 * Record whether the engine is starved. The caller has just updated the position.
 *
 * Context: Stream locked.
 */
static inline void waveport_supply_update(struct waveport_stream *stream)
{
	enum waveport_supply supply = stream->supply;

	if (supply == WAVEPORT_SUPPLY_FED && waveport_stream_idle(stream))
		waveport_supply_set(stream, WAVEPORT_SUPPLY_STARVED);
	else if (supply == WAVEPORT_SUPPLY_STARVED && !waveport_stream_idle(stream))
		waveport_supply_set(stream, WAVEPORT_SUPPLY_FED);
}

/**
 * waveport_hwptr_reset() - begin again at position 0, with nothing reported
 * @stream: the stream, which does not run
 *
 * Context: Stream locked.
 */
void waveport_hwptr_reset(struct waveport_stream *stream)
{
	stream->reported = 0;
	stream->reported_offset = 0;
	stream->next_border = stream->packet_bytes;
}

/*
 * Advance the position that the core knows by a number of bytes, in most cases less than a buffer.
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_advance(struct waveport_stream *stream, u64 bytes)
{
	u64 offset = stream->reported_offset + bytes;
	u32 rest;

	stream->reported += bytes;
	if (offset >= stream->buffer_bytes) {
		div_u64_rem(offset, stream->buffer_bytes, &rest);
		offset = rest;
	}
	stream->reported_offset = offset;
}

/*
 * Update the position and record that it is reported to the core: @reported and @reported_offset
 * advance to the position.
 *
 * The core sees positions modulo the buffer size, so a move by a whole buffer would look like no
 * move. One report therefore covers at most one frame less than the buffer, and the next report
 * the rest. Without period wakeups the core derives the number of whole buffers from the time
 * itself; there only a move by exactly one buffer is shortened.
 *
 * Context: Stream locked.
 */
static inline void waveport_hwptr_report(struct waveport_stream *stream)
{
	u64 moved = waveport_stream_position(stream) - stream->reported;
	u32 most = stream->buffer_bytes - stream->format.frame_bytes;

	/* before @reported differs from the pointer of the core */
	if (waveport_applptr_pick_up(stream))
		moved = stream->position - stream->reported;
	if (moved > most && (stream->wakeups || moved == stream->buffer_bytes))
		moved = most;
	waveport_hwptr_advance(stream, moved);
	waveport_supply_update(stream);
}

/**
 * waveport_hwptr_pointer() - the pointer operation of a PCM device
 * @substream: the substream of a stream
 *
 * struct snd_pcm_ops, whose type of the result is snd_pcm_uframes_t.
 *
 * Context: Stream locked.
 * Return: position in the buffer in frames, or SNDRV_PCM_POS_XRUN.
 */
snd_pcm_uframes_t waveport_hwptr_pointer(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	struct waveport_stream *stream = runtime->private_data;

	if (stream->xrun)
		return SNDRV_PCM_POS_XRUN;
	waveport_hwptr_report(stream);
	if (!waveport_alsa_needs_clock(stream))
		waveport_alsa_hold_clock(stream);
	runtime->delay = waveport_stream_idle(stream) ? 0 : stream->delay;
	return stream->reported_offset / stream->format.frame_bytes;
}

/**
 * waveport_hwptr_skip_frame() - advance the position by a frame that was not played
 * @stream: the stream, at the end of its drain
 *
 * Only for waveport_alsa_end_drain(), which has the reason.
 *
 * Context: Stream locked.
 */
void waveport_hwptr_skip_frame(struct waveport_stream *stream)
{
	stream->position += stream->format.frame_bytes;
}

/*
 * Advance @next_border beyond the position. Returns true if the position has crossed a period
 * border and the client wants period wakeups.
 *
 * Context: Stream locked.
 */
static bool waveport_hwptr_crossed(struct waveport_stream *stream)
{
	s64 beyond = waveport_distance(stream->next_border, stream->position);

	if (!stream->wakeups || beyond < 0)
		return false;
	stream->next_border += (div_u64(beyond, stream->packet_bytes) + 1) * stream->packet_bytes;
	stream->counters.notifications++;
	return true;
}

/*
 * Have the core read the pointer, repeatedly if the engine has moved by a whole buffer or more,
 * because one report covers less than a buffer: see waveport_hwptr_report().
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_elapsed(struct waveport_stream *stream)
{
	u64 before;

	stream->notifying = true;
	do {
		before = stream->reported;
		waveport_alsa_elapsed(stream);
	} while (stream->state == WAVEPORT_RUN && stream->reported != stream->position &&
		 stream->reported != before);
	stream->notifying = false;
}

/**
 * waveport_hwptr_catch_up() - report the position until less than a buffer is left to report
 * @stream: the stream, which runs
 *
 * For a caller after which the core reads the pointer only once, and would miss a whole buffer.
 * Not needed for a loop without wakeups: there the core derives the number of buffers from the
 * time.
 *
 * Context: Stream locked. The core may stop the stream in this.
 */
void waveport_hwptr_catch_up(struct waveport_stream *stream)
{
	u64 moved = waveport_stream_position(stream) - stream->reported;

	if (moved < stream->buffer_bytes || (stream->queue.looped && !stream->wakeups))
		return;
	waveport_hwptr_crossed(stream);
	waveport_hwptr_elapsed(stream);
}

/*
 * Check whether the engine moves on, with something to do. The supply is up to date.
 *
 * Context: Stream locked.
 */
static bool waveport_hwptr_is_steady(const struct waveport_stream *stream)
{
	return !stream->gap && (stream->supply == WAVEPORT_SUPPLY_FED ||
				stream->supply == WAVEPORT_SUPPLY_LOOPED);
}

/*
 * Report to the core that an engine has nothing to do, or has halted. The core reads the pointer
 * first. In most cases it detects the end of the drain, or the XRUN, from that; what follows here
 * is for the other cases.
 *
 * Context: Stream locked.
 */
static noinline void waveport_hwptr_notify_unsteady(struct waveport_stream *stream, bool border)
{
	bool ended, starved, stops;

	ended = stream->supply == WAVEPORT_SUPPLY_DRAINING && waveport_stream_idle(stream);
	starved = stream->supply == WAVEPORT_SUPPLY_STARVED ||
		  (stream->supply == WAVEPORT_SUPPLY_FED && stream->gap);
	stops = starved && waveport_alsa_stops_starved(stream);
	stream->gap = false;
	trace_waveport_notify(stream, border, starved || ended);
	if (border || ended || stops)
		waveport_hwptr_elapsed(stream);
	if (stream->state != WAVEPORT_RUN)
		return;
	if (ended)
		waveport_alsa_end_drain(stream);
	else if (stops)
		waveport_alsa_xrun(stream);
}

/*
 * Report to the core what cannot wait for its next pointer call: a period border, the end of a
 * drain, a starved engine.
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_notify_core(struct waveport_stream *stream)
{
	bool border = waveport_hwptr_crossed(stream);

	waveport_supply_update(stream);
	if (!waveport_hwptr_is_steady(stream)) {
		waveport_hwptr_notify_unsteady(stream, border);
		return;
	}
	trace_waveport_notify(stream, border, false);
	if (border)
		waveport_hwptr_elapsed(stream);
}

/*
 * Halt an engine that runs although the core has stopped the stream. This happens if another thread
 * starts the stream during a prepare, see waveport_alsa_may_start(). Nothing else would halt it.
 *
 * Context: Stream locked.
 */
static bool waveport_hwptr_abandoned(struct waveport_stream *stream)
{
	if (waveport_alsa_runs(stream))
		return false;
	waveport_stream_set_state(stream, WAVEPORT_PAUSE);
	return true;
}

/* Context: Stream locked. */
static __always_inline void waveport_hwptr_service(struct waveport_stream *stream)
{
	if (waveport_hwptr_abandoned(stream))
		return;
	if (stream->supply == WAVEPORT_SUPPLY_STARTED)
		waveport_supply_settle(stream);
	if (waveport_stream_service(stream)) {
		waveport_alsa_xrun(stream);
		return;
	}
	waveport_applptr_pick_up(stream);
	if (stream->failed)
		waveport_alsa_xrun(stream);
	else
		waveport_hwptr_notify_core(stream);
}

/* Service a stream and count why. Context: Takes the stream lock. */
static void waveport_hwptr_serve(struct waveport_stream *stream, u64 *reason)
{
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN) {
		(*reason)++;
		waveport_hwptr_service(stream);
	}
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}

/**
 * waveport_notify() - service a stream after its interrupt
 * @stream: the stream; open
 *
 * IPortWavePci::Notify, and the signal of the notification events of WaveRT. The miniport
 * acknowledges the interrupt before it calls this. The port calls the service method, then reports
 * to the ALSA core if a period border was crossed, the engine is starved or a drain has ended. If
 * the hardware is gone, the client gets an XRUN, and an error when it prepares the stream again.
 *
 * Context: Hard interrupt or process; the miniport holds no lock. Takes the stream lock.
 */
void waveport_notify(struct waveport_stream *stream)
{
	waveport_hwptr_serve(stream, &stream->counters.interrupts);
}
EXPORT_SYMBOL_GPL(waveport_notify);

/**
 * waveport_refill() - have mapping_available called once more
 * @stream: the stream; open
 *
 * For the interrupt thread of a miniport that bounds what it acquires while interrupts are off. It
 * calls this if the engine could come to the end of what it has without another interrupt, in which
 * the miniport could acquire the rest. Windows has no such call: there the Service method is called
 * by a DPC, with interrupts on. If the engine has halted before this, its interrupt tells that.
 *
 * Context: Process; the miniport holds no lock. Takes the stream lock.
 */
void waveport_refill(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN && !waveport_hwptr_abandoned(stream))
		waveport_stream_feed(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}
EXPORT_SYMBOL_GPL(waveport_refill);

/* Context: Stream locked. */
static void waveport_hwptr_look_now(struct waveport_stream *stream)
{
	if (waveport_hwptr_abandoned(stream))
		return;
	if (stream->supply == WAVEPORT_SUPPLY_STARTED)
		waveport_supply_settle(stream);
	waveport_stream_position(stream);
	waveport_applptr_pick_up(stream);
	if (stream->failed)
		waveport_alsa_xrun(stream);
	else
		waveport_hwptr_notify_core(stream);
}

/*
 * The core's drain ignores what START returns, so the core may consider a stream running whose
 * engine could not be started. Such a stream is stopped here; otherwise the client would wait
 * without end.
 *
 * Context: Interrupt (on PREEMPT_RT a thread). Takes the stream lock.
 */
static void waveport_hwptr_look(struct irq_work *work)
{
	struct waveport_stream *stream = container_of(work, struct waveport_stream, look);
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN)
		waveport_hwptr_look_now(stream);
	else if (waveport_alsa_runs(stream))
		waveport_alsa_xrun(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}

/* Look whether the client has committed something, and again later. Context: Stream locked. */
static void waveport_hwptr_await_commit(struct waveport_stream *stream)
{
	stream->counters.alarms++;
	waveport_hwptr_look_now(stream);
	waveport_hwptr_expect_commit(stream);
}

/**
 * waveport_hwptr_wake() - service a stream whose alarm has gone off
 * @stream: the stream; open
 *
 * Context: Soft interrupt. Takes the stream lock.
 */
void waveport_hwptr_wake(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	if (!stream->maps_control) {
		waveport_hwptr_serve(stream, &stream->counters.alarms);
		return;
	}
	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN)
		waveport_hwptr_await_commit(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}

/**
 * waveport_hwptr_look_later() - request a look for when the stream lock is released
 * @stream: the stream
 *
 * Context: Stream locked.
 */
void waveport_hwptr_look_later(struct waveport_stream *stream)
{
	irq_work_queue(&stream->look);
}

/**
 * waveport_hwptr_was_reset() - report an XRUN if the core's reset has left the engine starved
 * @stream: the stream
 *
 * The report cannot be left to a look: snd_pcm_do_reset() releases the lock before it has updated
 * all of its pointers, and a look in between would make the core compute with inconsistent ones.
 *
 * Context: Stream locked. The core may stop the stream in this.
 */
void waveport_hwptr_was_reset(struct waveport_stream *stream)
{
	if (stream->state != WAVEPORT_RUN)
		return;
	waveport_stream_position(stream);
	waveport_supply_update(stream);
	if (stream->supply == WAVEPORT_SUPPLY_STARVED && waveport_alsa_stops_starved(stream))
		waveport_alsa_xrun(stream);
}

/**
 * waveport_hwptr_drain() - begin a drain: the client will commit nothing more
 * @stream: the stream, which runs
 *
 * Context: Stream locked.
 */
void waveport_hwptr_drain(struct waveport_stream *stream)
{
	waveport_supply_set(stream, WAVEPORT_SUPPLY_DRAINING);
	stream->transport->drain(stream);
	/* what is committed is played, however late: a drain is no XRUN */
	waveport_applptr_pick_up(stream);
	waveport_stream_position(stream);
	waveport_hwptr_check(stream);
}

/**
 * waveport_hwptr_missed() - check whether a commit comes after the engine has halted
 * @stream: the stream, before the commit; waveport_stream_may_have_halted() is true
 *
 * The commit restarts a halted engine. The handler of the interrupt that the halt has raised may
 * then find the engine running and miss the XRUN, so the commit has to check. In steady state the
 * clock shows, without a register access, that the engine cannot have halted.
 *
 * Context: Stream locked.
 * Return: true if the engine has halted and the client must get an XRUN; the position is reported
 *	to the core then.
 */
bool waveport_hwptr_missed(struct waveport_stream *stream)
{
	if (stream->state != WAVEPORT_RUN)
		return false;
	if (stream->supply != WAVEPORT_SUPPLY_FED && stream->supply != WAVEPORT_SUPPLY_STARVED)
		return false;

	waveport_stream_look(stream);
	if (!waveport_stream_halted(stream))
		return false;
	waveport_supply_set(stream, WAVEPORT_SUPPLY_STARVED);
	if (!waveport_alsa_stops_starved(stream))
		return false;
	waveport_hwptr_elapsed(stream);
	return stream->state == WAVEPORT_RUN;
}

/**
 * waveport_hwptr_init() - initialise the look of a stream
 * @stream: the stream
 */
void waveport_hwptr_init(struct waveport_stream *stream)
{
	init_irq_work(&stream->look, waveport_hwptr_look);
}

/**
 * waveport_hwptr_finish_look() - wait for a pending or running look
 * @stream: the stream, which does not run
 *
 * Context: May sleep.
 */
void waveport_hwptr_finish_look(struct waveport_stream *stream)
{
	irq_work_sync(&stream->look);
}
