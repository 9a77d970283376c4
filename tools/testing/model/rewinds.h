/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of rewinds to a position close to the engine.
 */
#ifndef MODEL_REWINDS_H
#define MODEL_REWINDS_H

#include "steady.h"

extern const struct steady rewinds[];

#endif /* MODEL_REWINDS_H */
