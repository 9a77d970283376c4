/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A controller with codecs behind it, made of variables: the registers of the link and of the
 * codecs, with what reading, writing and time do to them. The engines are only counted.
 */
#ifndef CODEC_FAKE_H
#define CODEC_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>

#include <cmocka.h>

#include "ich.h"
#include "ich_regs.h"

#define FAKE_CODECS		3
#define FAKE_WRITES		64
#define FAKE_MESSAGE		160

/* Codecs by the device of their subsystem, in the fake library too. */
#define FAKE_STEREO		0x0001
#define FAKE_SURROUND		0x0002

/**
 * struct fake_codec - a codec
 * @present: it is there
 * @line: its data come by this line
 * @late_us: it becomes ready so long after the link
 * @modem: it is no audio codec
 * @regs: its registers
 */
struct fake_codec {
	bool present;
	unsigned int line;
	unsigned long late_us;
	bool modem;
	u16 regs[ICH_CODEC_STEP / 2];
};

/**
 * struct fake - all of it
 * @card: the card
 * @pci: the device
 * @chip: what the driver knows; starts as after the mapping of the device
 * @mixer: addresses of the codecs' registers
 * @master: addresses of the controller's
 * @codecs: by number
 * @now_us: time
 * @up_us: since when the link is up
 * @up: the link is up
 * @gone: every read gives ones
 * @control: global control
 * @sticky: bits of the global status that a 1 clears
 * @extra: further bits of the global status
 * @warm_us: how long a warm reset takes
 * @warm_end_us: when it ends
 * @taken: the codec semaphore
 * @stuck: nothing gives it back
 * @last_line: of the last codec read
 * @steering: SDM
 * @output: switch of the SiS 7012
 * @controls: what was written to the global control, in order
 * @control_count: how often
 * @semaphore_reads: how often the semaphore was asked for
 * @untaken: accesses of a codec that did not hold it
 * @resets: of engines
 * @errors: messages of errors
 * @warnings: other messages
 * @message: the last one
 */
struct fake {
	struct snd_card card;
	struct pci_dev pci;
	struct ich chip;
	u8 mixer[FAKE_CODECS * ICH_CODEC_STEP];
	u8 master[0x100];
	struct fake_codec codecs[FAKE_CODECS];
	unsigned long now_us;
	unsigned long up_us;
	bool up;
	bool gone;
	u32 control;
	u32 sticky;
	u32 extra;
	unsigned long warm_us;
	unsigned long warm_end_us;
	bool taken;
	bool stuck;
	unsigned int last_line;
	u8 steering;
	u16 output;
	u32 controls[FAKE_WRITES];
	unsigned int control_count;
	unsigned int semaphore_reads;
	unsigned int untaken;
	unsigned int resets;
	unsigned int errors;
	unsigned int warnings;
	char message[FAKE_MESSAGE];
};

extern struct fake fake;

/* The families, by a device of each. */
#define FAKE_ICH		0x2415
#define FAKE_ICH4		0x24c5
#define FAKE_NFORCE		0x01b1
#define FAKE_SIS		0x7012

void fake_start(unsigned int device, u16 subsystem_vendor, u16 subsystem_device);
void fake_add_codec(unsigned int number, unsigned int line, unsigned int kind);
void fake_lose_power(void);
void fake_make(void);
u16 fake_register(unsigned int codec, unsigned int reg);
void library_free(void);

extern const struct CMUnitTest access_tests[], link_tests[], codec_tests[], sleep_tests[];
extern const size_t access_test_count, link_test_count, codec_test_count, sleep_test_count;

#endif /* CODEC_FAKE_H */
