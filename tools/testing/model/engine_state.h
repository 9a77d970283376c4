/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the two files of the model, model.c and registers.c.
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

#endif /* MODEL_ENGINE_STATE_H */
