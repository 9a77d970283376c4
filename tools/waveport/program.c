// SPDX-License-Identifier: GPL-2.0-only
/*
 * What other programs print.
 */

#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "tree.h"

char *program_output(const char *command)
{
	size_t size = 0;
	char *text = NULL;
	FILE *pipe;

	if (!tree_is_system())
		return tree_read("%s", command);
	pipe = popen(command, "re");
	if (!pipe)
		return NULL;
	if (getdelim(&text, &size, '\0', pipe) < 0) {
		free(text);
		text = NULL;
	}
	if (!pclose(pipe))
		return text;
	free(text);
	return NULL;
}
