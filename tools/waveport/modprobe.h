/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration of modprobe (modprobe.d(5)), with the files in which each line stands.
 */
#ifndef MODPROBE_H
#define MODPROBE_H

#include <stdbool.h>

/*
 * Returns the file, as the system knows it, with a line of a command ("blacklist", "install") about
 * a module, to be freed; NULL without one. "/proc/cmdline" if the kernel's command line blacklists
 * it.
 */
char *modprobe_file(const char *command, const char *module);

/* Tells whether a softdep of a module has another to be loaded before it. */
bool modprobe_loads_before(const char *module, const char *first);

#endif /* MODPROBE_H */
