/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decodes the parameters of a card from the bytes of a sequence.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include <stdio.h>

#include "card.h"

u64 plan_read(struct plan *plan, const u8 *bytes);
void plan_print(const struct plan *plan, FILE *file);

#endif /* MODEL_PLAN_H */
