/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A fake controller with codecs: the registers of the link and of the codecs, with the effects of
 * reads, writes and time. Of the engines only PCM out plays, for the measurement of the clock; of
 * the others the resets are counted.
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
 * @present: the codec exists
 * @line: its SDATA_IN line
 * @late_us: time from the start of the link until the codec is ready
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
 * struct fake_ali - what the ALi M5455 has in place of others
 * @control: control; the master reset clears it
 * @interface: connected engines
 * @tags: bits that were set to ask for codecs
 * @fifos: control of the FIFOs
 * @events: interrupt status
 * @value: to be written to a codec
 * @answer: read from a codec
 * @ports: progress of accesses to the codecs, besides that a command is accepted
 * @busy: no command is accepted
 * @reset_us: duration of a reset of the link
 * @reset_end_us: end of the current one
 */
struct fake_ali {
	u32 control;
	u32 interface;
	u32 tags;
	u32 fifos[3];
	u32 events;
	u16 value;
	u16 answer;
	u8 ports;
	bool busy;
	unsigned long reset_us;
	unsigned long reset_end_us;
};

/**
 * struct fake_clock - the engine of PCM out while the clock is measured
 * @hz: frames per second that it plays; 0: it does not move
 * @unhalted: it does not halt
 * @late_us: time that passes between the two halves of a look
 * @late_look: number of that look, from 0 on
 * @list: its descriptors
 * @base: address of the list as written
 * @last: last valid descriptor as written
 * @runs: it was started
 * @start_us: time of the start
 * @starts: number of starts
 * @looks: number of looks
 * @allocated: number of blocks of memory
 */
struct fake_clock {
	unsigned int hz;
	bool unhalted;
	unsigned long late_us;
	unsigned int late_look;
	struct ich_descriptor list[ICH_LIST];
	u32 base;
	u8 last;
	bool runs;
	unsigned long start_us;
	unsigned int starts;
	unsigned int looks;
	int allocated;
};

/**
 * struct fake - the fake controller
 * @card: the card
 * @pci: the PCI device
 * @chip: state of the driver; initialised as after the mapping of the device
 * @mixer: addresses of the registers of the codecs
 * @master: addresses of the registers of the controller
 * @codecs: the codecs, by number
 * @now_us: current time
 * @up_us: time at which the link was started
 * @up: the link is up
 * @gone: every read returns ones
 * @control: global control
 * @sticky: write-1-to-clear bits of the global status
 * @extra: further bits of the global status
 * @warm_us: duration of a warm reset
 * @warm_end_us: end of the current warm reset
 * @taken: the codec semaphore is taken
 * @stuck: the semaphore is never released
 * @last_line: SDATA_IN line of the codec that was read last
 * @steering: value of SDM
 * @output: output enable register of the SiS 7012
 * @ali: registers of the ALi M5455
 * @clock: the engine of PCM out
 * @controls: values written to the global control, in order
 * @control_count: number of @controls
 * @semaphore_reads: number of reads of the semaphore
 * @untaken: number of codec accesses without the semaphore
 * @resets: number of resets of engines
 * @checks: number of checks of the engines for events
 * @errors: number of error messages
 * @warnings: number of other messages
 * @message: last message
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
	struct fake_ali ali;
	struct fake_clock clock;
	u32 controls[FAKE_WRITES];
	unsigned int control_count;
	unsigned int semaphore_reads;
	unsigned int untaken;
	unsigned int resets;
	unsigned int checks;
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
#define FAKE_ALI		0x5455

void fake_start(unsigned int device, u16 subsystem_vendor, u16 subsystem_device);
void fake_add_codec(unsigned int number, unsigned int line, unsigned int kind);
void fake_lose_power(void);
void fake_make(void);
u16 fake_register(unsigned int codec, unsigned int reg);
void library_free(void);

/* Shared by the two register files. */
bool fake_is_ready(const struct fake_codec *codec);
struct fake_codec *fake_codec_at(unsigned int offset);
void fake_begin_access(unsigned int offset);
void fake_reset_codecs(void);
bool fake_is_ali(void);
u32 fake_ali_read(unsigned int offset, unsigned int bits);
void fake_ali_write(unsigned int offset, unsigned int bits, u32 value);
u32 fake_clock_read(unsigned int offset, unsigned int bits);
void fake_clock_write(unsigned int offset, unsigned int bits, u32 value);

extern const struct CMUnitTest access_tests[], link_tests[], codec_tests[], clock_tests[],
			       sleep_tests[], ali_tests[];
extern const size_t access_test_count, link_test_count, codec_test_count, clock_test_count,
		    sleep_test_count, ali_test_count;

#endif /* CODEC_FAKE_H */
