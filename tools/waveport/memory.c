// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and texts that are there, or the program ends.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "memory.h"

static void memory_require(const void *memory)
{
	if (memory)
		return;
	fputs("waveport: out of memory\n", stderr);
	exit(EXIT_ERROR);
}

void *memory_grow(void *memory, size_t bytes)
{
	void *grown = realloc(memory, bytes);

	memory_require(grown);
	return grown;
}

void *memory_zeroed(size_t bytes)
{
	return memset(memory_grow(NULL, bytes), 0, bytes);
}

char *memory_vtext(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	memory_require(text);
	return text;
}

char *memory_text(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = memory_vtext(format, arguments);
	va_end(arguments);
	return text;
}
