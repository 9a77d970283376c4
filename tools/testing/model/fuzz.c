// SPDX-License-Identifier: GPL-2.0-only
/*
 * The entry point of libFuzzer. Any bytes are a valid sequence.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "sequence.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static struct sequence sequence;

void check_failed(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	sequence_print(&sequence, stderr);
	fputs("# to reproduce: model_test --replay ", stderr);
	sequence_write(&sequence, stderr);
	fputc('\n', stderr);
	abort();
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	if (size > sizeof(sequence.bytes))
		return -1;
	memcpy(sequence.bytes, data, size);
	sequence.size = size;
	sequence_run(&sequence);
	return 0;
}
