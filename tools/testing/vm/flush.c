// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest: makes the emulator pass on the last frames that were played, see flush.h.
 *
 * It plays the mark by writing the registers itself: this works with any driver, keeps the rate of
 * the device (at a change of the rate QEMU drops the frames), and leaves no trace in the driver's
 * state. So no playback stream may be open meanwhile, and the engine is in reset afterwards, as
 * before.
 *
 * Usage: flush PLAYED_LOG
 *
 * PLAYED_LOG is where the peer notes that it has seen the mark.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "flush.h"

#define DEVICES		"/sys/bus/pci/devices/*"
#define AC97_ID		"0x2415"	/* 82801AA, what QEMU emulates */
#define ICH4_ID		"0x24c5"	/* 82801DB, with --hardware ich4 */

/* The bus master's registers of playback, in the second region of the device: ports or memory. */
#define REG_BDBAR	0x10
#define REG_LVI		0x15
#define REG_SR		0x16
#define REG_CR		0x1b
#define CR_RUN		0x01
#define CR_RESET	0x02
#define SR_CLEAR	0x1c

#define DESCRIPTORS	32
#define RUN_FRAMES	896		/* behind the descriptors, in the same page */
#define FRAME_BYTES	4
#define PAGE_BYTES	4096
#define PCI_COMMAND	4
#define PCI_ALL		0x07	/* ports, memory, bus master */
#define MASTER		"resource1"

#define WAIT_MS		2000
#define POLL_MS		5

struct descriptor {
	uint32_t address;
	uint16_t samples;
	uint16_t control;
};

static int fail(const char *what)
{
	fprintf(stderr, "flush: %s\n", what);
	return 1;
}

static bool file_starts(const char *path, const char *text)
{
	char buffer[64] = "";
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, buffer, sizeof(buffer) - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 && !strncmp(buffer, text, strlen(text));
}

/* Opens the first device of this kind, which is the one that is recorded. */
static int open_device(const char *file)
{
	char path[512];
	glob_t found;
	int fd = -1;

	if (glob(DEVICES, 0, NULL, &found))
		return -1;
	for (size_t i = 0; fd < 0 && i < found.gl_pathc; i++) {
		snprintf(path, sizeof(path), "%s/device", found.gl_pathv[i]);
		if (!file_starts(path, AC97_ID) && !file_starts(path, ICH4_ID))
			continue;
		snprintf(path, sizeof(path), "%s/%s", found.gl_pathv[i], file);
		fd = open(path, O_RDWR);
	}
	globfree(&found);
	return fd;
}

static bool streams_open(void)
{
	glob_t found;
	bool open = false;

	if (glob("/proc/asound/card*/pcm*p/sub*/status", 0, NULL, &found))
		return false;
	for (size_t i = 0; i < found.gl_pathc; i++)
		open |= !file_starts(found.gl_pathv[i], "closed");
	globfree(&found);
	return open;
}

/* The device needs bus mastering, which a driver turns off when it is unloaded. */
static bool enable_dma(void)
{
	uint16_t command;
	int fd = open_device("config");
	bool done = fd >= 0 && pread(fd, &command, sizeof(command), PCI_COMMAND) == sizeof(command);

	if (done) {
		command |= PCI_ALL;
		done = pwrite(fd, &command, sizeof(command), PCI_COMMAND) == sizeof(command);
	}
	if (fd >= 0)
		close(fd);
	return done;
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

/* A page that holds a full descriptor list and, behind it, the mark that every descriptor plays. */
static uint32_t mark_page(void)
{
	uint8_t *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
	struct descriptor *list = (struct descriptor *)page;
	const size_t start = DESCRIPTORS * sizeof(*list);
	uint64_t address;

	if (page == MAP_FAILED)
		return 0;
	memset(page, 0, PAGE_BYTES);
	address = physical_address(page);
	if (address + PAGE_BYTES > UINT32_MAX)
		return 0;
	for (int i = 0; i < DESCRIPTORS; i++)
		list[i] = (struct descriptor){ address + start, RUN_FRAMES * 2, 0 };
	for (int i = 0; i < RUN_FRAMES; i++)
		memcpy(page + start + i * FRAME_BYTES, FLUSH_MARK, FRAME_BYTES);
	return address;
}

static unsigned int count_flushes(const char *log)
{
	char line[256];
	unsigned int count = 0;
	FILE *file = fopen(log, "r");

	while (file && fgets(line, sizeof(line), file))
		count += !!strstr(line, " flushed ");
	if (file)
		fclose(file);
	return count;
}

/* The kernel gives a region of memory to mmap() alone, and one of ports to pwrite() alone. */
struct registers {
	int fd;
	void *memory;
};

static bool open_registers(struct registers *regs)
{
	void *memory;

	regs->fd = open_device(MASTER);
	if (regs->fd < 0)
		return false;
	memory = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, regs->fd, 0);
	regs->memory = memory == MAP_FAILED ? NULL : memory;
	return true;
}

/* One access each, of just this size. */
static void put_memory(void *at, uint32_t value, size_t size)
{
	if (size == 1)
		__atomic_store_n((uint8_t *)at, value, __ATOMIC_SEQ_CST);
	else if (size == 2)
		__atomic_store_n((uint16_t *)at, value, __ATOMIC_SEQ_CST);
	else
		__atomic_store_n((uint32_t *)at, value, __ATOMIC_SEQ_CST);
}

static void put(const struct registers *regs, unsigned int reg, uint32_t value, size_t size)
{
	if (regs->memory)
		put_memory((uint8_t *)regs->memory + reg, value, size);
	else if (pwrite(regs->fd, &value, size, reg) != (ssize_t)size)
		fprintf(stderr, "flush: cannot write register 0x%x\n", reg);
}

static bool play_mark(const struct registers *regs, uint32_t list, const char *log)
{
	unsigned int before = count_flushes(log);
	bool seen = false;

	put(regs, REG_CR, CR_RESET, 1);
	put(regs, REG_BDBAR, list, 4);
	put(regs, REG_LVI, DESCRIPTORS - 1, 1);
	put(regs, REG_CR, CR_RUN, 1);
	for (int ms = 0; !seen && ms < WAIT_MS; ms += POLL_MS) {
		usleep(POLL_MS * 1000);
		seen = count_flushes(log) > before;
	}
	put(regs, REG_CR, 0, 1);
	put(regs, REG_SR, SR_CLEAR, 2);
	put(regs, REG_CR, CR_RESET, 1);
	return seen;
}

int main(int argc, char **argv)
{
	struct registers regs;
	uint32_t list;

	if (argc != 2)
		return fail("usage: flush PLAYED_LOG");
	if (streams_open())
		return fail("a playback stream is open");
	if (!open_registers(&regs) || !enable_dma())
		return fail("found no AC'97 device");
	list = mark_page();
	if (!list)
		return fail("found no memory for the device (is /proc/self/pagemap there?)");
	if (!play_mark(&regs, list, argv[1]))
		return fail("the recorder saw nothing of the flush within 2 s");
	return 0;
}
