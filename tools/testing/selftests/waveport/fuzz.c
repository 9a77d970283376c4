// SPDX-License-Identifier: GPL-2.0-only
/*
 * An ordinary user of group audio calls every ioctl of the PCM and control nodes with valid, nearly
 * valid and invalid arguments, by the 64-bit and the 32-bit ABI. The kernel must not fail, the user
 * can be killed, and the card works afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		4096
#define SECONDS		6
#define LIMIT_US	10000000
#define NOBODY		65534
#define COMMANDS	512
#define ARGUMENT_BYTES	4096

#define LARGEST_SIZE	1232

/* WRITEI_FRAMES to READN_FRAMES */
#define FIRST_TRANSFER	0x50
#define LAST_TRANSFER	0x53

#define I386_IOCTL	54

/**
 * struct attack - a run
 * @path: path of the node
 * @compat: use the 32-bit ABI
 */
struct attack {
	char path[32];
	bool compat;
};

/* The ioctls that the node implements. */
static unsigned int commands[COMMANDS];
static unsigned int known;

/* The argument, at an address below 4 GiB for the 32-bit ABI. */
static uint8_t *argument_data;

static long call(const struct attack *attack, int fd, unsigned int command, void *data)
{
	long result;

	if (!attack->compat)
		return ioctl(fd, command, data) ? -errno : 0;
#ifdef __x86_64__
	asm volatile("int $0x80" : "=a" (result)
		     : "0" ((long)I386_IOCTL), "b" ((long)fd), "c" ((long)command), "d" (data)
		     : "memory", "r8", "r9", "r10", "r11");
#else
	result = -ENOTTY;
#endif
	return result;
}

/* A node implements a command if the error is not that of an unknown ioctl. */
static void learn_number(const struct attack *attack, int fd, unsigned int type,
			 unsigned int number)
{
	unsigned int command, direction, size;

	for (direction = 0; direction < 4; direction++) {
		for (size = 0; size <= (direction ? LARGEST_SIZE : 0); size += 4) {
			command = _IOC(direction, type, number, size);
			if (known < COMMANDS && call(attack, fd, command, NULL) != -ENOTTY)
				commands[known++] = command;
		}
	}
}

static void learn(const struct attack *attack, int fd)
{
	unsigned int number;

	known = 0;
	for (number = 0; number < 256; number++) {
		learn_number(attack, fd, 'A', number);
		learn_number(attack, fd, 'U', number);
	}
}

/* Values at which limits and overflows are likely. */
static uint32_t interesting(void)
{
	static const uint32_t numbers[] = {
		0, 1, 2, 3, 32, 64, BUFFER, 65536, 1u << 30, INT32_MAX, 1u << 31, UINT32_MAX,
	};

	return numbers[chance(0, sizeof(numbers) / sizeof(*numbers) - 1)];
}

/*
 * Most of the argument is what the last call has left there, because the result of one ioctl is
 * often valid input of another.
 */
static void spoil(void)
{
	uint32_t *words = (uint32_t *)argument_data;
	unsigned int kind = chance(0, 15), count = chance(0, 4), i;

	if (kind == 0)
		memset(words, 0, ARGUMENT_BYTES);
	else if (kind == 1)
		memset(words, 0xff, ARGUMENT_BYTES);
	for (i = 0; i < count; i++)
		words[chance(0, chance(0, 1) ? 31 : 307)] = interesting();
	if (kind == 2)
		words[0] = (uint32_t)(uintptr_t)argument_data;
}

/*
 * For a NULL buffer the ALSA core writes silence as long as there is room. A client can set its
 * pointers so that there is always room, and no signal ends the call. That is a fault of the core
 * and not of the driver, so it is avoided here.
 */
static void bound_transfer(unsigned int command)
{
	uint32_t *words = (uint32_t *)argument_data;

	if (_IOC_TYPE(command) != 'A' || _IOC_NR(command) < FIRST_TRANSFER ||
	    _IOC_NR(command) > LAST_TRANSFER)
		return;
	words[2] &= 0xffff;
	words[4] &= 0xffff;
	words[5] = 0;
}

/* Set the stream up, because more ioctls are valid then and random calls seldom achieve it. */
static void help(int fd, bool capture)
{
	static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];

	raw_do(fd, RAW_PREPARE);
	if (chance(0, 3))
		return;
	raw_do(fd, RAW_DROP);
	raw_hw_params(fd, RATE, BUFFER, 2);
	raw_sw_params(fd, 1, 1u << 30);
	raw_do(fd, RAW_PREPARE);
	if (!capture)
		raw_write(fd, silence, BUFFER);
}

static void become_ordinary(void)
{
	struct group *audio = getgrnam("audio");
	gid_t group = audio ? audio->gr_gid : NOBODY;

	if (setgroups(1, &group) || setgid(NOBODY) || setuid(NOBODY))
		_exit(EXIT_FAILURE);
}

/* Never returns. */
static void fuzz(const struct attack *attack, int report)
{
	bool pcm = strstr(attack->path, "pcm");
	bool capture = pcm && strchr(attack->path, '\0')[-1] == 'c';
	unsigned long calls = 0;
	unsigned int command;
	time_t end;
	int fd;

	become_ordinary();
	fd = open(attack->path, O_RDWR | O_NONBLOCK);
	if (fd < 0)
		_exit(EXIT_FAILURE);
	learn(attack, fd);
	for (end = time(NULL) + SECONDS; known && time(NULL) < end; calls++) {
		if (pcm && !chance(0, 63))
			help(fd, capture);
		command = commands[chance(0, known - 1)];
		spoil();
		bound_transfer(command);
		call(attack, fd, command, argument_data);
	}
	dprintf(report, "%lu calls of %u ioctls", calls, known);
	_exit(calls ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* The group of the nodes if there is no udev. */
static void give_to_audio(const char *path)
{
	struct group *audio = getgrnam("audio");

	tap_require(audio && !chown(path, -1, audio->gr_gid) && !chmod(path, 0660),
		    "%s cannot be given to group audio", path);
}

static int wait_for_end(pid_t child)
{
	int status = 0;
	unsigned int us;

	for (us = 0; us < SECONDS * 2000000 + LIMIT_US; us += 10000) {
		if (waitpid(child, &status, WNOHANG) == child)
			return status;
		usleep(10000);
	}
	kill(child, SIGKILL);
	for (us = 0; us < LIMIT_US; us += 10000) {
		tap_require(waitpid(child, &status, WNOHANG) != child, "the user hung");
		usleep(10000);
	}
	tap_require(false, "the user cannot be killed");
	return status;
}

static void attack_node(const void *argument)
{
	const struct attack *attack = argument;
	char report[128] = "";
	int ends[2], status, fd;
	pid_t child;

	give_to_audio(attack->path);
	argument_data = mmap(NULL, ARGUMENT_BYTES, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	tap_require(argument_data != MAP_FAILED && !pipe(ends), "no memory or no pipe");
	child = fork();
	if (!child)
		fuzz(attack, ends[1]);
	status = wait_for_end(child);
	close(ends[1]);
	tap_require(read(ends[0], report, sizeof(report) - 1) >= 0, "no report");
	close(ends[0]);
	tap_note("%s", report);
	tap_require(WIFEXITED(status) && !WEXITSTATUS(status), "the user ended with status %#x",
		    status);
	fd = open(attack->path, O_RDWR | O_NONBLOCK);
	tap_require(fd >= 0, "open afterwards: %s", strerror(errno));
	if (strstr(attack->path, "pcm"))
		tap_require(!raw_hw_params(fd, RATE, BUFFER, 2) && !raw_do(fd, RAW_PREPARE),
			    "prepare afterwards: %s", strerror(errno));
	close(fd);
}

static void clean_up(bool passed)
{
	(void)passed;
}

VARIANTS(fuzz, const char *path; bool compat;)

#define FUZZ(_name, _path)							\
	FIXTURE_VARIANT_ADD(fuzz, _name##_64_bit) { .path = _path };		\
	FIXTURE_VARIANT_ADD(fuzz, _name##_32_bit) { .path = _path, .compat = true }

FUZZ(control, "/dev/snd/controlC%d");
FUZZ(first_playback, "/dev/snd/pcmC%dD0p");
FUZZ(first_capture, "/dev/snd/pcmC%dD0c");
FUZZ(second_playback, "/dev/snd/pcmC%dD32p");
FUZZ(second_capture, "/dev/snd/pcmC%dD32c");

TEST_F_TIMEOUT(fuzz, ordinary_user, TEST_SECONDS)
{
	struct attack attack = { .compat = variant->compat };

	snprintf(attack.path, sizeof(attack.path), variant->path, card_number());
	TRY_AND_CLEAN_UP(attack_node, &attack, clean_up);
}

TEST_HARNESS_MAIN
