// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: does the sound server use the card. Its list of cards comes from pactl, which
 * both PulseAudio and PipeWire understand.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"
#include "fields.h"
#include "memory.h"
#include "program.h"
#include "tree.h"

#define CARDS		"LC_ALL=C pactl list cards"
/* Where the list does not tell which there are. */
#define PROFILE		"output:analog-stereo+input:analog-stereo"

/* Returns the name of a sound server that runs, to be freed, or NULL. */
static char *check_server_running(void)
{
	static const char *const servers[] = { "pipewire-pulse", "pulseaudio", "pipewire" };
	char **names = tree_names("proc"), **name, *found = NULL;
	size_t i;

	for (name = names; *name && !found; name++) {
		char *program = isdigit(**name) ? tree_line("proc/%s/comm", *name) : NULL;

		for (i = 0; program && !found && i < sizeof(servers) / sizeof(servers[0]); i++) {
			if (!strcmp(program, servers[i]))
				found = memory_text("%s", program);
		}
		free(program);
	}
	tree_free_names(names);
	return found;
}

static bool check_server_is_card(const char *section, const struct card *card)
{
	char *wanted = memory_text("alsa.card = \"%u\"", card->number);
	bool is = strstr(section, wanted);

	free(wanted);
	return is;
}

/*
 * A line below "Profiles:" is "NAME: DESCRIPTION (sinks: 1, sources: 1, priority: 6565, available:
 * yes)". Returns the priority, or 0 if nothing is connected there, or it is not about a profile.
 */
static unsigned long check_server_priority(const char *line)
{
	char *one = memory_text("%.*s", (int)strcspn(line, "\n"), line);
	const char *sinks = strstr(one, "(sinks: ");
	const char *priority = sinks ? strstr(sinks, ", priority: ") : NULL;
	unsigned long value = 0;

	if (priority && !strstr(priority, ", available: no"))
		value = strtoul(priority + strlen(", priority: "), NULL, 10);
	free(one);
	return value;
}

/* Returns the profile that is the best for the card, to be freed. "off" has priority 0. */
static char *check_server_best(const char *section)
{
	const char *line = fields_line(section, "Profiles"), *best = NULL, *end;
	unsigned long most = 0;

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		unsigned long priority = check_server_priority(line);

		if (priority <= most)
			continue;
		most = priority;
		best = line + strspn(line, " \t");
	}
	end = best ? strstr(best, ": ") : NULL;
	return end ? memory_text("%.*s", (int)(end - best), best) : memory_text("%s", PROFILE);
}

/* A section of pactl's list is about one card, and begins with its name. */
static void check_server_profile(struct doctor *doctor, const char *section,
				 const struct card *card)
{
	char *name = fields_text(section, "Name");
	char *profile = fields_text(section, "Active Profile");
	char *best, *command;

	if (profile && strcmp(profile, "off")) {
		doctor_fine(doctor, "the sound server uses card %s with the profile %s", card->id,
			    profile);
	} else {
		best = check_server_best(section);
		command = memory_text("pactl set-card-profile %s '%s'", name ? name : "CARD", best);
		doctor_found(doctor, command, "the sound server's profile of card %s is "
					      "off", card->id);
		free(command);
		free(best);
	}
	free(profile);
	free(name);
}

/* Returns true if one of the sections of the list is about the card. */
static bool check_server_list(struct doctor *doctor, const char *list, const struct card *card)
{
	static const char start[] = "Card #";
	const char *section = strstr(list, start);

	while (section) {
		const char *next = strstr(section + strlen(start), start);
		char *one = memory_text("%.*s", next ? (int)(next - section) : (int)strlen(section),
					section);
		bool is = check_server_is_card(one, card);

		if (is)
			check_server_profile(doctor, one, card);
		free(one);
		if (is)
			return true;
		section = next;
	}
	return false;
}

static void check_server_cards(struct doctor *doctor, const char *server, const char *list)
{
	size_t i;

	for (i = 0; i < doctor->cards.count; i++) {
		const struct card *card = &doctor->cards.list[i];

		if (card->waveport && !check_server_list(doctor, list, card))
			doctor_found(doctor, "systemctl --user restart wireplumber pipewire "
					     "pipewire-pulse",
				     "%s does not know card %s", server, card->id);
	}
}

static void check_server_ask(struct doctor *doctor, const char *server)
{
	char *list = program_output(CARDS);

	if (list)
		check_server_cards(doctor, server, list);
	else
		doctor_note(doctor, "sudo apt install pulseaudio-utils",
			    "%s runs, and pactl is missing or cannot ask it which profile it uses",
			    server);
	free(list);
}

void check_server(struct doctor *doctor)
{
	char *server = check_server_running();

	if (!server)
		doctor_fine(doctor, "no sound server runs, so programs use the card themselves");
	else if (!cards_count_waveport(&doctor->cards))
		;
	else if (tree_is_system() && !geteuid())
		doctor_note(doctor, "waveport doctor",
			    "%s is not asked which profile it uses: it is the user's, not root's",
			    server);
	else
		check_server_ask(doctor, server);
	free(server);
}
