// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which codec serves which engine, and the settings of boards and users.
 */

#include <sound/pcm.h>

#include "fake.h"

#define ALL_CHANNELS	(ICH_GLOB_STA_4CH | ICH_GLOB_STA_6CH)

static bool has(enum ich_pin pin)
{
	return fake.chip.pins[pin].present;
}

static struct snd_ac97 *codec_of(enum ich_pin pin, unsigned int number)
{
	return fake.chip.pins[pin].pcm->r[0].codec[number];
}

static void serves_by_one_codec(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_make();
	assert_true(has(ICH_PIN_PCM_OUT) && has(ICH_PIN_PCM_IN) && has(ICH_PIN_MIC_IN));
	assert_true(has(ICH_PIN_SPDIF_OUT));
	assert_false(has(ICH_PIN_PCM2_IN) || has(ICH_PIN_MIC2_IN));
	assert_int_equal(fake.chip.channels_max, 2);
	assert_int_equal(fake.errors + fake.warnings, 0);
	/* S/PDIF has slots of its own, in the controller and in the codec */
	assert_int_equal(fake.control & ICH_GLOB_CNT_SPDIF, ICH_GLOB_CNT_SPDIF);
	assert_int_equal(fake_register(0, AC97_EXTENDED_STATUS), AC97_EA_SPSA_10_11);
	assert_int_equal(fake.steering, ICH_SDM_STEER);
}

/* The codec with the lowest number is on the second line, and the other way round. */
static void steers_two_codecs(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 1, FAKE_STEREO);
	fake_add_codec(1, 0, FAKE_STEREO);
	fake_make();
	assert_true(has(ICH_PIN_PCM2_IN) && has(ICH_PIN_MIC2_IN));
	assert_ptr_equal(codec_of(ICH_PIN_PCM_IN, 0), fake.chip.codecs[0]);
	assert_ptr_equal(codec_of(ICH_PIN_PCM2_IN, 1), fake.chip.codecs[1]);
	assert_int_equal(fake.chip.lines[0], 1);
	assert_int_equal(fake.chip.lines[1], 0);
	assert_int_equal(fake.steering, ICH_SDM_STEER | 1 << 4 | 0 << 6);
	assert_int_equal(fake.errors, 0);
}

static void steers_three_codecs(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 2, FAKE_STEREO);
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_add_codec(2, 0, FAKE_STEREO);
	fake_make();
	assert_non_null(fake.chip.codecs[2]);
	assert_int_equal(fake.steering, ICH_SDM_STEER | 2 << 4 | 1 << 6);
}

/* Registers of a third codec may lie beyond the region. */
static void stays_inside_the_region(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_add_codec(2, 2, FAKE_STEREO);
	fake.chip.mixer_bytes = 2 * ICH_CODEC_STEP;
	fake_make();
	assert_non_null(fake.chip.codecs[1]);
	assert_null(fake.chip.codecs[2]);
}

static void shares_a_line_before_ich4(void **state)
{
	(void)state;
	fake_start(FAKE_ICH, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_make();
	assert_non_null(fake.chip.codecs[1]);
	assert_false(has(ICH_PIN_PCM2_IN) || has(ICH_PIN_SPDIF_OUT));
	assert_int_equal(fake.steering, 0);
}

static void passes_a_modem_over(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 0, 0);
	fake_add_codec(1, 1, FAKE_STEREO);
	fake_make();
	assert_null(fake.chip.codecs[0]);
	assert_ptr_equal(fake.chip.codec, fake.chip.codecs[1]);
	assert_int_equal(fake.errors, 0);
	assert_int_equal(fake.steering, ICH_SDM_STEER | 1 << 4);
}

static void needs_an_audio_codec(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 0, 0);
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(ich_codec_create(&fake.chip), -EACCES);
	assert_int_equal(fake.errors, 1);
}

static void make_surround(unsigned int device, u32 extra)
{
	fake_start(device, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_SURROUND);
	fake.extra = extra;
	fake_make();
}

static void counts_channels(void **state)
{
	(void)state;
	make_surround(FAKE_ICH, 0);
	assert_int_equal(fake.chip.channels_max, 2);
	make_surround(FAKE_ICH, ICH_GLOB_STA_4CH);
	assert_int_equal(fake.chip.channels_max, 4);
	make_surround(FAKE_ICH, ALL_CHANNELS);
	assert_int_equal(fake.chip.channels_max, 8);
	/* these controllers do not report the number of channels */
	make_surround(FAKE_NFORCE, 0);
	assert_int_equal(fake.chip.channels_max, 8);
	make_surround(FAKE_SIS, 0);
	assert_int_equal(fake.chip.channels_max, 6);
}

static void copies_to_spdif(void **state)
{
	struct waveport_format format = { .rate = 44100, .channels = 2, .sample_bits = 16 };

	(void)state;
	fake_start(FAKE_ICH4, 0x147b, 0x1c1a);
	fake.chip.options.spdif_aclink = fake.chip.board->spdif_aclink;
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_make();
	assert_false(has(ICH_PIN_SPDIF_OUT));
	assert_int_equal(fake.control & ICH_GLOB_CNT_SPDIF, 0);
	assert_int_equal(ich_codec_open(&fake.chip.pins[ICH_PIN_PCM_OUT], &format), 0);
	assert_int_equal(fake_register(0, AC97_PCM_FRONT_DAC_RATE), 44100);
	assert_int_equal(fake_register(0, AC97_SPDIF), 44);
}

static void lets_nforce_spdif_interrupt(void **state)
{
	(void)state;
	fake_start(FAKE_NFORCE, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.pci.config[ICH_NFORCE_CONFIG / 4] = 0x55;
	fake_make();
	assert_int_equal(fake.pci.config[ICH_NFORCE_CONFIG / 4], 0x55 | ICH_NFORCE_CONFIG_SPDIF);
	assert_int_equal(fake.chip.pins[ICH_PIN_SPDIF_OUT].pcm->rates, SNDRV_PCM_RATE_48000);
	assert_int_equal(fake.control & ICH_GLOB_CNT_SPDIF, 0);
	ich_link_allow_spdif(&fake.chip, false);
	assert_int_equal(fake.pci.config[ICH_NFORCE_CONFIG / 4], 0x55);
}

static void refuses_two_rates_at_once(void **state)
{
	struct waveport_format format = { .rate = 96000, .channels = 4, .sample_bits = 16 };

	(void)state;
	make_surround(FAKE_ICH, ALL_CHANNELS);
	assert_int_equal(ich_codec_open(&fake.chip.pins[ICH_PIN_PCM_OUT], &format), -EINVAL);
}

static unsigned int tune(u16 vendor, u16 device, const char *name)
{
	fake_start(FAKE_ICH, vendor, device);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.chip.options.quirk = name;
	fake_make();
	return fake.chip.codec->flags;
}

static void tunes_as_the_board_wants(void **state)
{
	(void)state;
	assert_int_equal(tune(0x103c, 0x0890, NULL), AC97_TUNE_MUTE_LED);
	/* any board of a group */
	assert_int_equal(tune(0x8086, 0x200c, NULL), AC97_TUNE_AD_SHARING);
	assert_int_equal(tune(0x1af4, 0x1100, NULL), AC97_TUNE_NONE);
	assert_int_equal(tune(0x1234, 0x5678, NULL), AC97_TUNE_NONE);
	assert_int_equal(tune(0x103c, 0x0890, "hp_only"), AC97_TUNE_HP_ONLY);
	assert_int_equal(fake.warnings, 0);
}

static void goes_on_after_a_mistyped_quirk(void **state)
{
	(void)state;
	assert_int_equal(tune(0x103c, 0x0890, "hp_onyl"), AC97_TUNE_MUTE_LED);
	assert_int_equal(fake.warnings, 1);
	assert_non_null(strstr(fake.message, "hp_onyl"));
}

static unsigned int clock_of(u16 vendor, u16 device, int wanted)
{
	fake_start(FAKE_ICH, vendor, device);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake.chip.options.clock_hz = wanted;
	fake_make();
	return fake.chip.bus->clock;
}

static void knows_clocks(void **state)
{
	(void)state;
	assert_int_equal(clock_of(0x1234, 0x5678, 0), 48000);
	assert_int_equal(clock_of(0x0e11, 0x008a, 0), 41000);
	assert_int_equal(clock_of(0x1028, 0x00be, 0), 44100);
	/* the module parameter overrides the board, or requests the measurement */
	assert_int_equal(clock_of(0x1028, 0x00be, 41194), 41194);
	assert_int_equal(clock_of(0x1028, 0x00be, 1), 48000);
}

/* The codec library selects its own quirks by the subsystem of the PCI device. */
static void tells_the_library_the_device(void **state)
{
	(void)state;
	fake_start(FAKE_ICH4, 0x1234, 0x5678);
	fake_add_codec(0, 0, FAKE_STEREO);
	fake_make();
	assert_ptr_equal(fake.chip.codec->pci, &fake.pci);
	assert_int_equal(fake.chip.codec->scaps, AC97_SCAP_AUDIO | AC97_SCAP_SKIP_MODEM |
			 AC97_SCAP_POWER_SAVE | AC97_SCAP_INDEP_SDIN);
}

const struct CMUnitTest codec_tests[] = {
	{ "one codec serves all", serves_by_one_codec, NULL, NULL, NULL },
	{ "two codecs are steered", steers_two_codecs, NULL, NULL, NULL },
	{ "three codecs are steered", steers_three_codecs, NULL, NULL, NULL },
	{ "no codec beyond the region", stays_inside_the_region, NULL, NULL, NULL },
	{ "no steering before ICH4", shares_a_line_before_ich4, NULL, NULL, NULL },
	{ "a modem codec is passed over", passes_a_modem_over, NULL, NULL, NULL },
	{ "a modem codec alone is an error", needs_an_audio_codec, NULL, NULL, NULL },
	{ "channels are those of both", counts_channels, NULL, NULL, NULL },
	{ "S/PDIF can copy PCM out", copies_to_spdif, NULL, NULL, NULL },
	{ "S/PDIF of nForce interrupts at 48 kHz", lets_nforce_spdif_interrupt, NULL, NULL, NULL },
	{ "no double rate with 4 channels", refuses_two_rates_at_once, NULL, NULL, NULL },
	{ "boards have their tunes", tunes_as_the_board_wants, NULL, NULL, NULL },
	{ "a mistyped quirk is no error", goes_on_after_a_mistyped_quirk, NULL, NULL, NULL },
	{ "boards have their clocks", knows_clocks, NULL, NULL, NULL },
	{ "the library knows the device", tells_the_library_the_device, NULL, NULL, NULL },
};

const size_t codec_test_count = ARRAY_SIZE(codec_tests);
