// SPDX-License-Identifier: GPL-2.0-only
/*
 * The codecs. The kernel's own codec drivers bind to them, build the mixer and the jacks, and tell
 * which PCMs there are; each direction of one becomes a pin.
 *
 * A codec's driver is bound by hda_codec_attach() and unbound by hda_codec_detach(). The first is
 * possible only before the card is registered. The second disconnects a card that is, and waits
 * until its clients have closed, because the PCMs of the codec go with it.
 */

#include <linux/math64.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <sound/core.h>
#include <sound/hda_regmap.h>
#include <sound/pcm_params.h>

#include "hda.h"
#include "compat.h"

/* Creative's CA0132: its driver loads a DSP by the private data of snd-hda-intel. */
#define HDA_CA0132	0x11020011

/*
 * Give a PCM a number, as get_empty_pcm_device() of snd-hda-codec does: alsa-lib's HDA-Intel.conf
 * looks for S/PDIF and HDMI there. Those without a fixed number left get one from 10 on.
 */
static int hda_codec_take_number(struct hda_chip *chip, unsigned int type)
{
	static const u32 fixed[HDA_PCM_NTYPES] = {
		[HDA_PCM_TYPE_AUDIO] = BIT(0) | BIT(2) | BIT(4) | BIT(5),
		[HDA_PCM_TYPE_SPDIF] = BIT(1),
		[HDA_PCM_TYPE_HDMI] = BIT(3) | BIT(7) | BIT(8) | BIT(9),
		[HDA_PCM_TYPE_MODEM] = BIT(6),
	};
	u32 possible;
	int number;

	if (type >= HDA_PCM_NTYPES)
		return -EINVAL;
	possible = (fixed[type] | GENMASK(WAVEPORT_CYCLIC_OFFSET - 1, 10)) & ~chip->numbers;
	if (!possible)
		return -ENOSPC;
	number = __ffs(possible);
	chip->numbers |= BIT(number);
	return number;
}

/* One direction of a PCM. */
static int hda_codec_add_pin(struct hda_chip *chip, struct hda_codec *codec, struct hda_pcm *pcm,
			     int direction)
{
	struct hda_pin *pin;

	if (!pcm->stream[direction].substreams)
		return 0;
	if (chip->pin_count == HDA_PINS_MAX)
		return -ENOSPC;
	pin = &chip->pins[chip->pin_count++];
	pin->chip = chip;
	pin->codec = codec;
	strscpy(pin->name, pcm->name, sizeof(pin->name));
	pin->info = &pcm->stream[direction];
	pin->capture = direction == SNDRV_PCM_STREAM_CAPTURE;
	pin->device = pcm->device;
	return 0;
}

/* The codec's driver names controls by the number of the PCM device, so it is set before them. */
static int hda_codec_add_pins(struct hda_chip *chip, struct hda_codec *codec)
{
	struct hda_pcm *pcm;
	int number, err;

	list_for_each_entry(pcm, &codec->pcm_list_head, list) {
		if (!pcm->stream[0].substreams && !pcm->stream[1].substreams)
			continue;
		number = hda_codec_take_number(chip, pcm->pcm_type);
		if (number < 0)
			return number;
		pcm->device = number;
		err = hda_codec_add_pin(chip, codec, pcm, SNDRV_PCM_STREAM_PLAYBACK);
		if (!err)
			err = hda_codec_add_pin(chip, codec, pcm, SNDRV_PCM_STREAM_CAPTURE);
		if (err)
			return err;
	}
	return 0;
}

/* The pins of a codec that fails go with its PCMs. */
static int hda_codec_build(struct hda_chip *chip, struct hda_codec *codec)
{
	unsigned int pins = chip->pin_count;
	u32 numbers = chip->numbers;
	int err;

	err = snd_hda_codec_parse_pcms(codec);
	if (!err)
		err = hda_codec_add_pins(chip, codec);
	if (!err)
		err = snd_hda_codec_build_controls(codec);
	if (err) {
		chip->pin_count = pins;
		chip->numbers = numbers;
	}
	return err;
}

static int hda_codec_attach(struct hdac_device *device)
{
	struct hda_codec *codec = hdac_to_hda_codec(device);
	struct hda_chip *chip = hda_chip_of_bus(device->bus);
	struct module *owner = device->dev.driver->owner;
	int err;

	if (chip->complete)
		return dev_err_probe(&device->dev, -EBUSY,
				     "a codec of a card in use cannot be bound anew, bind the controller anew\n");
	if (device->vendor_id == HDA_CA0132)
		return dev_err_probe(&device->dev, -ENODEV,
				     "the driver of CA0132 works with snd-hda-intel only\n");
	err = snd_hda_codec_set_name(codec, codec->preset->name);
	if (err)
		goto err_cleanup;
	err = snd_hdac_regmap_init(device);
	if (err)
		goto err_cleanup;
	if (!try_module_get(owner)) {
		err = -EINVAL;
		goto err_cleanup;
	}
	err = hda_compat_codec_probe(codec);
	if (err)
		goto err_put;
	err = hda_codec_build(chip, codec);
	if (err)
		goto err_remove;
	device->lazy_cache = true;
	return 0;

err_remove:
	hda_compat_codec_remove(codec);
err_put:
	module_put(owner);
err_cleanup:
	snd_hda_codec_cleanup_for_unbind(codec);
	codec->preset = NULL;
	return err;
}

/* Tell whether a client has a PCM of the codec open. After the call none can open one. */
static bool hda_codec_is_open(struct hda_chip *chip, struct hda_codec *codec)
{
	bool open = false;
	unsigned int i;

	mutex_lock(&chip->assign_lock);
	for (i = 0; i < chip->pin_count; i++) {
		if (chip->pins[i].codec != codec)
			continue;
		chip->pins[i].unbound = true;
		open |= chip->pins[i].open;
	}
	mutex_unlock(&chip->assign_lock);
	return open;
}

/* Have the clients close what belongs to the codec, as a removal of the device does. */
static void hda_codec_disconnect(struct hda_chip *chip, struct hda_codec *codec)
{
	if (chip->complete && !chip->card->shutdown) {
		dev_warn(&chip->pci->dev,
			 "codec %u is unbound, the card goes until the controller is bound anew\n",
			 codec->addr);
		snd_card_disconnect(chip->card);
	}
	wait_event(chip->closed, !hda_codec_is_open(chip, codec));
}

/* Returns false if the codec is unbound. */
static bool hda_codec_claim(struct hda_pin *pin)
{
	mutex_lock(&pin->chip->assign_lock);
	pin->open = !pin->unbound;
	mutex_unlock(&pin->chip->assign_lock);
	return pin->open;
}

static void hda_codec_disclaim(struct hda_pin *pin)
{
	mutex_lock(&pin->chip->assign_lock);
	pin->open = false;
	mutex_unlock(&pin->chip->assign_lock);
	wake_up(&pin->chip->closed);
}

static int hda_codec_detach(struct hdac_device *device)
{
	struct hda_codec *codec = hdac_to_hda_codec(device);
	struct module *owner = device->dev.driver->owner;

	hda_codec_disconnect(hda_chip_of_bus(device->bus), codec);
	hda_compat_codec_remove(codec);
	snd_hda_codec_cleanup_for_unbind(codec);
	codec->preset = NULL;
	module_put(owner);
	return 0;
}

const struct hdac_ext_bus_ops hda_codec_bus_ops = {
	.hdev_attach = hda_codec_attach,
	.hdev_detach = hda_codec_detach,
};

static int hda_codec_create(struct hda_chip *chip, unsigned int address)
{
	struct hda_codec *codec;
	int err;

	err = snd_hda_codec_new(&chip->bus, chip->card, address, &codec);
	if (!err)
		err = snd_hda_codec_configure(codec);
	if (err)
		dev_warn(&chip->pci->dev, "codec %u: cannot be used: %d\n", address, err);
	return err;
}

/**
 * hda_codec_create_all() - create the codecs on the link, and bind their drivers
 * @chip: the controller, whose link runs
 *
 * A codec that cannot be used is left out.
 *
 * Context: May sleep; loads modules.
 * Return: 0, or -ENODEV if no codec has a PCM.
 */
int hda_codec_create_all(struct hda_chip *chip)
{
	unsigned long mask = chip->bus.core.codec_mask;
	unsigned int address;

	for_each_set_bit(address, &mask, HDA_MAX_CODECS)
		hda_codec_create(chip, address);
	if (chip->pin_count)
		return 0;
	return dev_err_probe(&chip->pci->dev, -ENODEV, "no codec has a PCM\n");
}

/* What the codec's driver may narrow at open: HDMI asks the display. */
static void hda_codec_describe(struct hda_pin *pin)
{
	struct snd_pcm_runtime *runtime = &pin->runtime;

	memset(runtime, 0, sizeof(*runtime));
	memset(&pin->substream, 0, sizeof(pin->substream));
	pin->substream.runtime = runtime;
	pin->substream.stream = pin->capture ? SNDRV_PCM_STREAM_CAPTURE :
					       SNDRV_PCM_STREAM_PLAYBACK;
	runtime->private_data = &pin->engine->core;
	runtime->hw.channels_min = pin->info->channels_min;
	runtime->hw.channels_max = pin->info->channels_max;
	runtime->hw.formats = pin->info->formats;
	runtime->hw.rates = pin->info->rates;
}

/**
 * hda_codec_open() - open a PCM of a codec
 * @pin: the pin, with its engine
 *
 * Context: May sleep.
 * Return: 0 or the error of the codec's driver, -ENODEV if it is unbound.
 */
int hda_codec_open(struct hda_pin *pin)
{
	int err = -ENODEV;

	if (!hda_codec_claim(pin))
		return err;
	hda_codec_describe(pin);
	snd_hda_power_up(pin->codec);
	if (pin->info->ops.open)
		err = pin->info->ops.open(pin->info, pin->codec, &pin->substream);
	if (err < 0) {
		kfree(pin->runtime.hw_constraints.rules);
		snd_hda_power_down(pin->codec);
		hda_codec_disclaim(pin);
	}
	return err;
}

/**
 * hda_codec_close() - close what hda_codec_open() has opened
 * @pin: the pin
 *
 * Context: May sleep.
 */
void hda_codec_close(struct hda_pin *pin)
{
	snd_hda_codec_cleanup(pin->codec, pin->info, &pin->substream);
	if (pin->info->ops.close)
		pin->info->ops.close(pin->info, pin->codec, &pin->substream);
	kfree(pin->runtime.hw_constraints.rules);
	snd_hda_power_down(pin->codec);
	hda_codec_disclaim(pin);
}

/**
 * hda_codec_set_format() - have a codec's converter listen to an engine
 * @pin: the pin, open
 * @format: the format
 *
 * Context: May sleep.
 * Return: 0, -EINVAL if the link cannot carry the format, or the error of the codec's driver.
 */
int hda_codec_set_format(struct hda_pin *pin, const struct waveport_format *format)
{
	struct hda_spdif_out *spdif = snd_hda_spdif_out_of_nid(pin->codec, pin->info->nid);
	snd_pcm_format_t pcm_format = format->frame_bytes / format->channels == 2 ?
				      SNDRV_PCM_FORMAT_S16_LE : SNDRV_PCM_FORMAT_S32_LE;
	struct hdac_stream *core = &pin->engine->core;
	unsigned int value;

	value = hda_compat_stream_format(format->rate, format->channels, pcm_format,
					 pin->info->maxbps, spdif ? spdif->ctls : 0);
	if (!value)
		return -EINVAL;
	core->format_val = value;
	pin->engine->bytes_per_ms = format->rate / 1000 * format->frame_bytes;
	pin->runtime.rate = format->rate;
	pin->runtime.channels = format->channels;
	pin->runtime.format = pcm_format;
	pin->runtime.sample_bits = snd_pcm_format_physical_width(pcm_format);
	return snd_hda_codec_prepare(pin->codec, pin->info, core->stream_tag, value,
				     &pin->substream);
}
