// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instantiates the tracepoints of trace.h, and has the one that a miniport calls.
 */

#include <linux/export.h>

#define CREATE_TRACE_POINTS
#include "trace.h"

/**
 * waveport_trace_publish() - tell those who trace how far the engine may go
 * @stream: the stream
 * @count: number of acquired mappings, from the oldest on, that the engine may process from now on;
 *	nothing happens if fewer are acquired, or 0
 *
 * For a miniport whose engine learns of acquired mappings later than they are written for it.
 *
 * Context: Stream locked.
 */
void waveport_trace_publish(const struct waveport_stream *stream, unsigned int count)
{
	const struct waveport_mapping *last;

	if (!trace_waveport_publish_enabled())
		return;
	last = count ? waveport_acquired_mapping(stream, count - 1) : NULL;
	if (last)
		trace_waveport_publish(stream, last);
}
EXPORT_SYMBOL_GPL(waveport_trace_publish);
