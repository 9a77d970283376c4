// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AC-link: its start, and the settings of the controller for what it carries.
 *
 * What is written to the global control and to SDM is also stored in struct ich, so that a resume
 * can restore it.
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

#define ICH_LINK_POLL_US	1000
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
	u32 status = chip->model->family->bus->status(chip);

	return status == ICH_GONE ? 0 : status & ich_link_codecs(chip);
}

/**
 * ich_link_ready() - check whether all codecs that were found are ready
 * @chip: the controller
 *
 * Context: Any.
 * Return: true if they are; false also if the controller is gone.
 */
bool ich_link_ready(struct ich *chip)
{
	return chip->ready && (ich_link_status(chip) & chip->ready) == chip->ready;
}

/**
 * ich_link_wanted() - compute the global control for a start of the link
 * @chip: the controller
 * @control: the present value
 *
 * The bits for 2 channels are taken, unless the driver has set others.
 *
 * Context: Any.
 * Return: the value with the settings of the driver.
 */
u32 ich_link_wanted(const struct ich *chip, u32 control)
{
	return (control & ~(chip->model->family->channels | chip->control_mask)) | chip->control;
}

/* Wait for all codecs that were found before, or at the first start for any codec. */
static int ich_link_wait(struct ich *chip)
{
	u32 status;
	int err;

	err = readx_poll_timeout(ich_link_status, chip, status,
				 status && (status & chip->ready) == chip->ready,
				 ICH_LINK_POLL_US, ICH_LINK_FIRST_US);
	if (err) {
		dev_err(chip->card->dev,
			"no AC'97 codec became ready in %u ms, status %#x\n",
			ICH_LINK_FIRST_US / 1000, chip->model->family->bus->status(chip));
		return -ENODEV;
	}
	return 0;
}

/* A missing codec cannot be told from a slow one, so the wait for further codecs is a timeout. */
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
 * ich_link_allow_spdif() - enable or disable the interrupts of S/PDIF out
 * @chip: the controller; does nothing on those that have no switch for it
 * @interrupts: true to enable them
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
 * ich_link_start() - start the AC-link and wait for the codecs
 * @chip: the controller
 *
 * The first start needs at least one codec and records all that become ready. Later starts need all
 * recorded codecs.
 *
 * Context: May sleep, for up to 1.5 s.
 * Return: 0; -ENODEV if no codec, or not every recorded codec, became ready; -EIO if the reset did
 *	not end.
 */
int ich_link_start(struct ich *chip)
{
	const struct ich_bus_ops *bus = chip->model->family->bus;
	int err = bus->reset(chip);

	if (!err)
		err = ich_link_wait(chip);
	if (err)
		return err;

	if (!chip->ready)
		ich_link_find_codecs(chip);
	bus->set_up(chip);
	ich_link_allow_spdif(chip, chip->pins[ICH_PIN_SPDIF_OUT].present);
	ich_access_free(chip);
	chip->semaphore_failures = 0;
	return 0;
}

/**
 * ich_link_connect() - connect the engines of the open pins to the link
 * @chip: the controller
 *
 * Context: May sleep. Call it after a pin was opened or closed.
 */
void ich_link_connect(struct ich *chip)
{
	mutex_lock(&chip->codec_lock);
	if (chip->model->family->bus->connect)
		chip->model->family->bus->connect(chip);
	mutex_unlock(&chip->codec_lock);
}

/**
 * ich_link_control() - change bits of the global control, also for later starts of the link
 * @chip: the controller
 * @mask: the bits to change
 * @value: their new values
 *
 * Context: May sleep.
 */
void ich_link_control(struct ich *chip, u32 mask, u32 value)
{
	void __iomem *control = chip->master + chip->model->family->control;

	mutex_lock(&chip->codec_lock);
	chip->control_mask |= mask;
	chip->control = (chip->control & ~mask) | value;
	iowrite32((ioread32(control) & ~mask) | value, control);
	mutex_unlock(&chip->codec_lock);
}

/**
 * ich_link_steer() - assign SDATA_IN lines to the capture engines, also for later starts
 * @chip: the controller, of a family that steers
 * @value: new value of SDM
 *
 * Context: May sleep.
 */
void ich_link_steer(struct ich *chip, u8 value)
{
	chip->steering = value;
	iowrite8(value, chip->master + ICH_SDM);
}

/* Above 48 kHz the slots of four channels carry two frames of two channels. */
static u32 ich_link_channels(const struct waveport_format *format)
{
	unsigned int channels = format->rate > 48000 ? 2 * format->channels : format->channels;

	return channels / 2 - 1;
}

/**
 * ich_link_set_pcm_out() - set the number of channels and the sample width of PCM out
 * @chip: the controller
 * @format: format of the stream
 *
 * Context: May sleep.
 */
void ich_link_set_pcm_out(struct ich *chip, const struct waveport_format *format)
{
	const struct ich_family *family = chip->model->family;
	u32 mask = family->channels, value;

	/* without this the channels may be assigned to the wrong slots */
	if (family->realigns && ioread32(chip->master + family->control) & family->channels) {
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
