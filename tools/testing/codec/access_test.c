// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to the registers of a codec, with a working semaphore and with a broken one.
 */

#include <linux/io.h>

#include "fake.h"

#define VOLUME	0x1f1f

static void begin(void)
{
	fake_start(FAKE_ICH, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_make();
	fake.untaken = 0;
	fake.semaphore_reads = 0;
}

static void write_volume(u16 value)
{
	ich_access_ops.write(fake.chip.codec, AC97_MASTER, value);
}

static u16 read_volume(void)
{
	return ich_access_ops.read(fake.chip.codec, AC97_MASTER);
}

static void holds_the_semaphore(void **state)
{
	(void)state;
	begin();
	write_volume(VOLUME);
	assert_int_equal(fake_register(0, AC97_MASTER), VOLUME);
	assert_int_equal(read_volume(), VOLUME);
	assert_int_equal(fake.untaken, 0);
	assert_int_equal(fake.semaphore_reads, 2);
	assert_int_equal(fake.errors + fake.warnings, 0);
}

/* Something has read the register of the semaphore and has not accessed the codec. */
static void frees_a_taken_semaphore(void **state)
{
	(void)state;
	begin();
	ioread8(fake.master + ICH_CAS);
	write_volume(VOLUME);
	assert_int_equal(fake_register(0, AC97_MASTER), VOLUME);
	assert_int_equal(fake.untaken, 0);
	assert_int_equal(fake.warnings, 1);
	assert_int_equal(fake.errors, 0);

	write_volume(0);
	assert_int_equal(fake_register(0, AC97_MASTER), 0);
	assert_int_equal(fake.warnings, 1);

	ioread8(fake.master + ICH_CAS);
	assert_int_equal(read_volume(), 0);
}

static void frees_it_at_the_start(void **state)
{
	(void)state;
	fake_start(FAKE_ICH, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.taken = true;
	fake_make();
	assert_int_equal(fake.untaken, 0);
	assert_int_equal(fake.errors + fake.warnings, 0);
}

/* After some timeouts the driver stops waiting for the semaphore; writes still reach the codec. */
static void does_without_a_broken_one(void **state)
{
	unsigned int i;
	unsigned long before_us;

	(void)state;
	begin();
	fake.stuck = true;
	fake.taken = true;
	for (i = 1; i < 100; i++) {
		write_volume(i);
		assert_int_equal(fake_register(0, AC97_MASTER), i);
	}
	assert_int_equal(fake.errors, 1);
	fake.semaphore_reads = 0;
	before_us = fake.now_us;
	assert_int_equal(read_volume(), 99);
	assert_int_equal(fake.semaphore_reads, 0);
	assert_int_equal(fake.now_us, before_us);
}

static void tells_once_of_no_answer(void **state)
{
	(void)state;
	begin();
	fake.codecs[0].present = false;
	fake.sticky = ICH_GLOB_STA_GSCI;
	assert_int_equal(read_volume(), 0xffff);
	assert_int_equal(fake.errors, 1);
	assert_non_null(strstr(fake.message, "0x2"));
	/* the timeout is acknowledged, other bits of the status are not */
	assert_int_equal(fake.sticky, ICH_GLOB_STA_GSCI);
	fake.codecs[0].present = true;
	assert_int_equal(read_volume(), 0x0101);
	assert_int_equal(fake.errors, 1);
}

static void outlives_the_controller(void **state)
{
	(void)state;
	begin();
	fake.gone = true;
	assert_int_equal(read_volume(), 0xffff);
	write_volume(VOLUME);
	assert_false(ich_link_ready(&fake.chip));
}

const struct CMUnitTest access_tests[] = {
	{ "an access holds the semaphore", holds_the_semaphore, NULL, NULL, NULL },
	{ "a semaphore left taken is freed", frees_a_taken_semaphore, NULL, NULL, NULL },
	{ "one left taken at the start too", frees_it_at_the_start, NULL, NULL, NULL },
	{ "a broken semaphore is done without", does_without_a_broken_one, NULL, NULL, NULL },
	{ "no answer is told once", tells_once_of_no_answer, NULL, NULL, NULL },
	{ "a controller that is gone ends an access", outlives_the_controller, NULL, NULL, NULL },
};

const size_t access_test_count = ARRAY_SIZE(access_tests);
