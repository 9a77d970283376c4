// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of doctor: are the modules there for the kernel that runs, and for the next one, and are
 * all of one version.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "module.h"
#include "tree.h"

#define RELOAD	"sudo modprobe -r snd-waveport-ich && sudo modprobe snd-waveport-ich"

static char *check_module_build_command(const char *source, const char *release)
{
	return memory_text("sudo dkms install --force waveport/%s -k %s", source, release);
}

/* Why DKMS, which has the source, has not built the modules. */
static void check_module_not_built(struct doctor *doctor, const char *source)
{
	char *command = check_module_build_command(source, doctor->release);

	if (tree_has("var/lib/dkms/waveport/%s/build/make.log", source))
		doctor_found(doctor, command,
			     "DKMS could not build waveport %s for %s, see "
			     "/var/lib/dkms/waveport/%s/build/make.log",
			     source, doctor->release, source);
	else if (tree_has("var/lib/dkms/waveport/%s/%s", source, doctor->release))
		doctor_found(doctor, command, "DKMS has built waveport %s for %s, and not "
					      "installed it",
			     source, doctor->release);
	else
		doctor_found(doctor, command, "DKMS has not built waveport %s for %s", source,
			     doctor->release);
	free(command);
}

static bool check_module_headers(struct doctor *doctor, const char *release, const char *which)
{
	char *command;

	if (tree_has("lib/modules/%s/build/Makefile", release))
		return true;
	command = memory_text("sudo apt install linux-headers-%s", release);
	doctor_found(doctor, command, "the headers of %s, %s, are missing, so nothing can be built "
				      "for it",
		     release, which);
	free(command);
	return false;
}

void check_module(struct doctor *doctor)
{
	char *source = module_source();

	if (doctor->file)
		doctor_fine(doctor, "snd-waveport-ich is installed for %s", doctor->release);
	else if (!check_module_headers(doctor, doctor->release, "which runs"))
		;
	else if (source)
		check_module_not_built(doctor, source);
	else
		doctor_found(doctor, "make && sudo make modules_install && sudo depmod",
			     "snd-waveport-ich is not installed for %s; in the source of waveport:",
			     doctor->release);
	free(source);
}

/*
 * DKMS builds for a new kernel when its headers come; the newest kernel is the one of the next
 * boot.
 */
void check_next_kernel(struct doctor *doctor)
{
	char **names = tree_names("lib/modules"), **name, *newest = NULL;
	char *source = module_source();

	for (name = names; *name; name++) {
		if (tree_has("lib/modules/%s/kernel", *name))
			newest = *name;
	}
	if (source && newest && strcmp(newest, doctor->release) &&
	    check_module_headers(doctor, newest, "the newest kernel"))
		doctor_fine(doctor, "the headers of %s, the newest kernel, are there", newest);
	free(source);
	tree_free_names(names);
}

/* Two versions are compared only if both are known. */
static bool check_versions_differ(const char *one, const char *other)
{
	return one && other && strcmp(one, other);
}

static void check_versions_installed(struct doctor *doctor, const char *installed)
{
	char *source = module_source();
	char *command = NULL;

	if (check_versions_differ(installed, source)) {
		command = check_module_build_command(source, doctor->release);
		doctor_found(doctor, command, "version %s is installed, and %s is the source",
			     installed, source);
	}
	free(command);
	free(source);
}

void check_versions(struct doctor *doctor)
{
	char *installed = doctor->file ? module_info(doctor->file, "version") : NULL;
	char *port = module_loaded(MODULE_PORT), *ich = module_loaded(MODULE_ICH);

	check_versions_installed(doctor, installed);
	if (check_versions_differ(port, ich))
		doctor_found(doctor, RELOAD, "snd-waveport is loaded with version %s, and "
					     "snd-waveport-ich with %s",
			     port, ich);
	else if (check_versions_differ(ich, installed))
		doctor_found(doctor, RELOAD, "version %s is loaded, and %s is "
					     "installed", ich, installed);
	else if (ich)
		doctor_fine(doctor, "version %s is loaded", ich);
	free(ich);
	free(port);
	free(installed);
}
