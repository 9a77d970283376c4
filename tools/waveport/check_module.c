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

static void check_module_missing(struct doctor *doctor, const struct miniport *miniport)
{
	char *source = module_source();

	if (!check_module_headers(doctor, doctor->release, "which runs"))
		;
	else if (source)
		check_module_not_built(doctor, source);
	else
		doctor_found(doctor, "make && sudo make modules_install && sudo depmod",
			     "%s is not installed for %s; in the source of waveport:",
			     miniport->name, doctor->release);
	free(source);
}

/* All are built at once, so the first one that is missing tells the reason for others. */
void check_module(struct doctor *doctor)
{
	const struct miniport *missing = NULL;
	size_t i;

	for (i = 0; i < doctor->miniport_count; i++) {
		const struct doctor_miniport *miniport = &doctor->miniports[i];

		if (miniport->file)
			doctor_fine(doctor, "%s is installed for %s", miniport->is->name,
				    doctor->release);
		else if (!missing)
			missing = miniport->is;
	}
	if (missing)
		check_module_missing(doctor, missing);
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

/* Returns true if it is the version of the source. All are installed at once. */
static bool check_versions_installed(struct doctor *doctor, const char *installed)
{
	char *source = module_source();
	bool differs = check_versions_differ(installed, source);
	char *command;

	if (differs) {
		command = check_module_build_command(source, doctor->release);
		doctor_found(doctor, command, "version %s is installed, and %s is the source",
			     installed, source);
		free(command);
	}
	free(source);
	return !differs;
}

/* The port can be reloaded only with all that use it. */
static char *check_versions_reload(void)
{
	char *names = memory_text("%s", ""), *command;
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < MINIPORTS; i++) {
		char *longer;

		if (!tree_has("sys/module/%s", miniports[i].module))
			continue;
		longer = memory_text("%s%s%s", names, count++ ? " " : "", miniports[i].name);
		free(names);
		names = longer;
	}
	command = memory_text("sudo modprobe -r %s && sudo modprobe %s%s", names,
			      count > 1 ? "-a " : "", names);
	free(names);
	return command;
}

/* Returns true if what is loaded is of one version, and of the one that is installed. */
static bool check_versions_loaded(struct doctor *doctor, const struct miniport *miniport,
				  const char *installed)
{
	char *port = module_loaded(MODULE_PORT), *loaded = module_loaded(miniport->module);
	char *command = check_versions_reload();
	bool differs = true;

	if (check_versions_differ(port, loaded))
		doctor_found(doctor, command, "snd-waveport is loaded with version %s, and %s "
					      "with %s",
			     port, miniport->name, loaded);
	else if (check_versions_differ(loaded, installed))
		doctor_found(doctor, command, "version %s of %s is loaded, and %s is installed",
			     loaded, miniport->name, installed);
	else
		differs = false;
	if (loaded && !differs)
		doctor_fine(doctor, "version %s of %s is loaded", loaded, miniport->name);
	free(command);
	free(loaded);
	free(port);
	return !differs;
}

/* One command mends the versions of all, so the first difference is enough. */
void check_versions(struct doctor *doctor)
{
	bool same_installed = true, same_loaded = true;
	size_t i;

	for (i = 0; i < doctor->miniport_count; i++) {
		const struct doctor_miniport *miniport = &doctor->miniports[i];
		char *installed = miniport->file ? module_info(miniport->file, "version") : NULL;

		if (same_installed)
			same_installed = check_versions_installed(doctor, installed);
		if (same_loaded)
			same_loaded = check_versions_loaded(doctor, miniport->is, installed);
		free(installed);
	}
}
