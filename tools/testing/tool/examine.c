// SPDX-License-Identifier: GPL-2.0-only
/*
 * What doctor says of the copy of a system.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examine.h"
#include "exit.h"
#include "fixture.h"
#include "memory.h"

static const struct mixer_element *mixer_elements;
static size_t mixer_count;
static int mixer_error;

void examine_mixer(const struct mixer_element *elements, size_t count)
{
	mixer_elements = elements;
	mixer_count = count;
	mixer_error = 0;
}

void examine_mixer_fails(int err)
{
	mixer_error = err;
}

static int read_mixer(unsigned int card, struct mixer *mixer)
{
	size_t bytes = mixer_count * sizeof(*mixer_elements);

	assert_int_equal(card, 0);
	mixer->elements = NULL;
	mixer->count = 0;
	if (mixer_error)
		return mixer_error;
	mixer->count = mixer_count;
	if (bytes)
		mixer->elements = memcpy(memory_zeroed(bytes), mixer_elements, bytes);
	return 0;
}

char *examine(unsigned int found)
{
	struct doctor doctor;
	char *said = NULL;
	size_t bytes;
	FILE *out = open_memstream(&said, &bytes);
	int status;

	doctor_init(&doctor, out);
	doctor.read_mixer = read_mixer;
	status = doctor_examine(&doctor);
	fclose(out);
	if (doctor.found != found || status != (found ? EXIT_FOUND : EXIT_FINE))
		fail_msg("%u found and not %u, status %d:\n%s", doctor.found, found, status, said);
	return said;
}

void expect_found(const char *what, const char *command)
{
	char *said = examine(1);
	char *line = strstr(said, "found ");

	if (!line || !strstr(line, what) || !strstr(line, command))
		fail_msg("not \"%s\" with \"%s\":\n%s", what, command, said);
	free(said);
}

void expect_said(const char *what)
{
	char *said = examine(0);

	if (!strstr(said, what))
		fail_msg("not \"%s\":\n%s", what, said);
	free(said);
}

void expect_not_said(const char *what)
{
	char *said = examine(0);

	if (strstr(said, what))
		fail_msg("\"%s\":\n%s", what, said);
	free(said);
}
