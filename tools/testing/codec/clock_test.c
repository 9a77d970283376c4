// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock of the codec: measured, unless the board or the user tells it.
 */

#include "fake.h"

/* ICH_CLOCK_TRIES of the driver. */
#define TRIES		4

static void begin(unsigned int device, u16 vendor, u16 board, int option)
{
	struct ich_engine *engine;

	fake_start(device, vendor, board);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.chip.options.clock_hz = option;
	fake_make();
	engine = &fake.chip.pins[ICH_PIN_PCM_OUT].engine;
	engine->base = fake.master + ICH_PCM_OUT;
	engine->run_ops = &ich_run_ops;
	engine->list = fake.clock.list;
	engine->list_address = 0x00fff000;
	engine->swapped = device == FAKE_SIS;
}

/* Returns the clock that results where the link runs at @hz. */
static unsigned int measured(unsigned int hz)
{
	begin(FAKE_ICH, 0x1234, 0x5678, 0);
	fake.clock.hz = hz;
	ich_clock_tune(&fake.chip);
	assert_false(fake.clock.runs || fake.clock.allocated);
	return fake.chip.bus->clock;
}

static void rounds_to_known_clocks(void **state)
{
	static const struct {
		unsigned int hz;
		unsigned int clock;
	} known[] = {
		{ 40501, 41000 }, { 41000, 41000 }, { 41499, 41000 },
		{ 43601, 44100 }, { 44100, 44100 }, { 44599, 44100 },
		{ 47500, 48000 }, { 48000, 48000 }, { 48500, 48000 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(known); i++)
		assert_int_equal(ich_clock_of(known[i].hz), known[i].clock);
}

/* A link that is too fast by some share needs a clock that is lower by the same. */
static void scales_other_clocks(void **state)
{
	(void)state;
	assert_int_equal(ich_clock_of(40500), 56888);
	assert_int_equal(ich_clock_of(41500), 55518);
	assert_int_equal(ich_clock_of(43600), 52844);
	assert_int_equal(ich_clock_of(44600), 51659);
	assert_int_equal(ich_clock_of(47499), 48506);
	assert_int_equal(ich_clock_of(48501), 47504);
	assert_int_equal(ich_clock_of(40000), 57600);
	assert_int_equal(ich_clock_of(59999), 38400);
}

static void measures_the_link(void **state)
{
	(void)state;
	assert_int_equal(measured(48000), 48000);
	assert_int_equal(fake.clock.starts, 2);
	assert_int_equal(measured(48070), 48000);
	assert_int_equal(measured(41000), 41000);
	assert_int_equal(measured(44100), 44100);
	assert_in_range(measured(52000), 44290, 44320);
	assert_int_equal(fake.warnings + fake.errors, 0);
}

/* The registers count bytes there. */
static void measures_the_sis_7012(void **state)
{
	(void)state;
	begin(FAKE_SIS, 0x1234, 0x5678, 0);
	fake.clock.hz = 44100;
	ich_clock_tune(&fake.chip);
	assert_int_equal(fake.chip.bus->clock, 44100);
}

static void refuses(unsigned int hz)
{
	assert_int_equal(measured(hz), 48000);
	assert_int_equal(fake.clock.starts, TRIES);
	assert_int_equal(fake.warnings, 1);
}

/* Nothing moves, or at a rate that no board has. */
static void refuses_what_no_board_has(void **state)
{
	(void)state;
	refuses(0);
	refuses(1);
	refuses(39900);
	refuses(60100);
	refuses(96000);
	refuses(192000);
	refuses(10000000);
	assert_int_not_equal(measured(40100), 48000);
	assert_int_not_equal(measured(59900), 48000);
}

static void takes_ones_for_no_rate(void **state)
{
	(void)state;
	begin(FAKE_ICH, 0x1234, 0x5678, 0);
	fake.clock.hz = 44100;
	fake.gone = true;
	ich_clock_tune(&fake.chip);
	assert_int_equal(fake.chip.bus->clock, 48000);
	assert_int_equal(fake.warnings, 1);
}

/* With the wrong one alone the clock would be 44,100 Hz. */
static void measures_twice(void **state)
{
	unsigned int look;

	(void)state;
	for (look = 0; look < 4; look++) {
		begin(FAKE_ICH, 0x1234, 0x5678, 0);
		fake.clock.hz = 48000;
		fake.clock.late_look = look;
		fake.clock.late_us = 8840;
		ich_clock_tune(&fake.chip);
		assert_int_equal(fake.chip.bus->clock, 48000);
		assert_int_equal(fake.warnings, 0);
		assert_true(fake.clock.starts > 2);
	}
}

/* The engine may still read the memory. */
static void keeps_the_memory_of_an_engine_that_runs(void **state)
{
	(void)state;
	begin(FAKE_ICH, 0x1234, 0x5678, 0);
	fake.clock.hz = 48000;
	fake.clock.unhalted = true;
	ich_clock_tune(&fake.chip);
	assert_int_equal(fake.clock.allocated, 1);
	assert_int_equal(fake.clock.starts, 1);
	assert_int_equal(fake.chip.bus->clock, 48000);
}

static unsigned int told(u16 vendor, u16 board, int option)
{
	begin(FAKE_ICH, vendor, board, option);
	fake.clock.hz = 44100;
	ich_clock_tune(&fake.chip);
	return fake.chip.bus->clock;
}

static void measures_nothing_that_is_told(void **state)
{
	(void)state;
	/* the board is known */
	assert_int_equal(told(0x0e11, 0x008a, 0), 41000);
	assert_int_equal(fake.clock.starts, 0);
	/* the user tells it */
	assert_int_equal(told(0x1234, 0x5678, 41194), 41194);
	assert_int_equal(told(0x0e11, 0x008a, 48000), 48000);
	assert_int_equal(fake.clock.starts, 0);
	/* the user does not believe what is known of the board */
	assert_int_equal(told(0x0e11, 0x008a, 1), 44100);
	assert_int_equal(fake.clock.starts, 2);
}

const struct CMUnitTest clock_tests[] = {
	{ "a measured clock near a known one is that", rounds_to_known_clocks, NULL, NULL, NULL },
	{ "another clock follows from what was measured", scales_other_clocks, NULL, NULL, NULL },
	{ "the clock is measured", measures_the_link, NULL, NULL, NULL },
	{ "the clock is measured on a SiS 7012", measures_the_sis_7012, NULL, NULL, NULL },
	{ "a rate that no board has is refused", refuses_what_no_board_has, NULL, NULL, NULL },
	{ "all ones are no rate", takes_ones_for_no_rate, NULL, NULL, NULL },
	{ "one wrong measurement does no harm", measures_twice, NULL, NULL, NULL },
	{ "memory is kept from others while an engine may read it",
	  keeps_the_memory_of_an_engine_that_runs, NULL, NULL, NULL },
	{ "a clock that is told is not measured", measures_nothing_that_is_told, NULL, NULL, NULL },
};

const size_t clock_test_count = ARRAY_SIZE(clock_tests);
