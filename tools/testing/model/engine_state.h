/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the files of the model: model.c, registers.c and shared.c.
 */
#ifndef MODEL_ENGINE_STATE_H
#define MODEL_ENGINE_STATE_H

#include "model.h"

void engine_reset(struct model_engine *engine);
void engine_signal(struct model_engine *engine, u16 status);
void engine_prefetch(struct model_engine *engine);
void engine_step(struct model_engine *engine);
void engine_start(struct model_engine *engine);
void engine_halted(struct model_engine *engine);
void engine_move(struct model_engine *engine, u32 samples);
void engine_switch(struct model_engine *engine, bool run);

void register_access(u32 *kind);
bool register_is_shared(const void *address);
u32 shared_read(const void *address, unsigned int bits);
void shared_write(const void *address, u32 value, unsigned int bits);

#endif /* MODEL_ENGINE_STATE_H */
