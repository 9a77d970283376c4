// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes frames as counter.h defines them, and finds them again in a recording.
 *
 *	counter write FIRST COUNT	frames FIRST, FIRST + 1, ... on standard output
 *	counter show [FILE]		one line for each run of consecutive frames in a recording
 *
 * A line of show has the position of the run in the recording, its length in frames, and its
 * content: "counter FIRST", "silence" or "other".
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counter.h"

/* No test plays more frames than this: a frame with a higher number is other audio. */
#define LAST_FRAME	(1u << 28)

enum kind { COUNTER, SILENCE, OTHER };

struct piece {
	enum kind kind;
	uint64_t place;
	uint64_t length;
	uint32_t first;
};

static int usage(void)
{
	fputs("usage: counter write FIRST COUNT | counter show [FILE]\n", stderr);
	return 2;
}

static int write_frames(const char *first, const char *count)
{
	uint32_t i = strtoul(first, NULL, 0);
	uint8_t frame[COUNTER_FRAME_BYTES];

	for (uint64_t n = strtoull(count, NULL, 0); n; n--) {
		counter_put(frame, i++);
		if (fwrite(frame, sizeof(frame), 1, stdout) != 1)
			return 1;
	}
	return fflush(stdout) ? 1 : 0;
}

static enum kind kind_of(const uint8_t *frame)
{
	static const uint8_t silence[COUNTER_FRAME_BYTES];

	if (!memcmp(frame, silence, sizeof(silence)))
		return SILENCE;
	return counter_get(frame) <= LAST_FRAME ? COUNTER : OTHER;
}

static void print_piece(const struct piece *piece)
{
	static const char * const names[] = { "counter", "silence", "other" };

	if (!piece->length)
		return;
	printf("%" PRIu64 " %" PRIu64 " %s", piece->place, piece->length, names[piece->kind]);
	if (piece->kind == COUNTER)
		printf(" %" PRIu32, piece->first);
	putchar('\n');
}

static bool continues(const struct piece *piece, const uint8_t *frame)
{
	return piece->length && piece->kind == kind_of(frame) &&
	       (piece->kind != COUNTER || counter_get(frame) == piece->first + piece->length);
}

static int show(FILE *file)
{
	struct piece piece = { 0 };
	uint8_t frame[COUNTER_FRAME_BYTES];

	for (uint64_t place = 0; fread(frame, sizeof(frame), 1, file) == 1; place++) {
		if (!continues(&piece, frame)) {
			print_piece(&piece);
			piece = (struct piece){ kind_of(frame), place, 0, counter_get(frame) };
		}
		piece.length++;
	}
	print_piece(&piece);
	return ferror(file) ? 1 : 0;
}

int main(int argc, char **argv)
{
	FILE *file = stdin;

	if (argc == 4 && !strcmp(argv[1], "write"))
		return write_frames(argv[2], argv[3]);
	if (argc < 2 || argc > 3 || strcmp(argv[1], "show"))
		return usage();
	if (argc == 3)
		file = fopen(argv[2], "rb");
	if (!file) {
		perror(argv[2]);
		return 1;
	}
	return show(file);
}
