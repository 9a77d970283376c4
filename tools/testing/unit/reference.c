// SPDX-License-Identifier: GPL-2.0-only
/*
 * A simple mapping queue to compare the real one with. It decides byte by byte, and it counts
 * positions from the start of the test, so they do not wrap around.
 */

#include <string.h>

#include "reference.h"

/* Copies the state of an empty queue. */
void reference_init(struct reference *reference, const struct fixture *fixture)
{
	memset(reference, 0, sizeof(*reference));
	reference->geometry = fixture->queue.geometry;
	reference->pages = &fixture->pages;
	reference->base = fixture->base;
	reference->next_tag = fixture->queue.next_tag;
}

dma_addr_t reference_address(const struct reference *reference, u64 position)
{
	return pages_address(reference->pages, position % reference->geometry.buffer_bytes);
}

bool reference_commit(struct reference *reference, u64 position)
{
	reference->looped = false;
	reference->committed = position;
	if (!reference->refused || position <= reference->acquired)
		return false;
	reference->refused = false;
	return true;
}

void reference_loop(struct reference *reference)
{
	reference->looped = true;
	reference->refused = false;
}

static bool reference_on_border(const struct reference *reference, u64 position)
{
	u32 packet = reference->geometry.packet_bytes;

	return packet && position % packet == 0;
}

/* Return: whether a mapping that begins at @position may contain its byte number @bytes. */
static bool reference_goes_on(const struct reference *reference, u64 position, u32 bytes)
{
	u64 at = position + bytes;

	if (!reference->looped && at >= reference->committed)
		return false;
	if (!bytes)
		return true;
	return bytes < reference->geometry.run_bytes &&
	       at % reference->geometry.buffer_bytes &&
	       !reference_on_border(reference, at) &&
	       reference_address(reference, at) == reference_address(reference, position) + bytes;
}

int reference_get(struct reference *reference, struct waveport_mapping *mapping)
{
	u64 position = reference->acquired;
	u32 bytes = 0;

	if (!reference->looped && position >= reference->committed) {
		reference->refused = true;
		return -EAGAIN;
	}
	if (reference->count == WAVEPORT_QUEUE_DEPTH)
		return -ENOSPC;
	while (reference_goes_on(reference, position, bytes))
		bytes++;
	while (bytes % reference->geometry.frame_bytes)
		bytes--;
	if (!bytes)
		return -EFAULT;

	mapping->tag = reference->next_tag++;
	mapping->position = position;
	mapping->address = reference_address(reference, position);
	mapping->bytes = bytes;
	mapping->flags = reference_on_border(reference, position + bytes) ?
			 WAVEPORT_MAPPING_NOTIFY : 0;
	reference->mappings[reference->count++] = *mapping;
	reference->acquired += bytes;
	reference->refused = false;
	return 0;
}

static void reference_drop_oldest(struct reference *reference)
{
	reference->count--;
	memmove(&reference->mappings[0], &reference->mappings[1],
		reference->count * sizeof(reference->mappings[0]));
}

int reference_release(struct reference *reference, u64 tag)
{
	struct waveport_mapping *oldest = &reference->mappings[0];

	if (!reference->count || oldest->tag != tag)
		return -EINVAL;
	reference->released = oldest->position + oldest->bytes;
	reference_drop_oldest(reference);
	return 0;
}

int reference_trim(struct reference *reference, u64 position)
{
	struct waveport_mapping *oldest = &reference->mappings[0];

	if (position < reference->released || position > reference->acquired)
		return -EINVAL;
	while (reference->released < position) {
		reference->released++;
		oldest->position++;
		oldest->address++;
		oldest->bytes--;
		if (!oldest->bytes)
			reference_drop_oldest(reference);
	}
	return 0;
}

/* Return: whether @tag is the next tag or a later one. */
static bool reference_not_given(const struct reference *reference, u64 tag)
{
	return tag - reference->next_tag < 1ULL << 63;
}

int reference_revoke(struct reference *reference, u64 first, u64 last)
{
	u32 i;
	int revoked = 0;

	if (first - last - 1 < (1ULL << 63) - 1 || reference_not_given(reference, last))
		return -EINVAL;
	if (!reference->count || reference->mappings[0].tag - last - 1 < (1ULL << 63) - 1)
		return 0;
	if (reference->mappings[reference->count - 1].tag != last)
		return -EINVAL;

	for (i = 0; i < reference->count; i++)
		if (reference->mappings[i].tag - first <= last - first)
			revoked++;
	reference->count -= revoked;
	reference->acquired = reference->mappings[reference->count].position;
	return revoked;
}

/* Return: index of the oldest mapping with a byte at or behind @position, or the count. */
u32 reference_beyond(const struct reference *reference, u64 position)
{
	u32 i;

	for (i = 0; i < reference->count; i++)
		if (reference->mappings[i].position + reference->mappings[i].bytes > position)
			break;
	return i;
}
