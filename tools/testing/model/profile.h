/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The implementations of the bus master: what they have in common as a set of switches.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include "card.h"

/* Number of profiles; profile 0 leaves all switches to chance. */
#define PROFILES	9

unsigned int profile_of(u8 byte);

const char *profile_name(unsigned int profile);
int profile_find(const char *name);
void profile_switches(unsigned int profile, struct plan *plan);
u32 profile_channels(unsigned int profile);
void profile_ticks(unsigned int profile, struct plan *plan, u8 choice);

#endif /* MODEL_PROFILE_H */
