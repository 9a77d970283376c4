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

#define RIVAL		"snd_intel8x0"
#define CONFIGURATION	"snd-waveport-ich.conf"

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

/* Returns true if nothing hinders a module. */
static bool check_modprobe_free(struct doctor *doctor, const char *module)
{
	static const char *const words[] = { "blacklist", "install" };
	bool hindered = false;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
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
static void check_modprobe_order(struct doctor *doctor)
{
	char *blacklist = modprobe_file("blacklist", RIVAL);
	char *rival = module_file(doctor->release, RIVAL);

	if (!rival || blacklist || modprobe_loads_before(RIVAL, MODULE_ICH))
		doctor_fine(doctor, "at boot snd-waveport-ich comes before snd-intel8x0");
	else
		doctor_found(doctor, "echo softdep " RIVAL " pre: " MODULE_ICH
			     " | sudo tee /etc/modprobe.d/" CONFIGURATION,
			     "at boot snd-intel8x0 may take the controller before "
			     "snd-waveport-ich");
	free(rival);
	free(blacklist);
}

void check_modprobe(struct doctor *doctor)
{
	bool port = check_modprobe_free(doctor, MODULE_PORT);
	bool ich = check_modprobe_free(doctor, MODULE_ICH);

	if (port && ich)
		check_modprobe_order(doctor);
}
