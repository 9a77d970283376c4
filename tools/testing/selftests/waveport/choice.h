/* SPDX-License-Identifier: GPL-2.0-only */
/* Which variants of a program run: those that fit WAVEPORT_VARIANTS in the environment, or all. */
#ifndef WAVEPORT_CHOICE_H
#define WAVEPORT_CHOICE_H

#include <stdbool.h>

bool choice_is_made(void);
bool choice_has(const char *fixture, const char *variant);
bool choice_fits(void);

#endif
