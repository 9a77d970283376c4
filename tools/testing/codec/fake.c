// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fake controller: its registers and their changes over time.
 */

#include <stdio.h>

#include <linux/delay.h>
#include <linux/io.h>

#include "fake.h"

struct fake fake;

void fake_wait(unsigned long us)
{
	fake.now_us += us;
}

void fake_message(bool error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(fake.message, sizeof(fake.message), format, arguments);
	va_end(arguments);
	if (error)
		fake.errors++;
	else
		fake.warnings++;
}

int ich_engine_power_on(struct ich_engine *engine)
{
	(void)engine;
	fake.resets++;
	return 0;
}

bool ich_engines_interrupt(struct ich_master *master)
{
	(void)master;
	fake.checks++;
	return false;
}

/* See ich_run_ops in fake_clock.c. */
const struct ich_run_ops ich_ali_run_ops;

/* Set the registers of a codec to their values after a reset. */
static void fake_reset_codec(struct fake_codec *codec)
{
	u16 kind = codec->regs[AC97_VENDOR_ID1 / 2];

	memset(codec->regs, 0, sizeof(codec->regs));
	codec->regs[AC97_VENDOR_ID1 / 2] = kind;
	codec->regs[AC97_MASTER / 2] = 0x8000;
	codec->regs[AC97_EXTENDED_ID / 2] = AC97_EI_SPDIF | AC97_EI_VRM;
	codec->regs[AC97_PCM_FRONT_DAC_RATE / 2] = 48000;
	if (codec->modem)
		codec->regs[AC97_EXTENDED_ID / 2] = 0;
}

void fake_reset_codecs(void)
{
	unsigned int i;

	for (i = 0; i < FAKE_CODECS; i++)
		fake_reset_codec(&fake.codecs[i]);
}

bool fake_is_ready(const struct fake_codec *codec)
{
	return codec->present && fake.up && fake.now_us >= fake.up_us + codec->late_us;
}

struct fake_codec *fake_codec_at(unsigned int offset)
{
	struct fake_codec *codec = &fake.codecs[offset / ICH_CODEC_STEP];

	return fake_is_ready(codec) ? codec : NULL;
}

static u32 fake_status(void)
{
	u32 status = fake.sticky | fake.extra;
	unsigned int i;

	for (i = 0; i < FAKE_CODECS; i++) {
		if (fake_is_ready(&fake.codecs[i]))
			status |= fake.chip.model->family->ready[fake.codecs[i].line];
	}
	return status;
}

/* A start of a link that is up already has no effect. */
static void fake_set_control(u32 value)
{
	bool up = value & ICH_GLOB_CNT_COLD && !(value & ICH_GLOB_CNT_SHUT_OFF);

	if (fake.control_count < FAKE_WRITES)
		fake.controls[fake.control_count] = value;
	fake.control_count++;
	if (!(value & ICH_GLOB_CNT_COLD))
		fake_reset_codecs();
	if (up && !fake.up)
		fake.up_us = fake.now_us;
	fake.up = up;
	if (value & ICH_GLOB_CNT_WARM)
		fake.warm_end_us = fake.now_us + fake.warm_us;
	fake.control = value & ~(u32)ICH_GLOB_CNT_WARM;
}

static u32 fake_control(void)
{
	return fake.control | (fake.now_us < fake.warm_end_us ? ICH_GLOB_CNT_WARM : 0);
}

/* The end of any access releases the semaphore, whether a codec answers or not. */
void fake_begin_access(unsigned int offset)
{
	/* a read of the first register may be made only to release the semaphore */
	if (!fake.taken && offset)
		fake.untaken++;
	fake.taken = fake.stuck;
}

static u16 fake_read_codec(unsigned int offset)
{
	struct fake_codec *codec = fake_codec_at(offset);

	fake_begin_access(offset);
	if (!codec) {
		fake.sticky |= ICH_GLOB_STA_RCS;
		return 0xffff;
	}
	fake.last_line = codec->line;
	return codec->regs[offset % ICH_CODEC_STEP / 2];
}

static void fake_write_codec(unsigned int offset, u16 value)
{
	struct fake_codec *codec = fake_codec_at(offset);

	fake_begin_access(offset);
	if (codec)
		codec->regs[offset % ICH_CODEC_STEP / 2] = value;
}

static u8 fake_take(void)
{
	u8 before = fake.taken;

	fake.semaphore_reads++;
	fake.taken = true;
	return before;
}

static bool fake_in_mixer(const void *address)
{
	return (const u8 *)address >= fake.mixer &&
	       (const u8 *)address < fake.mixer + sizeof(fake.mixer);
}

static unsigned int fake_offset(const void *address)
{
	return (const u8 *)address - fake.master;
}

static bool fake_in_pcm_out(const void *address)
{
	return fake_offset(address) / ICH_ENGINE_STEP == ICH_PCM_OUT / ICH_ENGINE_STEP;
}

/* The driver must access no other register. */
static u32 fake_read(const void *address, unsigned int bits)
{
	if (fake.gone)
		return ~0U;
	if (fake_in_mixer(address)) {
		assert_false(fake_is_ali());
		assert_int_equal(bits, 16);
		return fake_read_codec((const u8 *)address - fake.mixer);
	}
	if (fake_is_ali())
		return fake_ali_read(fake_offset(address), bits);
	if (fake_in_pcm_out(address))
		return fake_clock_read(fake_offset(address) - ICH_PCM_OUT, bits);
	switch (fake_offset(address) << 8 | bits) {
	case ICH_GLOB_CNT << 8 | 32:
		return fake_control();
	case ICH_GLOB_STA << 8 | 32:
		return fake_status();
	case ICH_CAS << 8 | 8:
		return fake_take();
	case ICH_SDM << 8 | 8:
		return fake.steering | fake.last_line;
	case ICH_SIS_OUTPUT << 8 | 16:
		return fake.output;
	default:
		fail_msg("%u bits read at %#x", bits, fake_offset(address));
		return 0;
	}
}

static void fake_write(u32 value, const void *address, unsigned int bits)
{
	if (fake.gone)
		return;
	if (fake_in_mixer(address)) {
		assert_int_equal(bits, 16);
		fake_write_codec((const u8 *)address - fake.mixer, value);
		return;
	}
	if (fake_is_ali()) {
		fake_ali_write(fake_offset(address), bits, value);
		return;
	}
	if (fake_in_pcm_out(address)) {
		fake_clock_write(fake_offset(address) - ICH_PCM_OUT, bits, value);
		return;
	}
	switch (fake_offset(address) << 8 | bits) {
	case ICH_GLOB_CNT << 8 | 32:
		fake_set_control(value);
		break;
	case ICH_GLOB_STA << 8 | 32:
		fake.sticky &= ~value;
		break;
	case ICH_SDM << 8 | 8:
		fake.steering = value & ~(u8)ICH_SDM_LAST;
		break;
	case ICH_SIS_OUTPUT << 8 | 16:
		fake.output = value;
		break;
	default:
		fail_msg("%u bits written at %#x", bits, fake_offset(address));
	}
}

u8 ioread8(const void *address)
{
	return fake_read(address, 8);
}

u16 ioread16(const void *address)
{
	return fake_read(address, 16);
}

u32 ioread32(const void *address)
{
	return fake_read(address, 32);
}

void iowrite8(u8 value, void *address)
{
	fake_write(value, address, 8);
}

void iowrite16(u16 value, void *address)
{
	fake_write(value, address, 16);
}

void iowrite32(u32 value, void *address)
{
	fake_write(value, address, 32);
}

static const struct ich_model *fake_model(unsigned int device)
{
	const struct pci_device_id *id;

	for (id = ich_ids; id->device != device; id++)
		assert_int_not_equal(id->vendor, 0);
	return &ich_models[id->driver_data];
}

/**
 * fake_start() - begin with a controller whose link is down, without codecs
 * @device: its PCI device
 * @subsystem_vendor: subsystem vendor of its board
 * @subsystem_device: subsystem device of its board
 */
void fake_start(unsigned int device, u16 subsystem_vendor, u16 subsystem_device)
{
	struct ich *chip = &fake.chip;
	unsigned int i;

	library_free();
	memset(&fake, 0, sizeof(fake));
	fake.pci.subsystem_vendor = subsystem_vendor;
	fake.pci.subsystem_device = subsystem_device;
	fake.pci.dev.data = &fake.card;
	fake.pci.dev.users = 1;
	fake.card.dev = &fake.pci.dev;
	fake.card.private_data = chip;
	chip->card = &fake.card;
	chip->pci = &fake.pci;
	chip->model = fake_model(device);
	chip->board = ich_board_find(&fake.pci);
	chip->mixer = fake.mixer;
	chip->mixer_bytes = sizeof(fake.mixer);
	chip->master = fake.master;
	for (i = 0; i < ICH_PINS; i++) {
		chip->pins[i].chip = chip;
		chip->pins[i].present = chip->model->family->pins & BIT(i);
		chip->pins[i].engine.name = "engine";
	}
}

/**
 * fake_add_codec() - add a codec
 * @number: number of the codec
 * @line: SDATA_IN line of the codec
 * @kind: FAKE_STEREO or FAKE_SURROUND, or 0 for a modem
 */
void fake_add_codec(unsigned int number, unsigned int line, unsigned int kind)
{
	struct fake_codec *codec = &fake.codecs[number];

	codec->present = true;
	codec->line = line;
	codec->modem = !kind;
	codec->regs[AC97_VENDOR_ID1 / 2] = kind ?: 0x4d4d;
	fake_reset_codec(codec);
}

/**
 * fake_lose_power() - lose the values of all registers
 */
void fake_lose_power(void)
{
	fake.control = 0;
	fake.control_count = 0;
	fake.steering = 0;
	fake.output = 0;
	fake.sticky = 0;
	memset(&fake.ali, 0, sizeof(fake.ali));
	fake.up = false;
	memset(fake.pci.config, 0, sizeof(fake.pci.config));
	fake_reset_codecs();
}

/**
 * fake_make() - start the link and create the codecs as the probe does
 */
void fake_make(void)
{
	assert_int_equal(ich_link_start(&fake.chip), 0);
	assert_int_equal(ich_codec_create(&fake.chip), 0);
}

u16 fake_register(unsigned int codec, unsigned int reg)
{
	return fake.codecs[codec].regs[reg / 2];
}
