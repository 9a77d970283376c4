/* SPDX-License-Identifier: GPL-2.0-only */
/* The card under test: its number, counters and interrupts. */
#ifndef WAVEPORT_CARD_H
#define WAVEPORT_CARD_H

#include <stdbool.h>
#include <stdint.h>

#define CARD_QUEUE	0	/* the PCM devices */
#define CARD_CYCLIC	32
#define CARD_MIC	1	/* on top of one of these: the microphone's engine */
#define CARD_OTHER(device) ((device) ^ CARD_CYCLIC)	/* of the same engine */

#define CARD_BUFFER_FRAMES	(1 << 17)	/* the largest buffer, unless more is allowed */

int card_number(void);
int card_nth(unsigned int which);
bool card_counter(unsigned int device, bool capture, const char *name, uint64_t *value);
bool card_interrupts(uint64_t *count);
bool card_write(const char *path, const char *value);
unsigned long card_preallocate(unsigned int device, bool capture, unsigned long kib);

#endif
