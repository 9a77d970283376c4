/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What doctor says of the copy of a system.
 */
#ifndef EXAMINE_H
#define EXAMINE_H

#include "doctor.h"

/* The mixer of card 0 from now on, or the error with which it is read. */
void examine_mixer(const struct mixer_element *elements, size_t count);
void examine_mixer_fails(int err);

/* Returns what doctor says, to be freed. So many things have to be found. */
char *examine(unsigned int found);

/* One thing is found, with a command that mends it. */
void expect_found(const char *what, const char *command);

/* Nothing is found, and it is said so. */
void expect_said(const char *what);
void expect_not_said(const char *what);

#endif /* EXAMINE_H */
