/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events of a recording, in order for each stream: its mappings from their beginning to their end,
 * its commits, positions and starvations.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct events;

enum mapping_end {
	MAPPING_OPEN,		/* when the recording ended */
	MAPPING_RELEASED,
	MAPPING_REVOKED,
};

struct mapping {
	uint64_t tag;
	uint64_t position;
	uint32_t bytes;
	uint64_t acquired_ns;
	uint64_t published_ns;	/* 0 if it was not */
	uint64_t ended_ns;
	enum mapping_end end;
};

/* A time, and for most uses the stream position, in bytes, that was known then. */
struct moment {
	uint64_t ns;
	uint64_t value;
	bool start;		/* the position has no connection to the one before */
};

struct moments {
	struct moment *list;
	size_t count;
};

struct lane {
	unsigned int card;
	unsigned int device;
	unsigned int pin;
	char *name;		/* for a person */
	unsigned int irq;	/* of its card; 0 if it is not known */
	uint64_t since_ns;	/* begin of the recording */
	uint32_t rate;		/* 0 if the format is not known */
	uint32_t frame_bytes;
	struct mapping *mappings;
	size_t count;
	struct moments commits;		/* value: end of what is committed, as below */
	struct moments acquired;
	struct moments published;
	struct moments positions;	/* value: what the engine has played or recorded */
	struct moments wakeups;		/* a period border was crossed */
	struct moments dry;		/* the engine has reached the end of what was committed */
	struct moments starved;		/* pairs: begin and end */
	struct moments running;		/* pairs: begin and end */
	size_t released;
	size_t revoked;
	size_t starvations;
};

struct timeline {
	uint64_t start_ns;
	uint64_t end_ns;
	uint64_t lost;
	struct lane *lanes;
	size_t count;
	struct moments interrupts;	/* value: number of the interrupt */
};

void timeline_make(struct timeline *timeline, const struct events *events);
void timeline_free(struct timeline *timeline);

/* Writes what has happened in the lane, in numbers. */
void lane_count(const struct lane *lane, FILE *out);

/* Returns the stream position at a time, between those that are known. */
double lane_position(const struct lane *lane, uint64_t ns);

#endif /* TIMELINE_H */
