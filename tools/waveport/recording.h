/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recording of the tracepoints, by libtracefs, in a buffer of its own that nobody else disturbs.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stdbool.h>

#include "event.h"

struct recording;

/* Begins to record. Returns NULL after a complaint. */
struct recording *recording_start(void);

/* Ends it and frees it. Adds what was recorded. Returns false after a complaint. */
bool recording_finish(struct recording *recording, struct events *events);

#endif /* RECORDING_H */
