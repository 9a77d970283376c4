// SPDX-License-Identifier: GPL-2.0-only
/*
 * A timer for what no interrupt tells: an engine that only loops does not know where the data ends.
 * When it must have reached that end, the alarm has the stream serviced as an interrupt would. Nor
 * does a starved engine know that its client has committed without a call: the alarm has the port
 * look.
 *
 * The alarm is set with the stream locked and may go off at any time until waveport_alarm_stop().
 * One that goes off too early or in vain does no harm.
 */

#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

#include "internal.h"
#include "compat.h"

/* An emulated engine moves in steps, for which a shorter alarm would only wait. */
#define WAVEPORT_ALARM_NS_MIN	(NSEC_PER_MSEC / 2)

static enum hrtimer_restart waveport_alarm_expire(struct hrtimer *timer)
{
	waveport_hwptr_wake(container_of(timer, struct waveport_stream, alarm));
	return HRTIMER_NORESTART;
}

/**
 * waveport_alarm_time() - get the time in which the engine moves by a number of bytes
 * @stream: the stream
 * @bytes: the number
 *
 * Context: Any.
 * Return: nanoseconds.
 */
u64 waveport_alarm_time(const struct waveport_stream *stream, u64 bytes)
{
	u32 bytes_per_second = stream->format.rate * stream->format.frame_bytes;

	return mul_u64_u64_div_u64(bytes, NSEC_PER_SEC, bytes_per_second);
}

/**
 * waveport_alarm_set() - have a stream serviced when the engine has moved on
 * @stream: the stream, in WAVEPORT_RUN
 * @bytes: how far it has to move, in bytes
 *
 * An alarm that was set before is moved.
 *
 * Context: Stream locked.
 */
void waveport_alarm_set(struct waveport_stream *stream, u64 bytes)
{
	u64 ns = max_t(u64, waveport_alarm_time(stream, bytes), WAVEPORT_ALARM_NS_MIN);

	hrtimer_start(&stream->alarm, ns_to_ktime(ns), HRTIMER_MODE_REL_SOFT);
}

/**
 * waveport_alarm_stop() - cancel the alarm, and wait for one that goes off
 * @stream: the stream, which does not run
 *
 * Context: May sleep.
 */
void waveport_alarm_stop(struct waveport_stream *stream)
{
	hrtimer_cancel(&stream->alarm);
}

/**
 * waveport_alarm_init() - initialise the alarm of a stream
 * @stream: the stream
 */
void waveport_alarm_init(struct waveport_stream *stream)
{
	hrtimer_setup(&stream->alarm, waveport_alarm_expire, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_SOFT);
}
