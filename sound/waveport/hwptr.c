// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the ALSA core is told of a stream: its position, its period borders, an XRUN, the end of a
 * drain; and what there is for the engine to do (enum waveport_supply), from which that follows.
 *
 * The position comes from the miniport, see stream.c. It is told in three places: in the pointer
 * operation, in waveport_notify() (the interrupt) and in the look. The look is an interrupt that
 * the port raises for itself (irq_work), right after the call that needs it has given up the stream
 * lock: an engine that has nothing to do raises none of its own, and in ack, trigger and reset the
 * core does not expect its stream to be stopped.
 *
 * The supply has one writer, waveport_supply_set(). START leads to STARTED, or to LOOPED where it
 * is known that the client never commits. The first look after START leads from STARTED to
 * DRAINING, LOOPED or FED. From FED to STARVED and back it goes with each look at the position, and
 * a drain leads to DRAINING from everywhere. The way back is prepare (waveport_hwptr_reset()).
 *
 * Lock: the stream lock, for all of it.
 */

#include <linux/export.h>
#include <linux/irq_work.h>
#include <linux/math64.h>
#include <sound/pcm.h>

#include "internal.h"
#include "trace.h"

/**
 * waveport_supply_set() - note what there is for the engine to do
 * @stream: the stream
 * @supply: what there is
 *
 * Context: Stream locked.
 */
void waveport_supply_set(struct waveport_stream *stream, enum waveport_supply supply)
{
	if (supply == stream->supply)
		return;
	trace_waveport_supply(stream, supply);
	if (supply == WAVEPORT_SUPPLY_STARVED)
		stream->counters.starvations++;
	stream->supply = supply;
}

/*
 * Find out what START was for, once the core has told. It has given the state by the time that it
 * gives the stream lock up.
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
 * Note whether the engine is starved. The position is fresh.
 *
 * Context: Stream locked.
 */
static void waveport_supply_update(struct waveport_stream *stream)
{
	bool idle = waveport_stream_idle(stream);

	if (stream->supply == WAVEPORT_SUPPLY_FED && idle)
		waveport_supply_set(stream, WAVEPORT_SUPPLY_STARVED);
	else if (stream->supply == WAVEPORT_SUPPLY_STARVED && !idle)
		waveport_supply_set(stream, WAVEPORT_SUPPLY_FED);
}

/**
 * waveport_hwptr_reset() - begin again at position 0, with nothing told
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
 * Move what the core has been told by so many bytes.
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_advance(struct waveport_stream *stream, u64 bytes)
{
	u32 rest;

	stream->reported += bytes;
	div_u64_rem(stream->reported_offset + bytes, stream->buffer_bytes, &rest);
	stream->reported_offset = rest;
}

/**
 * waveport_hwptr_report() - look at the position, and take note that the core is told of it
 * @stream: the stream; @reported and @reported_offset are moved to the position
 *
 * The core sees positions modulo the buffer, so a whole buffer or more at once would look like
 * less: it is told one frame short of that at the most, and the rest at the next look. Without
 * wakeups it counts the buffers that have gone by itself.
 *
 * Context: Stream locked.
 */
void waveport_hwptr_report(struct waveport_stream *stream)
{
	u64 moved = waveport_stream_position(stream) - stream->reported;
	u32 most = stream->buffer_bytes - stream->format.frame_bytes;

	if (moved > most && (stream->wakeups || moved == stream->buffer_bytes))
		moved = most;
	waveport_hwptr_advance(stream, moved);
	waveport_supply_update(stream);
}

/**
 * waveport_hwptr_skip_frame() - show the core a move where there was none
 * @stream: the stream, at the end of its drain
 *
 * See waveport_alsa_end_drain(), which alone needs it.
 *
 * Context: Stream locked.
 */
void waveport_hwptr_skip_frame(struct waveport_stream *stream)
{
	stream->position += stream->format.frame_bytes;
}

/*
 * Note the period borders that the position has passed: true if there are any to tell of.
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
 * A whole buffer and what lies beyond is told in steps, see waveport_hwptr_report().
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
 * waveport_hwptr_catch_up() - have the core know the position to less than a buffer
 * @stream: the stream, which runs
 *
 * For a caller after which the core looks at the pointer once: it would not see a whole buffer. In
 * a loop without wakeups it counts the buffers by the time.
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
 * Tell the core what it must know at once: a border, the end of a drain, an engine that is starved.
 * It looks at the pointer first, and mostly finds out by itself then.
 *
 * Context: Stream locked.
 */
static void waveport_hwptr_tell(struct waveport_stream *stream)
{
	bool border = waveport_hwptr_crossed(stream);
	bool ended, starved, stops;

	waveport_supply_update(stream);
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
 * The core has stopped the stream and the engine runs: a start from another thread, see
 * waveport_alsa_may_start(), has met a prepare. Nobody else would halt it.
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
static void waveport_hwptr_service(struct waveport_stream *stream)
{
	if (waveport_hwptr_abandoned(stream))
		return;
	if (stream->supply == WAVEPORT_SUPPLY_STARTED)
		waveport_supply_settle(stream);
	if (waveport_stream_service(stream))
		waveport_alsa_xrun(stream);
	else
		waveport_hwptr_tell(stream);
}

/**
 * waveport_notify() - have a stream serviced after its interrupt
 * @stream: the stream; open
 *
 * IPortWavePci::Notify, and the signal of the notification events of WaveRT. The miniport has
 * acknowledged the interrupt before. Calls its service method, then tells the ALSA core if a period
 * border was crossed, the engine starved or the drain is over. If the hardware is gone the client
 * gets an XRUN, and an error when it prepares the stream again.
 *
 * Context: Hard interrupt or process; the miniport holds no lock. Takes the stream lock.
 */
void waveport_notify(struct waveport_stream *stream)
{
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	if (stream->state == WAVEPORT_RUN)
		waveport_hwptr_service(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}
EXPORT_SYMBOL_GPL(waveport_notify);

/* Context: Stream locked. */
static void waveport_hwptr_look_now(struct waveport_stream *stream)
{
	if (waveport_hwptr_abandoned(stream))
		return;
	if (stream->supply == WAVEPORT_SUPPLY_STARTED)
		waveport_supply_settle(stream);
	waveport_stream_position(stream);
	waveport_hwptr_tell(stream);
}

/*
 * A stream that the core takes for running although its engine could not be started: the core's
 * drain does not look at what START returns. It ends here, or the client would wait without end.
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

/**
 * waveport_hwptr_look_later() - have the core told as soon as the stream lock is free
 * @stream: the stream
 *
 * Context: Stream locked.
 */
void waveport_hwptr_look_later(struct waveport_stream *stream)
{
	irq_work_queue(&stream->look);
}

/**
 * waveport_hwptr_check() - see to it that the core hears of an engine that has nothing to do
 * @stream: the stream, after a call that may have left it so; its position is fresh
 *
 * Context: Stream locked.
 */
void waveport_hwptr_check(struct waveport_stream *stream)
{
	if (stream->state == WAVEPORT_RUN &&
	    (stream->supply == WAVEPORT_SUPPLY_STARTED || stream->gap ||
	     waveport_stream_idle(stream)))
		waveport_hwptr_look_later(stream);
}

/**
 * waveport_hwptr_was_reset() - tell the core that nothing is left after it has reset its pointers
 * @stream: the stream
 *
 * At once, because later could be too early: snd_pcm_do_reset() gives the lock up between two
 * pointers that belong together, and a look at the position in between makes no sense to the core.
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
 * waveport_hwptr_drain() - nothing more will be committed
 * @stream: the stream, which runs
 *
 * Context: Stream locked.
 */
void waveport_hwptr_drain(struct waveport_stream *stream)
{
	waveport_supply_set(stream, WAVEPORT_SUPPLY_DRAINING);
	stream->transport->drain(stream);
	waveport_stream_position(stream);
	waveport_hwptr_check(stream);
}

/**
 * waveport_hwptr_missed() - tell whether a commit comes too late
 * @stream: the stream, before the commit
 *
 * The commit starts a halted engine again, so the interrupt that tells of the halt may find it
 * running. In steady state the clock tells without a register access that the engine cannot have
 * halted.
 *
 * Context: Stream locked.
 * Return: true if the engine has halted and the client is to get an XRUN; the core knows the
 *	position then.
 */
bool waveport_hwptr_missed(struct waveport_stream *stream)
{
	if (stream->state != WAVEPORT_RUN || !waveport_stream_may_have_halted(stream))
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
 * waveport_hwptr_init() - make what a stream needs of this file
 * @stream: the stream
 */
void waveport_hwptr_init(struct waveport_stream *stream)
{
	init_irq_work(&stream->look, waveport_hwptr_look);
}

/**
 * waveport_hwptr_finish_look() - wait for a look that is due or at work
 * @stream: the stream, which does not run
 *
 * Context: May sleep.
 */
void waveport_hwptr_finish_look(struct waveport_stream *stream)
{
	irq_work_sync(&stream->look);
}
