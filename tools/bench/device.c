// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "device.h"
#include "tap.h"

static int config = -1;
static unsigned int irq;

/* Read the beginning of a text file, "" if there is none. */
static void read_text(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t length = 0;

	if (file) {
		length = fread(text, 1, size - 1, file);
		fclose(file);
	}
	text[length] = '\0';
}

/**
 * device_open - find the device of the card under test
 *
 * Fails if another device shares its interrupt, because the count would include that device's.
 */
void device_open(void)
{
	char path[128], text[256];

	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device/config", card_number());
	config = open(path, O_RDONLY | O_CLOEXEC);
	tap_require(config >= 0, "cannot open %s", path);
	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device/irq", card_number());
	read_text(path, text, sizeof(text));
	irq = strtoul(text, NULL, 10);
	snprintf(path, sizeof(path), "/sys/kernel/irq/%u/actions", irq);
	read_text(path, text, sizeof(text));
	tap_require(*text && !strchr(text, ','), "interrupt %u is that of '%s'", irq, text);
}

/**
 * device_mark - put a mark into the emulator's trace
 * @mark: one of those in device.h
 *
 * It is a read of the configuration space, which no driver touches while it plays, and which is no
 * register access.
 */
void device_mark(unsigned int mark)
{
	char byte;

	tap_require(pread(config, &byte, 1, mark) == 1, "cannot leave a mark");
}

/**
 * device_irq - tell the number of its interrupt
 */
unsigned int device_irq(void)
{
	return irq;
}

/**
 * device_interrupts - count the interrupts of the device
 *
 * Return: how many since boot, on all CPUs.
 */
uint64_t device_interrupts(void)
{
	char path[64], text[512], *next = text;
	uint64_t total = 0;

	snprintf(path, sizeof(path), "/sys/kernel/irq/%u/per_cpu_count", irq);
	read_text(path, text, sizeof(text));
	tap_require(*text, "cannot read %s", path);
	while (*next && *next != '\n') {
		total += strtoull(next, &next, 10);
		if (*next == ',')
			next++;
	}
	return total;
}
