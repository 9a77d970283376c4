/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The engines of an ICH controller and their descriptor lists, from /proc/asound/cardN/ich.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ENGINE_LIST	32	/* descriptors in a list */

struct engine {
	char *name;
	bool running;
	unsigned int current;		/* descriptor that is played (CIV), modulo ENGINE_LIST */
	unsigned int last;		/* descriptor at which the engine halts (LVI), as above */
	unsigned int left;		/* samples left of the current one (PICB) */
	unsigned int first;		/* descriptor of the oldest mapping, as above */
	unsigned int published;		/* descriptors from there on up to LVI, up to ENGINE_LIST */
	uint32_t interrupting;		/* bit n: descriptor n interrupts */
	uint64_t fifo_errors;
	uint64_t bad_indices;
};

struct engines {
	struct engine *list;		/* in the order of the pins */
	size_t count;
};

/* Without such a file, as of another hardware, there are no engines. */
void engines_read(struct engines *engines, unsigned int card);
void engines_parse(struct engines *engines, const char *text);
void engines_free(struct engines *engines);

/*
 * Draws the list in two lines: the descriptors from 0 on, and those that interrupt. @mappings is
 * the number of acquired mappings, or 0 if it is not known.
 */
void engine_draw(const struct engine *engine, unsigned int mappings, const char *indent, FILE *out);

#endif /* ENGINE_H */
