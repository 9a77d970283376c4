// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "chance.h"

#define SEED	1

static uint64_t state;

/* A linear congruential generator, of which only the high bits are used. */
static uint32_t next(void)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return state >> 32;
}

/**
 * chance_start - seed the generator
 * @which: selects one of several independent sequences of numbers
 *
 * The environment variable WAVEPORT_SEED selects the numbers of a run.
 */
void chance_start(unsigned int which)
{
	const char *seed = getenv("WAVEPORT_SEED");

	state = (seed ? strtoull(seed, NULL, 0) : SEED) + which;
}

/**
 * chance - choose a number
 * @from: the smallest
 * @to: the largest
 */
uint32_t chance(uint32_t from, uint32_t to)
{
	return from + next() % ((uint64_t)to - from + 1);
}

/**
 * chance_size - choose a size, all orders of magnitude alike
 * @largest: from 1 to this
 */
uint32_t chance_size(uint32_t largest)
{
	unsigned int bits = 1;
	uint32_t size;

	while (largest >> bits)
		bits++;
	size = chance(1, 1u << chance(0, bits));
	return size < largest ? size : largest;
}
