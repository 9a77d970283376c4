// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks that an engine moves after its start. An engine that has accepted the start and does
 * nothing raises no interrupt, so without this a client that polls would wait for ever. VirtualBox
 * accepts a start without a valid rate, for example.
 *
 * Only the first moves count. What may start the engine again begins a new watch: a rewind, a
 * commit when all data was played, and a gap. A loop of looks, and not one timeout: after a stall
 * of the whole virtual machine one look comes too early, but not several. A loop whose position may
 * be the same at each look is not watched.
 */

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/workqueue.h>
#include <sound/pcm.h>

#include "internal.h"
#include "stream.h"

#define WAVEPORT_WATCH_MS	1000
#define WAVEPORT_WATCH_LOOKS	5
#define WAVEPORT_WATCH_MOVES	2

static void waveport_watch_later(struct waveport_stream *stream)
{
	mod_delayed_work(system_wq, &stream->watch, msecs_to_jiffies(WAVEPORT_WATCH_MS));
}

/*
 * Returns true if the engine has moved from one look to the next, or has nothing to do. That it has
 * moved from the start to the first look may have been before the start that failed.
 *
 * Context: Stream locked.
 */
static bool waveport_watch_is_over(struct waveport_stream *stream)
{
	if (stream->state != WAVEPORT_RUN || waveport_loop_is_short(stream))
		return true;
	/* if an interrupt has told the move, that costs no register access */
	if (stream->position == stream->watched &&
	    waveport_stream_position(stream) == stream->watched)
		return waveport_stream_idle(stream);
	stream->watched = stream->position;
	stream->watch_looks = 0;
	return waveport_stream_idle(stream) || ++stream->watch_moves == WAVEPORT_WATCH_MOVES;
}

/* Context: Stream locked. */
static void waveport_watch_look(struct waveport_stream *stream)
{
	if (waveport_watch_is_over(stream))
		return;
	if (++stream->watch_looks < WAVEPORT_WATCH_LOOKS) {
		waveport_watch_later(stream);
		return;
	}
	dev_err_ratelimited(stream->port->dev,
			    "%s: started, but not moved in %u ms, stream stopped\n",
			    stream->pin->name, WAVEPORT_WATCH_MS * WAVEPORT_WATCH_LOOKS);
	waveport_alsa_xrun(stream);
}

/*
 * Context: May sleep. Takes the stream lock.
 */
static void waveport_watch_work(struct work_struct *work)
{
	struct waveport_stream *stream =
		container_of(to_delayed_work(work), struct waveport_stream, watch);
	struct snd_pcm_substream *substream = stream->substream;
	unsigned long flags;

	snd_pcm_stream_lock_irqsave(substream, flags);
	waveport_watch_look(stream);
	snd_pcm_stream_unlock_irqrestore(substream, flags);
}

/**
 * waveport_watch_start() - begin to watch a stream whose engine has just been started
 * @stream: the stream
 *
 * Context: Stream locked.
 */
void waveport_watch_start(struct waveport_stream *stream)
{
	stream->watched = stream->position;
	stream->watch_looks = 0;
	stream->watch_moves = 0;
	waveport_watch_later(stream);
}

/**
 * waveport_watch_stop() - end the watch, and wait for a look that is being made
 * @stream: the stream, which does not run
 *
 * Context: May sleep.
 */
void waveport_watch_stop(struct waveport_stream *stream)
{
	cancel_delayed_work_sync(&stream->watch);
}

/**
 * waveport_watch_init() - initialise the watch of a stream
 * @stream: the stream
 */
void waveport_watch_init(struct waveport_stream *stream)
{
	INIT_DELAYED_WORK(&stream->watch, waveport_watch_work);
}
