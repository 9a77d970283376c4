// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: does the mixer let through what is played and recorded.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"

/* What every codec has on the way of what PCM out plays and PCM in records. */
static const struct mixer_element needed[] = {
	{ .name = "Master" },
	{ .name = "PCM" },
	{ .name = "Capture", .capture = true },
};

static const struct mixer_element *check_mixer_find(const struct mixer *mixer,
						    const struct mixer_element *wanted)
{
	size_t i;

	for (i = 0; i < mixer->count; i++) {
		if (!strcmp(mixer->elements[i].name, wanted->name) &&
		    mixer->elements[i].capture == wanted->capture)
			return &mixer->elements[i];
	}
	return NULL;
}

static void check_mixer_card(struct doctor *doctor, const struct card *card)
{
	unsigned int found = doctor->found;
	struct mixer mixer;
	size_t i;
	int err = doctor->read_mixer(card->number, &mixer);

	if (err) {
		doctor_note(doctor, NULL, "the mixer of card %s cannot be read: %s", card->id,
			    strerror(-err));
		return;
	}
	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		const struct mixer_element *element = check_mixer_find(&mixer, &needed[i]);
		char *command;

		if (!element || !element->off)
			continue;
		command = memory_text("amixer -q -c %s sset %s 80%% %s", card->id, element->name,
				      element->capture ? "cap" : "unmute");
		doctor_found(doctor, command, "the mixer of card %s has %s muted", card->id,
			     element->name);
		free(command);
	}
	if (doctor->found == found)
		doctor_fine(doctor, "the mixer of card %s is not muted", card->id);
	free(mixer.elements);
}

void check_mixer(struct doctor *doctor)
{
	size_t i;

	for (i = 0; i < doctor->cards.count; i++) {
		if (doctor->cards.list[i].waveport)
			check_mixer_card(doctor, &doctor->cards.list[i]);
	}
}
