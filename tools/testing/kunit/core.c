// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit as a module, for a kernel that was built without it. Such a kernel has no place in struct
 * module for the suites, so that each module registers its own (see suites.h), and none in struct
 * task_struct for the running test; that of file systems, which a thread of KUnit does not use,
 * serves.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/sched.h>

#undef CONFIG_MODULES
#define kunit_test journal_info

#include "test.c"
