// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of what a client can choose from: a card over a miniport without hardware, whose PCM
 * devices are asked as a client asks them.
 */

#include <kunit/test.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <sound/core.h>
#include <sound/pcm.h>
#include <sound/pcm_params.h>

#include "internal.h"

#define PLAYBACK	SNDRV_PCM_STREAM_PLAYBACK
/* The devices of the pin. */
#define QUEUE		3
#define CYCLIC		(QUEUE + WAVEPORT_CYCLIC_OFFSET)

/**
 * struct constraints_test - a card
 * @device: whose it is
 * @card: the card
 * @file: what a client has opened
 * @framing: what the engine says that it can do
 */
struct constraints_test {
	struct platform_device *device;
	struct snd_card *card;
	struct file file;
	struct waveport_framing framing;
};

static void constraints_test_get_framing(struct waveport_stream *stream,
					 struct waveport_framing *framing)
{
	const struct constraints_test *data = waveport_stream_engine(stream);

	*framing = data->framing;
}

/* All that is called of a stream that never gets beyond the choice. */
static const struct waveport_miniport_ops constraints_test_ops = {
	.get_allocator_framing = constraints_test_get_framing,
};

static const struct waveport_framing constraints_test_framing = {
	.flags = WAVEPORT_FRAMING_LIST,
	.formats = SNDRV_PCM_FMTBIT_S16_LE | SNDRV_PCM_FMTBIT_S32_LE,
	.rates = SNDRV_PCM_RATE_44100 | SNDRV_PCM_RATE_48000,
	.channels_min = 2,
	.channels_max = 6,
	.channels_step = 2,
	.sample_bits = 20,
	.run_bytes = 131068,
	.step_bytes = 4,
	.packet_bytes_min = 64,
	.position_bytes = 2,
};

static int constraints_test_init(struct kunit *test)
{
	struct constraints_test *data = kunit_kzalloc(test, sizeof(*data), GFP_KERNEL);

	if (!data)
		return -ENOMEM;
	data->framing = constraints_test_framing;
	data->device = platform_device_register_simple("waveport_constraints_test",
						       PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(data->device))
		return PTR_ERR(data->device);
	test->priv = data;
	/* as a miniport does: a buffer may be one piece */
	dma_set_max_seg_size(&data->device->dev, UINT_MAX);
	return dma_coerce_mask_and_coherent(&data->device->dev, DMA_BIT_MASK(32));
}

static void constraints_test_exit(struct kunit *test)
{
	struct constraints_test *data = test->priv;

	if (data->card)
		snd_card_free(data->card);
	platform_device_unregister(data->device);
}

static int constraints_test_create(struct kunit *test, const struct waveport_pin *pins,
				   unsigned int count)
{
	struct constraints_test *data = test->priv;

	KUNIT_ASSERT_EQ(test, snd_card_new(&data->device->dev, -1, "waveporttest", THIS_MODULE, 0,
					   &data->card), 0);
	return waveport_create(data->card, &data->device->dev, &constraints_test_ops, pins, count,
			       NULL);
}

/* Make the card with the framing as the test wants it. */
static void constraints_test_make(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	const struct waveport_pin pin = { .name = "test out", .device = QUEUE, .engine = data };

	KUNIT_ASSERT_EQ(test, constraints_test_create(test, &pin, 1), 0);
}

static struct snd_pcm *constraints_test_find(struct kunit *test, unsigned int number)
{
	struct constraints_test *data = test->priv;
	struct snd_device *device;

	list_for_each_entry(device, &data->card->devices, list) {
		struct snd_pcm *pcm = device->device_data;

		if (device->type == SNDRV_DEV_PCM && pcm->device == number)
			return pcm;
	}
	return NULL;
}

static void constraints_test_expect(struct kunit *test, unsigned int number, const char *id,
				    const char *name)
{
	struct snd_pcm *pcm = constraints_test_find(test, number);

	KUNIT_ASSERT_NOT_NULL(test, pcm);
	KUNIT_EXPECT_STREQ(test, pcm->id, id);
	KUNIT_EXPECT_STREQ(test, pcm->name, name);
}

static struct snd_pcm_substream *constraints_test_open(struct kunit *test, unsigned int number)
{
	struct constraints_test *data = test->priv;
	struct snd_pcm *pcm = constraints_test_find(test, number);
	struct snd_pcm_substream *substream;

	KUNIT_ASSERT_NOT_NULL(test, pcm);
	KUNIT_ASSERT_EQ(test, snd_pcm_open_substream(pcm, PLAYBACK, &data->file, &substream), 0);
	return substream;
}

/* Set of all choices, less what the test has taken away since. */
static struct snd_pcm_hw_params *constraints_test_any(struct kunit *test)
{
	struct snd_pcm_hw_params *params = kunit_kzalloc(test, sizeof(*params), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, params);
	_snd_pcm_hw_params_any(params);
	return params;
}

static void constraints_test_choose(struct snd_pcm_hw_params *params, snd_pcm_hw_param_t what,
				    unsigned int value)
{
	struct snd_interval *interval = hw_param_interval(params, what);

	snd_interval_any(interval);
	interval->min = value;
	interval->max = value;
	interval->integer = 1;
	params->rmask = ~0u;
}

static int constraints_test_try(struct kunit *test, struct snd_pcm_substream *substream,
				snd_pcm_hw_param_t what, unsigned int value)
{
	struct snd_pcm_hw_params *params = constraints_test_any(test);

	constraints_test_choose(params, what, value);
	return snd_pcm_hw_refine(substream, params);
}

static void constraints_test_devices(struct kunit *test)
{
	constraints_test_make(test);
	constraints_test_expect(test, QUEUE, "waveport queue", "test out");
	constraints_test_expect(test, CYCLIC, "waveport cyclic", "test out, cyclic");
	KUNIT_EXPECT_NULL(test, constraints_test_find(test, 0));
	KUNIT_EXPECT_NULL(test, constraints_test_find(test, 32));
}

/* An engine that consumes no list has both devices too: the port copies for the queue. */
static void constraints_test_no_list(struct kunit *test)
{
	struct constraints_test *data = test->priv;

	data->framing.flags = 0;
	constraints_test_make(test);
	constraints_test_expect(test, QUEUE, "waveport queue", "test out");
	constraints_test_expect(test, CYCLIC, "waveport cyclic", "test out, cyclic");
}

/* The shortest loop is that of the cyclic device; what is copied is in a ring of the port. */
static void constraints_test_short_loop(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	struct snd_pcm_substream *queue, *cyclic;

	data->framing.flags = 0;
	data->framing.loop_bytes_min = 1024;
	constraints_test_make(test);
	queue = constraints_test_open(test, QUEUE);
	KUNIT_EXPECT_EQ(test, constraints_test_try(test, queue, SNDRV_PCM_HW_PARAM_BUFFER_BYTES,
						   512), 0);
	snd_pcm_release_substream(queue);
	cyclic = constraints_test_open(test, CYCLIC);
	KUNIT_EXPECT_EQ(test, constraints_test_try(test, cyclic, SNDRV_PCM_HW_PARAM_BUFFER_BYTES,
						   512), -EINVAL);
	KUNIT_EXPECT_EQ(test, constraints_test_try(test, cyclic, SNDRV_PCM_HW_PARAM_BUFFER_BYTES,
						   1024), 0);
	snd_pcm_release_substream(cyclic);
}

static void constraints_test_formats(struct kunit *test)
{
	struct snd_pcm_hw_params *params = constraints_test_any(test);
	struct snd_pcm_substream *substream;
	const struct snd_mask *formats;

	constraints_test_make(test);
	substream = constraints_test_open(test, QUEUE);
	KUNIT_ASSERT_GE(test, snd_pcm_hw_refine(substream, params), 0);
	formats = hw_param_mask_c(params, SNDRV_PCM_HW_PARAM_FORMAT);
	KUNIT_EXPECT_EQ(test, formats->bits[0],
			(u32)(SNDRV_PCM_FMTBIT_S16_LE | SNDRV_PCM_FMTBIT_S32_LE));
	KUNIT_EXPECT_EQ(test, formats->bits[1], 0u);

	snd_mask_leave(hw_param_mask(params, SNDRV_PCM_HW_PARAM_FORMAT),
		       (__force unsigned int)SNDRV_PCM_FORMAT_S32_LE);
	params->rmask = ~0u;
	KUNIT_ASSERT_GE(test, snd_pcm_hw_refine(substream, params), 0);
	KUNIT_EXPECT_EQ(test, params->msbits, 20u);
	snd_pcm_release_substream(substream);
}

static void constraints_test_channels_and_rates(struct kunit *test)
{
	static const struct {
		snd_pcm_hw_param_t what;
		unsigned int value;
		bool taken;
	} tries[] = {
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 1, false },
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 2, true },
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 3, false },
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 4, true },
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 6, true },
		{ SNDRV_PCM_HW_PARAM_CHANNELS, 8, false },
		{ SNDRV_PCM_HW_PARAM_RATE, 44100, true },
		{ SNDRV_PCM_HW_PARAM_RATE, 48000, true },
		{ SNDRV_PCM_HW_PARAM_RATE, 96000, false },
		{ SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 60, false },
		{ SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 64, true },
		{ SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 66, false },
	};
	struct snd_pcm_substream *substream;
	unsigned int i;

	constraints_test_make(test);
	substream = constraints_test_open(test, QUEUE);
	for (i = 0; i < ARRAY_SIZE(tries); i++)
		KUNIT_EXPECT_EQ_MSG(test, tries[i].taken,
				    constraints_test_try(test, substream, tries[i].what,
							 tries[i].value) >= 0, "try %u", i);
	snd_pcm_release_substream(substream);
}

/* One or two notifications in each cycle; two periods or more in a queue. */
static void constraints_test_periods(struct kunit *test)
{
	static const struct {
		unsigned int device;
		unsigned int periods;
		bool taken;
	} tries[] = {
		{ QUEUE, 1, false }, { QUEUE, 2, true },
		{ QUEUE, 3, true }, { QUEUE, 1000, true },
		{ CYCLIC, 1, true }, { CYCLIC, 2, true },
		{ CYCLIC, 3, false }, { CYCLIC, 4, false },
	};
	unsigned int i;

	constraints_test_make(test);
	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		struct snd_pcm_substream *substream = constraints_test_open(test, tries[i].device);
		int err = constraints_test_try(test, substream, SNDRV_PCM_HW_PARAM_PERIODS,
					       tries[i].periods);

		KUNIT_EXPECT_EQ_MSG(test, err >= 0, tries[i].taken, "device %u, %u periods",
				    tries[i].device, tries[i].periods);
		snd_pcm_release_substream(substream);
	}
}

/* One engine, one client, whichever device it comes through. */
static void constraints_test_one_client(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	struct snd_pcm_substream *first, *second;

	constraints_test_make(test);
	first = constraints_test_open(test, QUEUE);
	KUNIT_EXPECT_EQ(test, snd_pcm_open_substream(constraints_test_find(test, CYCLIC), PLAYBACK,
						     &data->file, &second), -EBUSY);
	snd_pcm_release_substream(first);
	second = constraints_test_open(test, CYCLIC);
	snd_pcm_release_substream(second);
}

static void constraints_test_no_pins(struct kunit *test)
{
	struct constraints_test *data = test->priv;

	constraints_test_make(test);
	KUNIT_EXPECT_EQ(test, waveport_create(data->card, &data->device->dev,
					      &constraints_test_ops, NULL, 0, NULL), -EINVAL);
}

/* Both directions have devices in common, in the order of their numbers, or not. */
static void constraints_test_numbers(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	const struct waveport_pin pins[] = {
		{ .name = "last", .device = 31, .engine = data },
		{ .name = "in", .capture = true, .device = 1, .engine = data },
		{ .name = "out", .device = 1, .engine = data },
		{ .name = "both", .capture = true, .device = 0, .engine = data },
		{ .name = "both", .device = 0, .engine = data },
	};

	KUNIT_ASSERT_EQ(test, constraints_test_create(test, pins, ARRAY_SIZE(pins)), 0);
	constraints_test_expect(test, 0, "waveport queue", "both");
	constraints_test_expect(test, 1, "waveport queue", "out, in");
	constraints_test_expect(test, 31, "waveport queue", "last");
	constraints_test_expect(test, 32, "waveport cyclic", "both, cyclic");
	constraints_test_expect(test, 33, "waveport cyclic", "out, in, cyclic");
	constraints_test_expect(test, 63, "waveport cyclic", "last, cyclic");
}

static void constraints_test_number_too_great(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	const struct waveport_pin pin = { .name = "test out", .device = 32, .engine = data };

	KUNIT_EXPECT_EQ(test, constraints_test_create(test, &pin, 1), -EINVAL);
	KUNIT_EXPECT_NULL(test, constraints_test_find(test, 32));
}

static void constraints_test_number_twice(struct kunit *test)
{
	struct constraints_test *data = test->priv;
	const struct waveport_pin pins[] = {
		{ .name = "first", .device = 1, .engine = data },
		{ .name = "in", .capture = true, .device = 1, .engine = data },
		{ .name = "second", .device = 1, .engine = data },
	};

	KUNIT_EXPECT_EQ(test, constraints_test_create(test, pins, ARRAY_SIZE(pins)), -EINVAL);
	KUNIT_EXPECT_NULL(test, constraints_test_find(test, 1));
}

static struct kunit_case constraints_test_cases[] = {
	KUNIT_CASE(constraints_test_devices),
	KUNIT_CASE(constraints_test_no_list),
	KUNIT_CASE(constraints_test_short_loop),
	KUNIT_CASE(constraints_test_formats),
	KUNIT_CASE(constraints_test_channels_and_rates),
	KUNIT_CASE(constraints_test_periods),
	KUNIT_CASE(constraints_test_one_client),
	KUNIT_CASE(constraints_test_no_pins),
	KUNIT_CASE(constraints_test_numbers),
	KUNIT_CASE(constraints_test_number_too_great),
	KUNIT_CASE(constraints_test_number_twice),
	{}
};

static struct kunit_suite constraints_test_suite = {
	.name = "waveport_constraints",
	.init = constraints_test_init,
	.exit = constraints_test_exit,
	.test_cases = constraints_test_cases,
};

kunit_test_suites(&constraints_test_suite);
