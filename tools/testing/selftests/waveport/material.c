// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counter.h"
#include "kind.h"
#include "material.h"
#include "tap.h"

/* The first frame number; some numbers are left out between two pieces. */
#define FIRST_FRAME	1000
#define DISTANCE	1000

/* Most cards that play at the same time. */
#define CARDS		3

/* Whether the current test has expected anything of a card. */
static bool used[CARDS] = { true };

static const char *manifest_path(unsigned int card)
{
	const char *out = getenv("WAVEPORT_OUT");
	static char path[4096];

	if (!out)
		return NULL;
	if (card)
		snprintf(path, sizeof(path), "%s/manifest-%u", out, card + 1);
	else
		snprintf(path, sizeof(path), "%s/manifest", out);
	return path;
}

/* The next unused number, 0 before the first; and its value at the begin of the current test. */
static uint32_t next, next_before;

/* The first number that earlier programs have not used, from the last line of the manifest. */
static uint32_t unused(void)
{
	const char *path = manifest_path(0);
	uint64_t first, frames, behind = FIRST_FRAME;
	char line[512];
	FILE *file;

	file = path ? fopen(path, "r") : NULL;
	if (!file)
		return behind;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNu64 " %" SCNu64, &first, &frames) == 2)
			behind = first + frames + DISTANCE;
	}
	fclose(file);
	return behind;
}

static void append(unsigned int card, const struct material *material, const char *how,
		   const char *name)
{
	const char *path = manifest_path(card);
	FILE *file;

	if (!path)
		return;
	file = fopen(path, "a");
	if (!file) {
		/* without a manifest "verify" could not check the piece */
		perror(path);
		exit(EXIT_FAILURE);
	}
	fprintf(file, "%" PRIu32 " %" PRIu64 " %s %s\n", material->first, material->frames, how,
		name);
	fclose(file);
}

/**
 * material_make - create a piece of unused numbers
 * @material: set to the piece
 * @frames: length of the piece
 */
void material_make(struct material *material, uint64_t frames)
{
	if (!next) {
		next = unused();
		next_before = next;
	}
	material->first = next;
	material->frames = frames;
	next += frames + DISTANCE;
	append(0, material, "claim", "-");
}

/**
 * material_settle - record the end of the test in the manifest
 * @passed: the test has passed, so its pieces must be in the recording
 */
void material_settle(bool passed)
{
	const struct material all = { .first = next_before, .frames = next - next_before };

	unsigned int card;

	for (card = 0; card < CARDS; card++) {
		if (!passed && all.frames && used[card])
			append(card, &all, "void", "-");
	}
	next_before = next;
}

/**
 * material_expect - record in the manifest what the recording must contain of a piece
 * @material: the piece; pieces come in the order in which they are played
 * @setup: of the stream
 * @how: one of those in material.h
 * @format: the name of the run, one word
 */
void material_expect(const struct material *material, const struct stream_setup *setup,
		     const char *how, const char *format, ...)
{
	char name[256], run[128];
	va_list args;

	va_start(args, format);
	vsnprintf(run, sizeof(run), format, args);
	va_end(args);
	snprintf(name, sizeof(name), "%s,%s,%u,%s,%lux%u", run, stream_device_name(setup->device),
		 setup->rate, setup->mmap ? "mmap" : "rw", setup->buffer / setup->periods,
		 setup->periods);
	used[setup->card] = true;
	append(setup->card, material, how, name);
}

/**
 * material_torn - tell what the recording contains of a piece whose card goes, or sleeps
 *
 * Return: one of those in material.h.
 */
const char *material_torn(void)
{
	return kind()->torn ? "torn" : "prefix";
}

/**
 * material_fill - write frames of a piece
 * @material: the piece
 * @data: destination
 * @place: first frame, counted from the begin of the piece; after its end follows silence
 * @frames: number of frames
 */
void material_fill(const struct material *material, uint8_t *data, uint64_t place, uint64_t frames)
{
	for (; frames; frames--, place++, data += FRAME_BYTES) {
		if (place < material->frames)
			counter_put(data, material->first + place);
		else
			memset(data, 0, FRAME_BYTES);
	}
}
