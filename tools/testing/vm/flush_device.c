// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "counter.h"
#include "flush.h"
#include "flush_device.h"

#define DEVICES		"/sys/bus/pci/devices/*"
#define PCI_COMMAND	4
#define PCI_ALL		0x07	/* ports, memory, bus master */

static bool has_id(const struct device *device, const unsigned int *ids)
{
	for (; *ids; ids++)
		if (device->id == *ids)
			return true;
	return false;
}

static bool read_id(struct device *device)
{
	char path[300];
	FILE *file;
	bool done;

	snprintf(path, sizeof(path), "%s/device", device->directory);
	file = fopen(path, "r");
	if (!file)
		return false;
	done = fscanf(file, "%x", &device->id) == 1;
	fclose(file);
	return done;
}

/**
 * device_find - find the first device of some kinds, which is the one that is recorded
 * @device: set
 * @ids: the PCI device IDs, and 0 at the end
 *
 * Return: whether there is one.
 */
bool device_find(struct device *device, const unsigned int *ids)
{
	bool done = false;
	glob_t found;

	if (glob(DEVICES, 0, NULL, &found))
		return false;
	for (size_t i = 0; !done && i < found.gl_pathc; i++) {
		snprintf(device->directory, sizeof(device->directory), "%s", found.gl_pathv[i]);
		done = read_id(device) && has_id(device, ids);
	}
	globfree(&found);
	return done;
}

static int open_file(const struct device *device, const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/%s", device->directory, name);
	return open(path, O_RDWR);
}

/* The device needs bus mastering, which a driver turns off when it is unloaded. */
static bool enable_dma(const struct device *device)
{
	int fd = open_file(device, "config");
	uint16_t command;
	bool done = fd >= 0 && pread(fd, &command, sizeof(command), PCI_COMMAND) == sizeof(command);

	if (done) {
		command |= PCI_ALL;
		done = pwrite(fd, &command, sizeof(command), PCI_COMMAND) == sizeof(command);
	}
	if (fd >= 0)
		close(fd);
	return done;
}

/**
 * device_open - reach the registers of a device, and let it read memory
 * @device: found
 * @region: name of the file of its registers
 *
 * The kernel gives a region of memory to mmap() alone, and one of ports to pwrite() alone.
 *
 * Return: false if that is not possible.
 */
bool device_open(struct device *device, const char *region)
{
	void *memory;

	device->fd = open_file(device, region);
	if (device->fd < 0)
		return false;
	memory = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, 0);
	device->memory = memory == MAP_FAILED ? NULL : memory;
	return enable_dma(device);
}

static uint64_t physical_address(const void *page)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	if (fd < 0)
		return 0;
	if (pread(fd, &entry, sizeof(entry), (uintptr_t)page / PAGE_BYTES * sizeof(entry)) < 0)
		entry = 0;
	close(fd);
	return (entry & ((1ULL << 55) - 1)) * PAGE_BYTES;
}

/**
 * device_take_page - get a page that the device can read
 * @device: gets the page, which is zero
 *
 * Return: false if there is none.
 */
bool device_take_page(struct device *device)
{
	uint64_t address;
	void *page;

	page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
	if (page == MAP_FAILED)
		return false;
	memset(page, 0, PAGE_BYTES);
	address = physical_address(page);
	if (!address || address + PAGE_BYTES > UINT32_MAX)
		return false;
	device->page = page;
	device->address = address;
	return true;
}

/**
 * device_fill_with_mark - write the mark into the page
 * @device: the device
 * @start: the byte of the page from which on the mark lies, up to its end
 */
void device_fill_with_mark(const struct device *device, size_t start)
{
	for (; start < PAGE_BYTES; start += COUNTER_FRAME_BYTES)
		memcpy(device->page + start, FLUSH_MARK, COUNTER_FRAME_BYTES);
}

/* One access, of just this size. */
static void put_memory(void *at, uint32_t value, size_t size)
{
	if (size == 1)
		__atomic_store_n((uint8_t *)at, value, __ATOMIC_SEQ_CST);
	else if (size == 2)
		__atomic_store_n((uint16_t *)at, value, __ATOMIC_SEQ_CST);
	else
		__atomic_store_n((uint32_t *)at, value, __ATOMIC_SEQ_CST);
}

/**
 * device_put - write a register
 * @device: open
 * @reg: where the register is
 * @value: what to write
 * @size: bytes
 */
void device_put(const struct device *device, unsigned int reg, uint32_t value, size_t size)
{
	if (device->memory)
		put_memory((uint8_t *)device->memory + reg, value, size);
	else if (pwrite(device->fd, &value, size, reg) != (ssize_t)size)
		fprintf(stderr, "flush: cannot write register 0x%x\n", reg);
}

/**
 * device_get - read a register of 32 bits, of a device that has them in memory
 * @device: open
 * @reg: where the register is
 *
 * Return: its value.
 */
uint32_t device_get(const struct device *device, unsigned int reg)
{
	return __atomic_load_n((uint32_t *)((uint8_t *)device->memory + reg), __ATOMIC_SEQ_CST);
}
