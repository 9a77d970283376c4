// SPDX-License-Identifier: GPL-2.0-only
/*
 * "waveport report": one file with all that a report of a bug needs.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

#include "card.h"
#include "command.h"
#include "controller.h"
#include "doctor.h"
#include "exit.h"
#include "memory.h"
#include "miniport.h"
#include "module.h"
#include "program.h"
#include "status.h"
#include "tree.h"

#define FILE_NAME	"waveport-report.txt"
#define LOG_READ_ALL	3
#define LOG_SIZE	10

static void report_heading(FILE *out, const char *heading)
{
	fprintf(out, "\n=== %s\n", heading);
}

/* A file, or why it cannot be shown. */
static void report_file(FILE *out, const char *path)
{
	char *text = tree_read("%s", path);

	fprintf(out, "\n=== /%s\n", path);
	if (text)
		fprintf(out, "%s%s", text, *text && text[strlen(text) - 1] == '\n' ? "" : "\n");
	else
		fprintf(out, "(%s)\n", strerror(errno));
	free(text);
}

static void report_file_in(FILE *out, const char *folder, const char *name)
{
	char *path = memory_text("%s/%s", folder, name);

	report_file(out, path);
	free(path);
}

/* The files of a folder whose names begin with a prefix. */
static void report_files(FILE *out, const char *folder, const char *prefix)
{
	char **names = tree_names("%s", folder), **name;

	for (name = names; *name; name++) {
		if (!strncmp(*name, prefix, strlen(prefix)))
			report_file_in(out, folder, *name);
	}
	tree_free_names(names);
}

static void report_folder(FILE *out, const char *folder)
{
	report_files(out, folder, "");
}

/* The lines of a text that have one of the words. */
static void report_lines(FILE *out, char *text, const char *const *words)
{
	char *line, *next = text;

	while ((line = strsep(&next, "\n"))) {
		const char *const *word;

		for (word = words; *word && !strstr(line, *word); word++)
			;
		if (*word)
			fprintf(out, "%s\n", line);
	}
}

static void report_lines_of(FILE *out, const char *path, const char *const *words)
{
	char *text = tree_read("%s", path);

	fprintf(out, "\n=== /%s, what concerns sound\n", path);
	if (text)
		report_lines(out, text, words);
	else
		fprintf(out, "(%s)\n", strerror(errno));
	free(text);
}

static void report_log(FILE *out)
{
	static const char *const words[] = {
		"snd", "waveport", "ac97", "AC'97", "hdaudio", "ALSA", "module verification",
		"taint", NULL,
	};
	int size = tree_is_system() ? klogctl(LOG_SIZE, NULL, 0) : 0;
	char *text = memory_zeroed(size > 0 ? size + 1 : 1);
	int length = size > 0 ? klogctl(LOG_READ_ALL, text, size) : size;

	report_heading(out, "the kernel's log, what concerns sound");
	if (length < 0)
		fprintf(out, "(%s; it needs root: sudo waveport report)\n", strerror(errno));
	else
		report_lines(out, text, words);
	free(text);
}

static void report_module(FILE *out, const char *release, const char *module)
{
	char *file = release ? module_file(release, module) : NULL;
	char *installed = file ? module_info(file, "version") : NULL;
	char *signer = file ? module_info(file, "signer") : NULL;
	char *loaded = module_loaded(module);

	fprintf(out, "%s: file /%s, version %s, signed by %s; loaded version %s\n", module,
		file ? file : "(none)", installed ? installed : "(none)",
		signer ? signer : "(nobody)", loaded ? loaded : "(none)");
	free(loaded);
	free(signer);
	free(installed);
	free(file);
}

static void report_modules(FILE *out)
{
	char *release = tree_line("proc/sys/kernel/osrelease");
	size_t i;

	report_heading(out, "modules of waveport");
	report_module(out, release, MODULE_PORT);
	for (i = 0; i < MINIPORTS; i++)
		report_module(out, release, miniports[i].module);
	free(release);
}

static void report_parameters(FILE *out)
{
	char *folder;
	size_t i;

	report_folder(out, "sys/module/" MODULE_PORT "/parameters");
	for (i = 0; i < MINIPORTS; i++) {
		folder = memory_text("sys/module/%s/parameters", miniports[i].module);
		report_folder(out, folder);
		free(folder);
	}
}

static void report_controller(FILE *out, const struct controller *controller)
{
	char *folder = memory_text("sys/bus/pci/devices/%s", controller->address);
	char *vendor = tree_line("%s/subsystem_vendor", folder);
	char *device = tree_line("%s/subsystem_device", folder);
	char *override = tree_line("%s/driver_override", folder);

	fprintf(out, "%s %s subsystem %s:%s driver %s driver_override %s\n", controller->address,
		controller->id, vendor ? vendor : "?", device ? device : "?",
		*controller->driver ? controller->driver : "(none)", override ? override : "?");
	free(override);
	free(device);
	free(vendor);
	free(folder);
}

static void report_controllers(FILE *out)
{
	char *release = tree_line("proc/sys/kernel/osrelease");
	struct controllers controllers;
	size_t i;

	report_heading(out, "controllers");
	controllers_read(&controllers, release ? release : "");
	for (i = 0; i < controllers.count; i++)
		report_controller(out, &controllers.list[i]);
	controllers_free(&controllers);
	free(release);
}

/* What the driver and the codecs tell in procfs: of AC'97, and of HD Audio. */
static void report_hardware(FILE *out, const struct card *card)
{
	char *folder = memory_text("proc/asound/card%u", card->number);
	char *ac97 = memory_text("%s/codec97#0", folder);

	report_files(out, folder, "ich");
	report_folder(out, ac97);
	report_files(out, folder, "codec#");
	report_files(out, folder, "eld#");
	free(ac97);
	free(folder);
}

static void report_card(FILE *out, const struct card *card)
{
	char *command = memory_text("LC_ALL=C amixer -c %u scontents", card->number);
	char *mixer = program_output(command);

	report_hardware(out, card);
	report_heading(out, command);
	fputs(mixer ? mixer : "(it cannot be run)\n", out);
	free(mixer);
	free(command);
}

/* The streams of a card: parameters by the client, and the driver's own state. */
static void report_streams(FILE *out, const struct card *card)
{
	static const char *const files[] = { "hw_params", "sw_params", "status" };
	char *folder = memory_text("sys/kernel/debug/snd_waveport/card%u", card->number);
	size_t i, j;

	for (i = 0; i < card->pcm_count; i++) {
		for (j = 0; card->pcms[i].owner && j < sizeof(files) / sizeof(files[0]); j++) {
			char *path = memory_text("proc/asound/card%u/pcm%u%c/sub0/%s", card->number,
						 card->pcms[i].device,
						 card->pcms[i].capture ? 'c' : 'p', files[j]);

			report_file(out, path);
			free(path);
		}
	}
	report_folder(out, folder);
	free(folder);
}

static void report_cards(FILE *out)
{
	struct cards cards;
	size_t i;

	cards_read(&cards);
	for (i = 0; i < cards.count; i++) {
		if (!cards.list[i].waveport)
			continue;
		report_card(out, &cards.list[i]);
		report_streams(out, &cards.list[i]);
	}
	cards_free(&cards);
}

static void report_findings(FILE *out)
{
	struct doctor doctor;
	int hidden;

	report_heading(out, "waveport status");
	status_write(out, &hidden);
	if (hidden)
		fprintf(out, "(positions and counters: %s)\n", strerror(hidden));
	report_heading(out, "waveport doctor");
	doctor_init(&doctor, out);
	doctor_examine(&doctor);
}

static void report_write(FILE *out)
{
	static const char *const sound[] = { "snd", "waveport", "ac97", NULL };

	fprintf(out, "report of waveport %s\n", WAVEPORT_VERSION);
	report_findings(out);
	report_file(out, "proc/version");
	report_file(out, "proc/cmdline");
	report_file(out, "etc/os-release");
	report_modules(out);
	report_controllers(out);
	report_file(out, "proc/asound/version");
	report_file(out, "proc/asound/cards");
	report_file(out, "proc/asound/devices");
	report_lines_of(out, "proc/modules", sound);
	report_lines_of(out, "proc/interrupts", sound);
	report_parameters(out);
	report_cards(out);
	report_log(out);
}

int report_main(int argc, char **argv, FILE *out)
{
	const char *name = argc > 1 ? argv[1] : FILE_NAME;
	FILE *file;
	bool fine;

	if (argc > 2) {
		complain(0, "report takes the name of one file, and was given %s too", argv[2]);
		return EXIT_USAGE;
	}
	file = fopen(name, "we");
	if (!file) {
		complain(errno, "cannot write the report %s", name);
		return EXIT_ERROR;
	}
	report_write(file);
	fine = !ferror(file);
	if (fclose(file) || !fine) {
		complain(errno, "cannot write all of the report %s", name);
		return EXIT_ERROR;
	}
	fprintf(out, "%s is the report; read it before you give it to others\n", name);
	return EXIT_FINE;
}
