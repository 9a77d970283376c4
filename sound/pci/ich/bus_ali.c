// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers of the ALi M5455 for codecs and link. An access to a codec is a command, whose
 * progress a register shows. What is not written here for a reason is done as snd-intel8x0 does it.
 */

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <sound/core.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_ALI_POLL_US		10
#define ICH_ALI_TIMEOUT_US	1000
#define ICH_ALI_RESET_POLL_US	1000
#define ICH_ALI_RESET_US	500000
#define ICH_ALI_FIFOS		3

static bool ich_ali_wait(struct ich *chip, u8 bit)
{
	u8 ports;

	return !readx_poll_timeout(ioread8, chip->master + ICH_ALI_PORTS, ports, ports & bit,
				   ICH_ALI_POLL_US, ICH_ALI_TIMEOUT_US);
}

static bool ich_ali_take(struct ich *chip)
{
	return !(ioread32(chip->master + ICH_ALI_CAS) & ICH_ALI_CAS_BUSY);
}

static bool ich_ali_command(struct ich *chip, unsigned int codec, u16 command, u8 done)
{
	if (codec)
		command |= ICH_ALI_COMMAND_SECOND;
	iowrite16(command, chip->master + ICH_ALI_COMMAND);
	return ich_ali_wait(chip, done);
}

static bool ich_ali_read(struct ich *chip, unsigned int codec, unsigned int reg, u16 *value)
{
	if (!ich_ali_wait(chip, ICH_ALI_PORTS_READY) ||
	    !ich_ali_command(chip, codec, reg | ICH_ALI_COMMAND_READ, ICH_ALI_PORTS_ANSWERED))
		return false;
	*value = ioread16(chip->master + ICH_ALI_ANSWER);
	return true;
}

static bool ich_ali_write(struct ich *chip, unsigned int codec, unsigned int reg, u16 value)
{
	if (!ich_ali_wait(chip, ICH_ALI_PORTS_READY))
		return false;
	iowrite16(value, chip->master + ICH_ALI_VALUE);
	return ich_ali_command(chip, codec, reg, ICH_ALI_PORTS_WRITTEN);
}

/* A codec is asked for by setting its bit, which remains set if the codec is ready. */
static u32 ich_ali_status(const struct ich *chip)
{
	u32 tags = ioread32(chip->master + ICH_ALI_TAGS);

	iowrite32(tags | ICH_ALI_TAGS_FIRST | ICH_ALI_TAGS_SECOND, chip->master + ICH_ALI_TAGS);
	return tags;
}

static int ich_ali_reset(struct ich *chip)
{
	u32 control = ioread32(chip->master + ICH_ALI_CONTROL), status;
	int err;

	control |= control & ICH_ALI_CONTROL_COLD ? ICH_ALI_CONTROL_WARM : ICH_ALI_CONTROL_COLD;
	iowrite32(control & ~ICH_ALI_CONTROL_RESET, chip->master + ICH_ALI_CONTROL);
	err = readx_poll_timeout(ioread32, chip->master + ICH_ALI_IRQ_STATUS, status,
				 !(status & ICH_ALI_IRQ_GPIO), ICH_ALI_RESET_POLL_US,
				 ICH_ALI_RESET_US);
	if (!err)
		return 0;
	dev_err(chip->card->dev, "AC-link: reset did not end in %u ms, interrupt status %#x\n",
		ICH_ALI_RESET_US / 1000, status);
	return -EIO;
}

static void ich_ali_connect(struct ich *chip)
{
	u32 value = ICH_ALI_INTERFACE_PCM_IN | ICH_ALI_INTERFACE_PCM_OUT;

	if (chip->pins[ICH_PIN_MIC_IN].pcm_open)
		value |= ICH_ALI_INTERFACE_MIC_IN;
	if (chip->pins[ICH_PIN_SPDIF_OUT].pcm_open)
		value |= ICH_ALI_INTERFACE_SPDIF_OUT;
	iowrite32(value, chip->master + ICH_ALI_INTERFACE);
}

/* The master reset takes all settings away, so it comes before them. */
static void ich_ali_set_up(struct ich *chip)
{
	u32 fifos = ICH_ALI_FIFO_CLEAR * 0x01010101U;
	unsigned int i;

	iowrite32(ICH_ALI_CONTROL_RESET, chip->master + ICH_ALI_CONTROL);
	for (i = 0; i < ICH_ALI_FIFOS; i++)
		iowrite32(fifos, chip->master + ICH_ALI_FIFO + i * ICH_ALI_FIFO_STEP);
	ich_ali_connect(chip);
	iowrite32(0, chip->master + ICH_ALI_IRQ_CONTROL);
	iowrite32(ioread32(chip->master + ICH_ALI_IRQ_STATUS), chip->master + ICH_ALI_IRQ_STATUS);
	iowrite32(ich_link_wanted(chip, ioread32(chip->master + ICH_ALI_CONTROL)),
		  chip->master + ICH_ALI_CONTROL);
}

/*
 * It is not known whether the status follows the events of the engines or keeps them. So it is
 * acknowledged after the engines, and they are checked again for an event in between.
 */
static bool ich_ali_interrupt(struct ich *chip)
{
	u32 status = ioread32(chip->master + ICH_ALI_IRQ_STATUS);
	bool handled;

	if (status == ICH_GONE)
		return false;
	handled = ich_engines_interrupt(&chip->bus_master);
	if (!status)
		return handled;
	iowrite32(status, chip->master + ICH_ALI_IRQ_STATUS);
	handled |= ich_engines_interrupt(&chip->bus_master);
	return handled || status & ICH_ALI_IRQ_ENGINES;
}

const struct ich_bus_ops ich_ali_bus_ops = {
	.take = ich_ali_take,
	.read = ich_ali_read,
	.write = ich_ali_write,
	.status = ich_ali_status,
	.reset = ich_ali_reset,
	.set_up = ich_ali_set_up,
	.connect = ich_ali_connect,
	.interrupt = ich_ali_interrupt,
};
