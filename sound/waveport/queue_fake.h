/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the mapping queue share: a buffer of blocks that are far from each other.
 */
#ifndef WAVEPORT_QUEUE_FAKE_H
#define WAVEPORT_QUEUE_FAKE_H

#include <linux/bits.h>

#include "queue.h"

/* How far the blocks are from each other. */
#define QUEUE_FAKE_FAR	BIT(20)

struct kunit;

/**
 * struct queue_fake_memory - a buffer of which only blocks are contiguous
 * @memory: what the queue knows of it
 * @block_bytes: size of a block
 */
struct queue_fake_memory {
	struct waveport_memory memory;
	u32 block_bytes;
};

struct waveport_queue *queue_fake_open(struct kunit *test, struct waveport_geometry *geometry,
				       u32 block_bytes);

#endif /* WAVEPORT_QUEUE_FAKE_H */
