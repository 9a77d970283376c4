/* SPDX-License-Identifier: GPL-2.0-only */
/* Reproducible random numbers, selected by WAVEPORT_SEED. */
#ifndef WAVEPORT_CHANCE_H
#define WAVEPORT_CHANCE_H

#include <stdint.h>

void chance_start(unsigned int which);
uint32_t chance(uint32_t from, uint32_t to);
uint32_t chance_size(uint32_t largest);

#endif
