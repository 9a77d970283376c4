/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Streams of engines that only loop.
 */
#ifndef MODEL_LOOPS_H
#define MODEL_LOOPS_H

#include "steady.h"

extern const struct steady loops[];

#endif /* MODEL_LOOPS_H */
