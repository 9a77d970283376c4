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

static const struct mixer_element *check_mixer_find(const struct mixer *mixer, const char *name,
						    bool capture)
{
	size_t i;

	for (i = 0; i < mixer->count; i++) {
		if (!strcmp(mixer->elements[i].name, name) &&
		    mixer->elements[i].capture == capture)
			return &mixer->elements[i];
	}
	return NULL;
}

static void check_mixer_needed(struct doctor *doctor, const struct card *card,
			       const struct mixer *mixer)
{
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		const struct mixer_element *element = check_mixer_find(mixer, needed[i].name,
								       needed[i].capture);
		char *command;

		if (!element || !element->off)
			continue;
		command = memory_text("amixer -q -c %s sset %s 80%% %s", card->id, element->name,
				      element->capture ? "cap" : "unmute");
		doctor_found(doctor, command, "the mixer of card %s has %s muted", card->id,
			     element->name);
		free(command);
	}
}

/* Adds the command that turns an element up. */
static char *check_mixer_and(char *commands, const struct card *card, const char *name)
{
	char *more = memory_text("%s%samixer -q -c %s sset '%s' 80%% unmute", commands,
				 *commands ? " && " : "", card->id, name);

	free(commands);
	return more;
}

/* Where nobody plugs anything in, one of the outputs may be off. */
static void check_mixer_outputs(struct doctor *doctor, const struct card *card,
				const struct mixer *mixer)
{
	const struct miniport *miniport = miniport_of_driver(card->driver);
	char *commands = memory_text("%s", "");
	const char *const *name;
	bool on = false;

	for (name = miniport ? miniport->outputs : NULL; name && *name; name++) {
		const struct mixer_element *element = check_mixer_find(mixer, *name, false);

		if (element && element->off)
			commands = check_mixer_and(commands, card, *name);
		on |= element && !element->off;
	}
	if (*commands && !on)
		doctor_found(doctor, commands, "the mixer of card %s has all outputs muted",
			     card->id);
	free(commands);
}

static void check_mixer_card(struct doctor *doctor, const struct card *card)
{
	unsigned int found = doctor->found;
	struct mixer mixer;
	int err = doctor->read_mixer(card->number, &mixer);

	if (err) {
		doctor_note(doctor, NULL, "the mixer of card %s cannot be read: %s", card->id,
			    strerror(-err));
		return;
	}
	check_mixer_needed(doctor, card, &mixer);
	check_mixer_outputs(doctor, card, &mixer);
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
