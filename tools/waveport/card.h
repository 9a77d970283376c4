/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sound cards, their PCM devices and who has these open, from procfs and sysfs. An ordinary user
 * may read all of it, and need not be allowed to open the card.
 */
#ifndef CARD_H
#define CARD_H

#include <stdbool.h>
#include <stddef.h>

/* One direction of a PCM device. */
struct pcm {
	unsigned int device;
	bool capture;
	char *id;		/* "waveport queue" or "waveport cyclic" with our drivers */
	char *name;
	int owner;		/* process or thread that has it open, or 0 */
	char *program;		/* name of that, or NULL */
};

struct card {
	unsigned int number;
	char *id;
	char *chip;
	char *codec;		/* all codecs; "" if none is known */
	char *driver;		/* of the bus device, "" without one */
	char *address;		/* of the bus device, "" without one */
	bool waveport;
	struct pcm *pcms;
	size_t pcm_count;
};

struct cards {
	struct card *list;
	size_t count;
};

void cards_read(struct cards *cards);
void cards_free(struct cards *cards);

/* Returns the number of the cards that waveport drives. */
size_t cards_count_waveport(const struct cards *cards);

const char *pcm_direction(const struct pcm *pcm);

/* Returns "queue" or "cyclic", or the whole ID of another driver's device. */
const char *pcm_transport(const struct pcm *pcm);

#endif /* CARD_H */
