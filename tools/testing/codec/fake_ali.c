// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers of the fake controller if it is an ALi M5455.
 */

#include "fake.h"

bool fake_is_ali(void)
{
	return fake.chip.model && fake.chip.model->family->bus == &ich_ali_bus_ops;
}

static struct fake_ali *ali(void)
{
	return &fake.ali;
}

/* A master reset loses what was set, and ends at once. The link stays up. */
static void set_control(u32 value)
{
	if (value & ICH_ALI_CONTROL_RESET) {
		ali()->control = ICH_ALI_CONTROL_COLD;
		ali()->interface = 0;
		return;
	}
	if (fake.control_count < FAKE_WRITES)
		fake.controls[fake.control_count++] = value;
	if (!fake.up && value & ICH_ALI_CONTROL_COLD) {
		fake.up = true;
		fake.up_us = fake.now_us;
		fake_reset_codecs();
	}
	ali()->control = value & ~(u32)ICH_ALI_CONTROL_WARM;
	if (value & (ICH_ALI_CONTROL_WARM | ICH_ALI_CONTROL_COLD))
		ali()->reset_end_us = fake.now_us + ali()->reset_us;
}

/* Of the bits that were asked for, those of codecs that are ready. */
static u32 tags(void)
{
	u32 ready = 0;

	if (fake_is_ready(&fake.codecs[0]))
		ready |= ICH_ALI_TAGS_FIRST;
	if (fake_is_ready(&fake.codecs[1]))
		ready |= ICH_ALI_TAGS_SECOND;
	return ali()->tags & ready;
}

static void command(u16 value)
{
	unsigned int reg = value & 0x7f;
	unsigned int number = !!(value & ICH_ALI_COMMAND_SECOND);
	struct fake_codec *codec = fake_codec_at(number * ICH_CODEC_STEP);

	assert_false(ali()->busy);
	fake_begin_access(reg);
	ali()->ports = 0;
	if (!codec)
		return;
	if (value & ICH_ALI_COMMAND_READ) {
		ali()->answer = codec->regs[reg / 2];
		ali()->ports = ICH_ALI_PORTS_ANSWERED;
	} else {
		codec->regs[reg / 2] = ali()->value;
		ali()->ports = ICH_ALI_PORTS_WRITTEN;
	}
}

static u32 take(void)
{
	u32 before = fake.taken ? ICH_ALI_CAS_BUSY : 0;

	fake.semaphore_reads++;
	fake.taken = true;
	return before;
}

static u32 events(void)
{
	return ali()->events | (fake.now_us < ali()->reset_end_us ? ICH_ALI_IRQ_GPIO : 0);
}

u32 fake_ali_read(unsigned int offset, unsigned int bits)
{
	switch (offset << 8 | bits) {
	case ICH_ALI_CONTROL << 8 | 32:
		return ali()->control;
	case ICH_ALI_IRQ_STATUS << 8 | 32:
		return events();
	case ICH_ALI_ANSWER << 8 | 16:
		return ali()->answer;
	case ICH_ALI_TAGS << 8 | 32:
		return tags();
	case ICH_ALI_PORTS << 8 | 8:
		return ali()->ports | (ali()->busy ? 0 : ICH_ALI_PORTS_READY);
	case ICH_ALI_CAS << 8 | 32:
		return take();
	default:
		fail_msg("%u bits read at %#x", bits, offset);
		return 0;
	}
}

void fake_ali_write(unsigned int offset, unsigned int bits, u32 value)
{
	switch (offset << 8 | bits) {
	case ICH_ALI_CONTROL << 8 | 32:
		set_control(value);
		break;
	case ICH_ALI_FIFO << 8 | 32:
	case (ICH_ALI_FIFO + ICH_ALI_FIFO_STEP) << 8 | 32:
	case (ICH_ALI_FIFO + 2 * ICH_ALI_FIFO_STEP) << 8 | 32:
		ali()->fifos[(offset - ICH_ALI_FIFO) / ICH_ALI_FIFO_STEP] = value;
		break;
	case ICH_ALI_INTERFACE << 8 | 32:
		ali()->interface = value;
		break;
	case ICH_ALI_IRQ_CONTROL << 8 | 32:
		assert_int_equal(value, 0);
		break;
	case ICH_ALI_IRQ_STATUS << 8 | 32:
		ali()->events &= ~value;
		break;
	case ICH_ALI_VALUE << 8 | 16:
		ali()->value = value;
		break;
	case ICH_ALI_COMMAND << 8 | 16:
		command(value);
		break;
	case ICH_ALI_TAGS << 8 | 32:
		ali()->tags = value;
		break;
	default:
		fail_msg("%u bits written at %#x", bits, offset);
	}
}
