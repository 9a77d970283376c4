// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares the recorded output of the device with the manifest of the tests.
 *
 * Usage: verify MANIFEST RECORDING
 *
 * The recording is raw S16_LE stereo. Between the pieces of the manifest it may contain only
 * silence. Prints TAP, one test for each piece and one for the rest.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <kselftest.h>

#include "counter.h"

/* The most that the emulator loses when it changes the rate, in frames. */
#define DROPPED	1024
/* What it moves at once, of which it may lose a part when the stream is stopped. */
#define CHUNK	64

/**
 * struct piece - a line of the manifest, see material.h
 * @first: number of its first frame
 * @frames: how many
 * @how: exact, joined, gaps, drops, prefix, torn, cycle, loop, claim or void
 * @name: of the run
 */
struct piece {
	uint32_t first;
	uint64_t frames;
	char how[16];
	char name[256];
};

static const uint8_t *recording;
static uint64_t recorded;
static struct piece *pieces;
static unsigned int count;

static bool silent(uint64_t place)
{
	static const uint8_t silence[COUNTER_FRAME_BYTES];

	return !memcmp(recording + place * COUNTER_FRAME_BYTES, silence, sizeof(silence));
}

static uint32_t number_at(uint64_t place)
{
	return counter_get(recording + place * COUNTER_FRAME_BYTES);
}

static uint64_t skip_silence(uint64_t place)
{
	while (place < recorded && silent(place))
		place++;
	return place;
}

static bool is_how(const struct piece *piece, const char *how)
{
	return !strcmp(piece->how, how);
}

/* Returns true if a frame number belongs to a test that has failed. */
static bool is_void(uint32_t number)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (is_how(&pieces[i], "void") && number - pieces[i].first < pieces[i].frames)
			return true;
	}
	return false;
}

static uint64_t skip_void(uint64_t place)
{
	while (place < recorded && (silent(place) || is_void(number_at(place))))
		place++;
	return place;
}

static bool wrong(const struct piece *piece, uint64_t place, uint64_t done)
{
	uint32_t expected = piece->first + done % piece->frames;

	if (place >= recorded)
		printf("# the recording ends at frame %" PRIu64 " of %" PRIu64 "\n", done,
		       piece->frames);
	else if (silent(place))
		printf("# at %" PRIu64 ": silence for frame %" PRIu64 " of %" PRIu64 "\n", place,
		       done, piece->frames);
	else
		printf("# at %" PRIu64 ": number %" PRIu32 " for %" PRIu32 ", frame %" PRIu64
		       " of %" PRIu64 " (%+" PRId64 ")\n", place, number_at(place), expected, done,
		       piece->frames, (int64_t)number_at(place) - expected);
	return false;
}

/* Skip the part of a loop that was played again until the stream was stopped. */
static uint64_t skip_cycle(const struct piece *piece, uint64_t place)
{
	uint64_t again = skip_silence(place);
	uint64_t done = 0;

	if (again < recorded && number_at(again) - piece->first < CHUNK) {
		done = number_at(again) - piece->first;
		again -= done;
	}
	while (again + done < recorded && done < piece->frames &&
	       number_at(again + done) == piece->first + done)
		done++;
	return done ? again + done : place;
}

/* Go behind what an emulator has lost, but not at the beginning. Return: whether it has. */
static bool skip_dropped(const struct piece *piece, uint64_t place, uint64_t *done)
{
	uint64_t next;

	if (!(is_how(piece, "drops") || is_how(piece, "torn")) || !*done || place >= recorded)
		return false;
	next = number_at(place) - piece->first;
	if (next <= *done || next >= piece->frames || next - *done > DROPPED)
		return false;
	printf("# %s: %" PRIu64 " frames lost at frame %" PRIu64 "\n", piece->name, next - *done,
	       *done);
	*done = next;
	return true;
}

/* Compare a piece with the recording from *place on, and advance *place beyond it. */
static bool match(const struct piece *piece, uint64_t *place)
{
	bool gaps = is_how(piece, "gaps") || is_how(piece, "drops"), loop = is_how(piece, "loop");
	bool open_end = loop || is_how(piece, "prefix") || is_how(piece, "torn");
	uint64_t done = 0;

	if (!is_how(piece, "joined"))
		*place = skip_void(*place);
	while (done < piece->frames || loop) {
		if (gaps)
			*place = skip_silence(*place);
		if (skip_dropped(piece, *place, &done))
			continue;
		if (*place >= recorded || silent(*place) ||
		    number_at(*place) != piece->first + done % piece->frames)
			break;
		(*place)++;
		done++;
	}
	if (is_how(piece, "cycle") && done == piece->frames)
		*place = skip_cycle(piece, *place);
	if (done == piece->frames)
		return true;
	if (!open_end || !done || (loop && done < piece->frames))
		return wrong(piece, *place, done);
	/* a prefix may end anywhere, but must not continue at another frame */
	return *place == recorded || number_at(*place) - piece->first >= piece->frames ||
	       wrong(piece, *place, done);
}

/* After an error, find the begin of the next piece. */
static uint64_t resynchronise(const struct piece *next, uint64_t place)
{
	uint64_t from = place;

	for (; place < recorded; place++) {
		if (!silent(place) && number_at(place) >= next->first)
			return place;
	}
	printf("# nothing of the next run is found behind frame %" PRIu64 "\n", from);
	return from;
}

static bool read_pieces(const char *path)
{
	FILE *manifest = fopen(path, "r");
	struct piece piece;

	if (!manifest)
		return false;
	while (fscanf(manifest, "%" SCNu32 " %" SCNu64 " %15s %255s", &piece.first, &piece.frames,
		      piece.how, piece.name) == 4) {
		pieces = realloc(pieces, (count + 1) * sizeof(*pieces));
		if (!pieces)
			return false;
		pieces[count++] = piece;
	}
	fclose(manifest);
	return true;
}

static void verify(void)
{
	uint64_t place = 0;
	bool good = true;
	unsigned int i;

	for (i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];

		if (is_how(piece, "claim") || is_void(piece->first))
			continue;
		if (!good)
			place = resynchronise(piece, place);
		good = match(piece, &place);
		ksft_test_result(good, "%s %s %" PRIu64 " frames\n", piece->name, piece->how,
				 piece->frames);
	}
	place = skip_void(place);
	if (place < recorded)
		printf("# at %" PRIu64 " of %" PRIu64 ": number %" PRIu32 "\n", place, recorded,
		       number_at(place));
	ksft_test_result(place == recorded, "nothing is played behind the last run\n");
}

static bool map_recording(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat stat;
	void *memory;

	if (fd < 0 || fstat(fd, &stat) || !stat.st_size)
		return false;
	memory = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	recording = memory;
	recorded = stat.st_size / COUNTER_FRAME_BYTES;
	return memory != MAP_FAILED;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: verify MANIFEST RECORDING\n", stderr);
		return EXIT_FAILURE;
	}
	ksft_print_header();
	if (!read_pieces(argv[1]) || !map_recording(argv[2]))
		ksft_exit_fail_msg("cannot read %s and %s\n", argv[1], argv[2]);
	verify();
	/* an empty manifest is a failure, because nothing was tested */
	if (ksft_test_num() < 2)
		ksft_exit_fail_msg("%s has nothing to verify\n", argv[1]);
	ksft_set_plan(ksft_test_num());
	ksft_finished();
}
