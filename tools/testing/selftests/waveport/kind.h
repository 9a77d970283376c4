/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests have to know of the hardware of the card; kind.sh is for the scripts. */
#ifndef WAVEPORT_KIND_H
#define WAVEPORT_KIND_H

#include <stdbool.h>

#define KIND_WORDS	4
#define KIND_PATTERNS	24

/**
 * struct kind - a kind of card
 * @driver: its PCI driver, and the name of that in /proc/interrupts
 * @file: a file in the card's directory of procfs that goes with the card
 * @words: what the long name of the card in QEMU tells, up to a NULL
 * @pcm: name of its first PCM, in QEMU
 * @model: what QEMU's monitor plugs in for it, or NULL if that would be no card
 * @step: periods and buffers are multiples of so many frames of four bytes
 * @least: frames of the shortest buffer with two periods
 * @loops: its engines only loop: a drain of the cyclic device ends in the silence behind the last
 *	frame, and the port copies what goes through the queue device, with interrupts of its own
 * @answers: the codec's answers interrupt, too
 * @codec_device: the codec is a device of its own, with power management of its own
 * @clock: its link has a clock that can be read
 * @torn: when the codec sleeps or is given up, it loses the rate, and an emulator the frames that
 *	it has read and not played
 * @without: variants that the hardware or its emulator does not have, patterns as in choice.h, up
 *	to a NULL
 */
struct kind {
	const char *driver;
	const char *file;
	const char *words[KIND_WORDS];
	const char *pcm;
	const char *model;
	unsigned int step;
	unsigned int least;
	bool loops;
	bool answers;
	bool codec_device;
	bool clock;
	bool torn;
	const char *without[KIND_PATTERNS];
};

const struct kind *kind_of_card(int card);
const struct kind *kind(void);
bool kind_has(const char *fixture, const char *variant);

#endif
