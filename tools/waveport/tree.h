/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files of the kernel and the system, below a root that only tests set to something else than "/".
 *
 * All paths are formats, relative to the root, and without a slash in front.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>

#define PRINTF(text, first)	__attribute__((format(printf, text, first)))

void tree_set_root(const char *root);

/* Returns true if the root is the system's own. */
bool tree_is_system(void);

/* Returns the path as the system knows it, to be freed. */
char *tree_path(const char *format, ...) PRINTF(1, 2);

/* Returns the contents of a file, to be freed, or NULL with errno. */
char *tree_read(const char *format, ...) PRINTF(1, 2);

/* The same with the number of bytes, for a file that is no text. */
char *tree_read_bytes(size_t *bytes, const char *format, ...) PRINTF(2, 3);

/* Returns the first line of a file without its end, to be freed, or NULL with errno. */
char *tree_line(const char *format, ...) PRINTF(1, 2);

/* Returns the last component of what a link leads to, to be freed, or NULL with errno. */
char *tree_link(const char *format, ...) PRINTF(1, 2);

bool tree_has(const char *format, ...) PRINTF(1, 2);

/*
 * Returns the names in a directory, in the order of versionsort(3), with a NULL at the end; to be
 * freed by tree_free_names(). An empty list if the directory cannot be read.
 */
char **tree_names(const char *format, ...) PRINTF(1, 2);
void tree_free_names(char **names);

#endif /* TREE_H */
