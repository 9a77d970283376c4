/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The copy of a system in which everything is as it should be. Each test changes it.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define FIXTURE_RELEASE	"6.1.0-57-amd64"
#define FIXTURE_VERSION	"0.2.0"

/* Of cmocka's groups of tests, a fresh copy for each test. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Has a controller of HD Audio instead of the one of AC'97, given to waveport and driven by it. */
void fixture_change_to_hda(void);

/* Paths are relative to the top of the copy. */
void fixture_write(const char *path, const char *text);
void fixture_write_bytes(const char *path, const void *bytes, size_t count);
void fixture_link(const char *path, const char *target);
void fixture_remove(const char *path);

/* A module file with a version. If @signer is not NULL it carries a signature by that. */
void fixture_module(const char *path, const char *signer);

/* The path of a file as the host knows it; valid until the next call. */
const char *fixture_path(const char *path);

/* Lists of tests end with an empty one. */
extern const struct CMUnitTest fields_tests[], engine_tests[], stream_tests[], timeline_tests[],
	svg_tests[], status_tests[], modprobe_tests[], doctor_tests[], doctor_hda_tests[];

#endif /* FIXTURE_H */
