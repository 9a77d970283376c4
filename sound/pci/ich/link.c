// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AC-link: how it is brought up, and what the controller has to know of what is carried.
 *
 * All that is written to the global control and to SDM is kept here too, so that a resume finds it.
 */

#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <sound/core.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_LINK_COLD_US	20
#define ICH_LINK_WAKE_US	1000
#define ICH_LINK_POLL_US	1000
#define ICH_LINK_WARM_US	250000
#define ICH_LINK_FIRST_US	1000000
#define ICH_LINK_OTHERS_US	250000
#define ICH_LINK_REALIGN_MS	50

static u32 ich_link_codecs(const struct ich *chip)
{
	const struct ich_family *family = chip->model->family;
	unsigned int i;
	u32 bits = 0;

	for (i = 0; i < family->codecs; i++)
		bits |= family->ready[i];
	return bits;
}

static u32 ich_link_status(struct ich *chip)
{
	u32 status = ioread32(chip->master + ICH_GLOB_STA);

	return status == ICH_GONE ? 0 : status & ich_link_codecs(chip);
}

/**
 * ich_link_ready() - tell whether the codecs answer
 * @chip: the controller
 *
 * Context: Any.
 * Return: false too if the controller is gone.
 */
bool ich_link_ready(struct ich *chip)
{
	return chip->ready && (ich_link_status(chip) & chip->ready) == chip->ready;
}

/* What firmware, or a modem's driver, may have left: it would hold the interrupt line. */
static void ich_link_silence(struct ich *chip)
{
	iowrite32(ICH_GLOB_STA_RCS | ICH_GLOB_STA_GSCI | chip->model->family->wakes,
		  chip->master + ICH_GLOB_STA);
}

/* The link on, nothing of the codecs interrupts, and what the driver wants. */
static u32 ich_link_wanted(const struct ich *chip, u32 control)
{
	control &= ~(ICH_GLOB_CNT_SHUT_OFF | ICH_GLOB_CNT_GIE | ICH_GLOB_CNT_WARM |
		     chip->model->family->wake_enables | chip->model->family->channels |
		     chip->control_mask);
	return control | chip->control;
}

/* A link that was powered down may look warm and reach no codec, so it is begun anew. */
static void ich_link_reset_cold(struct ich *chip, u32 control)
{
	iowrite32(control & ~ICH_GLOB_CNT_COLD, chip->master + ICH_GLOB_CNT);
	/* the write has arrived before the time begins */
	ioread32(chip->master + ICH_GLOB_CNT);
	usleep_range(ICH_LINK_COLD_US, 2 * ICH_LINK_COLD_US);
	iowrite32(control | ICH_GLOB_CNT_COLD, chip->master + ICH_GLOB_CNT);
	usleep_range(ICH_LINK_WAKE_US, 2 * ICH_LINK_WAKE_US);
}

static int ich_link_reset_warm(struct ich *chip, u32 control)
{
	int err;

	control |= control & ICH_GLOB_CNT_COLD ? ICH_GLOB_CNT_WARM : ICH_GLOB_CNT_COLD;
	iowrite32(control, chip->master + ICH_GLOB_CNT);
	err = readx_poll_timeout(ioread32, chip->master + ICH_GLOB_CNT, control,
				 !(control & ICH_GLOB_CNT_WARM), ICH_LINK_POLL_US,
				 ICH_LINK_WARM_US);
	if (!err)
		return 0;
	dev_err(chip->card->dev, "warm reset of the AC-link not over in %u ms, control %#x\n",
		ICH_LINK_WARM_US / 1000, control);
	return -EIO;
}

/* Those that have been found before, or the first of all. */
static int ich_link_wait(struct ich *chip)
{
	u32 status;
	int err;

	err = readx_poll_timeout(ich_link_status, chip, status,
				 status && (status & chip->ready) == chip->ready,
				 ICH_LINK_POLL_US, ICH_LINK_FIRST_US);
	if (err) {
		dev_err(chip->card->dev,
			"no AC'97 codec became ready in %u ms, global status %#x\n",
			ICH_LINK_FIRST_US / 1000, ioread32(chip->master + ICH_GLOB_STA));
		return -ENODEV;
	}
	return 0;
}

/* One that is not there never becomes ready, so the whole time is spent. */
static void ich_link_find_codecs(struct ich *chip)
{
	u32 status;

	if (chip->board->alone)
		status = ich_link_status(chip);
	else
		readx_poll_timeout(ich_link_status, chip, status, status == ich_link_codecs(chip),
				   ICH_LINK_POLL_US, ICH_LINK_OTHERS_US);
	chip->ready = status;
}

/**
 * ich_link_allow_spdif() - let S/PDIF out interrupt, where it has a switch for that
 * @chip: the controller
 * @interrupts: whether
 *
 * Context: Any.
 */
void ich_link_allow_spdif(struct ich *chip, bool interrupts)
{
	u32 value;

	if (!chip->model->family->spdif_switch)
		return;
	pci_read_config_dword(chip->pci, ICH_NFORCE_CONFIG, &value);
	value &= ~(u32)ICH_NFORCE_CONFIG_SPDIF;
	if (interrupts)
		value |= ICH_NFORCE_CONFIG_SPDIF;
	pci_write_config_dword(chip->pci, ICH_NFORCE_CONFIG, value);
}

/**
 * ich_link_start() - bring the AC-link up and wait for the codecs
 * @chip: the controller
 *
 * At the first time any codec will do, and all that are there are noted. Later all of these have to
 * come.
 *
 * Context: May sleep, for 1.5 s.
 * Return: 0; -ENODEV if no codec became ready, or not all that there were; -EIO if a warm reset did
 *	not end.
 */
int ich_link_start(struct ich *chip)
{
	const struct ich_family *family = chip->model->family;
	u32 control = ich_link_wanted(chip, ioread32(chip->master + ICH_GLOB_CNT));
	int err = 0;

	ich_link_silence(chip);
	if (chip->board->warm)
		err = ich_link_reset_warm(chip, control);
	else
		ich_link_reset_cold(chip, control);
	if (!err)
		err = ich_link_wait(chip);
	if (err)
		return err;

	if (!chip->ready)
		ich_link_find_codecs(chip);
	if (family->steers)
		iowrite8(chip->steering, chip->master + ICH_SDM);
	if (family->sis)
		iowrite16(ioread16(chip->master + ICH_SIS_OUTPUT) | ICH_SIS_OUTPUT_ON,
			  chip->master + ICH_SIS_OUTPUT);
	ich_link_allow_spdif(chip, chip->pins[ICH_PIN_SPDIF_OUT].present);
	ich_access_free(chip);
	chip->semaphore_failures = 0;
	return 0;
}

/**
 * ich_link_control() - change bits of the global control for good
 * @chip: the controller
 * @mask: which bits
 * @value: to what
 *
 * Context: May sleep.
 */
void ich_link_control(struct ich *chip, u32 mask, u32 value)
{
	mutex_lock(&chip->codec_lock);
	chip->control_mask |= mask;
	chip->control = (chip->control & ~mask) | value;
	iowrite32((ioread32(chip->master + ICH_GLOB_CNT) & ~mask) | value,
		  chip->master + ICH_GLOB_CNT);
	mutex_unlock(&chip->codec_lock);
}

/**
 * ich_link_steer() - tell by which lines the data of the codecs come
 * @chip: the controller, of a family that steers
 * @value: for SDM
 *
 * Context: May sleep.
 */
void ich_link_steer(struct ich *chip, u8 value)
{
	chip->steering = value;
	iowrite8(value, chip->master + ICH_SDM);
}

/* A rate above 48 kHz takes two frames at a time, in the slots of four channels. */
static u32 ich_link_channels(const struct waveport_format *format)
{
	unsigned int channels = format->rate > 48000 ? 2 * format->channels : format->channels;

	return channels / 2 - 1;
}

/**
 * ich_link_set_pcm_out() - tell the controller what PCM out will carry
 * @chip: the controller
 * @format: of the stream
 *
 * Context: May sleep.
 */
void ich_link_set_pcm_out(struct ich *chip, const struct waveport_format *format)
{
	const struct ich_family *family = chip->model->family;
	u32 mask = family->channels, value;

	/* else the channels may come out shifted */
	if (family->realigns && ioread32(chip->master + ICH_GLOB_CNT) & family->channels) {
		ich_link_control(chip, family->channels, 0);
		msleep(ICH_LINK_REALIGN_MS);
	}
	value = ich_link_channels(format) << __ffs(family->channels);
	if (chip->wide) {
		mask |= ICH_GLOB_CNT_SAMPLES;
		value |= FIELD_PREP(ICH_GLOB_CNT_SAMPLES, format->sample_bits > 16);
	}
	ich_link_control(chip, mask, value);
}
