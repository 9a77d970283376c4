/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before all else in a file of tests, which becomes a module: its suite runs when it is
 * loaded.
 */
#ifndef KUNIT_SUITES_H
#define KUNIT_SUITES_H

#include <kunit/test.h>
#include <linux/module.h>

/* The one suite of the file, which its last line gives a value to. */
static struct kunit_suite *kunit_suite;

#undef kunit_test_suites
#define kunit_test_suites(suite) static struct kunit_suite *kunit_suite = suite

static int __init kunit_suite_init(void)
{
	return __kunit_test_suites_init(&kunit_suite, 1);
}
module_init(kunit_suite_init);

static void __exit kunit_suite_exit(void)
{
	__kunit_test_suites_exit(&kunit_suite, 1);
}
module_exit(kunit_suite_exit);

MODULE_DESCRIPTION("KUnit tests of waveport");
MODULE_LICENSE("GPL");

#endif /* KUNIT_SUITES_H */
