// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: does the configuration of modprobe let waveport be loaded, and before the
 * kernel's own driver of the same hardware.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "modprobe.h"
#include "module.h"
#include "tree.h"

static void check_modprobe_hindered(struct doctor *doctor, const char *file, const char *word,
				    const char *module)
{
	char *command;

	if (!strcmp(file, "/proc/cmdline"))
		command = memory_text("sudo editor /etc/default/grub && sudo update-grub");
	else
		command = memory_text("sudo sed -i '/^ *%s *snd[-_]waveport/d' %s", word, file);
	doctor_found(doctor, command, "%s keeps %s from being loaded (%s)", file, module, word);
	free(command);
}

/*
 * Returns true if nothing hinders a module. A blacklist hinders what is loaded by its aliases, and
 * not what is loaded by its name.
 */
static bool check_modprobe_free(struct doctor *doctor, const char *module, bool by_alias)
{
	static const char *const words[] = { "install", "blacklist" };
	bool hindered = false;
	size_t i;

	for (i = 0; i < (by_alias ? 2 : 1); i++) {
		char *file = modprobe_file(words[i], module);

		if (!file)
			continue;
		check_modprobe_hindered(doctor, file, words[i], module);
		hindered = true;
		free(file);
	}
	return !hindered;
}

/* The package brings the file in /usr/lib; without it a person copies the one of the source. */
static void check_modprobe_order(struct doctor *doctor, const struct miniport *miniport)
{
	char *blacklist = modprobe_file("blacklist", miniport->rival);
	char *rival = module_file(doctor->release, miniport->rival);
	char *command = memory_text("echo softdep %s pre: %s | sudo tee /etc/modprobe.d/%s.conf",
				    miniport->rival, miniport->module, miniport->name);

	if (!rival || blacklist || modprobe_loads_before(miniport->rival, miniport->module))
		doctor_fine(doctor, "at boot %s comes before %s", miniport->name,
			    miniport->rival_name);
	else
		doctor_found(doctor, command, "at boot %s may take the controller before %s",
			     miniport->rival_name, miniport->name);
	free(command);
	free(rival);
	free(blacklist);
}

void check_modprobe(struct doctor *doctor)
{
	bool by_alias = false, port;
	size_t i;

	for (i = 0; i < doctor->miniport_count; i++)
		by_alias |= doctor->miniports[i].is->claim == CLAIM_BY_ALIAS;
	port = check_modprobe_free(doctor, MODULE_PORT, by_alias);
	for (i = 0; i < doctor->miniport_count; i++) {
		const struct miniport *miniport = doctor->miniports[i].is;

		by_alias = miniport->claim == CLAIM_BY_ALIAS;
		if (check_modprobe_free(doctor, miniport->module, by_alias) && port && by_alias)
			check_modprobe_order(doctor, miniport);
	}
}
