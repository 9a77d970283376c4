// SPDX-License-Identifier: GPL-2.0-only
/*
 * The triggers: start and stop of a stream, or of all streams of the port that are linked.
 *
 * The core triggers the streams of a group one after the other. If the miniport can hold engines,
 * the trigger of the first stream does it for all streams of the port in the group, between
 * hold_group and release_group, and tells the core so. A start that fails for one of them halts
 * those before it; the core undoes only what it has triggered before. Streams of other cards are
 * left to the core. If one of those fails later, the core stops the stream whose trigger it was,
 * and that stops the others of the port again.
 *
 * Lock: the stream locks of all of them, which the core holds.
 */

#include <linux/errno.h>
#include <sound/pcm.h>

#include "alsa.h"
#include "internal.h"
#include "stream.h"

/* Context: Stream locked. */
static int waveport_trigger_run(struct waveport_stream *stream)
{
	int err = -EBADFD;

	if (stream->state == WAVEPORT_PAUSE)
		err = waveport_stream_set_state(stream, WAVEPORT_RUN);
	/* the stream did not move until now, so the core must not add buffers for that time */
	waveport_alsa_hold_clock(stream);
	if (err)
		return err;
	/* the stream may have been paused at the end of what was committed */
	waveport_stream_position(stream);
	waveport_hwptr_check(stream);
	waveport_watch_start(stream);
	return 0;
}

/* Context: Stream locked. */
static int waveport_trigger_start(struct waveport_stream *stream)
{
	int err = -EBADFD;

	if (stream->state == WAVEPORT_PAUSE && waveport_alsa_may_start(stream)) {
		waveport_supply_set(stream, WAVEPORT_SUPPLY_STARTED);
		stream->appl_ptr = waveport_alsa_appl_ptr(stream);
		err = stream->transport->start(stream);
		if (!err)
			err = waveport_trigger_run(stream);
	}
	/* the core's drain ignores the error; the look stops the stream then */
	if (err)
		waveport_hwptr_look_later(stream);
	return err;
}

/* Context: Stream locked. */
static int waveport_trigger_one(struct waveport_stream *stream, int command)
{
	switch (command) {
	case SNDRV_PCM_TRIGGER_START:
		return waveport_trigger_start(stream);
	case SNDRV_PCM_TRIGGER_PAUSE_RELEASE:
	case SNDRV_PCM_TRIGGER_RESUME:
		waveport_applptr_pick_up(stream);
		return waveport_trigger_run(stream);
	case SNDRV_PCM_TRIGGER_PAUSE_PUSH:
	case SNDRV_PCM_TRIGGER_SUSPEND:
		waveport_applptr_pick_up_last(stream);
		fallthrough;
	case SNDRV_PCM_TRIGGER_STOP:
		if (stream->state == WAVEPORT_RUN)
			waveport_stream_set_state(stream, WAVEPORT_PAUSE);
		return 0;
	case SNDRV_PCM_TRIGGER_DRAIN:
		if (stream->state == WAVEPORT_RUN)
			waveport_hwptr_drain(stream);
		return 0;
	default:
		return -EINVAL;
	}
}

/* Trigger all streams of a group, or none if one fails. Context: All of them locked. */
static int waveport_trigger_each(struct waveport_stream *first, int command)
{
	struct waveport_stream *stream, *failed = first;
	int err = 0;

	for (stream = first; stream && !err; stream = waveport_group_next(stream)) {
		err = waveport_trigger_one(stream, command);
		failed = stream;
	}
	if (!err)
		return 0;
	for (stream = first; stream != failed; stream = waveport_group_next(stream))
		waveport_trigger_one(stream, SNDRV_PCM_TRIGGER_STOP);
	return err;
}

/* Context: As waveport_trigger_each(). */
static int waveport_trigger_together(struct waveport_stream *first, int command)
{
	const struct waveport_miniport_ops *ops = first->port->ops;
	struct waveport_stream *stream;
	int err;

	ops->hold_group(first);
	err = waveport_trigger_each(first, command);
	ops->release_group(first);
	/* a drain may have been taken for a START of them all: see waveport_alsa_mark_prepared() */
	if (command == SNDRV_PCM_TRIGGER_START) {
		for (stream = first; stream; stream = waveport_group_next(stream))
			waveport_hwptr_look_later(stream);
	}
	return err;
}

/**
 * waveport_trigger_expect() - prepare for the next START
 * @stream: the stream, which is prepared
 *
 * Context: Stream locked.
 */
void waveport_trigger_expect(struct waveport_stream *stream)
{
	if (stream->port->ops->hold_group)
		waveport_alsa_mark_prepared(stream);
}

/**
 * waveport_trigger() - start or stop a stream, and with it those that are linked
 * @stream: the stream
 * @command: SNDRV_PCM_TRIGGER\_...
 *
 * Context: Stream locked, and all that are linked with it, except at the end of a drain.
 * Return: 0 or a negative errno; no stream of the port has been started then.
 */
int waveport_trigger(struct waveport_stream *stream, int command)
{
	int err;

	if (!stream->port->ops->hold_group)
		return waveport_trigger_one(stream, command);
	waveport_alsa_find_group(stream, command);
	if (waveport_group_next(stream))
		err = waveport_trigger_together(stream, command);
	else
		err = waveport_trigger_one(stream, command);
	waveport_alsa_tell_group(stream);
	return err;
}
