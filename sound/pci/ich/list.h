/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The descriptor list of a bus master engine.
 */
#ifndef ICH_LIST_H
#define ICH_LIST_H

#include <linux/bitops.h>
#include <linux/types.h>

#include "engine.h"

/* One descriptor remains free, so that a full list can be told from an empty one. */
#define ICH_OUTSTANDING		(ICH_LIST - 1)

void ich_list_reset(struct ich_engine *engine);
unsigned int ich_list_rebuild(struct ich_engine *engine, unsigned int most);
void ich_list_publish(struct ich_engine *engine);
unsigned int ich_list_refill(struct ich_engine *engine, unsigned int most);
bool ich_list_withdraw(struct ich_engine *engine, unsigned int n);

/* Returns the index of the descriptor of the n-th oldest mapping. */
static inline unsigned int ich_list_index(const struct ich_engine *engine, unsigned int n)
{
	return (engine->first + n) % ICH_LIST;
}

/**
 * ich_list_release() - release the completed descriptors
 * @engine: the engine
 * @done: number of completed descriptors, from the oldest on
 *
 * Context: Stream locked.
 */
static inline void ich_list_release(struct ich_engine *engine, unsigned int done)
{
	if (!done)
		return;
	waveport_release_mappings(engine->stream, done);
	engine->first = ich_list_index(engine, done);
	engine->published -= done;
}

/* Returns what the descriptor of the n-th oldest mapping was written for. */
static inline const struct ich_entry *ich_list_entry(const struct ich_engine *engine,
						     unsigned int n)
{
	return &engine->entries[ich_list_index(engine, n)];
}

/* Returns which of the @count oldest descriptors interrupt: bit n for the n-th oldest. */
static inline u32 ich_list_interrupting(const struct ich_engine *engine, unsigned int count)
{
	return ror32(engine->interrupting, engine->first) & (BIT(count) - 1);
}

/* Check whether nothing can be acquired. */
static inline bool ich_list_is_full(const struct ich_engine *engine)
{
	return engine->published == ICH_OUTSTANDING;
}

/*
 * Check whether the engine has not reached @covered, where more must be published. It need not be
 * published before, because the interrupt there does that, even if it is pending already.
 */
static inline bool ich_list_is_covered(const struct ich_engine *engine)
{
	return waveport_distance(engine->position, engine->covered) > 0;
}

#endif /* ICH_LIST_H */
