/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the cards do at this moment, as text.
 */
#ifndef STATUS_H
#define STATUS_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Writes the status of all cards of waveport. Returns false without a card. Sets @hidden to the
 * errno with which debugfs could not be read, or 0: positions and counters are missing then.
 */
bool status_write(FILE *out, int *hidden);

/* Says why debugfs could not be read, and by which command it can. */
void status_complain(int hidden);

#endif /* STATUS_H */
