// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fixture of every test of the mapping queue: a queue over fake memory, with any start
 * position.
 */

#include <string.h>

#include <linux/minmax.h>

#include "fixture.h"

/* Above 4 GiB, so that a test finds an address that was truncated to 32 bits. */
#define PAGES_BASE	0x3200000000ULL

dma_addr_t pages_address(const struct pages *pages, u32 offset)
{
	return pages->page[offset / pages->page_bytes] + offset % pages->page_bytes;
}

static u32 pages_run(const struct waveport_memory *memory, u32 offset, u32 bytes,
		     dma_addr_t *address)
{
	const struct pages *pages =
		(const void *)((const char *)memory - offsetof(struct pages, memory));
	u32 index = offset / pages->page_bytes;
	u32 run = pages->page_bytes - offset % pages->page_bytes;

	assert_true(bytes);
	assert_true((u64)offset + bytes <= (u64)pages->count * pages->page_bytes);
	*address = pages_address(pages, offset);
	while (run < bytes && pages->page[index + 1] == pages->page[index] + pages->page_bytes) {
		run += pages->page_bytes;
		index++;
	}
	return min(run, bytes);
}

static const struct waveport_memory_ops pages_ops = {
	.run = pages_run,
};

/* Makes contiguous pages. */
void pages_init(struct pages *pages, u32 page_bytes, u32 count)
{
	u32 i;

	assert_true(count <= PAGES_MAX);
	pages->memory.ops = &pages_ops;
	pages->page_bytes = page_bytes;
	pages->count = count;
	for (i = 0; i < count; i++)
		pages_place(pages, i, i);
}

/* Moves a page to the address that page number @place has in contiguous memory. */
void pages_place(struct pages *pages, u32 index, u32 place)
{
	pages->page[index] = PAGES_BASE + (u64)place * pages->page_bytes;
}

/* Sets the positions of an empty queue to those of the start. */
void fixture_rewind(struct fixture *fixture)
{
	fixture->base = fixture->start->position;
	fixture->queue.committed = fixture->base;
	fixture->queue.acquired = fixture->base;
	fixture->queue.released = fixture->base;
}

void fixture_open(struct fixture *fixture, const struct waveport_geometry *geometry)
{
	assert_int_equal(waveport_queue_init(&fixture->queue, geometry), 0);
	fixture_rewind(fixture);
	fixture->queue.next_tag = fixture->start->tag;
	fixture->queue.first = fixture->start->slot;
}

static void fixture_stereo(struct fixture *fixture, u32 buffer_bytes, u32 packet_bytes)
{
	const struct waveport_geometry geometry = {
		.memory = &fixture->pages.memory,
		.buffer_bytes = buffer_bytes,
		.packet_bytes = packet_bytes,
		.frame_bytes = 4,
		.run_bytes = RUN_UNLIMITED,
	};

	fixture_open(fixture, &geometry);
}

/* A queue of 4-byte frames over contiguous memory. */
void fixture_contiguous(struct fixture *fixture, u32 buffer_bytes, u32 packet_bytes)
{
	pages_init(&fixture->pages, PAGE_BYTES, (buffer_bytes + PAGE_BYTES - 1) / PAGE_BYTES);
	fixture_stereo(fixture, buffer_bytes, packet_bytes);
}

/* A queue of 4-byte frames over pages that are not adjacent, in descending order. */
void fixture_scattered(struct fixture *fixture, u32 buffer_bytes, u32 packet_bytes)
{
	u32 i, count = (buffer_bytes + PAGE_BYTES - 1) / PAGE_BYTES;

	pages_init(&fixture->pages, PAGE_BYTES, count);
	for (i = 0; i < count; i++)
		pages_place(&fixture->pages, i, 2 * (count - i));
	fixture_stereo(fixture, buffer_bytes, packet_bytes);
}

/* Commits up to position @bytes after the start. */
bool fixture_commit(struct fixture *fixture, u64 bytes)
{
	return waveport_queue_commit(&fixture->queue, fixture->base + bytes);
}

u64 fixture_get(struct fixture *fixture, u64 at, u32 bytes, u32 flags, const char *file, int line)
{
	struct waveport_queue *queue = &fixture->queue;
	u64 tag = queue->next_tag;
	struct waveport_mapping mapping;

	_assert_int_equal(waveport_queue_get(queue, &mapping), 0, file, line);
	_assert_int_equal(mapping.tag, tag, file, line);
	_assert_int_equal(queue->next_tag, tag + 1, file, line);
	_assert_int_equal(mapping.position - fixture->base, at, file, line);
	_assert_int_equal(mapping.bytes, bytes, file, line);
	_assert_int_equal(mapping.flags, flags, file, line);
	_assert_int_equal(mapping.address,
			  pages_address(&fixture->pages, at % queue->geometry.buffer_bytes),
			  file, line);
	_assert_int_equal(queue->acquired, mapping.position + bytes, file, line);
	return mapping.tag;
}

/* A refused get changes nothing, except that a mapping_available is owed. */
void fixture_refused(struct fixture *fixture, int error, const char *file, int line)
{
	struct waveport_mapping mapping;
	struct waveport_queue before;

	memcpy(&before, &fixture->queue, sizeof(before));
	_assert_int_equal(waveport_queue_get(&fixture->queue, &mapping), error, file, line);
	if (error == -EAGAIN)
		before.refused = true;
	/* the address of what is not a frame, in an entry that is not in use */
	if (error == -EFAULT) {
		u32 free = (before.first + before.count) % WAVEPORT_QUEUE_DEPTH;

		before.entries[free].address = fixture->queue.entries[free].address;
	}
	fixture_same(fixture, &before, file, line);
}

void fixture_same(const struct fixture *fixture, const struct waveport_queue *before,
		  const char *file, int line)
{
	_assert_memory_equal(&fixture->queue, before, sizeof(*before), file, line);
}
