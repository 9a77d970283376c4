/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A simple mapping queue to compare the real one with.
 */
#ifndef UNIT_REFERENCE_H
#define UNIT_REFERENCE_H

#include "fixture.h"

/**
 * struct reference - the reference queue
 * @geometry: as in the real one
 * @pages: the memory
 * @base: stream position of the first byte of the buffer
 * @committed: as in the real one
 * @acquired: as in the real one
 * @released: as in the real one
 * @looped: as in the real one
 * @refused: as in the real one
 * @next_tag: as in the real one
 * @count: acquired mappings
 * @mappings: the acquired mappings, oldest first
 */
struct reference {
	struct waveport_geometry geometry;
	const struct pages *pages;
	u64 base;
	u64 committed;
	u64 acquired;
	u64 released;
	bool looped;
	bool refused;
	u64 next_tag;
	u32 count;
	struct waveport_mapping mappings[WAVEPORT_QUEUE_DEPTH];
};

void reference_init(struct reference *reference, const struct fixture *fixture);
dma_addr_t reference_address(const struct reference *reference, u64 position);
bool reference_commit(struct reference *reference, u64 position);
void reference_loop(struct reference *reference);
int reference_get(struct reference *reference, struct waveport_mapping *mapping);
int reference_release(struct reference *reference, u64 tag);
int reference_trim(struct reference *reference, u64 position);
int reference_revoke(struct reference *reference, u64 first, u64 last);
u32 reference_beyond(const struct reference *reference, u64 position);

#endif /* UNIT_REFERENCE_H */
