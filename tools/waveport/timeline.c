// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events of a recording, in order for each stream.
 */

#include <stdlib.h>

#include "event.h"
#include "memory.h"
#include "timeline.h"

static void moments_add(struct moments *moments, uint64_t ns, uint64_t value, bool start)
{
	moments->list = memory_grow(moments->list, (moments->count + 1) * sizeof(*moments->list));
	moments->list[moments->count++] = (struct moment){ ns, value, start };
}

static struct lane *timeline_lane(struct timeline *timeline, const struct event *event)
{
	struct lane *lane;
	size_t i;

	for (i = 0; i < timeline->count; i++) {
		lane = &timeline->lanes[i];
		if (lane->card == event->card && lane->device == event->device &&
		    lane->pin == event->pin)
			return lane;
	}
	timeline->lanes = memory_grow(timeline->lanes,
				      (timeline->count + 1) * sizeof(*timeline->lanes));
	lane = &timeline->lanes[timeline->count++];
	*lane = (struct lane){
		.card = event->card,
		.device = event->device,
		.pin = event->pin,
		.since_ns = timeline->start_ns,
		.name = memory_text("card %u, %s, pin %u", event->card,
				    event->device ? "cyclic" : "queue", event->pin),
	};
	return lane;
}

static uint64_t lane_last_position(const struct lane *lane)
{
	const struct moments *moments = &lane->positions;

	return moments->count ? moments->list[moments->count - 1].value : 0;
}

/* What comes late tells nothing: a position only grows, until a start. */
static void lane_add_position(struct lane *lane, uint64_t ns, uint64_t position)
{
	if ((int64_t)(position - lane_last_position(lane)) >= 0)
		moments_add(&lane->positions, ns, position, !lane->positions.count);
}

static void lane_get(struct lane *lane, const struct event *event)
{
	lane->mappings = memory_grow(lane->mappings, (lane->count + 1) * sizeof(*lane->mappings));
	lane->mappings[lane->count++] = (struct mapping){
		.tag = event->tag,
		.position = event->position,
		.bytes = event->bytes,
		.acquired_ns = event->ns,
	};
	moments_add(&lane->acquired, event->ns, event->position + event->bytes, false);
}

/* Those up to a tag that are open and not published yet; they are the newest. */
static void lane_publish(struct lane *lane, const struct event *event)
{
	size_t i;

	moments_add(&lane->published, event->ns, event->position, false);
	for (i = lane->count; i--; ) {
		struct mapping *mapping = &lane->mappings[i];

		if ((int64_t)(mapping->tag - event->tag) > 0)
			continue;
		if (mapping->published_ns || mapping->end != MAPPING_OPEN)
			return;
		mapping->published_ns = event->ns;
	}
}

static void moments_lower(struct moments *moments, uint64_t ns, uint64_t value)
{
	if (moments->count && (int64_t)(moments->list[moments->count - 1].value - value) > 0)
		moments_add(moments, ns, value, false);
}

/*
 * From here on nothing at the position and beyond is acquired. When a stream has been stopped,
 * nothing is any more.
 */
static void lane_take_back(struct lane *lane, uint64_t ns, uint64_t position)
{
	moments_lower(&lane->acquired, ns, position);
	moments_lower(&lane->published, ns, position);
}

static void lane_end_mapping(struct lane *lane, struct mapping *mapping, uint64_t ns,
			     enum mapping_end end)
{
	mapping->end = end;
	mapping->ended_ns = ns;
	if (end == MAPPING_RELEASED) {
		lane->released++;
	} else {
		lane->revoked++;
		lane_take_back(lane, ns, mapping->position);
	}
}

/* The mappings from the event's tag to another one; they are among the newest. */
static void lane_end(struct lane *lane, const struct event *event, uint64_t last,
		     enum mapping_end end)
{
	size_t i;

	for (i = lane->count; i--; ) {
		struct mapping *mapping = &lane->mappings[i];

		if ((int64_t)(mapping->tag - event->tag) < 0)
			return;
		if ((int64_t)(mapping->tag - last) <= 0 && mapping->end == MAPPING_OPEN)
			lane_end_mapping(lane, mapping, event->ns, end);
	}
}

static void lane_switch(struct moments *pairs, uint64_t ns, bool on)
{
	if (on != pairs->count % 2)
		moments_add(pairs, ns, 0, on);
}

static void lane_reset(struct lane *lane, uint64_t ns)
{
	moments_add(&lane->positions, ns, 0, true);
	moments_add(&lane->commits, ns, 0, true);
	moments_add(&lane->acquired, ns, 0, true);
	moments_add(&lane->published, ns, 0, true);
}

/* A stream that was stopped begins at 0. Until it runs its position stands. */
static void lane_state(struct lane *lane, const struct event *event)
{
	if (event->from == EVENT_STATE_STOP || event->to == EVENT_STATE_STOP)
		lane_reset(lane, event->ns);
	else if (event->to == EVENT_STATE_RUN && lane->positions.count)
		lane_add_position(lane, event->ns, lane_last_position(lane));
	lane_switch(&lane->running, event->ns, !event->result && event->to == EVENT_STATE_RUN);
}

static void lane_supply(struct lane *lane, const struct event *event)
{
	bool starved = event->to == EVENT_SUPPLY_STARVED;

	lane_add_position(lane, event->ns, event->position);
	lane->starvations += starved;
	lane_switch(&lane->starved, event->ns, starved);
}

static void lane_notify(struct lane *lane, const struct event *event)
{
	/* a stream whose start was not recorded runs */
	if (!lane->running.count)
		lane_switch(&lane->running, lane->since_ns, true);
	lane_add_position(lane, event->ns, event->position);
	if (event->from)
		moments_add(&lane->dry, event->ns, 0, false);
	if (event->to)
		moments_add(&lane->wakeups, event->ns, 0, false);
}

static void lane_add(struct lane *lane, const struct event *event)
{
	switch (event->kind) {
	case EVENT_GET:
		lane_get(lane, event);
		break;
	case EVENT_PUBLISH:
		lane_publish(lane, event);
		break;
	case EVENT_RELEASE:
		if (!event->result)
			lane_end(lane, event, event->tag, MAPPING_RELEASED);
		break;
	case EVENT_REVOKE:
		if (event->result > 0)
			lane_end(lane, event, event->last, MAPPING_REVOKED);
		break;
	case EVENT_STATE:
		lane_state(lane, event);
		break;
	case EVENT_SUPPLY:
		lane_supply(lane, event);
		break;
	case EVENT_COMMIT:
		if (!event->result)
			moments_add(&lane->commits, event->ns, event->position, false);
		break;
	case EVENT_NOTIFY:
		lane_notify(lane, event);
		break;
	default:
		break;
	}
}

static void lane_close(struct lane *lane, uint64_t ns)
{
	size_t i;

	for (i = 0; i < lane->count; i++) {
		if (lane->mappings[i].end == MAPPING_OPEN)
			lane->mappings[i].ended_ns = ns;
	}
	lane_switch(&lane->running, ns, false);
	lane_switch(&lane->starved, ns, false);
}

void timeline_make(struct timeline *timeline, const struct events *events)
{
	size_t i;

	*timeline = (struct timeline){ .lost = events->lost };
	if (!events->count)
		return;
	timeline->start_ns = events->list[0].ns;
	timeline->end_ns = events->list[events->count - 1].ns;
	for (i = 0; i < events->count; i++) {
		const struct event *event = &events->list[i];

		if (event->kind == EVENT_INTERRUPT)
			moments_add(&timeline->interrupts, event->ns, event->irq, false);
		else
			lane_add(timeline_lane(timeline, event), event);
	}
	for (i = 0; i < timeline->count; i++)
		lane_close(&timeline->lanes[i], timeline->end_ns);
}

static void lane_free(struct lane *lane)
{
	free(lane->name);
	free(lane->mappings);
	free(lane->commits.list);
	free(lane->acquired.list);
	free(lane->published.list);
	free(lane->positions.list);
	free(lane->wakeups.list);
	free(lane->dry.list);
	free(lane->starved.list);
	free(lane->running.list);
}

void timeline_free(struct timeline *timeline)
{
	size_t i;

	for (i = 0; i < timeline->count; i++)
		lane_free(&timeline->lanes[i]);
	free(timeline->lanes);
	free(timeline->interrupts.list);
}

/* Where the hardware loops over the buffer by itself there are no mappings. */
void lane_count(const struct lane *lane, FILE *out)
{
	size_t i, commits = 0;

	for (i = 0; i < lane->commits.count; i++)
		commits += !lane->commits.list[i].start;
	if (lane->count)
		fprintf(out, "%zu mappings (%zu released, %zu revoked), ", lane->count,
			lane->released, lane->revoked);
	fprintf(out, "%zu commits, %zu period wakeups, %zu starvations", commits,
		lane->wakeups.count, lane->starvations);
}

/* Nothing is known before the first position, which is taken for that. */
double lane_position(const struct lane *lane, uint64_t ns)
{
	const struct moments *moments = &lane->positions;
	size_t low = 0, high = moments->count;
	const struct moment *before, *after;

	/* low becomes the number of moments up to ns */
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (moments->list[middle].ns <= ns)
			low = middle + 1;
		else
			high = middle;
	}
	after = low < moments->count ? &moments->list[low] : NULL;
	before = low ? &moments->list[low - 1] : NULL;
	if (!before)
		return after ? after->value : 0;
	if (!after || after->start)
		return before->value;
	return before->value + (double)(after->value - before->value) * (ns - before->ns) /
	       (after->ns - before->ns);
}
