/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of clients that commit by the mapped control page.
 */
#ifndef MODEL_MAPPED_H
#define MODEL_MAPPED_H

#include "steady.h"

extern const struct steady mapped[];

#endif /* MODEL_MAPPED_H */
