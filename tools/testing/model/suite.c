// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs random sequences on all processors, and the stored ones. Prints TAP.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "duplex.h"
#include "ends.h"
#include "frames.h"
#include "hostile.h"
#include "loops.h"
#include "mapped.h"
#include "profile.h"
#include "rewinds.h"
#include "shrink.h"
#include "steady.h"

#define WORKERS_MAX	64

/**
 * struct worker - shared memory of a worker process and its parent, valid after a crash too
 * @pid: process ID of the worker
 * @sequence: the sequence that it runs
 * @done: number of sequences that it has completed, for each profile
 */
struct worker {
	pid_t pid;
	struct sequence sequence;
	unsigned long done[PROFILES];
};

static struct worker *workers;
/* Minimise and explain what fails; otherwise the first failure ends the program. */
static bool explain = true;
/* The only profile of random sequences, negative for all. */
static int profile = -1;
static int tests, failures;

static void suite_result(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++tests, name);
	failures += !ok;
	fflush(stdout);
	if (!ok && !explain)
		exit(1);
}

/* Minimise a sequence that has failed and print it with the command that replays it. */
static void suite_explain(const struct sequence *found)
{
	struct sequence small = *found;
	char why[SHRINK_WHY];

	if (!explain)
		return;
	shrink(&small, why);
	printf("# %s\n", why);
	sequence_print(&small, stdout);
	printf("# to reproduce: model_test --replay ");
	sequence_write(&small, stdout);
	putchar('\n');
	fflush(stdout);
}

static void worker_run(struct worker *worker, unsigned long first, unsigned long end,
		       unsigned long step)
{
	unsigned long i;

	for (i = first; i < end; i += step) {
		sequence_random(&worker->sequence, i, profile);
		sequence_run(&worker->sequence);
		worker->done[sequence_profile(&worker->sequence)]++;
	}
	_exit(0);
}

static int workers_start(unsigned long count, unsigned long seed)
{
	int i, number = sysconf(_SC_NPROCESSORS_ONLN);
	pid_t pid;

	if (number > WORKERS_MAX)
		number = WORKERS_MAX;
	fflush(stdout);
	for (i = 0; i < number; i++) {
		/* the memory is shared, so only the parent may store the PID */
		pid = fork();
		if (!pid)
			worker_run(&workers[i], seed + i, seed + count, number);
		workers[i].pid = pid;
	}
	return number;
}

/* Returns the sum, and prints how many sequences of each profile were run. */
static unsigned long suite_count(int number)
{
	unsigned long done, sum = 0;
	int i, kind;

	for (kind = 0; kind < PROFILES; kind++) {
		done = 0;
		for (i = 0; i < number; i++)
			done += workers[i].done[kind];
		if (done)
			printf("# %lu sequences of profile %s\n", done, profile_name(kind));
		sum += done;
	}
	return sum;
}

static void suite_random(unsigned long count, unsigned long seed)
{
	int i, status, number = workers_start(count, seed);
	unsigned long done;
	bool ok = true;
	char name[80];

	for (i = 0; i < number; i++) {
		status = wait_for(workers[i].pid);
		if (!status)
			continue;
		ok = false;
		printf("# wait status %#x\n", status);
		suite_explain(&workers[i].sequence);
	}
	done = suite_count(number);
	snprintf(name, sizeof(name), "%lu random sequences from seed %lu", count, seed);
	suite_result(ok && done == count, name);
}

static bool suite_read(struct sequence *sequence, const char *directory, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "rb");
	if (!file)
		return false;
	sequence->size = fread(sequence->bytes, 1, sizeof(sequence->bytes), file);
	fclose(file);
	return true;
}

/* Each kept sequence is run as it is, and as one of each other profile. */
static bool suite_kept(const struct sequence *kept)
{
	struct sequence sequence = *kept;
	unsigned int own = sequence_profile(kept), kind;
	char why[SHRINK_WHY];
	bool ok = true;

	for (kind = 0; kind < PROFILES; kind++) {
		if (profile >= 0 && kind != (unsigned int)profile)
			continue;
		if (kind != own && sequence.size > SEQUENCE_PROFILE)
			sequence.bytes[SEQUENCE_PROFILE] = kind;
		else
			sequence = *kept;
		if (!try(&sequence, why))
			continue;
		ok = false;
		suite_explain(&sequence);
		if (!explain)
			break;
	}
	return ok;
}

static void suite_corpus(const char *directory)
{
	struct sequence sequence;
	struct dirent *entry;
	DIR *listing = opendir(directory);
	char name[80];
	bool ok = listing;
	int count = 0;

	while (listing && (ok || explain) && (entry = readdir(listing))) {
		if (entry->d_name[0] == '.')
			continue;
		count++;
		if (suite_read(&sequence, directory, entry->d_name) && suite_kept(&sequence))
			continue;
		ok = false;
		printf("# in %s\n", entry->d_name);
	}
	if (listing)
		closedir(listing);
	snprintf(name, sizeof(name), "%d kept sequences, with %s", count,
		 profile < 0 ? "each profile" : profile_name(profile));
	suite_result(ok && count, name);
}

static void suite_steady(const struct steady *test)
{
	char why[SHRINK_WHY];

	for (; test->name; test++) {
		bool failed = try_call(test->run, why);

		if (failed || *why)
			printf("# %s\n", why);
		suite_result(!failed, test->name);
	}
}

static int suite_replay(const char *text)
{
	struct sequence sequence;
	char why[SHRINK_WHY];
	bool failed;

	if (!sequence_parse(&sequence, text)) {
		fprintf(stderr, "no sequence: %s\n", text);
		return 2;
	}
	sequence_print(&sequence, stdout);
	failed = try(&sequence, why);
	printf("# %s\n", failed ? why : "no property is broken");
	return failed;
}

static int suite_usage(const char *program)
{
	fprintf(stderr,
		"usage: %s [--sequences N] [--seed N] [--corpus DIRECTORY] [--profile NAME] [--explain no]\n",
		program);
	fprintf(stderr, "       %s --replay SEQUENCE\n", program);
	return 2;
}

int main(int argc, char **argv)
{
	unsigned long count = 0, seed = 0;
	const char *corpus = NULL;
	int i;

	for (i = 1; i + 1 < argc; i += 2) {
		if (!strcmp(argv[i], "--sequences"))
			count = strtoul(argv[i + 1], NULL, 0);
		else if (!strcmp(argv[i], "--seed"))
			seed = strtoul(argv[i + 1], NULL, 0);
		else if (!strcmp(argv[i], "--corpus"))
			corpus = argv[i + 1];
		else if (!strcmp(argv[i], "--profile"))
			profile = profile_find(argv[i + 1]);
		else if (!strcmp(argv[i], "--explain"))
			explain = strcmp(argv[i + 1], "no");
		else if (!strcmp(argv[i], "--replay"))
			return suite_replay(argv[i + 1]);
		else
			return suite_usage(argv[0]);
		if (!strcmp(argv[i], "--profile") && profile < 0)
			return suite_usage(argv[0]);
	}
	if (i != argc)
		return suite_usage(argv[0]);

	workers = mmap(NULL, WORKERS_MAX * sizeof(*workers), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (workers == MAP_FAILED)
		return 2;
	puts("TAP version 13");
	suite_steady(steadies);
	suite_steady(frames);
	suite_steady(duplexes);
	suite_steady(ends);
	suite_steady(hostiles);
	suite_steady(rewinds);
	suite_steady(loops);
	suite_steady(mapped);
	if (corpus)
		suite_corpus(corpus);
	if (count)
		suite_random(count, seed);
	printf("1..%d\n", tests);
	return !!failures;
}
