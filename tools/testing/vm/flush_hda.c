// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mark through an HD Audio controller and the codec of QEMU's hda-duplex. It uses the last
 * stream descriptor and a stream tag that the driver does not, and gives the codec its verbs by the
 * registers for single commands, which QEMU answers at once. The format of the converter stays:
 * another rate would lose the frames.
 */
#include "flush_card.h"

#define REG_GCTL	0x08
#define GCTL_RUNS	0x01	/* 0 holds controller and link in reset */
#define REG_COMMAND	0x60
#define REG_RESPONSE	0x64
#define REG_STATUS	0x68
#define STATUS_BUSY	0x01
#define STATUS_VALID	0x02

/* The fourth of the output descriptors, which follow four input descriptors. */
#define STREAM		(0x80 + 7 * 0x20)
#define REG_CTL		(STREAM + 0x00)
#define REG_CBL		(STREAM + 0x08)
#define REG_LVI		(STREAM + 0x0c)
#define REG_FMT		(STREAM + 0x12)
#define REG_BDPL	(STREAM + 0x18)
#define REG_BDPU	(STREAM + 0x1c)
#define CTL_RUN		0x02
#define CTL_TAG		20

#define TAG		15
#define DAC		2	/* node of the codec with address 0 */
#define GET_FORMAT	0xa0000
#define GET_STREAM	0xf0600
#define SET_STREAM	0x70600

#define DESCRIPTORS	2	/* the least */
#define BEHIND		128

struct descriptor {
	uint32_t address;
	uint32_t address_high;
	uint32_t bytes;
	uint32_t control;
};

static uint32_t control_before;
static uint32_t stream_before;

static uint32_t command(const struct device *device, uint32_t verb)
{
	device_put(device, REG_STATUS, STATUS_VALID, 2);
	device_put(device, REG_COMMAND, DAC << 20 | verb, 4);
	device_put(device, REG_STATUS, STATUS_BUSY, 2);
	return device_get(device, REG_RESPONSE);
}

/* The same bytes twice, again and again. */
static void start(struct device *device)
{
	struct descriptor *list = (struct descriptor *)device->page;
	const uint32_t bytes = PAGE_BYTES - BEHIND;

	for (int i = 0; i < DESCRIPTORS; i++)
		list[i] = (struct descriptor){ device->address + BEHIND, 0, bytes, 0 };
	device_fill_with_mark(device, BEHIND);
	control_before = device_get(device, REG_GCTL);
	device_put(device, REG_GCTL, control_before | GCTL_RUNS, 4);
	stream_before = command(device, GET_STREAM);
	command(device, SET_STREAM | TAG << 4);
	device_put(device, REG_BDPL, device->address, 4);
	device_put(device, REG_BDPU, 0, 4);
	device_put(device, REG_CBL, DESCRIPTORS * bytes, 4);
	device_put(device, REG_LVI, DESCRIPTORS - 1, 2);
	device_put(device, REG_FMT, command(device, GET_FORMAT), 2);
	device_put(device, REG_CTL, TAG << CTL_TAG | CTL_RUN, 4);
}

static void stop(struct device *device)
{
	device_put(device, REG_CTL, 0, 4);
	command(device, SET_STREAM | stream_before);
	device_put(device, REG_GCTL, control_before, 4);
}

const struct flush_card flush_hda = {
	.name = "HD Audio",
	/* 82801FB and 82801I, with --card hda and ich9-hda */
	.ids = (const unsigned int []){ 0x2668, 0x293e, 0x3b56, 0 },
	.region = "resource0",
	.memory_only = true,
	.start = start,
	.stop = stop,
};
