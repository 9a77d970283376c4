// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the program complains.
 */

#include <stdarg.h>
#include <string.h>

#include "command.h"

void complain(int err, const char *format, ...)
{
	va_list arguments;

	fputs("waveport: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s%s\n", err ? ": " : "", err ? strerror(err) : "");
}
