/* SPDX-License-Identifier: GPL-2.0-only */
/* Notices when the machine stands still, which is not to be held against the driver. */
#ifndef WAVEPORT_STALL_H
#define WAVEPORT_STALL_H

void stall_watch(void);
unsigned int stall_longest_ms(void);

#endif
