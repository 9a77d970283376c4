/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of frames whose size does not divide a page.
 */
#ifndef MODEL_FRAMES_H
#define MODEL_FRAMES_H

#include "steady.h"

extern const struct steady frames[];

#endif /* MODEL_FRAMES_H */
