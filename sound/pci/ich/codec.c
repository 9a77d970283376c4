// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AC-link and the codec behind it. Mixer, rates and slots are snd-ac97-codec's; here is how a
 * codec register is reached, and how the link is brought up.
 *
 * An access takes about 40 us and a hardware semaphore, so it sleeps and never happens under the
 * stream lock.
 */

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

static const struct ac97_pcm ich_codec_pcms[ICH_PINS] = {
	[ICH_PIN_PCM_OUT] = {
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT) } },
	},
	[ICH_PIN_PCM_IN] = {
		.stream = 1,
		.exclusive = 1,
		.r = { { .slots = BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT) } },
	},
};

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
	unsigned int i;
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
	err = snd_ac97_pcm_assign(chip->bus, ICH_PINS, ich_codec_pcms);
	if (err)
		return dev_err_probe(dev, err, "cannot assign the slots of the codec\n");

	for (i = 0; i < ICH_PINS; i++)
		chip->pins[i].pcm = &chip->bus->pcms[i];
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
	err = snd_ac97_pcm_open(pin->pcm, format->rate, format->channels, pin->pcm->r[0].slots);
	if (err)
		dev_err_ratelimited(pin->engine.dev, "%s: the codec refuses %u channels at %u Hz: %d\n",
				    pin->engine.name, format->channels, format->rate, err);
	pin->pcm_open = !err;
	return err;
}
