/* SPDX-License-Identifier: GPL-2.0-only */
/* The PCI device behind the card: its interrupts, and marks that the emulator's trace shows. */
#ifndef WAVEPORT_BENCH_DEVICE_H
#define WAVEPORT_BENCH_DEVICE_H

#include <stdint.h>

/* Offsets in the configuration space; "trace" knows them too. */
#define DEVICE_BEGIN	0x80
#define DEVICE_END	0x81
#define DEVICE_WOKEN	0x82
#define DEVICE_TURN	0x83
#define DEVICE_LATE	0x84

void device_open(void);
void device_mark(unsigned int mark);
unsigned int device_irq(void);
uint64_t device_interrupts(void);

#endif
