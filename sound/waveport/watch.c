// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks that an engine moves after its start. An engine that has accepted the start and does
 * nothing raises no interrupt, so without this a client that polls would wait for ever. VirtualBox
 * accepts a start without a valid rate, for example.
 *
 * Only the first move counts. What may start the engine again, a rewind or a commit when all data
 * was played, begins a new watch. A loop of looks, and not one timeout: after a stall of the whole
 * virtual machine one look comes too early, but not several.
 */

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/workqueue.h>
#include <sound/pcm.h>

#include "internal.h"

#define WAVEPORT_WATCH_MS	1000
#define WAVEPORT_WATCH_LOOKS	5

static void waveport_watch_later(struct waveport_stream *stream)
{
	mod_delayed_work(system_wq, &stream->watch, msecs_to_jiffies(WAVEPORT_WATCH_MS));
}

/* Context: Stream locked. */
static bool waveport_watch_is_over(struct waveport_stream *stream)
{
	return stream->state != WAVEPORT_RUN || stream->position != stream->watched ||
	       waveport_stream_position(stream) != stream->watched;
}

/* Context: Stream locked. */
static void waveport_watch_look(struct waveport_stream *stream)
{
	if (waveport_watch_is_over(stream))
		return;
	/* without data it cannot move, and nobody has to be told */
	if (!waveport_stream_idle(stream) && ++stream->watch_looks >= WAVEPORT_WATCH_LOOKS) {
		dev_err_ratelimited(stream->port->dev,
				    "%s: started, but not moved in %u ms, stream stopped\n",
				    stream->pin->name, WAVEPORT_WATCH_MS * WAVEPORT_WATCH_LOOKS);
		waveport_alsa_xrun(stream);
		return;
	}
	waveport_watch_later(stream);
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
