// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to the registers of the codecs. An access takes about 40 us and needs a hardware
 * semaphore, so it may sleep and is never made with the stream locked.
 *
 * A read of the semaphore that returns "free" takes it; the end of a codec access releases it. If
 * anything else reads the semaphore, it remains taken; then an additional codec access releases it.
 */

#include <linux/bitfield.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/mutex.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_ACCESS_POLL_US	10
#define ICH_ACCESS_TIMEOUT_US	1000
/* After so many failures in a row the semaphore is considered broken and not read any more. */
#define ICH_ACCESS_FAILURES	8

/**
 * ich_access_free() - release the semaphore if it was left taken
 * @chip: the controller, its link up
 *
 * Context: May sleep.
 */
void ich_access_free(struct ich *chip)
{
	u16 value;

	chip->model->family->bus->read(chip, 0, 0, &value);
}

static bool ich_access_is_free(struct ich *chip)
{
	bool taken;

	return !readx_poll_timeout(chip->model->family->bus->take, chip, taken, taken,
				   ICH_ACCESS_POLL_US, ICH_ACCESS_TIMEOUT_US);
}

/*
 * Take the semaphore. The caller makes its access even if that fails: codec_lock excludes other
 * accesses of this driver, so at worst it disturbs an old one whose result is not used.
 *
 * Context: May sleep. codec_lock held.
 */
static void ich_access_take(struct ich *chip, unsigned int codec, unsigned int reg)
{
	if (chip->semaphore_failures >= ICH_ACCESS_FAILURES)
		return;
	if (ich_access_is_free(chip)) {
		chip->semaphore_failures = 0;
		return;
	}

	ich_access_free(chip);
	if (ich_access_is_free(chip)) {
		dev_warn_ratelimited(chip->card->dev,
				     "codec %u: semaphore freed for register %#x, it was taken\n",
				     codec, reg);
		chip->semaphore_failures = 0;
		return;
	}
	if (++chip->semaphore_failures == 1)
		dev_err(chip->card->dev,
			"codec %u: semaphore not free in %u us for register %#x\n",
			codec, 2 * ICH_ACCESS_TIMEOUT_US, reg);
}

static void ich_access_complain(struct ich *chip, const char *access, unsigned int codec,
				unsigned int reg)
{
	if (!chip->quiet)
		dev_err_ratelimited(chip->card->dev, "codec %u: no answer to a %s of register %#x\n",
				    codec, access, reg);
}

/* Context: May sleep. codec_lock held. */
static u16 ich_access_read(struct ich *chip, unsigned int codec, unsigned int reg)
{
	u16 value;

	ich_access_take(chip, codec, reg);
	if (chip->model->family->bus->read(chip, codec, reg, &value))
		return value;
	ich_access_complain(chip, "read", codec, reg);
	return (u16)ICH_GONE;
}

/* Context: May sleep. codec_lock held. */
static void ich_access_write(struct ich *chip, unsigned int codec, unsigned int reg, u16 value)
{
	ich_access_take(chip, codec, reg);
	if (!chip->model->family->bus->write(chip, codec, reg, value))
		ich_access_complain(chip, "write", codec, reg);
}

/*
 * While the link is powered down, reads return the register cache of the AC'97 library. It also
 * has the writes of that time, and restores them at the resume.
 */
static unsigned short ich_access_bus_read(struct snd_ac97 *codec, unsigned short reg)
{
	struct ich *chip = codec->private_data;
	u16 value;

	mutex_lock(&chip->codec_lock);
	value = chip->asleep ? codec->regs[reg] : ich_access_read(chip, codec->num, reg);
	mutex_unlock(&chip->codec_lock);
	return value;
}

static void ich_access_bus_write(struct snd_ac97 *codec, unsigned short reg, unsigned short value)
{
	struct ich *chip = codec->private_data;

	mutex_lock(&chip->codec_lock);
	if (!chip->asleep)
		ich_access_write(chip, codec->num, reg, value);
	mutex_unlock(&chip->codec_lock);
}

const struct snd_ac97_bus_ops ich_access_ops = {
	.read = ich_access_bus_read,
	.write = ich_access_bus_write,
};

/**
 * ich_access_allow() - enable or disable accesses to the codecs
 * @chip: the controller
 * @awake: true if the codecs can be accessed
 *
 * Context: May sleep. No access is running any more when it returns.
 */
void ich_access_allow(struct ich *chip, bool awake)
{
	mutex_lock(&chip->codec_lock);
	WRITE_ONCE(chip->asleep, !awake);
	mutex_unlock(&chip->codec_lock);
}

/**
 * ich_access_find_line() - find the SDATA_IN line that a codec is connected to
 * @chip: the controller, of a family that steers
 * @codec: number of the codec
 *
 * Context: May sleep.
 * Return: the line, 0 to 2.
 */
unsigned int ich_access_find_line(struct ich *chip, unsigned int codec)
{
	unsigned int line;

	mutex_lock(&chip->codec_lock);
	ich_access_read(chip, codec, 0);
	line = FIELD_GET(ICH_SDM_LAST, ioread8(chip->master + ICH_SDM));
	mutex_unlock(&chip->codec_lock);
	return line < ICH_CODECS ? line : 0;
}
