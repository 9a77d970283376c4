// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts of lines "name: value", as the driver and ALSA write them in debugfs and procfs.
 */

#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "memory.h"

/* Returns what follows the colon if the line has this name. Blanks may be around both. */
static const char *fields_value(const char *line, const char *name)
{
	size_t length = strlen(name);

	line += strspn(line, " \t");
	if (strncmp(line, name, length))
		return NULL;
	line += length;
	line += strspn(line, " \t");
	if (*line != ':')
		return NULL;
	return line + 1 + strspn(line + 1, " \t");
}

const char *fields_line(const char *text, const char *name)
{
	const char *line = text;

	while (line && *line) {
		if (fields_value(line, name))
			return line;
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return NULL;
}

char *fields_text(const char *text, const char *name)
{
	const char *line = fields_line(text, name);
	const char *value;

	if (!line)
		return NULL;
	value = fields_value(line, name);
	return memory_text("%.*s", (int)strcspn(value, "\n"), value);
}

uint64_t fields_number(const char *text, const char *name)
{
	const char *line = fields_line(text, name);

	return line ? strtoull(fields_value(line, name), NULL, 0) : 0;
}
