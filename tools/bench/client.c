// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client: plays and captures in the guest, with either driver, and records figures.
 *
 * Usage: client DRIVER MEASUREMENT...
 *
 * The environment has WAVEPORT_OUT (a directory: the client appends figures to its raw.tsv, and the
 * audio that has to be played to its manifest) and WAVEPORT_CARD. BENCH_STEP is that of
 * client_step(). BENCH_QUICK makes all runs shorter.
 *
 * Prints TAP: a measurement that failed is "not ok".
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "client.h"
#include "stall.h"
#include "tap.h"

#define PRIORITY	50
#define TRIES		5

static const char *driver;
static unsigned int passed, failed, skipped;

static const struct {
	const char *name;
	void (*run)(void);
} measurements[] = {
	{ "steady", measure_steady },
	{ "wakeup", measure_wakeup },
	{ "loss", measure_loss },
	{ "drain", measure_drain },
	{ "period", measure_period },
	{ "load", measure_load },
	{ "cost", measure_cost },
	{ "cards", measure_cards },
};

/*
 * The selftests' code calls these for a thread that watches for stalls of the host. That thread
 * would add to what is measured here, so the client has none.
 */
void stall_watch(void)
{
}

unsigned int stall_longest_ms(void)
{
	return 0;
}

/**
 * client_driver - name the driver that is measured
 */
const char *client_driver(void)
{
	return driver;
}

/**
 * client_is_ours - tell whether the driver that is measured is waveport
 */
bool client_is_ours(void)
{
	return !strcmp(driver, "waveport");
}

/**
 * client_is_quick - tell whether the user wants less exact figures sooner
 */
bool client_is_quick(void)
{
	return getenv("BENCH_QUICK");
}

/**
 * client_step() - tell of how many frames each period is a multiple
 *
 * Return: the number; both drivers of a card have the same.
 */
unsigned int client_step(void)
{
	const char *step = getenv("BENCH_STEP");

	return step ? atoi(step) : 1;
}

/**
 * client_now_ns - read the monotonic clock
 */
int64_t client_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/**
 * client_note - add a line to a file of the output directory
 * @file_name: which
 * @measure: what was measured
 * @name: of the case
 * @value: the rest of the line
 */
void client_note(const char *file_name, const char *measure, const char *name, double value)
{
	const char *out = getenv("WAVEPORT_OUT");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", out ? out : ".", file_name);
	file = fopen(path, "a");
	tap_require(file, "cannot write %s", path);
	fprintf(file, "%s\t%s\t%s\t%.9g\n", driver, measure, name, value);
	fclose(file);
}

/**
 * client_figure - note a figure
 * @measure: what was measured
 * @name: of the case
 * @value: the figure
 */
void client_figure(const char *measure, const char *name, double value)
{
	client_note("raw.tsv", measure, name, value);
}

/**
 * client_open - open a stream on the device that the driver has for it
 * @setup: as for waveport
 *
 * Return: the stream.
 */
struct stream *client_open(const struct stream_setup *setup)
{
	struct stream_setup own = *setup;

	if (!client_is_ours())
		own.device = 0;
	return stream_open(&own);
}

/**
 * client_commit - move the application pointer of an mmap stream, and leave the data alone
 * @stream: the stream
 * @frames: how far; not more than is available
 *
 * Return: @frames.
 */
snd_pcm_uframes_t client_commit(struct stream *stream, snd_pcm_uframes_t frames)
{
	snd_pcm_uframes_t left = frames;

	while (left) {
		const snd_pcm_channel_area_t *areas;
		snd_pcm_uframes_t offset, piece = left;
		snd_pcm_sframes_t done;

		tap_require(!snd_pcm_mmap_begin(stream->pcm, &areas, &offset, &piece) && piece,
			    "mmap_begin of %lu", left);
		done = snd_pcm_mmap_commit(stream->pcm, offset, piece);
		tap_require(done > 0, "mmap_commit: %s", snd_strerror(done));
		left -= done;
	}
	stream->moved += frames;
	return frames;
}

/**
 * client_fill - commit a whole buffer if it is for playback, and start
 * @stream: an mmap stream, prepared
 */
void client_fill(struct stream *stream)
{
	if (!stream->setup.capture) {
		stream_avail(stream);
		client_commit(stream, stream->setup.buffer);
	}
	if (snd_pcm_state(stream->pcm) != SND_PCM_STATE_RUNNING)
		stream_start(stream);
}

static void report(enum tap_verdict verdict, const char *name, const char *what)
{
	unsigned int number = passed + failed + skipped + 1;

	if (verdict == TAP_FAILED)
		tap_note("%s", tap_reason());
	printf("%s %u %s %s, %s", verdict == TAP_FAILED ? "not ok" : "ok", number, driver, name,
	       what);
	if (verdict == TAP_SKIPPED)
		printf(" # SKIP %s", tap_reason());
	putchar('\n');
	passed += verdict == TAP_PASSED;
	failed += verdict == TAP_FAILED;
	skipped += verdict == TAP_SKIPPED;
}

/**
 * client_set_parameter - set a parameter of our driver
 * @name: of the parameter of snd-waveport
 * @value: what to write
 */
void client_set_parameter(const char *name, const char *value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/snd_waveport/parameters/%s", name);
	file = fopen(path, "w");
	tap_require(file && fputs(value, file) >= 0, "cannot write %s", path);
	tap_require(!fclose(file), "cannot write %s to %s", value, path);
}

/**
 * client_measure - take a measurement; if it fails, try again, because the host may have been busy
 * @test: function that measures
 * @argument: its argument
 * @name: of the case
 * @what: what it measures, for the name of the test
 *
 * No limit by the guest's clock: with -icount that clock runs on while the guest waits for the
 * host's files. The time limit of the VM holds instead.
 */
void client_measure(tap_test test, const void *argument, const char *name, const char *what)
{
	enum tap_verdict verdict = TAP_FAILED;
	unsigned int tries;

	for (tries = 0; tries < TRIES && verdict == TAP_FAILED; tries++) {
		verdict = tap_try(test, argument, stream_clean_up);
		report(verdict, name, what);
	}
}

/* Keep other processes and page faults out of the figures. */
static void be_first(void)
{
	const struct sched_param param = { .sched_priority = PRIORITY };

	if (sched_setscheduler(0, SCHED_FIFO, &param))
		tap_note("cannot have a real-time priority");
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		tap_note("cannot lock the memory");
}

int main(int argc, char **argv)
{
	unsigned int i;
	int n;

	if (argc < 3) {
		fputs("usage: client DRIVER MEASUREMENT...\n", stderr);
		return 2;
	}
	driver = argv[1];
	chance_start(0);
	be_first();
	for (n = 2; n < argc; n++) {
		for (i = 0; i < sizeof(measurements) / sizeof(*measurements); i++) {
			if (!strcmp(argv[n], measurements[i].name))
				measurements[i].run();
		}
	}
	printf("1..%u\n", passed + failed + skipped);
	return failed || !passed;
}
