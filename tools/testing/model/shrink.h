/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs a sequence in a process of its own, and minimises one that fails.
 */
#ifndef MODEL_SHRINK_H
#define MODEL_SHRINK_H

#include <sys/types.h>

#include "sequence.h"

/* Room for the reason of a failure. */
#define SHRINK_WHY	400

void shrink_note(const char *text, int length);
int wait_for(pid_t pid);
bool try_call(void (*function)(void), char *why);
bool try(const struct sequence *sequence, char *why);
void shrink(struct sequence *sequence, char *why);

#endif /* MODEL_SHRINK_H */
