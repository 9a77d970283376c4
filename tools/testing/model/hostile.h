/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of hardware that does not behave.
 */
#ifndef MODEL_HOSTILE_H
#define MODEL_HOSTILE_H

#include "steady.h"

extern const struct steady hostiles[];

#endif /* MODEL_HOSTILE_H */
