/* SPDX-License-Identifier: GPL-2.0-only */
/* Detects when the machine is stalled, because failures at that time are not the driver's. */
#ifndef WAVEPORT_STALL_H
#define WAVEPORT_STALL_H

void stall_watch(void);
unsigned int stall_longest_ms(void);

#endif
