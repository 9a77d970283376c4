// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: random calls, each of which is made on the reference queue, too.
 */

#include <string.h>

#include <linux/minmax.h>

#include "reference.h"

#define STEPS		20000

/**
 * struct world - a geometry and a seed
 * @page: page size in bytes
 * @pages: number of pages
 * @adjacent: how many of 8 pages are adjacent to the page before
 * @buffer: buffer size in bytes
 * @packet: packet size in bytes
 * @frame: frame size in bytes
 * @run: largest run in bytes
 * @seed: of the random numbers
 */
struct world {
	u32 page;
	u32 pages;
	u32 adjacent;
	u32 buffer;
	u32 packet;
	u32 frame;
	u32 run;
	u32 seed;
};

/**
 * struct walk - one random test
 * @fixture: the queue under test
 * @reference: the queue that it is compared with
 * @world: the geometry
 * @random: state of the random numbers
 * @step: calls made
 * @tag: of the first mapping
 * @ends: how often each mapping was released or revoked, by the distance of its tag from @tag
 * @stuck: the next frame is not contiguous in memory, so every get fails until a reset
 */
struct walk {
	struct fixture *fixture;
	struct reference reference;
	const struct world *world;
	u64 random;
	u32 step;
	u64 tag;
	u8 ends[STEPS];
	bool stuck;
};

#define walk_check(walk, condition)	walk_must(walk, condition, #condition)

static void walk_must(const struct walk *walk, bool condition, const char *text)
{
	if (!condition)
		fail_msg("seed %u, step %u: not true: %s", walk->world->seed, walk->step, text);
}

/* Return: a random number below @limit (xorshift64*). */
static u32 walk_random(struct walk *walk, u32 limit)
{
	walk->random ^= walk->random >> 12;
	walk->random ^= walk->random << 25;
	walk->random ^= walk->random >> 27;
	return ((walk->random * 0x2545f4914f6cdd1dULL) >> 32) % limit;
}

/* Return: a random number of bytes, whole frames, 0 to @bytes. */
static u32 walk_frames(struct walk *walk, u32 bytes)
{
	u32 frame = walk->world->frame;

	return walk_random(walk, bytes / frame + 1) * frame;
}

static bool walk_same(const struct waveport_mapping *a, const struct waveport_mapping *b, u64 base)
{
	return a->tag == b->tag && a->position - base == b->position &&
	       a->address == b->address && a->bytes == b->bytes && a->flags == b->flags;
}

/* Requires that both queues are in the same state, and that it is valid. */
static void walk_compare(struct walk *walk)
{
	const struct reference *reference = &walk->reference;
	const struct waveport_queue *queue = &walk->fixture->queue;
	u64 at = reference->released;
	u32 i;

	walk_check(walk, queue->released - reference->base == reference->released);
	walk_check(walk, queue->acquired - reference->base == reference->acquired);
	walk_check(walk, queue->looped == reference->looped);
	walk_check(walk, queue->refused == reference->refused);
	walk_check(walk, queue->next_tag == reference->next_tag);
	walk_check(walk, queue->count == reference->count);
	walk_check(walk, reference->released <= reference->acquired);
	if (!queue->looped) {
		walk_check(walk, queue->committed - reference->base == reference->committed);
		walk_check(walk, reference->acquired <= reference->committed);
	}
	for (i = 0; i < reference->count; i++) {
		walk_check(walk, walk_same(waveport_queue_acquired(queue, i),
					   &reference->mappings[i], reference->base));
		walk_check(walk, reference->mappings[i].position == at);
		at += reference->mappings[i].bytes;
	}
	walk_check(walk, at == reference->acquired);
	walk_check(walk, !waveport_queue_acquired(queue, i));
}

/* Counts the end of the mappings that were released or revoked since @before. */
static void walk_ended(struct walk *walk, const struct reference *before)
{
	const struct reference *after = &walk->reference;
	u64 end = after->next_tag;
	u32 i, kept = 0;

	for (i = 0; i < before->count; i++) {
		u64 tag = before->mappings[i].tag;

		while (kept < after->count && after->mappings[kept].tag - walk->tag <
		       tag - walk->tag)
			kept++;
		if (kept < after->count && after->mappings[kept].tag == tag)
			continue;
		walk_check(walk, tag - walk->tag < end - walk->tag);
		walk->ends[tag - walk->tag]++;
	}
}

static void walk_get(struct walk *walk)
{
	struct waveport_mapping got = { 0 }, want = { 0 };
	int error = reference_get(&walk->reference, &want);

	walk_check(walk, waveport_queue_get(&walk->fixture->queue, &got) == error);
	walk->stuck = error == -EFAULT;
	if (!error)
		walk_check(walk, walk_same(&got, &want, walk->reference.base));
}

static void walk_get_several(struct walk *walk)
{
	int most = 1 + walk_random(walk, 4), got = 0, error = 0;
	struct waveport_mapping want;

	while (got < most && !error) {
		error = reference_get(&walk->reference, &want);
		got += !error;
	}
	walk->stuck = error == -EFAULT;
	walk_check(walk, waveport_queue_get_several(&walk->fixture->queue, most) ==
		   (got ? got : error));
}

static void walk_commit(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	u32 buffer = walk->world->buffer;
	u64 ahead = reference->looped ? reference->acquired : reference->committed;
	u64 room = reference->released + buffer > ahead ? reference->released + buffer - ahead : 0;
	u64 position;

	/* often just a few frames */
	if (walk_random(walk, 2))
		room = min(room, (u64)8 * walk->world->frame);
	position = ahead + walk_frames(walk, room);
	walk_check(walk, waveport_queue_commit(&walk->fixture->queue, reference->base + position) ==
		   reference_commit(reference, position));
}

/* The calls that the driver makes when an application rewinds. */
static void walk_rewind(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	struct waveport_queue *queue = &walk->fixture->queue;
	u64 end = reference->looped ? reference->acquired : reference->committed;
	u64 position = reference->released + walk_frames(walk, end - reference->released);
	u32 index = reference_beyond(reference, position);
	bool any = index < reference->count;
	u64 first, last;

	walk_check(walk, waveport_queue_beyond(queue, reference->base + position, &first,
					       &last) == any);
	if (any) {
		walk_check(walk, first == reference->mappings[index].tag);
		walk_check(walk, last == reference->mappings[reference->count - 1].tag);
		walk_check(walk, waveport_queue_revoke(queue, first, last) ==
			   reference_revoke(reference, first, last));
	}
	walk_check(walk, waveport_queue_commit(queue, reference->base + position) ==
		   reference_commit(reference, position));
}

static void walk_release(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	u64 tag = reference->mappings[0].tag;

	if (!walk_random(walk, 4))
		tag = reference->next_tag + 4 - walk_random(walk, 2 * WAVEPORT_QUEUE_DEPTH);
	walk_check(walk, waveport_queue_release(&walk->fixture->queue, tag) ==
		   reference_release(reference, tag));
}

static void walk_trim(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	u64 position = reference->released +
		       walk_frames(walk, reference->acquired - reference->released);

	if (!walk_random(walk, 8))
		position = reference->acquired + walk_frames(walk, 4 * walk->world->frame);
	walk_check(walk, waveport_queue_trim(&walk->fixture->queue, reference->base + position) ==
		   reference_trim(reference, position));
}

static void walk_revoke(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	u64 last = reference->next_tag - 1;
	u64 first = last + 2 - walk_random(walk, 8);

	if (!walk_random(walk, 4))
		last = reference->next_tag + 2 - walk_random(walk, 2 * WAVEPORT_QUEUE_DEPTH);
	if (!walk_random(walk, 4))
		first = last - walk_random(walk, 2 * WAVEPORT_QUEUE_DEPTH);
	walk_check(walk, waveport_queue_revoke(&walk->fixture->queue, first, last) ==
		   reference_revoke(reference, first, last));
}

static void walk_loop(struct walk *walk)
{
	reference_loop(&walk->reference);
	waveport_queue_loop(&walk->fixture->queue);
}

/* A reset: the acquired mappings end here. */
static void walk_reset(struct walk *walk)
{
	struct reference *reference = &walk->reference;
	u32 i;

	for (i = 0; i < reference->count; i++)
		walk->ends[reference->mappings[i].tag - walk->tag]++;
	waveport_queue_reset(&walk->fixture->queue);
	fixture_rewind(walk->fixture);
	reference_init(reference, walk->fixture);
	walk->stuck = false;
}

/* Cumulated: how many of 1000 calls are this one or one before it; the rest are gets. */
struct odds {
	u32 reset;
	u32 loop;
	u32 rewind;
	u32 revoke;
	u32 trim;
	u32 release;
	u32 commit;
};

/* Used alternately: the first fills the queue, the second empties it. */
static const struct odds filling = { 1, 10, 15, 20, 22, 60, 500 };
static const struct odds emptying = { 2, 10, 60, 90, 140, 450, 650 };

static void walk_step(struct walk *walk)
{
	const struct odds *odds = walk->step / 250 % 2 ? &filling : &emptying;
	struct reference before = walk->reference;
	u32 dice = walk_random(walk, 1000);

	if (dice < odds->reset || walk->stuck) {
		walk_reset(walk);
		return;
	}
	if (dice < odds->loop)
		walk_loop(walk);
	else if (dice < odds->rewind)
		walk_rewind(walk);
	else if (dice < odds->revoke)
		walk_revoke(walk);
	else if (dice < odds->trim)
		walk_trim(walk);
	else if (dice < odds->release)
		walk_release(walk);
	else if (dice < odds->commit)
		walk_commit(walk);
	else if (walk_random(walk, 2))
		walk_get(walk);
	else
		walk_get_several(walk);
	walk_ended(walk, &before);
}

static void walk_begin(struct walk *walk, struct fixture *fixture)
{
	const struct world *world = fixture->data;
	const struct waveport_geometry geometry = {
		.memory = &fixture->pages.memory,
		.buffer_bytes = world->buffer,
		.packet_bytes = world->packet,
		.frame_bytes = world->frame,
		.run_bytes = world->run,
	};
	u32 i, place = 0;

	walk->fixture = fixture;
	walk->world = world;
	walk->random = (world->seed + 1) * 0x9e3779b97f4a7c15ULL;
	walk->tag = fixture->start->tag;
	pages_init(&fixture->pages, world->page, world->pages);
	for (i = 0; i < world->pages; i++) {
		place += walk_random(walk, 8) < world->adjacent ? 1 : 2 + walk_random(walk, 5);
		pages_place(&fixture->pages, i, place);
	}
	fixture_open(fixture, &geometry);
	reference_init(&walk->reference, fixture);
}

static void test_walk(void **state)
{
	/* static: too large for the stack, and a failed check would not free it */
	static struct walk the_walk;
	struct walk *walk = &the_walk;
	u64 tag;

	memset(walk, 0, sizeof(*walk));
	walk_begin(walk, *state);
	for (walk->step = 0; walk->step < STEPS; walk->step++) {
		walk_step(walk);
		walk_compare(walk);
	}
	walk_reset(walk);
	for (tag = walk->tag; tag != walk->reference.next_tag; tag++)
		walk_check(walk, walk->ends[tag - walk->tag] == 1);
}

static const struct world worlds[] = {
	{ 512, 32, 0, 16384, 4096, 4, 131064, 1 },	/* scattered */
	{ 512, 32, 4, 16384, 4096, 4, 131064, 2 },
	{ 512, 32, 8, 16384, 0, 4, 131064, 3 },		/* contiguous */
	{ 64, 64, 3, 4096, 1024, 4, 200, 4 },
	{ 64, 64, 6, 4032, 336, 12, 500, 5 },		/* frames cross borders */
	{ 48, 64, 3, 3072, 384, 12, 3000, 6 },
	{ 32, 8, 2, 250, 50, 2, 250, 7 },		/* ends inside a page */
	{ 16, 16, 4, 255, 0, 1, 40, 8 },
	{ 4096, 4, 7, 16384, 8192, 8, 6000, 9 },
};

#define WALK(index, what)	{ "random calls, " what, test_walk, &worlds[index] }

const struct unit random_units[] = {
	WALK(0, "scattered pages"),
	WALK(1, "partly adjacent pages"),
	WALK(2, "contiguous pages without packets"),
	WALK(3, "tiny pages"),
	WALK(4, "frames across pages"),
	WALK(5, "frames that fill pages"),
	WALK(6, "a tiny buffer"),
	WALK(7, "a tiny buffer without packets"),
	WALK(8, "two large packets"),
	{ NULL, NULL, NULL },
};
