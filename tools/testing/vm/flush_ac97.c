// SPDX-License-Identifier: GPL-2.0-only
/* The mark through the engine PCM out of an AC'97 bus master, which is in reset afterwards. */
#include "flush_card.h"

/* The registers of playback, in the second region of the device: ports or memory. */
#define REG_BDBAR	0x10
#define REG_LVI		0x15
#define REG_SR		0x16
#define REG_CR		0x1b
#define CR_RUN		0x01
#define CR_RESET	0x02
#define SR_CLEAR	0x1c

#define DESCRIPTORS	32

struct descriptor {
	uint32_t address;
	uint16_t samples;
	uint16_t control;
};

/* A full list and, behind it, the mark that every descriptor plays. */
static void start(struct device *device)
{
	struct descriptor *list = (struct descriptor *)device->page;
	const size_t behind = DESCRIPTORS * sizeof(*list);

	for (int i = 0; i < DESCRIPTORS; i++)
		list[i] = (struct descriptor){
			device->address + behind, (PAGE_BYTES - behind) / sizeof(int16_t), 0 };
	device_fill_with_mark(device, behind);
	device_put(device, REG_CR, CR_RESET, 1);
	device_put(device, REG_BDBAR, device->address, 4);
	device_put(device, REG_LVI, DESCRIPTORS - 1, 1);
	device_put(device, REG_CR, CR_RUN, 1);
}

static void stop(struct device *device)
{
	device_put(device, REG_CR, 0, 1);
	device_put(device, REG_SR, SR_CLEAR, 2);
	device_put(device, REG_CR, CR_RESET, 1);
}

const struct flush_card flush_ac97 = {
	.name = "AC'97",
	/* 82801AA, what QEMU emulates, and 82801DB with --hardware ich4 */
	.ids = (const unsigned int []){ 0x2415, 0x24c5, 0 },
	.region = "resource1",
	.start = start,
	.stop = stop,
};
