// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration of modprobe.
 */

#include <stdlib.h>

#include "fixture.h"
#include "modprobe.h"
#include "module.h"

static void expect_file(const char *command, const char *module, const char *expected)
{
	char *file = modprobe_file(command, module);

	if (expected)
		assert_string_equal(file, expected);
	else
		assert_null(file);
	free(file);
}

static void names(void **state)
{
	(void)state;
	assert_true(module_is("snd-waveport-ich.ko", "snd_waveport_ich"));
	assert_true(module_is("snd_waveport_ich.ko.xz", "snd_waveport_ich"));
	assert_true(module_is("snd_waveport", "snd_waveport"));
	assert_false(module_is("snd-waveport-ich", "snd_waveport"));
	assert_false(module_is("snd-waveport", "snd_waveport_ich"));
}

static void commands(void **state)
{
	(void)state;
	expect_file("blacklist", "snd_waveport_ich", NULL);
	fixture_write("etc/modprobe.d/x.conf", "# blacklist snd_waveport_ich\nblacklist snd\n");
	expect_file("blacklist", "snd_waveport_ich", NULL);
	fixture_write("etc/modprobe.d/x.conf", "blacklist snd\n\n  blacklist snd-waveport-ich\n");
	expect_file("blacklist", "snd_waveport_ich", "/etc/modprobe.d/x.conf");
	expect_file("blacklist", "snd_waveport", NULL);
	expect_file("install", "snd_waveport_ich", NULL);
	fixture_write("lib/modprobe.d/y.conf", "install snd_waveport /bin/false\n");
	expect_file("install", "snd_waveport", "/lib/modprobe.d/y.conf");
}

static void files_without_effect(void **state)
{
	(void)state;
	fixture_write("etc/modprobe.d/x", "blacklist snd_waveport_ich\n");
	fixture_write("usr/lib/modprobe.d/z.conf", "blacklist snd_waveport_ich\n");
	fixture_write("etc/modprobe.d/z.conf", "");
	expect_file("blacklist", "snd_waveport_ich", NULL);
}

static void at_boot(void **state)
{
	(void)state;
	fixture_write("proc/cmdline", "quiet modprobe.blacklist=foo,snd-waveport-ich ro\n");
	expect_file("blacklist", "snd_waveport_ich", "/proc/cmdline");
	expect_file("blacklist", "snd_waveport", NULL);
}

static void order(void **state)
{
	static const char file[] = "usr/lib/modprobe.d/snd-waveport-ich.conf";

	(void)state;
	assert_true(modprobe_loads_before("snd_intel8x0", "snd_waveport_ich"));
	fixture_write(file, "softdep snd-intel8x0 post: snd-waveport-ich\n");
	assert_false(modprobe_loads_before("snd_intel8x0", "snd_waveport_ich"));
	fixture_write(file, "softdep snd-intel8x0 post: foo pre: bar snd-waveport-ich\n");
	assert_true(modprobe_loads_before("snd_intel8x0", "snd_waveport_ich"));
	fixture_write(file, "softdep snd-intel8x0m pre: snd-waveport-ich\n");
	assert_false(modprobe_loads_before("snd_intel8x0", "snd_waveport_ich"));
}

#define IN_COPY(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

const struct CMUnitTest modprobe_tests[] = {
	cmocka_unit_test(names),
	IN_COPY(commands),
	IN_COPY(files_without_effect),
	IN_COPY(at_boot),
	IN_COPY(order),
	{ }
};
