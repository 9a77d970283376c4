/* SPDX-License-Identifier: GPL-2.0-only */
/* The sound device that is recorded, as flush writes to it: its kind, registers and memory. */
#ifndef WAVEPORT_VM_FLUSH_DEVICE_H
#define WAVEPORT_VM_FLUSH_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_BYTES	4096

/**
 * struct device - the device, and a page that it can read
 * @directory: in sysfs
 * @id: its PCI device ID
 * @fd: the file of its registers
 * @memory: its registers, or NULL if they are ports
 * @page: the page
 * @address: where the device sees the page
 */
struct device {
	char directory[256];
	unsigned int id;
	int fd;
	void *memory;
	uint8_t *page;
	uint32_t address;
};

bool device_find(struct device *device, const unsigned int *ids);
bool device_open(struct device *device, const char *region);
bool device_take_page(struct device *device);
void device_fill_with_mark(const struct device *device, size_t start);
void device_put(const struct device *device, unsigned int reg, uint32_t value, size_t size);
uint32_t device_get(const struct device *device, unsigned int reg);

#endif
