// SPDX-License-Identifier: GPL-2.0-only
/*
 * The peculiarities of boards, by their subsystem IDs. What an entry does not name is as for an
 * unknown board.
 *
 * The facts are those of snd-intel8x0, whose users have reported them. snd-ac97-codec implements
 * the tunes.
 */

#include <linux/pci.h>
#include <sound/ac97_codec.h>

#include "ich.h"

static const struct ich_board ich_boards[] = {
	/* Compaq Deskpro EN */
	{ 0x0e11, 0x000e, .tune = AC97_TUNE_HP_ONLY },
	/* Compaq Evo W4000, AD1885 */
	{ 0x0e11, 0x008a, .clock_hz = 41000, .tune = AC97_TUNE_HP_ONLY },
	/* Compaq Evo D510C */
	{ 0x0e11, 0x00b8, .tune = AC97_TUNE_HP_ONLY },
	/* HP nx7010 */
	{ 0x0e11, 0x0860, .tune = AC97_TUNE_MUTE_LED },
	/* IBM NetVista A30p */
	{ 0x1014, 0x0267, .tune = AC97_TUNE_HP_ONLY },
	/* IBM ThinkPad R32 */
	{ 0x1014, 0x051f, .warm = true },
	/* IBM ThinkPad X31 */
	{ 0x1014, 0x0534, .tune = AC97_TUNE_INV_EAPD },
	/* IBM with AD1981B */
	{ 0x1014, 0x0581, .clock_hz = 48000 },
	/* MSI MS-9128 */
	{ 0x1014, 0x1f00, .tune = AC97_TUNE_ALC_JACK },
	/* Acer TravelMate 2310 */
	{ 0x1025, 0x0082, .tune = AC97_TUNE_HP_ONLY },
	/* Acer Aspire 3003LCi */
	{ 0x1025, 0x0083, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with AD1885 */
	{ 0x1028, 0x00be, .clock_hz = 44100 },
	/* Dell Precision 530 */
	{ 0x1028, 0x00d8, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with AD1885 */
	{ 0x1028, 0x010d, .tune = AC97_TUNE_HP_ONLY },
	/* Dell OptiPlex GX260 */
	{ 0x1028, 0x0126, .tune = AC97_TUNE_HP_ONLY },
	/* Dell Precision 650 */
	{ 0x1028, 0x012c, .tune = AC97_TUNE_HP_ONLY },
	/* Dell Precision 450 */
	{ 0x1028, 0x012d, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with AD1981B */
	{ 0x1028, 0x0147, .tune = AC97_TUNE_HP_ONLY },
	/* Dell Latitude D800 */
	{ 0x1028, 0x014e, .tune = AC97_TUNE_HP_ONLY },
	/* Dell OptiPlex GX270 */
	{ 0x1028, 0x0151, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with STAC9750 */
	{ 0x1028, 0x0163, .tune = AC97_TUNE_HP_ONLY },
	/* Dell Inspiron 8600 */
	{ 0x1028, 0x016a, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with AD1980; VirtualBox for Linux guests */
	{ 0x1028, 0x0177, .clock_hz = 48000, .fetches = 1 },
	/* Dell Latitude D610 */
	{ 0x1028, 0x0182, .tune = AC97_TUNE_HP_ONLY },
	/* Dell Latitude D810 */
	{ 0x1028, 0x0186, .tune = AC97_TUNE_HP_MUTE_LED },
	/* Dell Inspiron 6000 */
	{ 0x1028, 0x0188, .tune = AC97_TUNE_HP_MUTE_LED },
	/* Dell Inspiron 9300 */
	{ 0x1028, 0x0189, .tune = AC97_TUNE_HP_MUTE_LED },
	/* Dell Inspiron 8600 */
	{ 0x1028, 0x0191, .tune = AC97_TUNE_HP_ONLY },
	/* Dell with AD1981B; VirtualBox */
	{ 0x1028, 0x01ad, .clock_hz = 48000, .fetches = 1 },
	/* HP zv5000 */
	{ 0x103c, 0x006d, .tune = AC97_TUNE_MUTE_LED },
	/* HP xw6000 */
	{ 0x103c, 0x00c3, .tune = AC97_TUNE_HP_ONLY },
	/* HP nc8000 */
	{ 0x103c, 0x088c, .tune = AC97_TUNE_HP_MUTE_LED },
	/* HP nc6000 */
	{ 0x103c, 0x0890, .tune = AC97_TUNE_MUTE_LED },
	/* HP nc8220 */
	{ 0x103c, 0x0934, .tune = AC97_TUNE_HP_MUTE_LED },
	/* HP nc4200 */
	{ 0x103c, 0x0938, .tune = AC97_TUNE_HP_MUTE_LED },
	/* HP nc6220 */
	{ 0x103c, 0x0944, .tune = AC97_TUNE_HP_MUTE_LED },
	/* HP nx6110, nc6120 */
	{ 0x103c, 0x099c, .tune = AC97_TUNE_HP_MUTE_LED },
	/* HP xw8000 */
	{ 0x103c, 0x129d, .tune = AC97_TUNE_HP_ONLY },
	/* HP xw8200 */
	{ 0x103c, 0x12f1, .tune = AC97_TUNE_HP_ONLY },
	/* HP xw6200 */
	{ 0x103c, 0x12f2, .tune = AC97_TUNE_HP_ONLY },
	/* HP xw4200 */
	{ 0x103c, 0x3008, .tune = AC97_TUNE_HP_ONLY },
	/* ASUS with ICH5 and AD1985 */
	{ 0x1043, 0x80f3, .clock_hz = 48000, .tune = AC97_TUNE_AD_SHARING },
	/* Sony */
	{ 0x104d, 0x8144, .tune = AC97_TUNE_INV_EAPD },
	/* Sony S1XP */
	{ 0x104d, 0x8197, .tune = AC97_TUNE_INV_EAPD },
	/* Sony VAIO VGN-T350P */
	{ 0x104d, 0x81c0, .tune = AC97_TUNE_INV_EAPD },
	/* Sony VAIO VGN-B1VP */
	{ 0x104d, 0x81c5, .tune = AC97_TUNE_INV_EAPD },
	/* Fujitsu-Siemens E4010 */
	{ 0x10cf, 0x11c3, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu-Siemens T3010 */
	{ 0x10cf, 0x1225, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu S6210 */
	{ 0x10cf, 0x1253, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu LifeBook P7010 */
	{ 0x10cf, 0x127d, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu LifeBook C1211D */
	{ 0x10cf, 0x127e, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu-Siemens 4010 */
	{ 0x10cf, 0x12ec, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu-Siemens Celsius H320 */
	{ 0x10cf, 0x12f2, .tune = AC97_TUNE_SWAP_HP },
	/* Fujitsu-Siemens Celsius */
	{ 0x10f1, 0x2665, .tune = AC97_TUNE_HP_ONLY },
	/* Tyan with ALC650 */
	{ 0x10f1, 0x2885, .tune = AC97_TUNE_HP_ONLY },
	/* Tyan Thunder K8WE */
	{ 0x10f1, 0x2895, .tune = AC97_TUNE_HP_ONLY },
	/* Panasonic CF-R4 */
	{ 0x10f7, 0x834c, .tune = AC97_TUNE_HP_ONLY },
	/* Fujitsu-Siemens Scenic */
	{ 0x110a, 0x0056, .tune = AC97_TUNE_HP_ONLY },
	/* add-in card with AD1985 */
	{ 0x11d4, 0x5375, .tune = AC97_TUNE_HP_ONLY },
	/* MSI 645 Ultra */
	{ 0x1462, 0x5470, .tune = AC97_TUNE_HP_ONLY },
	/* Abit KN8 */
	{ 0x147b, 0x1c1a, .spdif_aclink = true },
	/* Gateway M520 */
	{ 0x161f, 0x202f, .tune = AC97_TUNE_INV_EAPD },
	/* Gateway 4525GZ */
	{ 0x161f, 0x203a, .tune = AC97_TUNE_INV_EAPD },
	/* Fujitsu-Siemens D1522 */
	{ 0x1734, 0x0088, .tune = AC97_TUNE_HP_ONLY },
	/* QEMU */
	{ 0x1af4, 0x1100, .clock_hz = 48000, .alone = true, .bup_inverted = true, .fetches = 1 },
	/* VirtualBox, QEMU before 2.0 */
	{ 0x8086, 0x0000, .clock_hz = 48000, .fetches = 1 },
	/* crosvm */
	{ 0x8086, 0x0001, .clock_hz = 48000, .fetches = 3 },
	/* Intel with ICH5 and AD1985 */
	{ 0x8086, 0x2000, .mask = 0xfff0, .tune = AC97_TUNE_AD_SHARING },
	/* Intel with ICH5 and AD1985 */
	{ 0x8086, 0x4000, .mask = 0xfff0, .tune = AC97_TUNE_AD_SHARING },
	/* Intel D845WN */
	{ 0x8086, 0x4856, .tune = AC97_TUNE_SWAP_HP },
	/* Intel D850EMV2 */
	{ 0x8086, 0x4d44, .tune = AC97_TUNE_HP_ONLY },
	/* Intel with ICH and AD1885 */
	{ 0x8086, 0x4d56, .tune = AC97_TUNE_HP_ONLY },
	/* Intel with ICH5 and AD1985 */
	{ 0x8086, 0x6000, .mask = 0xfff0, .tune = AC97_TUNE_AD_SHARING },
	/* Intel with ICH5 and AD1985 */
	{ 0x8086, 0xe000, .mask = 0xfff0, .tune = AC97_TUNE_AD_SHARING },
};

static const struct ich_board ich_board_unknown;

static bool ich_board_is(const struct ich_board *board, const struct pci_dev *pci)
{
	u16 mask = board->mask ?: (u16)~0;

	return board->vendor == pci->subsystem_vendor &&
	       board->device == (pci->subsystem_device & mask);
}

/**
 * ich_board_find() - find the entry of the board that a controller is on
 * @pci: the controller
 *
 * Context: Any.
 * Return: the entry; one without peculiarities for an unknown board.
 */
const struct ich_board *ich_board_find(const struct pci_dev *pci)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ich_boards); i++) {
		if (ich_board_is(&ich_boards[i], pci))
			return &ich_boards[i];
	}
	return &ich_board_unknown;
}
