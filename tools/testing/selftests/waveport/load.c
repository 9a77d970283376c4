// SPDX-License-Identifier: GPL-2.0-only
/*
 * A machine that is in trouble while one device plays and the other records: interrupts that come
 * tens of milliseconds late, or hardly any memory. A buffer that lasts longer than the trouble
 * loses nothing. With a shorter one the clients are told of each xrun and recover from it, and know
 * to the frame what was played; what is recorded has no gap but at an xrun.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "card.h"
#include "client.h"
#include "harness.h"

#define RATE		48000
#define FRAMES		72000

/*
 * Interrupts are off for HOLD_MS, again and again. In between a client recovers from an xrun and
 * gets a period, for which the emulator, which moves audio every 10 ms, may take 30.
 */
#define HOLD_MS		"40"
#define PAUSE_MS	"60"
#define LATE		"/sys/module/waveport_late"

/* A buffer shorter than that, and one that is longer. */
#define SHORT_BUFFER	1024
#define LONG_BUFFER	16384
/* For a machine that reads its programs from a host again and again. */
#define LASTING_BUFFER	131072

#define PAGE		4096
/* What is left to the rest of the system. */
#define SPARE_KIB	24576

enum trouble { LATE_INTERRUPTS, LITTLE_MEMORY };

/**
 * struct load - a run
 * @trouble: what goes on meanwhile
 * @playback: device that plays; the other one records
 * @buffer: of both streams
 * @xruns: whether there have to be some
 */
struct load {
	enum trouble trouble;
	unsigned int playback;
	unsigned int buffer;
	bool xruns;
};

static pid_t eater;

static unsigned long available_kib(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	unsigned long kib = 0;
	char line[128];

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "MemAvailable: %lu", &kib) == 1)
			break;
	}
	if (file)
		fclose(file);
	return kib;
}

/* Keeps all memory but a little, and goes over it again and again. Never returns. */
static void eat_memory(int ready)
{
	size_t bytes = (available_kib() - SPARE_KIB) * 1024, i;
	uint8_t *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (memory == MAP_FAILED)
		_exit(EXIT_FAILURE);
	card_write("/proc/self/oom_score_adj", "1000");
	for (i = 0; i < bytes; i += PAGE)
		memory[i]++;
	if (write(ready, "", 1) != 1)
		_exit(EXIT_FAILURE);
	for (;; usleep(1000)) {
		for (i = 0; i < 64 * PAGE; i += PAGE)
			memory[random() % bytes]++;
	}
}

static void take_memory(void)
{
	unsigned long before = available_kib();
	int ends[2];
	char byte;

	tap_require(before > 2 * SPARE_KIB && !pipe(ends), "no memory to take");
	eater = fork();
	if (!eater)
		eat_memory(ends[1]);
	close(ends[1]);
	tap_require(read(ends[0], &byte, 1) == 1, "the memory could not be taken");
	close(ends[0]);
	tap_note("%lu KiB of memory were available, now %lu", before, available_kib());
}

static void begin_trouble(enum trouble trouble)
{
	if (trouble == LITTLE_MEMORY)
		take_memory();
	else
		tap_require(!system("insmod ./waveport-late.ko hold_ms=" HOLD_MS
				    " pause_ms=" PAUSE_MS),
			    "the interrupts cannot be delayed");
}

/* How often interrupts were off; 0 if the module is not loaded. */
static unsigned int holds(void)
{
	FILE *file = fopen(LATE "/parameters/holds", "r");
	unsigned int count = 0;

	if (file && fscanf(file, "%u", &count) != 1)
		count = 0;
	if (file)
		fclose(file);
	return count;
}

/* Return: whether the trouble had lasted until now. */
static bool end_trouble(void)
{
	bool lasted = holds();
	int status;

	if (!access(LATE, F_OK) && system("rmmod waveport_late"))
		tap_note("interrupts stay late");
	if (eater > 0) {
		lasted = !waitpid(eater, &status, WNOHANG);
		kill(eater, SIGKILL);
		waitpid(eater, NULL, 0);
	}
	eater = 0;
	return lasted;
}

static void clean_up(bool passed)
{
	end_trouble();
	stream_clean_up(passed);
}

static void work_in_trouble(const void *argument)
{
	const struct load *load = argument;
	struct stream_setup setup = {
		.device = load->playback, .rate = RATE, .buffer = load->buffer, .periods = 2,
	};
	/* threads may outlast a test that fails */
	static struct client clients[2];
	unsigned int i;

	client_open(&clients[0], &setup, FRAMES, load->xruns ? "gaps" : "exact", "load");
	setup.device = CARD_OTHER(load->playback);
	setup.capture = true;
	client_open(&clients[1], &setup, FRAMES, load->xruns ? NULL : "exact", "load");
	begin_trouble(load->trouble);
	for (i = 0; i < 2; i++)
		client_begin(&clients[i]);
	for (i = 0; i < 2; i++)
		client_end(&clients[i]);
	tap_require(end_trouble(), "the trouble has ended early");
	for (i = 0; i < 2; i++)
		tap_require(!clients[i].xruns == !load->xruns, "%u xruns of %s", clients[i].xruns,
			    i ? "capture" : "playback");
}

VARIANTS(load, struct load load;)

#define LOAD(_name, ...) \
	FIXTURE_VARIANT_ADD(load, _name) { .load = { __VA_ARGS__ } }

LOAD(late_queue, LATE_INTERRUPTS, CARD_QUEUE, LONG_BUFFER, false);
LOAD(late_cyclic, LATE_INTERRUPTS, CARD_CYCLIC, LONG_BUFFER, false);
LOAD(too_late_queue, LATE_INTERRUPTS, CARD_QUEUE, SHORT_BUFFER, true);
LOAD(memory_queue, LITTLE_MEMORY, CARD_QUEUE, LASTING_BUFFER, false);
LOAD(memory_cyclic, LITTLE_MEMORY, CARD_CYCLIC, LASTING_BUFFER, false);

/* A debug kernel takes a minute to give away all memory. */
TEST_F_TIMEOUT(load, is_borne, 4 * TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(work_in_trouble, &variant->load, clean_up);
}

TEST_HARNESS_MAIN
