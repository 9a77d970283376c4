/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The position of a bus master engine.
 */
#ifndef ICH_POSITION_H
#define ICH_POSITION_H

#include <linux/io.h>

#include "engine.h"
#include "ich_regs.h"

/* Delay of an interrupt that the engine tolerates at least. */
#define ICH_MARGIN_MS	20

static inline u64 ich_mapping_end(const struct waveport_mapping *mapping)
{
	return mapping->position + mapping->bytes;
}

static inline void __iomem *ich_engine_sr(const struct ich_engine *engine)
{
	return engine->base + (engine->swapped ? ICH_PICB : ICH_SR);
}

static inline void __iomem *ich_engine_picb(const struct ich_engine *engine)
{
	return engine->base + (engine->swapped ? ICH_SR : ICH_PICB);
}

static inline u16 ich_engine_status(const struct ich_engine *engine)
{
	return ioread16(ich_engine_sr(engine));
}

int ich_engine_locate(struct ich_engine *engine, unsigned int *done);
u64 ich_engine_position(struct ich_engine *engine, const struct waveport_stream *stream);
int ich_engine_locate_done(struct ich_engine *engine, unsigned int *done);

#endif /* ICH_POSITION_H */
