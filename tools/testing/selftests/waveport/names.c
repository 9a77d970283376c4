// SPDX-License-Identifier: GPL-2.0-only
/* The names in aplay -l and in a mixer: chip, codec, driver and devices. */
#include <alsa/asoundlib.h>
#include <string.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "stream.h"

static void require_word(const char *text, const char *word)
{
	tap_require(strstr(text, word), "'%s' does not tell '%s'", text, word);
}

static void name_card(const void *argument)
{
	const char *const *words = argument;
	char *name;

	tap_require(!snd_card_get_longname(card_number(), &name), "no name");
	for (; *words; words++)
		require_word(name, *words);
	free(name);
	tap_require(!snd_card_get_name(card_number(), &name), "no short name");
	require_word(name, "waveport");
	free(name);
}

/* The channel map is that of stereo. */
static void require_stereo(snd_pcm_t *pcm)
{
	snd_pcm_chmap_query_t **maps = snd_pcm_query_chmaps(pcm);
	const snd_pcm_chmap_t *map;

	tap_require(maps && maps[0], "no channel map");
	map = &maps[0]->map;
	tap_require(map->channels == 2 && map->pos[0] == SND_CHMAP_FL &&
		    map->pos[1] == SND_CHMAP_FR && !maps[1],
		    "not one channel map of front left and right");
	snd_pcm_free_chmaps(maps);
}

static void name_device(const void *argument)
{
	unsigned int device = *(const unsigned int *)argument;
	const char *end = device == CARD_CYCLIC ? ", cyclic" : "";
	char name[64];
	snd_pcm_info_t *info;
	snd_pcm_t *pcm;
	int capture;

	snd_pcm_info_alloca(&info);
	snprintf(name, sizeof(name), "%s%s", kind()->pcm, end);
	for (capture = 0; capture < 2; capture++) {
		tap_require(!stream_try(device, capture, &pcm), "cannot open device %u", device);
		tap_require(!snd_pcm_info(pcm, info), "no info");
		require_stereo(pcm);
		snd_pcm_close(pcm);
		tap_require(snd_pcm_info_get_device(info) == device, "wrong device");
		require_word(snd_pcm_info_get_id(info), stream_device_name(device));
		require_word(snd_pcm_info_get_id(info), "waveport");
		tap_require(!strcmp(snd_pcm_info_get_name(info), name), "'%s' is not '%s'",
			    snd_pcm_info_get_name(info), name);
	}
}

TEST(card_driver_chip_codec)
{
	TRY(name_card, kind()->words);
}

TEST(hw_32_is_cyclic)
{
	static const unsigned int device = CARD_CYCLIC;

	TRY(name_device, &device);
}

TEST(hw_0_is_the_queue)
{
	static const unsigned int device = CARD_QUEUE;

	TRY(name_device, &device);
}

TEST_HARNESS_MAIN
