// SPDX-License-Identifier: GPL-2.0-only
/*
 * The choice of variants: kind.c knows what a card cannot do, and WAVEPORT_VARIANTS has patterns of
 * FIXTURE.VARIANT, and of global.TEST for a test that is in no fixture, with spaces in between.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "choice.h"
#include "kind.h"

#define NAME_BYTES	256

static unsigned int found;

bool choice_has(const char *fixture, const char *variant)
{
	char name[NAME_BYTES], pattern[NAME_BYTES];
	const char *patterns = getenv("WAVEPORT_VARIANTS");
	int used;

	if (!kind_has(fixture, variant))
		return false;
	if (!patterns)
		patterns = "*";
	snprintf(name, sizeof(name), "%s.%s", fixture, variant);
	while (sscanf(patterns, "%255s%n", pattern, &used) == 1) {
		if (!fnmatch(pattern, name, 0)) {
			found++;
			return true;
		}
		patterns += used;
	}
	return false;
}

/* A program of which nothing runs would pass. */
bool choice_fits(void)
{
	const char *patterns = getenv("WAVEPORT_VARIANTS");

	if (found)
		return true;
	printf("# nothing in this program fits '%s' and %s\n", patterns ? patterns : "*",
	       kind()->driver);
	return false;
}
