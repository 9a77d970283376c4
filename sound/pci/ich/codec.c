// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AC-link and the codec behind it. Mixer, rates and slots are snd-ac97-codec's; here is how a
 * codec register is reached, and how the link is brought up.
 *
 * An access takes about 40 us and a hardware semaphore, so it sleeps and never happens under the
 * stream lock.
 */

#include <linux/bitfield.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_CODEC_POLL_US	10
#define ICH_CODEC_TIMEOUT_US	2000
#define ICH_COLD_RESET_US	20
#define ICH_LINK_POLL_US	1000
#define ICH_LINK_TIMEOUT_US	1000000

/* The semaphore is taken by the read that finds it free, and given back by the access itself. */
static int ich_codec_take(struct ich *chip, unsigned short reg)
{
	u8 busy;
	int err;

	err = readx_poll_timeout(ioread8, chip->master + ICH_CAS, busy, !(busy & ICH_CAS_BUSY),
				 ICH_CODEC_POLL_US, ICH_CODEC_TIMEOUT_US);
	if (err)
		dev_err_ratelimited(chip->card->dev,
				    "codec semaphore not free in %u us for register %#x\n",
				    ICH_CODEC_TIMEOUT_US, reg);
	return err;
}

static unsigned short ich_codec_read(struct snd_ac97 *codec, unsigned short reg)
{
	struct ich *chip = codec->private_data;
	unsigned short value = (unsigned short)ICH_GONE;
	u32 status;

	mutex_lock(&chip->codec_lock);
	if (!ich_codec_take(chip, reg)) {
		value = ioread16(chip->mixer + reg);
		status = ioread32(chip->master + ICH_GLOB_STA);
		if (status & ICH_GLOB_STA_RCS) {
			iowrite32(ICH_GLOB_STA_RCS, chip->master + ICH_GLOB_STA);
			value = (unsigned short)ICH_GONE;
		}
	}
	mutex_unlock(&chip->codec_lock);
	return value;
}

static void ich_codec_write(struct snd_ac97 *codec, unsigned short reg, unsigned short value)
{
	struct ich *chip = codec->private_data;

	mutex_lock(&chip->codec_lock);
	if (!ich_codec_take(chip, reg))
		iowrite16(value, chip->mixer + reg);
	mutex_unlock(&chip->codec_lock);
}

static const struct snd_ac97_bus_ops ich_codec_bus_ops = {
	.read = ich_codec_read,
	.write = ich_codec_write,
};

/* What each pin would like to have of the link; the codec library tells what it gets. */
static const struct ac97_pcm ich_codec_pcms[ICH_PINS] = {
	[ICH_PIN_PCM_OUT] = {
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT) |
				  BIT(AC97_SLOT_PCM_SLEFT) | BIT(AC97_SLOT_PCM_SRIGHT) |
				  BIT(AC97_SLOT_PCM_CENTER) | BIT(AC97_SLOT_LFE) } },
	},
	[ICH_PIN_PCM_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT) } },
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
};

/* Change bits of the global control register. */
static void ich_codec_control(struct ich *chip, u32 mask, u32 value)
{
	mutex_lock(&chip->codec_lock);
	iowrite32((ioread32(chip->master + ICH_GLOB_CNT) & ~mask) | value,
		  chip->master + ICH_GLOB_CNT);
	mutex_unlock(&chip->codec_lock);
}

/* What controller and codec both have. The library gives every codec the microphone's slot. */
static void ich_codec_find(struct ich *chip)
{
	u32 status = ioread32(chip->master + ICH_GLOB_STA);
	unsigned int slots = chip->pins[ICH_PIN_PCM_OUT].pcm->r[0].slots;
	unsigned int i;

	for (i = 0; i < ICH_PINS; i++) {
		if (!chip->pins[i].pcm || !chip->pins[i].pcm->r[0].slots)
			chip->pins[i].present = false;
	}
	if (!(chip->codec->ext_id & AC97_EI_VRM))
		chip->pins[ICH_PIN_MIC_IN].present = false;

	chip->channels_max = 2;
	if (slots & BIT(AC97_SLOT_PCM_SLEFT) && status & ICH_GLOB_STA_4CH) {
		chip->channels_max = 4;
		if (slots & BIT(AC97_SLOT_LFE) && status & ICH_GLOB_STA_6CH)
			chip->channels_max = 6;
	}
	chip->wide = chip->model->ich4 &&
		     FIELD_GET(ICH_GLOB_STA_SAMPLES, status) == ICH_GLOB_STA_20BIT;
}

/* The codec's transmitter listens to the slots of its own engine. */
static void ich_codec_route_spdif(struct ich *chip)
{
	if (!chip->pins[ICH_PIN_SPDIF_OUT].present)
		return;
	ich_codec_control(chip, ICH_GLOB_CNT_SPDIF,
			  FIELD_PREP(ICH_GLOB_CNT_SPDIF, ICH_GLOB_CNT_SPDIF_1011));
	snd_ac97_update_bits(chip->codec, AC97_EXTENDED_STATUS, AC97_EA_SPSA_SLOT_MASK,
			     AC97_EA_SPSA_10_11);
}

/**
 * ich_codec_ready() - tell whether the codec answers
 * @chip: the controller
 *
 * Context: Any.
 * Return: false too if the controller is gone.
 */
bool ich_codec_ready(struct ich *chip)
{
	u32 status = ioread32(chip->master + ICH_GLOB_STA);

	return status != ICH_GONE && (status & ICH_GLOB_STA_PCR);
}

/**
 * ich_codec_start_link() - bring the AC-link up and wait for the codec
 * @chip: the controller
 *
 * A link that is held in cold reset is let out of it; one that runs is woken by a warm reset.
 *
 * Context: May sleep.
 * Return: 0, or -ENODEV if no codec becomes ready within a second.
 */
int ich_codec_start_link(struct ich *chip)
{
	u32 control = ioread32(chip->master + ICH_GLOB_CNT);
	u32 status;
	int err;

	if (control & ICH_GLOB_CNT_COLD) {
		control |= ICH_GLOB_CNT_WARM;
	} else {
		usleep_range(ICH_COLD_RESET_US, 2 * ICH_COLD_RESET_US);
		control |= ICH_GLOB_CNT_COLD;
	}
	iowrite32(control, chip->master + ICH_GLOB_CNT);

	err = readx_poll_timeout(ioread32, chip->master + ICH_GLOB_STA, status,
				 status != ICH_GONE && (status & ICH_GLOB_STA_PCR),
				 ICH_LINK_POLL_US, ICH_LINK_TIMEOUT_US);
	if (!err)
		return 0;
	dev_err(chip->card->dev, "no AC'97 codec became ready in %u ms, global status %#x\n",
		ICH_LINK_TIMEOUT_US / 1000, status);
	return -ENODEV;
}

/**
 * ich_codec_create() - make the bus, the mixer and the rates of the codec
 * @chip: the controller, its link up
 * @quirk: an AC'97 quirk of snd-ac97-codec by name, or NULL
 *
 * Context: May sleep. The card frees what is made.
 * Return: 0 or a negative errno.
 */
int ich_codec_create(struct ich *chip, const char *quirk)
{
	struct snd_ac97_template template = { .private_data = chip };
	struct device *dev = chip->card->dev;
	unsigned int i, count;
	int err;

	err = snd_ac97_bus(chip->card, 0, &ich_codec_bus_ops, chip, &chip->bus);
	if (err)
		return dev_err_probe(dev, err, "cannot make the AC'97 bus\n");
	err = snd_ac97_mixer(chip->bus, &template, &chip->codec);
	if (err)
		return dev_err_probe(dev, err, "cannot make the mixer of the codec\n");
	if (quirk) {
		err = snd_ac97_tune_hardware(chip->codec, NULL, quirk);
		if (err)
			return dev_err_probe(dev, err, "cannot apply ac97_quirk %s\n", quirk);
	}
	/* without an engine of its own S/PDIF is the codec's copy of PCM out */
	count = chip->pins[ICH_PIN_SPDIF_OUT].present ? ICH_PINS : ICH_PIN_SPDIF_OUT;
	err = snd_ac97_pcm_assign(chip->bus, count, ich_codec_pcms);
	if (err)
		return dev_err_probe(dev, err, "cannot assign the slots of the codec\n");

	for (i = 0; i < count; i++)
		chip->pins[i].pcm = &chip->bus->pcms[i];
	ich_codec_find(chip);
	ich_codec_route_spdif(chip);
	return 0;
}

/**
 * ich_codec_close() - take back what ich_codec_open() has set up
 * @pin: the pin, open or not
 *
 * Context: May sleep.
 */
void ich_codec_close(struct ich_pin_state *pin)
{
	if (pin->pcm_open)
		snd_ac97_pcm_close(pin->pcm);
	pin->pcm_open = false;
}

/**
 * ich_codec_open() - set the codec's converters up for a stream
 * @pin: the pin, open or not
 * @format: of the stream
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if another stream holds the converters, -EINVAL for a rate that they refuse.
 */
int ich_codec_open(struct ich_pin_state *pin, const struct waveport_format *format)
{
	int err;

	ich_codec_close(pin);
	if (pin == &pin->chip->pins[ICH_PIN_PCM_OUT])
		ich_codec_control(pin->chip, ICH_GLOB_CNT_CHANNELS | ICH_GLOB_CNT_SAMPLES,
				  FIELD_PREP(ICH_GLOB_CNT_CHANNELS, format->channels / 2 - 1) |
				  FIELD_PREP(ICH_GLOB_CNT_SAMPLES, format->sample_bits > 16));
	err = snd_ac97_pcm_open(pin->pcm, format->rate, format->channels, pin->pcm->r[0].slots);
	if (err)
		dev_err_ratelimited(pin->engine.dev, "%s: the codec refuses %u channels at %u Hz: %d\n",
				    pin->engine.name, format->channels, format->rate, err);
	pin->pcm_open = !err;
	return err;
}
