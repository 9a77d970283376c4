// SPDX-License-Identifier: GPL-2.0-only
/*
 * "waveport trace": records while something plays, and draws it.
 */

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "command.h"
#include "exit.h"
#include "memory.h"
#include "recording.h"
#include "stream.h"
#include "svg.h"
#include "timeline.h"
#include "tree.h"

#define SECONDS		10

struct trace {
	const char *file;
	char **command;		/* NULL for none */
	unsigned int seconds;	/* at most; 0 for no limit, until the command ends */
};

/* What the recording waits for comes as a signal. */
static void trace_block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, signals, NULL);
}

static pid_t trace_start_command(char **command, const sigset_t *signals)
{
	pid_t child = fork();

	if (child)
		return child;
	sigprocmask(SIG_UNBLOCK, signals, NULL);
	execvp(command[0], command);
	complain(errno, "cannot run %s", command[0]);
	_exit(127);
}

/* Until the command ends, the time is over, or the user has enough. */
static void trace_wait(const struct trace *trace, const sigset_t *signals)
{
	const struct timespec limit = { .tv_sec = trace->seconds };

	while (sigtimedwait(signals, NULL, trace->seconds ? &limit : NULL) < 0 && errno == EINTR)
		;
}

/* Returns true if the command has ended well, or still runs, which is then ended. */
static bool trace_end_command(const char *name, pid_t child)
{
	int status;

	if (waitpid(child, &status, WNOHANG) == 0) {
		kill(child, SIGTERM);
		waitpid(child, &status, 0);
		return true;
	}
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return true;
	complain(0, "%s has failed (%s %d)", name, WIFEXITED(status) ? "status" : "signal",
		 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	return false;
}

static bool trace_run(const struct trace *trace)
{
	sigset_t signals;
	pid_t child;

	trace_block_signals(&signals);
	child = trace->command ? trace_start_command(trace->command, &signals) : 0;
	if (child < 0) {
		complain(errno, "cannot start %s", trace->command[0]);
		return false;
	}
	trace_wait(trace, &signals);
	return !child || trace_end_command(trace->command[0], child);
}

static void trace_name_lane(struct lane *lane, const struct card *card, const struct pcm *pcm,
			    const struct stream *stream)
{
	char *irq = tree_line("sys/class/sound/card%u/device/irq", card->number);

	free(lane->name);
	lane->name = memory_text("hw:%u,%u %s %s (%s)", card->number, pcm->device,
				 pcm_transport(pcm), pcm_direction(pcm), stream->engine);
	lane->irq = irq ? strtoul(irq, NULL, 10) : 0;
	lane->rate = stream->rate;
	lane->frame_bytes = stream->frame_bytes;
	free(irq);
}

static void trace_name_lanes_of(struct timeline *timeline, const struct card *card,
				const struct pcm *pcm)
{
	struct stream stream;
	size_t i;

	if (!stream_read(&stream, card, pcm))
		return;
	for (i = 0; i < timeline->count; i++) {
		struct lane *lane = &timeline->lanes[i];

		if (lane->card == card->number && lane->pin == stream.pin &&
		    !strcmp(pcm_transport(pcm), lane->device ? "cyclic" : "queue"))
			trace_name_lane(lane, card, pcm, &stream);
	}
	stream_free(&stream);
}

/* Events know numbers only; what they mean is in debugfs. */
static void trace_name_lanes(struct timeline *timeline)
{
	struct cards cards;
	size_t i, j;

	cards_read(&cards);
	for (i = 0; i < cards.count; i++) {
		for (j = 0; j < cards.list[i].pcm_count; j++)
			trace_name_lanes_of(timeline, &cards.list[i], &cards.list[i].pcms[j]);
	}
	cards_free(&cards);
}

static void trace_summarise(const struct timeline *timeline, const char *file, FILE *out)
{
	size_t i;

	for (i = 0; i < timeline->count; i++) {
		const struct lane *lane = &timeline->lanes[i];

		fprintf(out, "%s: ", lane->name);
		lane_count(lane, out);
		fputc('\n', out);
	}
	if (!timeline->count)
		complain(0, "no stream of waveport was used in this time");
	if (timeline->lost)
		complain(0, "%llu events were lost: record for a shorter time",
			 (unsigned long long)timeline->lost);
	fprintf(out, "%s: %zu interrupts in %.1f ms\n", file, timeline->interrupts.count,
		(timeline->end_ns - timeline->start_ns) / 1e6);
}

static int trace_draw(struct events *events, FILE *picture, const char *file, FILE *out)
{
	struct timeline timeline;
	bool fine;

	timeline_make(&timeline, events);
	trace_name_lanes(&timeline);
	svg_write(&timeline, picture);
	fine = !fflush(picture) && !ferror(picture);
	if (fine)
		trace_summarise(&timeline, file, out);
	else
		complain(errno, "cannot write all of %s", file);
	timeline_free(&timeline);
	return fine ? EXIT_FINE : EXIT_ERROR;
}

static int trace_record(const struct trace *trace, FILE *picture, FILE *out)
{
	struct events events = { };
	struct recording *recording = recording_start();
	int status = EXIT_ERROR;
	bool fine;

	if (!recording)
		return EXIT_ERROR;
	fine = trace_run(trace);
	if (recording_finish(recording, &events)) {
		/* a pipe has no length */
		if (ftruncate(fileno(picture), 0) && errno != EINVAL)
			complain(errno, "cannot empty %s", trace->file);
		status = trace_draw(&events, picture, trace->file, out);
	}
	events_free(&events);
	return fine ? status : EXIT_ERROR;
}

/*
 * The picture is opened first, so that a recording is not lost because of its name. What was in the
 * file stays there if nothing can be recorded.
 */
static int trace_to_file(const struct trace *trace, FILE *out)
{
	FILE *picture = fopen(trace->file, "ae");
	struct stat file;
	int status;

	if (!picture) {
		complain(errno, "cannot write %s", trace->file);
		return EXIT_ERROR;
	}
	status = trace_record(trace, picture, out);
	if (!fstat(fileno(picture), &file) && S_ISREG(file.st_mode) && !file.st_size)
		unlink(trace->file);
	fclose(picture);
	return status;
}

int trace_main(int argc, char **argv, FILE *out)
{
	struct trace trace = { };
	char *end;
	int option;

	while ((option = getopt(argc, argv, "+d:")) != -1) {
		if (option == '?')
			return EXIT_USAGE;
		trace.seconds = strtoul(optarg, &end, 10);
		if (!trace.seconds || *end) {
			complain(0, "%s is no number of seconds", optarg);
			return EXIT_USAGE;
		}
	}
	if (optind == argc) {
		complain(0, "trace needs the name of a file for the picture");
		return EXIT_USAGE;
	}
	trace.file = argv[optind];
	if (optind + 1 < argc)
		trace.command = argv + optind + 1;
	else if (!trace.seconds)
		trace.seconds = SECONDS;
	return trace_to_file(&trace, out);
}
