/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts of lines "name: value", as the driver and ALSA write them in debugfs and procfs.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include <stdbool.h>
#include <stdint.h>

/* Returns the value of the first line with this name, to be freed, or NULL. */
char *fields_text(const char *text, const char *name);

/* Returns the number that a value begins with, decimal or 0x...; 0 without such a line. */
uint64_t fields_number(const char *text, const char *name);

/* Returns the beginning of the first line with this name, or NULL. */
const char *fields_line(const char *text, const char *name);

#endif /* FIELDS_H */
