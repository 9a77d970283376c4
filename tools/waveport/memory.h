/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory and texts that are there, or the program ends.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* As realloc(). */
void *memory_grow(void *memory, size_t bytes);

/* As calloc() of one element. */
void *memory_zeroed(size_t bytes);

/* A text to be freed. */
char *memory_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_vtext(const char *format, va_list arguments);

#endif /* MEMORY_H */
