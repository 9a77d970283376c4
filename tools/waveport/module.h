/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The modules of waveport: as files of a kernel, as sources for DKMS, and as they are loaded.
 */
#ifndef MODULE_H
#define MODULE_H

#include <stdbool.h>

#define MODULE_PORT	"snd_waveport"

/*
 * Tells whether two names of modules are the same: '-' is '_', and ".ko" with what follows nothing.
 */
bool module_is(const char *name, const char *module);

/* Returns the file of a module of a kernel, relative to the root, to be freed, or NULL. */
char *module_file(const char *release, const char *module);

/*
 * Returns what a module file says of itself under a key as "version" or "signer", to be freed; NULL
 * if it does not.
 */
char *module_info(const char *file, const char *key);

/* Returns the version that is loaded, to be freed, or NULL. */
char *module_loaded(const char *module);

/* Returns the version of the newest source that DKMS has, to be freed, or NULL. */
char *module_source(void);

#endif /* MODULE_H */
