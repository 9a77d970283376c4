// SPDX-License-Identifier: GPL-2.0-only
/*
 * The codecs. The kernel's own codec drivers bind to them, build the mixer and the jacks, and tell
 * which PCMs there are; each direction of one becomes a pin.
 *
 * A codec's driver is bound by hda_codec_attach() and unbound by hda_codec_detach(), both also
 * while the card is in use: the sysfs file "reconfig" of the codec does one after the other. The
 * order of a new card is: all drivers find their PCMs, the port makes the devices, the drivers
 * build their controls.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <sound/core.h>
#include <sound/hda_regmap.h>

#include "hda.h"
#include "compat.h"

/* Creative's CA0132: its driver loads a DSP by the private data of snd-hda-intel. */
#define HDA_CA0132	0x11020011

/* The pins of a codec that fails go with its PCMs. */
static int hda_codec_find_pcms(struct hda_chip *chip, struct hda_codec *codec)
{
	unsigned int pins = chip->pin_count;
	u32 numbers = chip->numbers;
	int err;

	err = snd_hda_codec_parse_pcms(codec);
	if (!err)
		err = hda_pins_bind(chip, codec);
	if (err) {
		chip->pin_count = pins;
		chip->numbers = numbers;
	}
	return err;
}

/* Build the controls of a codec, some of which belong to its PCM devices. */
static int hda_codec_build(struct hda_chip *chip, struct hda_codec *codec)
{
	int err;

	hda_pins_connect(chip, codec);
	err = snd_hda_codec_build_controls(codec);
	if (!err)
		err = hda_maps_copy(chip, codec);
	if (!err)
		codec->core.lazy_cache = true;
	return err;
}

/* A codec that comes to a card in use is built at once, one of a new card after the PCM devices. */
static int hda_codec_complete(struct hda_chip *chip, struct hda_codec *codec)
{
	int err;

	if (!chip->port)
		return 0;
	err = hda_codec_build(chip, codec);
	if (err)
		return err;
	err = snd_card_register(chip->card);
	if (!err)
		snd_hda_codec_register(codec);
	return err;
}

static int hda_codec_attach(struct hdac_device *device)
{
	struct hda_codec *codec = hdac_to_hda_codec(device);
	struct hda_chip *chip = hda_chip_of_bus(device->bus);
	struct module *owner = device->dev.driver->owner;
	int err;

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
	err = hda_codec_find_pcms(chip, codec);
	if (err)
		goto err_remove;
	err = hda_codec_complete(chip, codec);
	if (err)
		goto err_unbind;
	return 0;

err_unbind:
	hda_pins_unbind(chip, codec);
err_remove:
	hda_compat_codec_remove(codec);
err_put:
	module_put(owner);
err_cleanup:
	snd_hda_codec_cleanup_for_unbind(codec);
	codec->preset = NULL;
	return err;
}

static int hda_codec_detach(struct hdac_device *device)
{
	struct hda_codec *codec = hdac_to_hda_codec(device);
	struct module *owner = device->dev.driver->owner;

	hda_pins_unbind(hda_chip_of_bus(device->bus), codec);
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

/**
 * hda_codec_build_all() - build the controls of all codecs
 * @chip: the controller, with its port
 *
 * A codec whose controls cannot be built is unbound; its devices cannot be opened then.
 *
 * Context: May sleep.
 */
void hda_codec_build_all(struct hda_chip *chip)
{
	struct hda_codec *codec;
	int err;

	list_for_each_codec(codec, &chip->bus) {
		if (!hda_codec_dev(codec)->driver)
			continue;
		err = hda_codec_build(chip, codec);
		if (!err)
			continue;
		dev_warn(&chip->pci->dev, "codec %u: cannot build its controls: %d\n",
			 codec->addr, err);
		device_release_driver(hda_codec_dev(codec));
	}
}
