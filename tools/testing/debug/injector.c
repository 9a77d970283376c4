// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "injector.h"

#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define PARAMETERS	"/sys/module/waveport_fault/parameters/"
#define MOST_CALLS	256

/* What a function that returns an error returns: nothing else does, so it has to come back. */
#define VALUE		EREMOTEIO

/**
 * struct call - a function of the kernel that the driver calls
 * @name: its name
 * @value: what it returns when it fails
 * @err: the negative errno that has to come of it
 * @reached: it has failed
 */
struct call {
	char name[64];
	long value;
	int err;
	bool reached;
};

static struct call calls[MOST_CALLS], *chosen;
static bool chosen_exists;
static unsigned int call_count;
static int fail_nth, call_point;

static void write_number(int fd, long number)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%ld", number);

	if (pwrite(fd, text, length, 0) != length) {
		perror("faults: cannot arm a fault");
		exit(2);
	}
}

static long read_number(int fd)
{
	char text[24] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0) {
		perror("faults: cannot read whether a fault was met");
		exit(2);
	}
	return atol(text);
}

static bool set_parameter(const char *name, const char *value)
{
	char path[128];
	bool done;
	int fd;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	done = write(fd, value, strlen(value)) == (ssize_t)strlen(value);
	close(fd);
	return done;
}

static void arm_allocation(unsigned int point)
{
	write_number(fail_nth, point);
}

/* Nothing allocates between the operation and this. */
static bool disarm_allocation(void)
{
	bool reached = !read_number(fail_nth);

	write_number(fail_nth, 0);
	return reached;
}

/* To reserve I/O ports takes memory too; the kernel says that they are busy if there is none. */
static bool is_no_memory(int err)
{
	return err == -ENOMEM || err == -EBUSY;
}

const struct injector injector_allocations = {
	.arm = arm_allocation,
	.disarm = disarm_allocation,
	.is_clean = is_no_memory,
};

/* Of loading a module only what its own function does: the rest is the kernel's. */
static void arm_init(unsigned int point)
{
	char value[24];

	snprintf(value, sizeof(value), "%u", point);
	if (!set_parameter("function", "do_one_initcall") || !set_parameter("allocation", value)) {
		perror("faults: cannot arm a fault");
		exit(2);
	}
	write_number(fail_nth, 0);
	write_number(call_point, 1);
}

static bool disarm_init(void)
{
	bool reached = !read_number(fail_nth) && !read_number(call_point);

	write_number(fail_nth, 0);
	set_parameter("allocation", "0");
	set_parameter("function", "\n");
	return reached;
}

const struct injector injector_init_allocations = {
	.arm = arm_init,
	.disarm = disarm_init,
	.is_clean = is_no_memory,
};

static void arm_call(unsigned int point)
{
	write_number(call_point, point);
}

static bool disarm_call(void)
{
	bool reached = !read_number(call_point);

	write_number(call_point, 0);
	chosen->reached |= reached;
	return reached;
}

static bool is_of_call(int err)
{
	return err == chosen->err;
}

const struct injector injector_calls = {
	.arm = arm_call,
	.disarm = disarm_call,
	.is_clean = is_of_call,
};

/*
 * "NAME error", "NAME null" or "NAME pointer", and the folder of the only miniport that calls it; a
 * comment begins with "#".
 */
static bool parse_call(const char *line, const char *folder)
{
	struct call *call = &calls[call_count];
	char kind[16], only[16] = "";

	if (line[0] == '#' || line[0] == '\n')
		return true;
	if (call_count == MOST_CALLS || sscanf(line, "%63s %15s %15s", call->name, kind, only) < 2)
		return false;
	if (!strcmp(kind, "never") || (*only && strcmp(only, folder)))
		return true;
	call->value = strcmp(kind, "null") ? -VALUE : 0;
	call->err = strcmp(kind, "null") ? -VALUE : -ENOMEM;
	call_count++;
	return true;
}

static bool read_calls(const char *path, const char *folder)
{
	FILE *file = fopen(path, "r");
	bool good = file;
	char line[256];

	while (good && fgets(line, sizeof(line), file))
		good = parse_call(line, folder);
	if (file)
		fclose(file);
	return good && call_count;
}

/**
 * injector_begin - open what is needed
 * @path: the file of the calls
 * @folder: that of the miniport's module
 */
bool injector_begin(const char *path, const char *folder)
{
	fail_nth = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	call_point = open(PARAMETERS "point", O_RDWR | O_CLOEXEC);
	return fail_nth >= 0 && call_point >= 0 && read_calls(path, folder);
}

/**
 * injector_choose_call - have injector_calls make another function fail
 * @i: which of the list
 *
 * Return: whether the list has as many.
 */
bool injector_choose_call(unsigned int i)
{
	char value[24];

	if (i >= call_count)
		return false;
	chosen = &calls[i];
	snprintf(value, sizeof(value), "%ld", chosen->value);
	chosen_exists = set_parameter("function", chosen->name) && set_parameter("value", value);
	return true;
}

/**
 * injector_choose_none - have no function fail
 */
void injector_choose_none(void)
{
	set_parameter("function", "\n");
	chosen_exists = false;
}

/**
 * injector_all_reached - tell whether each function of the list has failed
 *
 * It prints those that have not: no operation calls them.
 */
bool injector_all_reached(void)
{
	bool all = true;
	unsigned int i;

	for (i = 0; i < call_count; i++) {
		if (!calls[i].reached)
			printf("# %s was never called\n", calls[i].name);
		all &= calls[i].reached;
	}
	return all;
}

/**
 * injector_call - get the chosen function
 *
 * Return: its name, or NULL if none is chosen, or if its module is not loaded.
 */
const char *injector_call(void)
{
	return chosen_exists ? chosen->name : NULL;
}
