// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the tracepoints of the driver tell, and the interrupts of its cards.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "memory.h"

void events_add(struct events *events, const struct event *event)
{
	/* twice as many each time it is full */
	if (!(events->count & (events->count - 1)))
		events->list = memory_grow(events->list, (events->count ? 2 * events->count : 1) *
					   sizeof(*event));
	events->list[events->count++] = *event;
}

void events_free(struct events *events)
{
	free(events->list);
}
