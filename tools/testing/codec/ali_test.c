// SPDX-License-Identifier: GPL-2.0-only
/*
 * Codecs, link and interrupt of the ALi M5455, whose registers are others than everywhere else.
 */

#include <linux/pm.h>

#include "fake.h"

#define VOLUME		0x1f1f
#define CONNECTED	(ICH_ALI_INTERFACE_PCM_IN | ICH_ALI_INTERFACE_PCM_OUT)

static const struct waveport_format format = {
	.rate = 48000, .channels = 2, .sample_bits = 16, .frame_bytes = 4,
};

static void begin(void)
{
	fake_start(FAKE_ALI, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
}

static void make(void)
{
	begin();
	fake_make();
	fake.untaken = 0;
	fake.semaphore_reads = 0;
}

static void starts_its_link(void **state)
{
	(void)state;
	begin();
	fake.ali.reset_us = 100000;
	fake.ali.events = ICH_ALI_IRQ_ENGINES;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_true(fake.now_us >= 100000);
	assert_int_equal(fake.controls[0], ICH_ALI_CONTROL_COLD);
	assert_int_equal(fake.chip.ready, ICH_ALI_TAGS_FIRST);
	assert_true(ich_link_ready(&fake.chip));
	assert_int_equal(fake.ali.interface, CONNECTED);
	assert_int_equal(fake.ali.events, 0);
	assert_int_equal(fake.ali.fifos[0], 0x83838383);
	assert_int_equal(fake.ali.fifos[2], 0x83838383);
}

/* What is up already is reset warm. */
static void starts_it_again(void **state)
{
	(void)state;
	make();
	fake.control_count = 0;
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(fake.controls[0] & (ICH_ALI_CONTROL_COLD | ICH_ALI_CONTROL_WARM),
			 ICH_ALI_CONTROL_COLD | ICH_ALI_CONTROL_WARM);
}

static void gives_up_a_reset(void **state)
{
	(void)state;
	begin();
	fake.ali.reset_us = 10000000;
	assert_int_equal(ich_link_start(&fake.chip), -EIO);
	assert_true(fake.now_us < 600000);
	assert_int_equal(fake.errors, 1);
}

static void needs_a_codec(void **state)
{
	(void)state;
	fake_start(FAKE_ALI, 0x1234, 0x5678);
	assert_int_equal(ich_link_start(&fake.chip), -ENODEV);
	assert_int_equal(fake.errors, 1);
}

static void accesses_two_codecs(void **state)
{
	unsigned int i;

	(void)state;
	begin();
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_make();
	assert_int_equal(fake.chip.ready, ICH_ALI_TAGS_FIRST | ICH_ALI_TAGS_SECOND);
	fake.untaken = 0;
	for (i = 0; i < 2; i++) {
		ich_access_ops.write(fake.chip.codecs[i], AC97_MASTER, VOLUME + i);
		assert_int_equal(fake_register(i, AC97_MASTER), VOLUME + i);
	}
	for (i = 0; i < 2; i++)
		assert_int_equal(ich_access_ops.read(fake.chip.codecs[i], AC97_MASTER), VOLUME + i);
	assert_int_equal(fake.untaken, 0);
	assert_int_equal(fake.errors + fake.warnings, 0);
}

static void frees_a_taken_semaphore(void **state)
{
	(void)state;
	make();
	fake.taken = true;
	ich_access_ops.write(fake.chip.codec, AC97_MASTER, VOLUME);
	assert_int_equal(fake_register(0, AC97_MASTER), VOLUME);
	assert_int_equal(fake.untaken, 0);
	assert_int_equal(fake.warnings, 1);
}

/* Neither a codec that is gone nor a controller that takes no command is waited for long. */
static void ends_an_access_without_answer(void **state)
{
	unsigned long before_us;

	(void)state;
	make();
	fake.ali.busy = true;
	before_us = fake.now_us;
	assert_int_equal(ich_access_ops.read(fake.chip.codec, AC97_MASTER), 0xffff);
	assert_int_equal(fake.errors, 1);
	/* the semaphore is not free either, as the read has not come to an end */
	ich_access_ops.write(fake.chip.codec, AC97_MASTER, VOLUME);
	assert_int_equal(fake.errors, 3);
	assert_non_null(strstr(fake.message, "0x2"));
	assert_int_not_equal(fake_register(0, AC97_MASTER), VOLUME);
	fake.ali.busy = false;
	fake.codecs[0].present = false;
	assert_int_equal(ich_access_ops.read(fake.chip.codec, AC97_MASTER), 0xffff);
	assert_int_equal(fake.errors, 4);
	assert_true(fake.now_us - before_us < 20000);
	fake.gone = true;
	assert_int_equal(ich_access_ops.read(fake.chip.codec, AC97_MASTER), 0xffff);
}

static void tells_its_channels(void **state)
{
	struct waveport_format surround = format;

	(void)state;
	fake_start(FAKE_ALI, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_SURROUND);
	fake_make();
	assert_int_equal(fake.chip.channels_max, 6);
	assert_true(fake.chip.bus->no_vra);
	assert_false(fake.chip.bus->dra);
	surround.channels = 6;
	ich_link_set_pcm_out(&fake.chip, &surround);
	assert_int_equal(fake.ali.control & ICH_ALI_CONTROL_CHANNELS, 2U << 8);
	ich_link_set_pcm_out(&fake.chip, &format);
	assert_int_equal(fake.ali.control & ICH_ALI_CONTROL_CHANNELS, 0);
}

/* S/PDIF and microphone are connected while a stream is open, and after a sleep of it. */
static void connects_what_is_open(void **state)
{
	struct ich_pin_state *spdif = &fake.chip.pins[ICH_PIN_SPDIF_OUT];

	(void)state;
	make();
	assert_true(spdif->present);
	assert_int_equal(fake.ali.control & ICH_ALI_CONTROL_SPDIF, 3U << 20);
	assert_int_equal(fake.ali.interface, CONNECTED);
	assert_int_equal(ich_codec_open(spdif, &format), 0);
	assert_int_equal(fake.ali.interface, CONNECTED | ICH_ALI_INTERFACE_SPDIF_OUT);
	assert_int_equal(ich_codec_open(&fake.chip.pins[ICH_PIN_MIC_IN], &format), 0);
	ich_codec_close(spdif);
	assert_int_equal(fake.ali.interface, CONNECTED | ICH_ALI_INTERFACE_MIC_IN);

	ich_pm_ops.suspend(&fake.pci.dev);
	fake_lose_power();
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	assert_int_equal(fake.ali.interface, CONNECTED | ICH_ALI_INTERFACE_MIC_IN);
	assert_int_equal(fake.ali.control & ICH_ALI_CONTROL_SPDIF, 3U << 20);
	ich_codec_close(&fake.chip.pins[ICH_PIN_MIC_IN]);
	assert_int_equal(fake.ali.interface, CONNECTED);
}

static bool interrupt(void)
{
	fake.checks = 0;
	return ich_ali_bus_ops.interrupt(&fake.chip);
}

/* The engines are checked after the acknowledgment too, and for a foreign interrupt. */
static void acknowledges_its_interrupt(void **state)
{
	(void)state;
	make();
	fake.ali.events = BIT(17) | BIT(5);
	assert_true(interrupt());
	assert_int_equal(fake.ali.events, 0);
	assert_int_equal(fake.checks, 2);

	assert_false(interrupt());
	assert_int_equal(fake.checks, 1);

	/* the end of an access to a codec, left over */
	fake.ali.events = BIT(5);
	assert_false(interrupt());
	assert_int_equal(fake.ali.events, 0);

	fake.gone = true;
	assert_false(interrupt());
	assert_int_equal(fake.checks, 0);
}

const struct CMUnitTest ali_tests[] = {
	{ "ALi: the link starts", starts_its_link, NULL, NULL, NULL },
	{ "ALi: it starts again", starts_it_again, NULL, NULL, NULL },
	{ "ALi: a reset that does not end is an error", gives_up_a_reset, NULL, NULL, NULL },
	{ "ALi: no codec is an error", needs_a_codec, NULL, NULL, NULL },
	{ "ALi: two codecs", accesses_two_codecs, NULL, NULL, NULL },
	{ "ALi: a semaphore left taken is freed", frees_a_taken_semaphore, NULL, NULL, NULL },
	{ "ALi: no answer ends an access", ends_an_access_without_answer, NULL, NULL, NULL },
	{ "ALi: channels are told, and rates fixed", tells_its_channels, NULL, NULL, NULL },
	{ "ALi: what is open is connected", connects_what_is_open, NULL, NULL, NULL },
	{ "ALi: the interrupt is acknowledged", acknowledges_its_interrupt, NULL, NULL, NULL },
};

const size_t ali_test_count = ARRAY_SIZE(ali_tests);
