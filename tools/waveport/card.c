// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sound cards, their PCM devices and who has these open, from procfs and sysfs.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "fields.h"
#include "memory.h"
#include "tree.h"

#define PREFIX		"waveport "

const char *pcm_direction(const struct pcm *pcm)
{
	return pcm->capture ? "capture" : "playback";
}

const char *pcm_transport(const struct pcm *pcm)
{
	return strncmp(pcm->id, PREFIX, strlen(PREFIX)) ? pcm->id : pcm->id + strlen(PREFIX);
}

static char *text_or_empty(char *text)
{
	return text ? text : memory_text("%s", "");
}

static void pcm_read_owner(struct pcm *pcm, const char *folder)
{
	char *status = tree_read("%s/sub0/status", folder);

	pcm->owner = status ? fields_number(status, "owner_pid") : 0;
	pcm->program = pcm->owner ? tree_line("proc/%d/comm", pcm->owner) : NULL;
	free(status);
}

static bool pcm_read(struct pcm *pcm, unsigned int card, const char *name)
{
	char direction, *folder, *info;

	if (sscanf(name, "pcm%u%c", &pcm->device, &direction) != 2)
		return false;
	folder = memory_text("proc/asound/card%u/%s", card, name);
	info = tree_read("%s/info", folder);
	pcm->capture = direction == 'c';
	pcm->id = text_or_empty(info ? fields_text(info, "id") : NULL);
	pcm->name = text_or_empty(info ? fields_text(info, "name") : NULL);
	pcm_read_owner(pcm, folder);
	free(info);
	free(folder);
	return true;
}

static void card_read_pcms(struct card *card)
{
	char **names = tree_names("proc/asound/card%u", card->number), **name;
	struct pcm pcm;

	for (name = names; *name; name++) {
		if (!pcm_read(&pcm, card->number, *name))
			continue;
		card->pcms = memory_grow(card->pcms, (card->pcm_count + 1) * sizeof(pcm));
		card->pcms[card->pcm_count++] = pcm;
		if (!strncmp(pcm.id, PREFIX, strlen(PREFIX)))
			card->waveport = true;
	}
	tree_free_names(names);
}

/*
 * The first line for a card in /proc/asound/cards is " 0 [waveport ]: ICH - waveport 82801AA", with
 * the short name at the end.
 */
static char *card_short_name(unsigned int number)
{
	char *text = tree_read("proc/asound/cards"), *line, *name = NULL;
	unsigned int found;

	for (line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		char *dash;

		if (sscanf(line, "%u [", &found) != 1 || found != number)
			continue;
		dash = strstr(line, " - ");
		if (!dash || dash > line + strcspn(line, "\n"))
			break;
		dash += strlen(" - ");
		if (!strncmp(dash, PREFIX, strlen(PREFIX)))
			dash += strlen(PREFIX);
		name = memory_text("%.*s", (int)strcspn(dash, "\n"), dash);
		break;
	}
	free(text);
	return text_or_empty(name);
}

/*
 * The files codec97#N/ac97#N-M begin with "N-M/0: NAME", a blank line before it or not, and the
 * files codec#N of HD Audio with "Codec: NAME".
 */
static void card_add_codec(struct card *card, const char *folder, const char *name)
{
	char *text = tree_read("%s/%s", folder, name), *start, *codecs;

	start = text ? strstr(text, ": ") : NULL;
	if (start) {
		start += strlen(": ");
		codecs = memory_text("%s%s%.*s", card->codec, *card->codec ? "; " : "",
				     (int)strcspn(start, "\n"), start);
		free(card->codec);
		card->codec = codecs;
	}
	free(text);
}

static void card_read_codecs_in(struct card *card, const char *folder, const char *prefix)
{
	char **names = tree_names("%s", folder), **name;

	for (name = names; *name; name++) {
		if (!strncmp(*name, prefix, strlen(prefix)) && !strchr(*name, '+'))
			card_add_codec(card, folder, *name);
	}
	tree_free_names(names);
}

static void card_read_codecs(struct card *card)
{
	char *hda = memory_text("proc/asound/card%u", card->number);
	char *ac97 = memory_text("%s/codec97#0", hda);

	card->codec = memory_text("%s", "");
	card_read_codecs_in(card, ac97, "ac97#");
	card_read_codecs_in(card, hda, "codec#");
	free(ac97);
	free(hda);
}

static void card_read(struct card *card, unsigned int number)
{
	memset(card, 0, sizeof(*card));
	card->number = number;
	card->id = text_or_empty(tree_line("proc/asound/card%u/id", number));
	card->chip = card_short_name(number);
	card->address = text_or_empty(tree_link("sys/class/sound/card%u/device", number));
	card->driver = text_or_empty(tree_link("sys/class/sound/card%u/device/driver", number));
	card_read_codecs(card);
	card_read_pcms(card);
}

void cards_read(struct cards *cards)
{
	char **names = tree_names("proc/asound"), **name;
	unsigned int number;

	cards->list = NULL;
	cards->count = 0;
	for (name = names; *name; name++) {
		if (sscanf(*name, "card%u", &number) != 1)
			continue;
		cards->list = memory_grow(cards->list,
					  (cards->count + 1) * sizeof(*cards->list));
		card_read(&cards->list[cards->count++], number);
	}
	tree_free_names(names);
}

static void card_free(struct card *card)
{
	size_t i;

	for (i = 0; i < card->pcm_count; i++) {
		free(card->pcms[i].id);
		free(card->pcms[i].name);
		free(card->pcms[i].program);
	}
	free(card->pcms);
	free(card->id);
	free(card->chip);
	free(card->codec);
	free(card->driver);
	free(card->address);
}

void cards_free(struct cards *cards)
{
	size_t i;

	for (i = 0; i < cards->count; i++)
		card_free(&cards->list[i]);
	free(cards->list);
}

size_t cards_count_waveport(const struct cards *cards)
{
	size_t i, count = 0;

	for (i = 0; i < cards->count; i++)
		count += cards->list[i].waveport;
	return count;
}
