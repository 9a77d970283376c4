// SPDX-License-Identifier: GPL-2.0-only
/*
 * "waveport status": what the cards do at this moment, as text.
 */

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "command.h"
#include "engine.h"
#include "exit.h"
#include "fields.h"
#include "memory.h"
#include "status.h"
#include "stream.h"
#include "tree.h"

#define BAR		64
#define INDENT		"    "
#define REFRESH_US	500000

static void status_write_format(const struct stream *stream, FILE *out)
{
	fprintf(out, INDENT "%u Hz, %u bytes a frame; buffer %u bytes (%.1f ms), "
		"period %u bytes (%.1f ms)%s\n",
		stream->rate, stream->frame_bytes, stream->buffer_bytes,
		stream_ms(stream, stream->buffer_bytes), stream->packet_bytes,
		stream_ms(stream, stream->packet_bytes),
		stream->wakeups ? "" : ", no period wakeups");
}

/* How far a position is ahead of another, in columns of the bar. */
static unsigned int status_columns(const struct stream *stream, uint64_t from, uint64_t to)
{
	uint64_t columns;

	if ((int64_t)(to - from) <= 0 || !stream->buffer_bytes)
		return 0;
	columns = ((to - from) * BAR + stream->buffer_bytes - 1) / stream->buffer_bytes;
	return columns < BAR ? columns : BAR;
}

/* The buffer from the position on: '=' is acquired, '-' committed and waits, '.' free. */
static void status_draw_queue(const struct stream *stream, FILE *out)
{
	unsigned int acquired = status_columns(stream, stream->position, stream->acquired);
	unsigned int committed = status_columns(stream, stream->position, stream->committed);
	char bar[BAR + 1];
	unsigned int i;

	for (i = 0; i < BAR; i++)
		bar[i] = i < acquired ? '=' : i < committed ? '-' : '.';
	bar[BAR] = '\0';
	fprintf(out, INDENT "[%s]  %.1f ms ahead\n", bar,
		committed ? stream_ms(stream, stream->committed - stream->position) : 0);
}

/* The buffer that the engine loops over: '>' is the engine, '|' a period border. */
static void status_draw_loop(const struct stream *stream, FILE *out)
{
	unsigned int place = stream->position % stream->buffer_bytes;
	char bar[BAR + 1];
	uint64_t border;

	memset(bar, '.', BAR);
	bar[BAR] = '\0';
	for (border = stream->packet_bytes; border && border < stream->buffer_bytes;
	     border += stream->packet_bytes)
		bar[border * BAR / stream->buffer_bytes] = '|';
	bar[(uint64_t)place * BAR / stream->buffer_bytes] = '>';
	fprintf(out, INDENT "[%s]  at byte %u of the loop\n", bar, place);
}

/*
 * What a loop has is committed without end. Where the hardware loops by itself the cyclic device
 * has no mappings.
 */
static void status_write_queue(const struct stream *stream, FILE *out)
{
	bool looped = !strcmp(stream->supply, "looped");

	fprintf(out, INDENT "position %" PRIu64 ", ", stream->position);
	if (stream->next_tag)
		fprintf(out, "acquired %" PRIu64 " in %u mappings, ", stream->acquired,
			stream->mappings);
	if (looped)
		fputs("committed without end\n", out);
	else
		fprintf(out, "committed %" PRIu64 " bytes\n", stream->committed);
	if (!looped)
		status_draw_queue(stream, out);
	else if (!stream->next_tag)
		status_draw_loop(stream, out);
}

static void status_write_counters(const struct stream *stream, FILE *out)
{
	fprintf(out, INDENT "%" PRIu64 " interrupts, %" PRIu64 " notifications, %" PRIu64
		" commits, %" PRIu64 " revokes, %" PRIu64 " refusals, %" PRIu64 " starvations\n",
		stream->interrupts, stream->notifications, stream->commits, stream->revokes,
		stream->refusals, stream->starvations);
}

static void status_write_engine(const struct engine *engine, unsigned int mappings, FILE *out)
{
	engine_draw(engine, mappings, INDENT, out);
	if (engine->fifo_errors || engine->bad_indices)
		fprintf(out, INDENT "%" PRIu64 " FIFO errors, %" PRIu64 " bad indices\n",
			engine->fifo_errors, engine->bad_indices);
}

static void status_write_owner(const struct pcm *pcm, FILE *out)
{
	if (pcm->owner)
		fprintf(out, ", by %s (%d)", pcm->program ? pcm->program : "?", pcm->owner);
	fputc('\n', out);
}

static void status_write_stream(const struct pcm *pcm, const struct stream *stream,
				const struct engines *engines, FILE *out)
{
	fprintf(out, "  %s: %s%s%s", stream->engine, stream->state, stream->open ? ", " : "",
		stream->supply);
	status_write_owner(pcm, out);
	if (stream->open && stream->buffer_bytes) {
		status_write_format(stream, out);
		status_write_queue(stream, out);
	}
	if (stream->open && stream->pin < engines->count)
		status_write_engine(&engines->list[stream->pin], stream->mappings, out);
	if (stream->rate)
		status_write_counters(stream, out);
}

/* What an ordinary user may know: ALSA's own view, in frames. */
static void status_write_alsa(const struct card *card, const struct pcm *pcm, FILE *out)
{
	char *text = tree_read("proc/asound/card%u/pcm%u%c/sub0/status", card->number, pcm->device,
			       pcm->capture ? 'c' : 'p');
	char *state = text ? fields_text(text, "state") : NULL;

	if (state)
		fprintf(out, INDENT "%s: hw_ptr %" PRIu64 ", appl_ptr %" PRIu64 ", delay %" PRIu64
			" frames\n", state, fields_number(text, "hw_ptr"),
			fields_number(text, "appl_ptr"), fields_number(text, "delay"));
	free(state);
	free(text);
}

static void status_write_pcm(const struct card *card, const struct pcm *pcm,
			     const struct engines *engines, FILE *out, int *hidden)
{
	struct stream stream;

	fprintf(out, "hw:%u,%-2u  %-7s %-8s", card->number, pcm->device, pcm_transport(pcm),
		pcm_direction(pcm));
	if (stream_read(&stream, card, pcm)) {
		status_write_stream(pcm, &stream, engines, out);
		stream_free(&stream);
	} else {
		*hidden = errno;
		fprintf(out, "  %s", pcm->owner ? "open" : "closed");
		status_write_owner(pcm, out);
	}
	if (pcm->owner)
		status_write_alsa(card, pcm, out);
}

static void status_write_card(const struct card *card, FILE *out, int *hidden)
{
	struct engines engines;
	size_t i;

	engines_read(&engines, card->number);
	fprintf(out, "card %u: %s, %s, codec %s\n", card->number, card->id, card->chip,
		*card->codec ? card->codec : "unknown");
	for (i = 0; i < card->pcm_count; i++)
		status_write_pcm(card, &card->pcms[i], &engines, out, hidden);
	engines_free(&engines);
}

bool status_write(FILE *out, int *hidden)
{
	struct cards cards;
	bool any;
	size_t i;

	*hidden = 0;
	cards_read(&cards);
	any = cards_count_waveport(&cards);
	for (i = 0; i < cards.count; i++) {
		if (cards.list[i].waveport)
			status_write_card(&cards.list[i], out, hidden);
	}
	cards_free(&cards);
	return any;
}

void status_complain(int hidden)
{
	if (hidden == EACCES || hidden == EPERM)
		complain(hidden, "positions and counters are in /sys/kernel/debug, which needs "
			 "root: sudo waveport status");
	else if (!tree_has("sys/kernel/debug/snd_waveport"))
		complain(hidden, "debugfs is not mounted, so positions and counters are missing: "
			 "sudo mount -t debugfs none /sys/kernel/debug");
	else if (hidden)
		complain(hidden, "cannot read a stream in /sys/kernel/debug/snd_waveport");
}

/* All of it at once, so that a terminal does not flicker. */
static bool status_refresh(FILE *out, int *hidden)
{
	char *text = NULL;
	size_t bytes = 0;
	FILE *memory = open_memstream(&text, &bytes);
	bool any;

	if (!memory) {
		complain(errno, "cannot make a buffer for the status");
		exit(EXIT_ERROR);
	}
	any = status_write(memory, hidden);
	fclose(memory);
	if (isatty(fileno(out)))
		fputs("\033[H\033[J", out);
	fputs(text, out);
	fflush(out);
	free(text);
	return any;
}

static int status_watch(FILE *out, unsigned long times)
{
	unsigned long n;
	int hidden;

	for (n = 0; !times || n < times; n++) {
		if (n)
			usleep(REFRESH_US);
		if (!status_refresh(out, &hidden)) {
			complain(0, NO_CARD);
			return EXIT_ERROR;
		}
		if (!n && hidden)
			status_complain(hidden);
		if (ferror(out))
			return EXIT_ERROR;
	}
	return EXIT_FINE;
}

static int status_once(FILE *out)
{
	int hidden;

	if (!status_write(out, &hidden)) {
		complain(0, NO_CARD);
		return EXIT_ERROR;
	}
	if (hidden)
		status_complain(hidden);
	return EXIT_FINE;
}

int status_main(int argc, char **argv, FILE *out)
{
	unsigned long times = 0;
	bool watch = false;
	char *end;
	int option;

	while ((option = getopt(argc, argv, "+wn:")) != -1) {
		if (option == '?')
			return EXIT_USAGE;
		watch = true;
		if (option != 'n')
			continue;
		times = strtoul(optarg, &end, 10);
		if (!times || *end) {
			complain(0, "%s is no number of times to show the status", optarg);
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		complain(0, "status does not know the argument %s", argv[optind]);
		return EXIT_USAGE;
	}
	return watch ? status_watch(out, times) : status_once(out);
}
