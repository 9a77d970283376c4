/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The descriptor list of a bus master engine.
 */
#ifndef ICH_LIST_H
#define ICH_LIST_H

#include <linux/types.h>

struct ich_engine;

void ich_list_reset(struct ich_engine *engine);
void ich_list_rebuild(struct ich_engine *engine);
void ich_list_publish(struct ich_engine *engine);
void ich_list_refill(struct ich_engine *engine);
bool ich_list_interrupted(const struct ich_engine *engine, unsigned int done);
void ich_list_release(struct ich_engine *engine, unsigned int done);
bool ich_list_withdraw(struct ich_engine *engine, unsigned int n);

#endif /* ICH_LIST_H */
