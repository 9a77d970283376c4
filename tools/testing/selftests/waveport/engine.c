// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "card.h"
#include "engine.h"
#include "tap.h"

#define BYTES		0x1000
#define GCAP		0x00
#define DESCRIPTOR	0x80
#define DESCRIPTOR_BYTES	0x20
#define CONTROL		0x00
#define CONTROL_RUN	0x02
#define MOVED		0x14

static uint8_t *registers;

static uint32_t *at(unsigned int engine, unsigned int reg)
{
	return (uint32_t *)(registers + DESCRIPTOR + engine * DESCRIPTOR_BYTES + reg);
}

static uint32_t get(unsigned int engine, unsigned int reg)
{
	return __atomic_load_n(at(engine, reg), __ATOMIC_SEQ_CST);
}

/**
 * engine_map - map the registers of the card under test
 */
void engine_map(void)
{
	char path[64];
	void *memory;
	int fd;

	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device/resource0", card_number());
	fd = open(path, O_RDWR);
	tap_require(fd >= 0, "%s: %s", path, strerror(errno));
	memory = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	tap_require(memory != MAP_FAILED, "cannot map %s", path);
	registers = memory;
}

/**
 * engine_first - get the engine that serves the first stream that is opened
 * @capture: the direction
 *
 * Return: its index; the one of the next stream is one more.
 */
unsigned int engine_first(bool capture)
{
	uint16_t gcap = __atomic_load_n((uint16_t *)(registers + GCAP), __ATOMIC_SEQ_CST);

	return capture ? 0 : gcap >> 8 & 0xf;
}

/**
 * engine_runs - check whether an engine has been started
 * @engine: its index
 */
bool engine_runs(unsigned int engine)
{
	return get(engine, CONTROL) & CONTROL_RUN;
}

/**
 * engine_moved_ns - get the emulator's time when an engine last began or ceased to move data
 * @engine: its index
 *
 * Return: the low 32 bits of nanoseconds; 0 if it has not since the controller was reset, or if the
 *	emulator is not the patched one.
 */
uint32_t engine_moved_ns(unsigned int engine)
{
	return get(engine, MOVED);
}

/**
 * engine_stick - have an engine not leave its next reset
 * @engine: its index
 */
void engine_stick(unsigned int engine)
{
	__atomic_store_n(at(engine, MOVED), 1, __ATOMIC_SEQ_CST);
}
