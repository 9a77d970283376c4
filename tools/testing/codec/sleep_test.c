// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suspend and resume: all registers lose their values, and the resume restores them.
 */

#include <linux/pm.h>

#include "fake.h"

/* The registers that are compared. */
struct snapshot {
	u32 control;
	u8 steering;
	u16 output;
	u32 config;
	u16 codecs[FAKE_CODECS][ICH_CODEC_STEP / 2];
};

static void take(struct snapshot *snapshot)
{
	unsigned int i;

	memset(snapshot, 0, sizeof(*snapshot));
	snapshot->control = fake.control;
	snapshot->steering = fake.steering;
	snapshot->output = fake.output;
	snapshot->config = fake.pci.config[ICH_NFORCE_CONFIG / 4];
	for (i = 0; i < FAKE_CODECS; i++) {
		if (fake.codecs[i].present)
			memcpy(snapshot->codecs[i], fake.codecs[i].regs,
			       sizeof(snapshot->codecs[i]));
	}
}

static void play(unsigned int channels, unsigned int rate)
{
	struct waveport_format format = { .rate = rate, .channels = channels, .sample_bits = 20 };

	assert_int_equal(ich_codec_open(&fake.chip.pins[ICH_PIN_PCM_OUT], &format), 0);
}

static void begin(unsigned int device)
{
	fake_start(device, 0x1234, 0x5678);
	fake_add_codec(0, 1, FAKE_SURROUND);
	if (device == FAKE_ICH4)
		fake_add_codec(1, 0, FAKE_STEREO);
	fake.extra = ICH_GLOB_STA_4CH | ICH_GLOB_STA_6CH | 1U << 22;
	fake_make();
	play(6, 44100);
	snd_ac97_update_bits(fake.chip.codec, AC97_MASTER, 0xffff, 0x0707);
	fake.resets = 0;
}

static void suspend(void)
{
	assert_int_equal(ich_pm_ops.suspend(&fake.pci.dev), 0);
	assert_int_equal(fake.card.power, SNDRV_CTL_POWER_D3hot);
	assert_int_equal(fake_register(0, AC97_POWERDOWN), 0x4700);
}

static void restores(unsigned int device)
{
	struct snapshot before, after;

	begin(device);
	take(&before);
	suspend();
	fake_lose_power();
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	assert_int_equal(fake.card.power, SNDRV_CTL_POWER_D0);
	take(&after);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(fake.errors, 0);
}

static void restores_ich4(void **state)
{
	(void)state;
	restores(FAKE_ICH4);
	assert_int_equal(fake.control & (ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES |
					 ICH_GLOB_CNT_SPDIF),
			 2U << 20 | 1U << 22 | 3U << 30);
	assert_int_equal(fake.steering, ICH_SDM_STEER | 1 << 4 | 0 << 6);
	assert_int_equal(fake_register(0, AC97_MASTER), 0x0707);
	assert_int_equal(fake_register(0, AC97_PCM_FRONT_DAC_RATE), 44100);
	/* all six engines */
	assert_int_equal(fake.resets, 6);
}

static void restores_others(void **state)
{
	(void)state;
	restores(FAKE_ICH);
	restores(FAKE_NFORCE);
	assert_true(fake.pci.config[ICH_NFORCE_CONFIG / 4] & ICH_NFORCE_CONFIG_SPDIF);
	restores(FAKE_SIS);
	assert_true(fake.output & ICH_SIS_OUTPUT_ON);
}

/* Values that firmware has written during the suspend are overwritten. */
static void restores_after_firmware(void **state)
{
	struct snapshot before, after;

	(void)state;
	begin(FAKE_ICH4);
	take(&before);
	suspend();
	fake_lose_power();
	fake.control = ICH_GLOB_CNT_COLD | ICH_GLOB_CNT_GIE | 1U << 20;
	fake.steering = 0xf8;
	fake.taken = true;
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	take(&after);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(fake.errors + fake.warnings, 0);
}

static void waits_for_all_codecs(void **state)
{
	(void)state;
	begin(FAKE_ICH4);
	suspend();
	fake_lose_power();
	fake.codecs[1].late_us = 800000;
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	assert_int_equal(fake_register(1, AC97_MASTER), 0x0101);
}

/* The resume does not wait for a codec that did not exist before, and starts the link once. */
static void waits_for_no_other(void **state)
{
	unsigned long before_us;

	(void)state;
	begin(FAKE_ICH4);
	suspend();
	fake_lose_power();
	fake_add_codec(2, 2, FAKE_STEREO);
	fake.codecs[2].late_us = 100000;
	before_us = fake.now_us;
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	assert_true(fake.now_us - before_us < 50000);
	fake.control_count = 0;
	assert_int_equal(ich_pm_wake(&fake.chip), 0);
	assert_int_equal(fake.control_count, 0);
}

/* The card is set to D0 even after an error, because clients would wait for that without end. */
static void fails_awake(void **state)
{
	struct waveport_format format = { .rate = 48000, .channels = 2, .sample_bits = 16 };
	struct ich_pin_state *pin;
	unsigned int accesses;

	(void)state;
	begin(FAKE_ICH4);
	pin = &fake.chip.pins[ICH_PIN_PCM_OUT];
	suspend();
	fake_lose_power();
	fake.codecs[0].present = false;
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), -ENODEV);
	assert_int_equal(fake.card.power, SNDRV_CTL_POWER_D0);
	assert_true(fake.chip.asleep);

	/* the mixer does not wait for a codec that is not there */
	accesses = fake.semaphore_reads;
	snd_ac97_update_bits(fake.chip.codec, AC97_MASTER, 0xffff, 0x0909);
	assert_int_equal(ich_access_ops.read(fake.chip.codec, AC97_MASTER), 0x0909);
	assert_int_equal(fake.semaphore_reads, accesses);
	assert_int_equal(ich_codec_open(pin, &format), -EIO);

	/* the codec answers again and gets what was written meanwhile */
	fake.codecs[0].present = true;
	assert_int_equal(ich_codec_open(pin, &format), 0);
	assert_false(fake.chip.asleep);
	assert_int_equal(fake_register(0, AC97_MASTER), 0x0909);
	assert_int_equal(fake_register(0, AC97_PCM_FRONT_DAC_RATE), 48000);
}

/* Runtime suspend of the controller: the card stays in D0, and the mixer answers. */
static void sleeps_alone(void **state)
{
	struct snapshot before, after;

	(void)state;
	begin(FAKE_ICH4);
	take(&before);
	assert_int_equal(ich_pm_ops.runtime_suspend(&fake.pci.dev), 0);
	assert_int_equal(fake.card.power, SNDRV_CTL_POWER_D0);
	fake_lose_power();
	assert_int_equal(ich_access_ops.read(fake.chip.codec, AC97_MASTER), 0x0707);
	/* a system suspend during the runtime suspend changes nothing */
	ich_pm_ops.suspend(&fake.pci.dev);
	assert_int_equal(ich_pm_ops.resume(&fake.pci.dev), 0);
	assert_int_equal(ich_pm_ops.runtime_resume(&fake.pci.dev), 0);
	take(&after);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(fake.errors, 0);
}

static void is_used_while_open(void **state)
{
	struct device *dev = &fake.pci.dev;

	(void)state;
	begin(FAKE_ICH);
	assert_int_equal(ich_pm_allow(dev), 0);
	assert_true(dev->autosuspend);
	assert_int_equal(dev->users, 0);
	assert_int_equal(ich_pm_get(dev), 0);
	assert_int_equal(dev->users, 1);
	ich_pm_put(dev);
	assert_int_equal(dev->users, 0);
}

const struct CMUnitTest sleep_tests[] = {
	{ "a resume restores an ICH4", restores_ich4, NULL, NULL, NULL },
	{ "a resume restores the others", restores_others, NULL, NULL, NULL },
	{ "a resume restores after firmware", restores_after_firmware, NULL, NULL, NULL },
	{ "a resume waits for all codecs", waits_for_all_codecs, NULL, NULL, NULL },
	{ "a resume waits for no other", waits_for_no_other, NULL, NULL, NULL },
	{ "a resume that fails leaves the card awake", fails_awake, NULL, NULL, NULL },
	{ "the controller sleeps alone", sleeps_alone, NULL, NULL, NULL },
	{ "the controller is kept awake while open", is_used_while_open, NULL, NULL, NULL },
};

const size_t sleep_test_count = ARRAY_SIZE(sleep_tests);
