// SPDX-License-Identifier: GPL-2.0-only
/*
 * The codecs on the AC-link, and which converters of them each engine serves. snd-ac97-codec
 * implements the mixer and assigns rates and slots.
 */

#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/io.h>
#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_SLOTS_STEREO	(BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT))

/* The slots of the link that each pin requests; snd-ac97-codec decides which it gets. */
static const struct ac97_pcm ich_codec_pcms[ICH_PINS] = {
	[ICH_PIN_PCM_OUT] = {
		.exclusive = 1,
		.r = { { .slots = ICH_SLOTS_STEREO |
				  BIT(AC97_SLOT_PCM_SLEFT) | BIT(AC97_SLOT_PCM_SRIGHT) |
				  BIT(AC97_SLOT_PCM_CENTER) | BIT(AC97_SLOT_LFE) },
		       { .slots = ICH_SLOTS_STEREO |
				  BIT(AC97_SLOT_PCM_LEFT_0) | BIT(AC97_SLOT_PCM_RIGHT_0) } },
	},
	[ICH_PIN_PCM_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = ICH_SLOTS_STEREO } },
	},
	[ICH_PIN_MIC_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_MIC) } },
	},
	[ICH_PIN_SPDIF_OUT] = {
		.exclusive = 1,
		.spdif = 1,
		.r = { { .slots = BIT(AC97_SLOT_SPDIF_LEFT2) | BIT(AC97_SLOT_SPDIF_RIGHT2) } },
	},
	[ICH_PIN_PCM2_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = ICH_SLOTS_STEREO } },
	},
	[ICH_PIN_MIC2_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_MIC) } },
	},
};

/* On a family that steers, the number of a codec does not determine its SDATA_IN line. */
static unsigned int ich_codec_find_lines(struct ich *chip)
{
	const struct ich_family *family = chip->model->family;
	unsigned int room = chip->mixer_bytes / ICH_CODEC_STEP;
	unsigned int i, count = 0;

	for (i = 0; i < family->codecs && count < room; i++) {
		if (!(chip->ready & family->ready[i]))
			continue;
		chip->lines[count] = family->steers ? ich_access_find_line(chip, count) : i;
		count++;
	}
	return count;
}

/* A codec that has no audio (-EACCES) is skipped; it is most likely a modem with its own driver. */
static int ich_codec_make_mixers(struct ich *chip)
{
	struct snd_ac97_template template = {
		.private_data = chip,
		.pci = chip->pci,
		.scaps = AC97_SCAP_SKIP_MODEM | AC97_SCAP_POWER_SAVE,
	};
	unsigned int count = ich_codec_find_lines(chip);
	int err = -ENODEV;

	if (chip->model->family->steers)
		template.scaps |= AC97_SCAP_INDEP_SDIN;
	if (chip->options.by_vendor)
		template.scaps |= AC97_SCAP_DETECT_BY_VENDOR;
	for (template.num = 0; template.num < count; template.num++) {
		err = snd_ac97_mixer(chip->bus, &template, &chip->codecs[template.num]);
		if (!err && !chip->codec)
			chip->codec = chip->codecs[template.num];
		if (err && err != -EACCES)
			dev_err(chip->card->dev, "codec %u: cannot create its mixer: %d\n",
				template.num, err);
	}
	return chip->codec ? 0 : err;
}

/* A quirk name that snd-ac97-codec does not know is reported and ignored; the card still works. */
static void ich_codec_tune(struct ich *chip)
{
	const struct ac97_quirk quirks[] = {
		{
			.subvendor = chip->pci->subsystem_vendor,
			.subdevice = chip->pci->subsystem_device,
			.name = "board",
			.type = chip->board->tune,
		},
		{ }
	};
	const char *name = chip->options.quirk;

	if (name && !snd_ac97_tune_hardware(chip->codec, quirks, name))
		return;
	if (name)
		dev_warn(chip->card->dev, "ac97_quirk=%s cannot be applied, ignoring it\n", name);
	snd_ac97_tune_hardware(chip->codec, quirks, NULL);
}

/* Returns GLOB_STA, with the bits for more channels set where the chip has no such bits. */
static u32 ich_codec_status(const struct ich *chip)
{
	if (!chip->model->family->reports_channels)
		return ICH_GLOB_STA_4CH | ICH_GLOB_STA_6CH;
	return ioread32(chip->master + ICH_GLOB_STA);
}

/*
 * Returns the slots of PCM out that the controller can serve. A codec has only the rates that all
 * assigned converters have in common, so a converter that cannot be used must not be assigned: the
 * AD1980 of VirtualBox has no rate at all for its other converters.
 */
static unsigned short ich_codec_slots(const struct ich *chip)
{
	unsigned short slots = ich_codec_pcms[ICH_PIN_PCM_OUT].r[0].slots;
	u32 status = ich_codec_status(chip);

	if (!(status & ICH_GLOB_STA_6CH))
		slots &= ~(BIT(AC97_SLOT_PCM_CENTER) | BIT(AC97_SLOT_LFE));
	if (!(status & ICH_GLOB_STA_4CH))
		slots &= ICH_SLOTS_STEREO;
	return slots;
}

/* Slots are requested only for engines that exist, so that those get all available slots. */
static int ich_codec_assign(struct ich *chip)
{
	struct ac97_pcm pcms[ICH_PINS];
	unsigned int i, count = 0;
	int err;

	/* without an engine of its own, S/PDIF out carries what PCM out plays */
	if (chip->options.spdif_aclink)
		chip->pins[ICH_PIN_SPDIF_OUT].present = false;
	for (i = 0; i < ICH_PINS; i++) {
		if (!chip->pins[i].present)
			continue;
		pcms[count] = ich_codec_pcms[i];
		if (i == ICH_PIN_PCM_OUT)
			pcms[count].r[0].slots = ich_codec_slots(chip);
		count++;
	}
	err = snd_ac97_pcm_assign(chip->bus, count, pcms);
	if (err)
		return err;

	count = 0;
	for (i = 0; i < ICH_PINS; i++) {
		if (chip->pins[i].present)
			chip->pins[i].pcm = &chip->bus->pcms[count++];
	}
	return 0;
}

/* Returns the codec that serves a pin. */
static struct snd_ac97 *ich_codec_of(const struct ich_pin_state *pin)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pin->pcm->r[0].codec); i++) {
		if (pin->pcm->r[0].codec[i])
			return pin->pcm->r[0].codec[i];
	}
	return NULL;
}

/*
 * Check that the codec serves a pin. snd-ac97-codec assigns the slot of MIC in to every codec, even
 * to one without a dedicated converter for it.
 */
static bool ich_codec_has(const struct ich_pin_state *pin, bool microphone)
{
	const struct snd_ac97 *codec = pin->present ? ich_codec_of(pin) : NULL;

	if (!codec || !pin->pcm->r[0].slots)
		return false;
	return !microphone || codec->caps & AC97_BC_DEDICATED_MIC || codec->ext_id & AC97_EI_VRM;
}

static unsigned int ich_codec_channels(const struct ich *chip)
{
	unsigned int slots = chip->pins[ICH_PIN_PCM_OUT].pcm->r[0].slots;

	if (!(slots & BIT(AC97_SLOT_PCM_SLEFT)))
		return 2;
	if (!(slots & BIT(AC97_SLOT_LFE)))
		return 4;
	return chip->codec->flags & AC97_HAS_8CH ? chip->model->family->channels_max : 6;
}

/* Find the pins, and their properties, that both the controller and the codecs support. */
static void ich_codec_find_pins(struct ich *chip)
{
	struct ich_pin_state *pins = chip->pins;
	unsigned int i;

	for (i = 0; i < ICH_PINS; i++)
		pins[i].present = ich_codec_has(&pins[i], i == ICH_PIN_MIC_IN ||
						i == ICH_PIN_MIC2_IN);
	/* the two engines share one SDATA_IN line, so they must have the same codec */
	if (pins[ICH_PIN_PCM2_IN].present && pins[ICH_PIN_MIC2_IN].present)
		pins[ICH_PIN_MIC2_IN].present = ich_codec_of(&pins[ICH_PIN_PCM2_IN]) ==
						ich_codec_of(&pins[ICH_PIN_MIC2_IN]);
	chip->channels_max = ich_codec_channels(chip);
	chip->double_rate = pins[ICH_PIN_PCM_OUT].pcm->r[1].rslots[0];
	chip->wide = chip->model->family->reports_widths &&
		     FIELD_GET(ICH_GLOB_STA_SAMPLES, ich_codec_status(chip)) == ICH_GLOB_STA_20BIT;
}

/* PCM in and MIC in get the line of the first codec, PCM in 2 and MIC in 2 that of a second. */
static void ich_codec_steer(struct ich *chip)
{
	const struct ich_pin_state *pins = chip->pins;
	const struct ich_pin_state *second = NULL;
	u8 steering = ICH_SDM_STEER | FIELD_PREP(ICH_SDM_LINE_1, chip->lines[chip->codec->num]);

	if (!chip->model->family->steers)
		return;
	if (pins[ICH_PIN_PCM2_IN].present)
		second = &pins[ICH_PIN_PCM2_IN];
	else if (pins[ICH_PIN_MIC2_IN].present)
		second = &pins[ICH_PIN_MIC2_IN];
	if (second)
		steering |= FIELD_PREP(ICH_SDM_LINE_2, chip->lines[ich_codec_of(second)->num]);
	ich_link_steer(chip, steering);
}

/* Have controller and codec use the same slots for the S/PDIF engine. */
static void ich_codec_route_spdif(struct ich *chip)
{
	struct ich_pin_state *spdif = &chip->pins[ICH_PIN_SPDIF_OUT];
	u32 slots = chip->model->family->spdif_slots;

	if (!spdif->present)
		return;
	if (chip->model->family->spdif_48)
		spdif->pcm->rates = SNDRV_PCM_RATE_48000;
	if (!slots)
		return;
	ich_link_control(chip, slots, ICH_SPDIF_SLOTS_1011 << __ffs(slots));
	snd_ac97_update_bits(chip->codec, AC97_EXTENDED_STATUS, AC97_EA_SPSA_SLOT_MASK,
			     AC97_EA_SPSA_10_11);
}

/* Set the properties of the bus that do not depend on the codecs. */
static void ich_codec_describe_bus(struct ich *chip)
{
	chip->bus->no_vra = chip->model->family->no_vra;
	chip->bus->dra = !chip->model->family->no_vra;
	if (chip->options.clock_hz > 1)
		chip->bus->clock = chip->options.clock_hz;
	else if (!chip->options.clock_hz && chip->board->clock_hz)
		chip->bus->clock = chip->board->clock_hz;
}

/**
 * ich_codec_create() - create the AC'97 bus and the mixers, and assign the slots
 * @chip: the controller; its link is up
 *
 * Context: May sleep. The card frees what is created.
 * Return: 0 or a negative errno.
 */
int ich_codec_create(struct ich *chip)
{
	struct device *dev = chip->card->dev;
	int err;

	err = snd_ac97_bus(chip->card, 0, &ich_access_ops, chip, &chip->bus);
	if (err)
		return dev_err_probe(dev, err, "cannot create the AC'97 bus\n");
	ich_codec_describe_bus(chip);
	chip->quiet = true;
	err = ich_codec_make_mixers(chip);
	chip->quiet = false;
	if (err)
		return dev_err_probe(dev, err, "no codec has a mixer\n");
	ich_codec_tune(chip);
	err = ich_codec_assign(chip);
	if (err)
		return dev_err_probe(dev, err, "cannot assign the slots of the codecs\n");

	ich_codec_find_pins(chip);
	ich_codec_steer(chip);
	ich_codec_route_spdif(chip);
	return 0;
}

/**
 * ich_codec_close() - undo ich_codec_open()
 * @pin: the pin, open or not
 *
 * Context: May sleep.
 */
void ich_codec_close(struct ich_pin_state *pin)
{
	if (!pin->pcm_open)
		return;
	snd_ac97_pcm_close(pin->pcm);
	pin->pcm_open = false;
	ich_link_connect(pin->chip);
}

/* Without an engine of its own, S/PDIF out follows PCM out. It does not support every rate. */
static void ich_codec_copy_to_spdif(struct ich *chip, unsigned int rate)
{
	if (!chip->pins[ICH_PIN_SPDIF_OUT].present && chip->codec->ext_id & AC97_EI_SPDIF)
		snd_ac97_set_rate(chip->codec, AC97_SPDIF, rate);
}

/**
 * ich_codec_open() - set the codec's converters up for a stream
 * @pin: the pin, open or not
 * @format: format of the stream
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if another stream uses the converters, -EINVAL for a rate that they do not
 *	support, -EIO if the codecs are powered down and do not become ready.
 */
int ich_codec_open(struct ich_pin_state *pin, const struct waveport_format *format)
{
	bool pcm_out = pin == &pin->chip->pins[ICH_PIN_PCM_OUT];
	bool twice = format->rate > 48000;
	int err;

	ich_codec_close(pin);
	if (twice && format->channels > 2)
		return -EINVAL;
	if (ich_pm_wake(pin->chip))
		return -EIO;
	if (pcm_out)
		ich_link_set_pcm_out(pin->chip, format);
	err = snd_ac97_pcm_open(pin->pcm, format->rate, format->channels,
				pin->pcm->r[twice].slots);
	if (err)
		dev_err_ratelimited(pin->engine.dev,
				    "%s: the codec refuses %u channels at %u Hz: %d\n",
				    pin->engine.name, format->channels, format->rate, err);
	pin->pcm_open = !err;
	ich_link_connect(pin->chip);
	if (!err && pcm_out)
		ich_codec_copy_to_spdif(pin->chip, format->rate);
	return err;
}
