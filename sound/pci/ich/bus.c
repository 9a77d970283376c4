// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers of the controller for codecs and link, as all have them but the ALi M5455.
 */

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <sound/core.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_BUS_COLD_US		20
#define ICH_BUS_WAKE_US		1000
#define ICH_BUS_POLL_US		1000
#define ICH_BUS_WARM_US		250000

static void __iomem *ich_bus_register(const struct ich *chip, unsigned int codec,
				      unsigned int reg)
{
	return chip->mixer + codec * ICH_CODEC_STEP + reg;
}

static bool ich_bus_take(struct ich *chip)
{
	return !(ioread8(chip->master + ICH_CAS) & ICH_CAS_BUSY);
}

static bool ich_bus_read(struct ich *chip, unsigned int codec, unsigned int reg, u16 *value)
{
	*value = ioread16(ich_bus_register(chip, codec, reg));
	if (!(ioread32(chip->master + ICH_GLOB_STA) & ICH_GLOB_STA_RCS))
		return true;
	/* the other write-1-to-clear bits must not be cleared */
	iowrite32(ICH_GLOB_STA_RCS, chip->master + ICH_GLOB_STA);
	return false;
}

static bool ich_bus_write(struct ich *chip, unsigned int codec, unsigned int reg, u16 value)
{
	iowrite16(value, ich_bus_register(chip, codec, reg));
	return true;
}

static u32 ich_bus_status(const struct ich *chip)
{
	return ioread32(chip->master + ICH_GLOB_STA);
}

/* Clear events that firmware or a modem driver has left; they would assert the interrupt line. */
static void ich_bus_silence(struct ich *chip)
{
	iowrite32(ICH_GLOB_STA_RCS | ICH_GLOB_STA_GSCI | chip->model->family->wakes,
		  chip->master + ICH_GLOB_STA);
}

/* After a power-down the registers may show a running link with no codec, so it is reset cold. */
static int ich_bus_reset_cold(struct ich *chip, u32 control)
{
	iowrite32(control & ~ICH_GLOB_CNT_COLD, chip->master + ICH_GLOB_CNT);
	/* the read makes sure that the write has reached the device before the delay begins */
	ioread32(chip->master + ICH_GLOB_CNT);
	usleep_range(ICH_BUS_COLD_US, 2 * ICH_BUS_COLD_US);
	iowrite32(control | ICH_GLOB_CNT_COLD, chip->master + ICH_GLOB_CNT);
	usleep_range(ICH_BUS_WAKE_US, 2 * ICH_BUS_WAKE_US);
	return 0;
}

static int ich_bus_reset_warm(struct ich *chip, u32 control)
{
	int err;

	control |= control & ICH_GLOB_CNT_COLD ? ICH_GLOB_CNT_WARM : ICH_GLOB_CNT_COLD;
	iowrite32(control, chip->master + ICH_GLOB_CNT);
	err = readx_poll_timeout(ioread32, chip->master + ICH_GLOB_CNT, control,
				 !(control & ICH_GLOB_CNT_WARM), ICH_BUS_POLL_US, ICH_BUS_WARM_US);
	if (!err)
		return 0;
	dev_err(chip->card->dev, "AC-link: warm reset did not end in %u ms, control %#x\n",
		ICH_BUS_WARM_US / 1000, control);
	return -EIO;
}

/* The link is on and interrupts of the codecs are off. */
static int ich_bus_reset(struct ich *chip)
{
	u32 control = ioread32(chip->master + ICH_GLOB_CNT);

	control &= ~(ICH_GLOB_CNT_SHUT_OFF | ICH_GLOB_CNT_GIE | ICH_GLOB_CNT_WARM |
		     chip->model->family->wake_enables);
	control = ich_link_wanted(chip, control);
	ich_bus_silence(chip);
	return chip->board->warm ? ich_bus_reset_warm(chip, control) :
				   ich_bus_reset_cold(chip, control);
}

static void ich_bus_set_up(struct ich *chip)
{
	const struct ich_family *family = chip->model->family;

	if (family->steers)
		iowrite8(chip->steering, chip->master + ICH_SDM);
	if (family->sis)
		iowrite16(ioread16(chip->master + ICH_SIS_OUTPUT) | ICH_SIS_OUTPUT_ON,
			  chip->master + ICH_SIS_OUTPUT);
}

const struct ich_bus_ops ich_bus_ops = {
	.take = ich_bus_take,
	.read = ich_bus_read,
	.write = ich_bus_write,
	.status = ich_bus_status,
	.reset = ich_bus_reset,
	.set_up = ich_bus_set_up,
};
