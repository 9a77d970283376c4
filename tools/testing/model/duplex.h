/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of two engines that share an interrupt.
 */
#ifndef MODEL_DUPLEX_H
#define MODEL_DUPLEX_H

#include "steady.h"

extern const struct steady duplexes[];

#endif /* MODEL_DUPLEX_H */
