/* SPDX-License-Identifier: GPL-2.0-only */
/* The operations of which each point is made to fail. */
#ifndef WAVEPORT_DEBUG_OPERATIONS_H
#define WAVEPORT_DEBUG_OPERATIONS_H

#include <stdbool.h>

/**
 * struct place - the stream that an operation is tried on
 * @device: CARD_QUEUE or CARD_CYCLIC
 * @capture: direction
 */
struct place {
	unsigned int device;
	bool capture;
};

/**
 * struct operation - one operation
 * @name: what it is called
 * @is_load: it loads a module
 * @of_stream: it is tried on each stream
 * @has_many: it has so many points that a short form leaves most of them out
 * @calls_only: no allocation of it is made to fail
 * @begin: brings all into the state that the operation needs
 * @ready: what has to be done again before each @act; may be NULL
 * @act: the operation; returns 0 or a negative errno, and changes nothing in the second case
 * @hides: tells whether an error may come in place of that of the fault; may be NULL
 * @undo: takes back what an operation without an error has done
 * @end: takes back what @begin has done
 */
struct operation {
	const char *name;
	bool is_load;
	bool of_stream;
	bool has_many;
	bool calls_only;
	bool (*begin)(const struct place *place);
	bool (*ready)(const struct place *place);
	int (*act)(const struct place *place);
	bool (*hides)(int err);
	void (*undo)(const struct place *place);
	void (*end)(const struct place *place);
};

bool operations_begin(const char *modules);
const char *operations_folder(void);
const struct operation *operations_get(unsigned int i);

#endif
