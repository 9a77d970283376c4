// SPDX-License-Identifier: GPL-2.0-only
#include <alsa/asoundlib.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "kind.h"

/**
 * card_number - find the card under test
 *
 * The environment variable WAVEPORT_CARD names it (a number or an id). Otherwise it is the first
 * card of our drivers.
 *
 * Return: its number, or -1.
 */
int card_number(void)
{
	const char *named = getenv("WAVEPORT_CARD");

	return named ? snd_card_get_index(named) : card_nth(0);
}

/**
 * card_nth - find a card of the driver under test
 * @which: 0 for the first of them
 *
 * Return: its number, or -1.
 */
int card_nth(unsigned int which)
{
	int card = -1;

	while (!snd_card_next(&card) && card >= 0) {
		if (kind_of_card(card) == kind() && !which--)
			return card;
	}
	return -1;
}

/**
 * card_counter - read a value of a stream from debugfs
 * @device: CARD_QUEUE or CARD_CYCLIC, maybe with CARD_MIC
 * @capture: the direction
 * @name: name of the value
 * @value: set to the value
 *
 * Return: false if there is no such line.
 */
bool card_counter(unsigned int device, bool capture, const char *name, uint64_t *value)
{
	size_t length = strlen(name);
	bool found = false;
	char line[128];
	FILE *file;

	snprintf(line, sizeof(line), "/sys/kernel/debug/snd_waveport/card%d/pcm%u%c0",
		 card_number(), device, capture ? 'c' : 'p');
	file = fopen(line, "r");
	if (!file)
		return false;
	while (!found && fgets(line, sizeof(line), file)) {
		found = !strncmp(line, name, length) &&
			sscanf(line + length, ": %" SCNu64, value) == 1;
	}
	fclose(file);
	return found;
}

/* Add up the numbers at the beginning of a text. */
static uint64_t sum(const char *text)
{
	uint64_t number, total = 0;
	char *end;

	for (;; text = end) {
		number = strtoull(text, &end, 10);
		if (end == text)
			return total;
		total += number;
	}
}

/**
 * card_interrupts - count the interrupts of the card since boot, on all CPUs
 * @count: set to their number
 *
 * Return: false if its line in /proc/interrupts cannot be found or is shared with other devices.
 */
bool card_interrupts(uint64_t *count)
{
	FILE *file = fopen("/proc/interrupts", "r");
	bool found = false;
	char line[1024];

	while (file && !found && fgets(line, sizeof(line), file)) {
		const char *numbers = strchr(line, ':');

		if (!numbers || !strstr(line, kind()->driver) || strchr(line, ','))
			continue;
		*count = sum(numbers + 1);
		found = true;
	}
	if (file)
		fclose(file);
	return found;
}

/**
 * card_write - write a value to a file of the kernel
 * @path: in sysfs or procfs
 * @value: what to write
 *
 * Return: true if the kernel has taken all of it.
 */
bool card_write(const char *path, const char *value)
{
	FILE *file = fopen(path, "w");
	bool done;

	if (!file)
		return false;
	done = fputs(value, file) >= 0;
	return !fclose(file) && done;
}

/**
 * card_preallocate - set the size of the preallocated buffer of a closed stream
 * @device: CARD_QUEUE or CARD_CYCLIC, maybe with CARD_MIC
 * @capture: the direction
 * @kib: size in KiB, to which ALSA limits the buffer; 0 for no limit by ALSA
 *
 * Return: the size before; @kib if it cannot be set.
 */
unsigned long card_preallocate(unsigned int device, bool capture, unsigned long kib)
{
	unsigned long before;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/asound/card%d/pcm%u%c/sub0/prealloc", card_number(),
		 device, capture ? 'c' : 'p');
	file = fopen(path, "r+");
	if (!file)
		return kib;
	if (fscanf(file, "%lu", &before) != 1)
		before = kib;
	fclose(file);
	file = fopen(path, "w");
	if (!file)
		return kib;
	fprintf(file, "%lu\n", kib);
	return fclose(file) ? kib : before;
}
