/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tracepoints of the driver tell, and the interrupts of its cards.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stddef.h>
#include <stdint.h>

enum event_kind {
	EVENT_GET,		/* a mapping is acquired */
	EVENT_PUBLISH,		/* the engine may go on to the end of a mapping */
	EVENT_RELEASE,
	EVENT_REVOKE,
	EVENT_STATE,
	EVENT_SUPPLY,
	EVENT_COMMIT,
	EVENT_NOTIFY,
	EVENT_INTERRUPT,
	EVENT_KINDS,
};

/* Values of the driver's enum waveport_state and enum waveport_supply that are drawn. */
#define EVENT_STATE_STOP	0
#define EVENT_STATE_RUN		3
#define EVENT_SUPPLY_STARVED	3

/* The fields that a kind does not have are 0. Positions are in bytes. */
struct event {
	uint64_t ns;
	enum event_kind kind;
	unsigned int card;
	unsigned int device;	/* 0 for the queue, 1 for the cyclic transport */
	unsigned int pin;
	uint64_t tag;		/* of a mapping; the first one of a revoke */
	uint64_t last;		/* last tag of a revoke */
	uint64_t position;	/* of the engine; begin of a mapping; end of a commit */
	uint32_t bytes;
	int from;		/* of a notification: the engine has nothing to do */
	int to;			/* of a notification: a period border was crossed */
	int result;		/* negative errno, or number of mappings revoked */
	unsigned int irq;
};

struct events {
	struct event *list;
	size_t count;
	uint64_t lost;		/* that the kernel had no room for */
};

void events_add(struct events *events, const struct event *event);
void events_free(struct events *events);

#endif /* EVENT_H */
