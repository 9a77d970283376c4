// SPDX-License-Identifier: GPL-2.0-only
#include <alsa/asoundlib.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kind.h"

#define KINDS	2

static const struct kind kinds[KINDS] = {
	{
		.driver = "snd_waveport_ich",
		.file = "ich",
		.words = { "waveport", "82801AA", "STAC9700" },
		.pcm = "PCM out, PCM in",
		.model = "AC97",
		.step = 1,
		.least = 1,
		.without = {
			/* from 8 to 48 kHz, of which not all are tried */
			"rates.at_16000", "rates.at_96000",
			"value.*_rate_8000_refused", "value.*_rate_96000_taken",
		},
	},
	{
		.driver = "snd_waveport_hda",
		.file = "codec#0",
		.words = { "waveport", "HD Audio (Intel)", "QEMU Generic" },
		.pcm = "Generic Analog",
		.step = 32,
		.least = 256,
		.loops = true,
		.clock = true,
		.answers = true,
		.codec_device = true,
		.torn = true,
		.without = {
			/* from 16 to 96 kHz */
			"rates.at_8000",
			"value.*_rate_8000_taken", "value.*_rate_96000_refused",
			/* no engine of a microphone */
			"pairs.capture_and_mic",
			/* no multiples of its step */
			"value.*_two_and_odd_1000_taken", "value.*_period_16_taken",
			"*.queue_1024_periods",
			/* so many scattered pages are more than its list has entries */
			"deep.cyclic",
			/* no stream can be resumed */
			"suspend.*", "level.*", "rate.*", "idle.cyclic", "idle.queue", "s3.*",
			/* QEMU's codec cannot be without the clock of its link */
			"idle.controller_*",
			/* QEMU adds no codec to a controller that is plugged in */
			"removal.unplug_*", "cards.*_unplugged",
		},
	},
};

/**
 * kind_of_card - tell of which kind a card is
 * @card: its number
 *
 * The driver name of a card is that of the kernel's own driver too, so the bound PCI driver tells.
 *
 * Return: the kind, or NULL if the card is not ours.
 */
const struct kind *kind_of_card(int card)
{
	char path[64], driver[PATH_MAX];
	const char *name;
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device/driver", card);
	length = readlink(path, driver, sizeof(driver) - 1);
	if (length < 0)
		return NULL;
	driver[length] = '\0';
	name = strrchr(driver, '/');
	for (unsigned int i = 0; name && i < KINDS; i++)
		if (!strcmp(name + 1, kinds[i].driver))
			return &kinds[i];
	return NULL;
}

/* The kind of the card that WAVEPORT_CARD names, else of the first that is ours. */
static const struct kind *kind_under_test(void)
{
	const char *named = getenv("WAVEPORT_CARD");
	const struct kind *found = NULL;
	int card = -1;

	if (named)
		return kind_of_card(snd_card_get_index(named));
	while (!found && !snd_card_next(&card) && card >= 0)
		found = kind_of_card(card);
	return found;
}

/* Without a card, the kind whose driver is loaded. */
static const struct kind *kind_loaded(void)
{
	char path[96];

	for (unsigned int i = 0; i < KINDS; i++) {
		snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s", kinds[i].driver);
		if (!access(path, F_OK))
			return &kinds[i];
	}
	return &kinds[0];
}

/**
 * kind - tell the kind of the card under test
 *
 * Return: the kind, which stays the same while the program runs.
 */
const struct kind *kind(void)
{
	static const struct kind *chosen;

	if (!chosen)
		chosen = kind_under_test();
	if (!chosen)
		chosen = kind_loaded();
	return chosen;
}

/**
 * kind_has - tell whether the card under test can do what a variant needs
 * @fixture: name of the fixture, or "global"
 * @variant: name of the variant, or of the test
 */
bool kind_has(const char *fixture, const char *variant)
{
	const char *const *pattern = kind()->without;
	char name[256];

	snprintf(name, sizeof(name), "%s.%s", fixture, variant);
	for (; *pattern; pattern++)
		if (!fnmatch(*pattern, name, 0))
			return false;
	return true;
}
