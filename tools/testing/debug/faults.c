// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest on a debug kernel: makes each allocation of an operation fail in turn, and each
 * of the calls that are listed in a file. The operation has to return a clean error or to work in
 * spite of it, and the next attempt has to work. One line of TAP for each operation tells how many
 * points were tried.
 *
 * Usage: faults MODULES CALLS [STRIDE [STEP [OPERATION...]]]
 *
 * MODULES is the directory of the driver's modules, CALLS the file of the calls (see there). STRIDE
 * is the distance of the points of a probe that are tried (default 1, all of them), STEP that of
 * the four streams (with 3 both devices and both directions are still tried, but not each with
 * each). Only the operations that are named are tried, by default all.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "card.h"
#include "injector.h"
#include "operations.h"

/* No operation has as many points; a loop that never ends is found by it. */
#define MOST_POINTS	20000

/**
 * struct trial - an operation on a stream
 * @operation: the operation
 * @place: the stream
 * @name: of both
 */
struct trial {
	const struct operation *operation;
	struct place place;
	char name[80];
};

static unsigned int stride = 1, step = 1;
static unsigned int tests, failures;

static void __attribute__((format(printf, 2, 3)))
verdict(bool passed, const char *format, ...)
{
	va_list args;

	printf("%sok %u - ", passed ? "" : "not ", ++tests);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	failures += !passed;
}

static void complain(const struct trial *trial, unsigned int point, const char *what)
{
	const char *call = injector_call();

	printf("# %s, %s point %u: %s\n", trial->name, call ?: "allocation", point, what);
}

static int act(const struct trial *trial)
{
	return trial->operation->act(&trial->place);
}

static bool is_ready(const struct trial *trial)
{
	return !trial->operation->ready || trial->operation->ready(&trial->place);
}

/* The operation without a fault. */
static bool works(const struct trial *trial, unsigned int point)
{
	int err = is_ready(trial) ? act(trial) : -EAGAIN;

	if (!err) {
		trial->operation->undo(&trial->place);
	} else {
		complain(trial, point, strerror(-err));
		complain(trial, point, point ? "so it does not work afterwards" :
			 "so it does not work at all");
	}
	return !err;
}

/* Whether an error says what has failed, as far as the kernel's libraries pass that on. */
static bool is_clean(const struct trial *trial, const struct injector *injector, int err)
{
	return injector->is_clean(err) ||
	       (trial->operation->hides && trial->operation->hides(err));
}

/**
 * try_point - have one point of an operation fail
 * @trial: the operation
 * @injector: what makes it fail
 * @point: which of its points, from 1
 * @reached: set to whether the operation has as many points
 *
 * Return: whether all was as it should be.
 */
static bool try_point(const struct trial *trial, const struct injector *injector,
		      unsigned int point, bool *reached)
{
	bool clean;
	int err;

	*reached = false;
	if (!is_ready(trial)) {
		complain(trial, point, "cannot be tried");
		return false;
	}
	injector->arm(point);
	err = act(trial);
	*reached = injector->disarm();
	clean = !err || (*reached && is_clean(trial, injector, err));
	if (!clean)
		complain(trial, point, strerror(-err));
	if (!err)
		trial->operation->undo(&trial->place);
	return works(trial, point) && clean;
}

/* Try the points of an operation, and return their number. */
static unsigned int try_points(const struct trial *trial, const struct injector *injector,
			       bool *passed)
{
	unsigned int distance = trial->operation->has_many ? stride : 1;
	unsigned int point, tried = 0;
	bool reached;

	for (point = 1; point < MOST_POINTS; point += distance) {
		*passed &= try_point(trial, injector, point, &reached);
		if (!reached)
			return tried;
		tried++;
	}
	complain(trial, point, "there is no end of the points");
	*passed = false;
	return tried;
}

static unsigned int try_allocations(const struct trial *trial)
{
	bool passed = works(trial, 0);
	unsigned int tried = 0;

	if (passed)
		tried = try_points(trial, trial->operation->is_load ? &injector_init_allocations :
				   &injector_allocations, &passed);
	verdict(passed, "%s: %u allocations fail in turn", trial->name, tried);
	return tried;
}

/* Every call of the list that the operation makes; their names are printed. */
static unsigned int try_calls(const struct trial *trial)
{
	bool passed = works(trial, 0);
	unsigned int i, tried, all = 0;

	printf("# %s:", trial->name);
	for (i = 0; passed && injector_choose_call(i); i++) {
		if (!injector_call())
			continue;
		tried = try_points(trial, &injector_calls, &passed);
		if (tried)
			printf(" %s %u", injector_call(), tried);
		all += tried;
	}
	putchar('\n');
	injector_choose_none();
	verdict(passed, "%s: %u calls fail in turn", trial->name, all);
	return all;
}

static void try_operation(const struct operation *operation, unsigned int device, bool capture)
{
	struct trial trial = { .operation = operation, .place = { device, capture } };
	unsigned int tried = 0;

	snprintf(trial.name, sizeof(trial.name), "%s%s%s", operation->name,
		 !operation->of_stream ? "" : device == CARD_QUEUE ? ", queue" : ", cyclic",
		 !operation->of_stream ? "" : capture ? " capture" : " playback");
	if (operation->begin(&trial.place)) {
		if (!operation->calls_only)
			tried = try_allocations(&trial);
		tried += try_calls(&trial);
	}
	if (!tried)
		verdict(false, "%s: no point could be tried", trial.name);
	operation->end(&trial.place);
}

static bool is_named(const char *name, char **names)
{
	if (!*names)
		return true;
	while (*names && strcmp(*names, name))
		names++;
	return *names;
}

static void try_all(char **names)
{
	const struct operation *operation;
	unsigned int i, stream;

	for (i = 0; (operation = operations_get(i)); i++) {
		if (!is_named(operation->name, names))
			continue;
		for (stream = 0; stream < (operation->of_stream ? 4 : 1); stream += step)
			try_operation(operation, stream & 2 ? CARD_CYCLIC : CARD_QUEUE,
				      stream & 1);
	}
}

int main(int argc, char **argv)
{
	char **names;

	if (argc > 3)
		stride = atoi(argv[3]);
	if (argc > 4)
		step = atoi(argv[4]);
	names = argv + (argc > 5 ? 5 : argc);
	if (argc < 3 || !stride || !step) {
		fprintf(stderr, "usage: faults MODULES CALLS [STRIDE [STEP [OPERATION...]]]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!operations_begin(argv[1]) || !injector_begin(argv[2], operations_folder()) ||
	    mlockall(MCL_CURRENT | MCL_FUTURE)) {
		perror("faults");
		return 2;
	}
	try_all(names);
	if (!*names)
		verdict(injector_all_reached(),
			"each of the calls of the list has failed in some operation");
	printf("1..%u\n", tests);
	return !!failures;
}
