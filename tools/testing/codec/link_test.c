// SPDX-License-Identifier: GPL-2.0-only
/*
 * The start of the link, from any state that firmware may have left it in.
 */

#include "fake.h"

#define FIRMWARE_CONTROL (ICH_GLOB_CNT_COLD | ICH_GLOB_CNT_SHUT_OFF | ICH_GLOB_CNT_GIE | \
			  ICH_GLOB_CNT_PRIE | ICH_GLOB_CNT_SRIE | ICH_GLOB_CNT_CHANNELS)

static void begin(unsigned int device)
{
	fake_start(device, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
}

/* A cold reset: the bit is cleared, then set, with a delay in between. */
static void resets_cold(void **state)
{
	(void)state;
	begin(FAKE_ICH4);
	fake.control = FIRMWARE_CONTROL;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.control_count, 2);
	assert_int_equal(fake.controls[0], 0);
	assert_int_equal(fake.controls[1], ICH_GLOB_CNT_COLD);
	assert_true(fake.up_us >= 10);
	assert_true(ich_link_ready(&fake.chip));
}

static void silences_firmware(void **state)
{
	u32 left = ICH_GLOB_STA_GSCI | ICH_GLOB_STA_PRI | ICH_GLOB_STA_SRI | ICH_GLOB_STA_TRI |
		   ICH_GLOB_STA_RCS;

	(void)state;
	begin(FAKE_ICH4);
	fake.control = FIRMWARE_CONTROL | ICH_GLOB_CNT_TRIE;
	fake.sticky = left;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.sticky, 0);
	assert_int_equal(fake.control, ICH_GLOB_CNT_COLD);
}

/* On the ThinkPad R32 the codec does not become ready after a cold reset. */
static void resets_warm_where_cold_is_bad(void **state)
{
	unsigned int i;

	(void)state;
	fake_start(FAKE_ICH, 0x1014, 0x051f);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.control = FIRMWARE_CONTROL;
	fake.warm_us = 100000;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	for (i = 0; i < fake.control_count; i++)
		assert_true(fake.controls[i] & ICH_GLOB_CNT_COLD);
	assert_true(fake.controls[0] & ICH_GLOB_CNT_WARM);
	assert_false(fake.controls[0] & ICH_GLOB_CNT_SHUT_OFF);
	assert_true(fake.now_us >= 100000);
}

static void lets_it_out_of_cold_reset(void **state)
{
	(void)state;
	fake_start(FAKE_ICH, 0x1014, 0x051f);
	fake_add_codec(0, 0, FAKE_STEREO);
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.controls[0], ICH_GLOB_CNT_COLD);
}

static void gives_up_a_warm_reset(void **state)
{
	(void)state;
	fake_start(FAKE_ICH, 0x1014, 0x051f);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.control = ICH_GLOB_CNT_COLD;
	fake.warm_us = 10000000;
	assert_int_equal(ich_link_start(&fake.chip), -EIO);
	assert_true(fake.now_us < 400000);
	assert_int_equal(fake.errors, 1);
}

static void needs_a_codec(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	assert_int_equal(ich_link_start(&fake.chip), -ENODEV);
	assert_true(fake.now_us >= 1000000 && fake.now_us < 1100000);
	assert_int_equal(fake.errors, 1);
	assert_false(ich_link_ready(&fake.chip));
}

static void waits_for_a_late_codec(void **state)
{
	(void)state;
	begin(FAKE_ICH);
	fake.codecs[0].late_us = 900000;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.chip.ready, ICH_GLOB_STA_PCR);
}

static void takes_any_codec(void **state)
{
	unsigned int line;

	(void)state;
	for (line = 0; line < ICH_CODECS; line++) {
		fake_start(FAKE_ICH4, 0x1234, 0x5678);
		fake_add_codec(0, line, FAKE_STEREO);
		assert_int_equal(ich_link_start(&fake.chip), 0);
		assert_int_equal(fake.chip.ready, fake.chip.model->family->ready[line]);
	}
}

/* A second codec may become ready 200 ms after the first. */
static void waits_for_the_others(void **state)
{
	(void)state;
	begin(FAKE_ICH4);
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_add_codec(2, 2, FAKE_STEREO);
	fake.codecs[1].late_us = 100000;
	fake.codecs[2].late_us = 200000;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.chip.ready,
			 ICH_GLOB_STA_PCR | ICH_GLOB_STA_SCR | ICH_GLOB_STA_TCR);
	assert_true(fake.now_us < 220000);
}

static void waits_for_none_in_qemu(void **state)
{
	(void)state;
	fake_start(FAKE_ICH, 0x1af4, 0x1100);
	fake_add_codec(0, 0, FAKE_STEREO);
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_true(fake.now_us < 5000);
}

static void switches_sis_on(void **state)
{
	(void)state;
	begin(FAKE_SIS);
	fake.output = 0x80;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.output, 0x80 | ICH_SIS_OUTPUT_ON);
	begin(FAKE_ICH);
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.output, 0);
}

static void set_pcm_out(unsigned int channels, unsigned int rate, unsigned int bits)
{
	struct waveport_format format = {
		.channels = channels,
		.rate = rate,
		.sample_bits = bits,
	};

	ich_link_set_pcm_out(&fake.chip, &format);
}

static void tells_channels_and_width(void **state)
{
	(void)state;
	begin(FAKE_ICH4);
	fake.extra = 1U << 22;
	fake_make();
	assert_true(fake.chip.wide);
	set_pcm_out(6, 48000, 20);
	assert_int_equal(fake.control & (ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES),
			 2U << 20 | 1U << 22);
	set_pcm_out(8, 48000, 16);
	assert_int_equal(fake.control & (ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES), 3U << 20);
	set_pcm_out(2, 96000, 16);
	assert_int_equal(fake.control & (ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES), 1U << 20);
	set_pcm_out(2, 44100, 16);
	assert_int_equal(fake.control & (ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES), 0);
	assert_true(fake.control & ICH_GLOB_CNT_COLD);
}

static void tells_sis_its_channels(void **state)
{
	(void)state;
	begin(FAKE_SIS);
	fake_make();
	set_pcm_out(6, 48000, 16);
	assert_int_equal(fake.control, ICH_GLOB_CNT_COLD | 2U << 6);
}

/* After 4 channels the nForce must be set to 2 for 50 ms. */
static void realigns_nforce(void **state)
{
	unsigned long before_us;

	(void)state;
	begin(FAKE_NFORCE);
	fake_make();
	set_pcm_out(4, 48000, 16);
	before_us = fake.now_us;
	fake.control_count = 0;
	set_pcm_out(6, 48000, 16);
	assert_int_equal(fake.control_count, 2);
	assert_int_equal(fake.controls[0], ICH_GLOB_CNT_COLD);
	assert_int_equal(fake.controls[1], ICH_GLOB_CNT_COLD | 2U << 20);
	assert_true(fake.now_us - before_us >= 50000);
}

const struct CMUnitTest link_tests[] = {
	{ "the link is reset cold", resets_cold, NULL, NULL, NULL },
	{ "interrupts of firmware are silenced", silences_firmware, NULL, NULL, NULL },
	{ "warm where cold is bad", resets_warm_where_cold_is_bad, NULL, NULL, NULL },
	{ "let out of cold reset there", lets_it_out_of_cold_reset, NULL, NULL, NULL },
	{ "a warm reset that does not end is an error", gives_up_a_warm_reset, NULL, NULL, NULL },
	{ "no codec is an error after a second", needs_a_codec, NULL, NULL, NULL },
	{ "a codec may be late", waits_for_a_late_codec, NULL, NULL, NULL },
	{ "any codec counts", takes_any_codec, NULL, NULL, NULL },
	{ "others may be later", waits_for_the_others, NULL, NULL, NULL },
	{ "none is waited for in QEMU", waits_for_none_in_qemu, NULL, NULL, NULL },
	{ "the SiS 7012 is switched on", switches_sis_on, NULL, NULL, NULL },
	{ "channels and width are told", tells_channels_and_width, NULL, NULL, NULL },
	{ "channels are told to the SiS 7012", tells_sis_its_channels, NULL, NULL, NULL },
	{ "the nForce is realigned", realigns_nforce, NULL, NULL, NULL },
};

const size_t link_test_count = ARRAY_SIZE(link_tests);
