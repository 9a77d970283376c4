/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which variants of a program run: those that the card can do, and if WAVEPORT_VARIANTS is in the
 * environment those of them that fit it.
 */
#ifndef WAVEPORT_CHOICE_H
#define WAVEPORT_CHOICE_H

#include <stdbool.h>

bool choice_has(const char *fixture, const char *variant);
bool choice_fits(void);

#endif
