// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of the kernel and the system, below a root that only tests set to something else than "/".
 */

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "tree.h"

static const char *tree_root = "/";

void tree_set_root(const char *root)
{
	tree_root = root;
}

bool tree_is_system(void)
{
	return !strcmp(tree_root, "/");
}

static char *tree_vpath(const char *format, va_list arguments)
{
	char *relative = memory_vtext(format, arguments);
	char *path = memory_text("%s/%s", tree_is_system() ? "" : tree_root, relative);

	free(relative);
	return path;
}

char *tree_path(const char *format, ...)
{
	va_list arguments;
	char *path;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	return path;
}

/* The files of procfs do not know their size. */
static char *tree_read_stream(FILE *file, size_t *bytes)
{
	size_t size = 4096, length = 0, got;
	char *text = memory_grow(NULL, size);

	while ((got = fread(text + length, 1, size - length - 1, file))) {
		length += got;
		if (length + 1 == size) {
			size *= 2;
			text = memory_grow(text, size);
		}
	}
	text[length] = '\0';
	*bytes = length;
	if (!ferror(file))
		return text;
	free(text);
	return NULL;
}

/* Frees the path. */
static char *tree_read_path(char *path, size_t *bytes)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	int err;

	if (file) {
		text = tree_read_stream(file, bytes);
		err = errno;
		fclose(file);
		errno = err;
	}
	free(path);
	return text;
}

char *tree_read_bytes(size_t *bytes, const char *format, ...)
{
	va_list arguments;
	char *path;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	return tree_read_path(path, bytes);
}

char *tree_read(const char *format, ...)
{
	va_list arguments;
	size_t bytes;
	char *path;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	return tree_read_path(path, &bytes);
}

char *tree_line(const char *format, ...)
{
	va_list arguments;
	size_t bytes;
	char *text;

	va_start(arguments, format);
	text = tree_read_path(tree_vpath(format, arguments), &bytes);
	va_end(arguments);
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

char *tree_link(const char *format, ...)
{
	char target[PATH_MAX];
	va_list arguments;
	ssize_t length;
	char *path, *slash;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	length = readlink(path, target, sizeof(target) - 1);
	free(path);
	if (length < 0)
		return NULL;
	target[length] = '\0';
	slash = strrchr(target, '/');
	return memory_text("%s", slash ? slash + 1 : target);
}

bool tree_has(const char *format, ...)
{
	va_list arguments;
	char *path;
	bool has;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	has = !access(path, F_OK);
	free(path);
	return has;
}

static int tree_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

char **tree_names(const char *format, ...)
{
	struct dirent **entries = NULL;
	va_list arguments;
	char *path, **names;
	int count, i;

	va_start(arguments, format);
	path = tree_vpath(format, arguments);
	va_end(arguments);
	count = scandir(path, &entries, tree_visible, versionsort);
	free(path);
	if (count < 0)
		count = 0;
	names = memory_grow(NULL, (count + 1) * sizeof(*names));
	for (i = 0; i < count; i++) {
		names[i] = memory_text("%s", entries[i]->d_name);
		free(entries[i]);
	}
	names[count] = NULL;
	free(entries);
	return names;
}

void tree_free_names(char **names)
{
	char **name;

	for (name = names; *name; name++)
		free(*name);
	free(names);
}
