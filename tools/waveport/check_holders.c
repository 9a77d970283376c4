// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: who has the devices open. An engine serves one client at a time, so a program
 * that opens the device itself is refused meanwhile. That is a note, because it is as it should be.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"

static bool check_holders_is_pipewire(const char *program)
{
	return !strncmp(program, "pipewire", strlen("pipewire")) || !strcmp(program, "wireplumber");
}

/* The name is that of the thread that has opened the device. */
static void check_holders_of(struct doctor *doctor, const struct card *card, const struct pcm *pcm)
{
	const char *program = pcm->program ? pcm->program : "?";
	char *command;

	if (check_holders_is_pipewire(program))
		command = memory_text("systemctl --user stop pipewire.socket pipewire wireplumber");
	else if (!strcmp(program, "pulseaudio"))
		command = memory_text("systemctl --user stop pulseaudio.socket pulseaudio");
	else
		command = memory_text("kill %d", pcm->owner);
	doctor_note(doctor, command, "%s (%d) has hw:%u,%u open for %s; others get \"Device or "
				     "resource busy\"",
		    program, pcm->owner, card->number, pcm->device, pcm_direction(pcm));
	free(command);
}

void check_holders(struct doctor *doctor)
{
	size_t i, j;

	for (i = 0; i < doctor->cards.count; i++) {
		const struct card *card = &doctor->cards.list[i];

		for (j = 0; card->waveport && j < card->pcm_count; j++) {
			if (card->pcms[j].owner)
				check_holders_of(doctor, card, &card->pcms[j]);
		}
	}
}
