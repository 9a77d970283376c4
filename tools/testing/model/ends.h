/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of the end of what an engine has.
 */
#ifndef MODEL_ENDS_H
#define MODEL_ENDS_H

#include "steady.h"

extern const struct steady ends[];

#endif /* MODEL_ENDS_H */
