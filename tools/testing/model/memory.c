// SPDX-License-Identifier: GPL-2.0-only
/*
 * The buffer of a stream: pages, anywhere in the address space of the device.
 *
 * Every word of a stream has its own value, so a sample from a wrong place or time is detected.
 */

#include <stdlib.h>
#include <string.h>

#include <linux/container_of.h>
#include <linux/minmax.h>

#include <sound/memalloc.h>

#include "check.h"
#include "memory.h"
#include "model.h"
#include "internal.h"

/* Odd, so that each position has its own value. */
#define STAMP_FACTOR	0x9e3779b1U

/**
 * memory_make() - create a buffer
 * @memory: the buffer
 * @bytes: its size
 * @page_bytes: size of a page
 * @adjacent: how many of 8 pages directly follow the page before
 * @origin: lowest address of its pages
 */
void memory_make(struct memory *memory, u32 bytes, u32 page_bytes, u32 adjacent, u32 origin)
{
	u32 pages = (bytes + page_bytes - 1) / page_bytes;
	u32 i, place = 0;

	check(bytes <= MEMORY_BYTES && pages <= MEMORY_PAGES, "a buffer of %u bytes", bytes);
	memory->bytes = bytes;
	memory->page_bytes = page_bytes;
	memory->origin = origin;
	memset(memory->page, -1, sizeof(memory->page));
	for (i = 0; i < pages; i++) {
		memory->place[i] = place;
		memory->page[place] = i;
		place += model_random() % 8 < adjacent ? 1 : 2;
	}
}

/**
 * memory_poison() - overwrite a buffer with a value that is no sample
 * @memory: the buffer
 */
void memory_poison(struct memory *memory)
{
	u32 i;

	for (i = 0; i < memory->bytes / sizeof(u32); i++)
		memory->words[i] = MEMORY_POISON;
}

/**
 * memory_holds_frames() - check that each frame is contiguous for the device
 * @memory: the buffer
 * @frame_bytes: size of a frame
 *
 * Return: true if all are.
 */
bool memory_holds_frames(const struct memory *memory, u32 frame_bytes)
{
	u32 page, border = memory->page_bytes;

	for (page = 1; border < memory->bytes; page++) {
		if (border % frame_bytes && memory->place[page] != memory->place[page - 1] + 1)
			return false;
		border += memory->page_bytes;
	}
	return true;
}

/**
 * memory_offset() - convert a DMA address to an offset in the buffer
 * @memory: the buffer
 * @address: DMA address
 *
 * Return: offset in bytes, negative if the address is outside.
 */
s64 memory_offset(const struct memory *memory, u32 address)
{
	u32 distance = address - memory->origin;
	u32 place = distance / memory->page_bytes;
	s64 offset;

	if (place >= 2 * MEMORY_PAGES || memory->page[place] < 0)
		return -1;
	offset = (s64)memory->page[place] * memory->page_bytes + distance % memory->page_bytes;
	return offset < memory->bytes ? offset : -1;
}

/**
 * memory_stamp() - compute the value of a word of a stream
 * @position: stream position in bytes
 *
 * Return: the expected value, seldom 0, which is silence; it repeats after MEMORY_STAMPS bytes.
 */
u32 memory_stamp(u64 position)
{
	return (u32)(position / sizeof(u32)) * STAMP_FACTOR + 1;
}

/**
 * memory_position() - compute the stream position of a word
 * @stamp: its value, as of memory_stamp()
 *
 * Return: the position in bytes, less than MEMORY_STAMPS.
 */
u64 memory_position(u32 stamp)
{
	u32 inverse = STAMP_FACTOR;
	unsigned int i;

	/* each step doubles the number of bits that are right */
	for (i = 0; i < 4; i++)
		inverse *= 2 - STAMP_FACTOR * inverse;
	return (u64)((stamp - 1) * inverse) * sizeof(u32);
}

/* Replaces the driver's table of pages. */
struct view {
	const struct memory *memory;
	struct waveport_extents extents;
};

static u32 memory_run(const struct waveport_memory *view, u32 offset, u32 bytes,
		      dma_addr_t *address)
{
	const struct memory *memory = container_of(view, struct view, extents.memory)->memory;
	u32 page = offset / memory->page_bytes;
	u32 run = memory->page_bytes - offset % memory->page_bytes;

	check(offset < memory->bytes && bytes && bytes <= memory->bytes - offset,
	      "asked for %u bytes at %u of the buffer", bytes, offset);
	*address = memory->origin + (dma_addr_t)memory->place[page] * memory->page_bytes +
		   offset % memory->page_bytes;
	while (run < bytes && memory->place[page + 1] == memory->place[page] + 1) {
		run += memory->page_bytes;
		page++;
	}
	return min(run, bytes);
}

static const struct waveport_memory_ops memory_ops = {
	.run = memory_run,
};

/* Replaces extents.c: the addresses come from struct memory, not from a scatter list. */
struct waveport_extents *waveport_extents_create(struct snd_dma_buffer *buffer)
{
	struct view *view = calloc(1, sizeof(*view));

	check(view, "no memory for a view of the buffer");
	view->extents.memory.ops = &memory_ops;
	view->memory = buffer->private_data;
	return &view->extents;
}

static u32 memory_run_offsets(const struct waveport_memory *view, u32 offset, u32 bytes,
			      dma_addr_t *address)
{
	(void)view;
	*address = offset;
	return bytes;
}

static const struct waveport_memory_ops memory_offsets_ops = {
	.run = memory_run_offsets,
};

struct waveport_extents *waveport_extents_create_offsets(void)
{
	struct view *view = calloc(1, sizeof(*view));

	check(view, "no memory for a view of the buffer");
	view->extents.memory.ops = &memory_offsets_ops;
	return &view->extents;
}

void waveport_extents_free(struct waveport_extents *extents)
{
	if (extents)
		free(container_of(extents, struct view, extents));
}
