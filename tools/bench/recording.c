// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts in a recording the frames that are missing and those that should not be there.
 *
 * Usage: recording MANIFEST RECORDING
 *
 * The manifest is that of material.h, its names DRIVER:MEASURE:CASE,... Each frame holds its number
 * (counter.h), and no number is used twice; so each frame of the recording belongs to one piece or
 * is silence. It counts for each piece:
 *
 * lost		numbers that were never played
 * stale	frames that came again, or after one with a higher number
 * held		repetitions of the frame just before: a halted device repeats its last frame if the
 *		descriptor asks for that; they are not counted as stale
 * after	frames that were played after the last one of the piece
 *
 * Prints lines for raw.tsv: DRIVER, MEASURE-lost (-stale, -held, -after), CASE, number.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counter.h"

#define PIECES_MAX	1024

/**
 * struct piece - a piece of test audio and its frames in the recording
 * @first: number of its first frame
 * @frames: how many
 * @name: DRIVER:MEASURE:CASE
 * @played: for each frame, whether it was seen
 * @next: the number, from 0, behind the highest that was seen
 * @distinct: different frames seen
 * @stale: frames that were not new or not in order
 * @held: frames that were the same as the one before
 * @after: frames seen since the last one
 */
struct piece {
	uint32_t first;
	uint64_t frames;
	char name[256];
	bool *played;
	uint64_t next;
	uint64_t distinct;
	uint64_t stale;
	uint64_t held;
	uint64_t after;
};

static struct piece pieces[PIECES_MAX];
static unsigned int count;

static bool read_manifest(const char *path)
{
	FILE *file = fopen(path, "r");
	struct piece *piece = pieces;
	char line[512];

	if (!file)
		return false;
	while (count < PIECES_MAX && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNu32 " %" SCNu64 " %*s %255[^,]", &piece->first,
			   &piece->frames, piece->name) != 3)
			break;
		/* numbers that another piece has */
		if (!strchr(piece->name, ':'))
			continue;
		piece->played = calloc(piece->frames, sizeof(*piece->played));
		if (!piece->played)
			break;
		piece++;
		count++;
	}
	fclose(file);
	return count;
}

static void see(struct piece *piece, uint64_t number, bool again)
{
	if (again) {
		piece->held++;
		return;
	}
	if (piece->next == piece->frames)
		piece->after++;
	if (number < piece->next)
		piece->stale++;
	else
		piece->next = number + 1;
	if (!piece->played[number])
		piece->distinct++;
	piece->played[number] = true;
}

/* Return: the piece that a number belongs to. Tries that of the frame before first. */
static struct piece *find(struct piece *last, uint32_t number)
{
	unsigned int i;

	if (number - last->first < last->frames)
		return last;
	for (i = 0; i < count; i++) {
		if (number - pieces[i].first < pieces[i].frames)
			return &pieces[i];
	}
	return NULL;
}

static bool read_recording(const char *path)
{
	uint8_t frame[COUNTER_FRAME_BYTES];
	struct piece *piece, *last = pieces;
	uint32_t before = 0;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while (fread(frame, sizeof(frame), 1, file) == 1) {
		uint32_t number = counter_get(frame);

		piece = find(last, number);
		if (piece) {
			see(piece, number - piece->first, number == before);
			last = piece;
		}
		before = number;
	}
	fclose(file);
	return true;
}

static void print_figure(const struct piece *piece, const char *what, uint64_t value)
{
	char name[256], *driver, *measure, *rest;

	snprintf(name, sizeof(name), "%s", piece->name);
	driver = strtok_r(name, ":", &rest);
	measure = strtok_r(NULL, ":", &rest);
	if (driver && measure)
		printf("%s\t%s-%s\t%s\t%" PRIu64 "\n", driver, measure, what, rest, value);
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc != 3) {
		fputs("usage: recording MANIFEST RECORDING\n", stderr);
		return 2;
	}
	if (!read_manifest(argv[1]) || !read_recording(argv[2])) {
		fprintf(stderr, "recording: cannot read %s\n", count ? argv[2] : argv[1]);
		return EXIT_FAILURE;
	}
	for (i = 0; i < count; i++) {
		print_figure(&pieces[i], "lost", pieces[i].frames - pieces[i].distinct);
		print_figure(&pieces[i], "stale", pieces[i].stale);
		print_figure(&pieces[i], "held", pieces[i].held);
		print_figure(&pieces[i], "after", pieces[i].after);
	}
	return EXIT_SUCCESS;
}
