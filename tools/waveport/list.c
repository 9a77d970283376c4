// SPDX-License-Identifier: GPL-2.0-only
/*
 * "waveport list": the cards, their devices, and who has these open.
 */

#include "card.h"
#include "command.h"
#include "exit.h"

static void list_pcm(const struct card *card, const struct pcm *pcm, FILE *out)
{
	fprintf(out, "  hw:%u,%-2u  %-8s  %-7s  %s", card->number, pcm->device, pcm_direction(pcm),
		pcm_transport(pcm), pcm->owner ? "open by " : "free");
	if (pcm->owner)
		fprintf(out, "%s (%d)", pcm->program ? pcm->program : "?", pcm->owner);
	fputc('\n', out);
}

static void list_card(const struct card *card, FILE *out)
{
	size_t i;

	if (!card->waveport) {
		fprintf(out, "card %u: %s, %s, not of waveport (%s)\n", card->number, card->id,
			card->chip, *card->driver ? card->driver : "no bus device");
		return;
	}
	fprintf(out, "card %u: %s, %s at %s, %s, codec %s\n", card->number, card->id, card->chip,
		*card->address ? card->address : "no bus", card->driver,
		*card->codec ? card->codec : "unknown");
	for (i = 0; i < card->pcm_count; i++)
		list_pcm(card, &card->pcms[i], out);
}

int list_main(int argc, char **argv, FILE *out)
{
	struct cards cards;
	size_t i;

	if (argc > 1) {
		complain(0, "list takes no argument, and was given %s", argv[1]);
		return EXIT_USAGE;
	}
	cards_read(&cards);
	for (i = 0; i < cards.count; i++)
		list_card(&cards.list[i], out);
	i = cards_count_waveport(&cards);
	cards_free(&cards);
	if (i)
		return EXIT_FINE;
	complain(0, NO_CARD);
	return EXIT_ERROR;
}
