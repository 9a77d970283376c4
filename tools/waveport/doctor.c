// SPDX-License-Identifier: GPL-2.0-only
/*
 * "waveport doctor": the verdicts, and the order of the checks.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "doctor.h"
#include "exit.h"
#include "memory.h"
#include "module.h"
#include "tree.h"

/* What comes first is the reason of what comes later. */
static void (*const checks[])(struct doctor *doctor) = {
	check_controller,
	check_module,
	check_next_kernel,
	check_versions,
	check_signature,
	check_modprobe,
	check_driver,
	check_permissions,
	check_mixer,
	check_server,
	check_holders,
};

static void doctor_say(struct doctor *doctor, const char *verdict, const char *command,
		       const char *format, va_list arguments)
{
	fprintf(doctor->out, "%-6s ", verdict);
	vfprintf(doctor->out, format, arguments);
	fputc('\n', doctor->out);
	if (command)
		fprintf(doctor->out, "       %s\n", command);
}

void doctor_fine(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	doctor_say(doctor, "ok", NULL, format, arguments);
	va_end(arguments);
}

void doctor_note(struct doctor *doctor, const char *command, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	doctor_say(doctor, "note", command, format, arguments);
	va_end(arguments);
}

void doctor_found(struct doctor *doctor, const char *command, const char *format, ...)
{
	va_list arguments;

	doctor->found++;
	va_start(arguments, format);
	doctor_say(doctor, "found", command, format, arguments);
	va_end(arguments);
}

static void doctor_add_miniport(struct doctor *doctor, const struct miniport *miniport)
{
	doctor->miniports[doctor->miniport_count++] = (struct doctor_miniport){
		.is = miniport,
		.file = module_file(doctor->release, miniport->module),
	};
}

static bool doctor_has_controller(const struct doctor *doctor, const struct miniport *miniport)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++) {
		if (controllers->list[i].miniport == miniport)
			return true;
	}
	return false;
}

static bool doctor_wants(const struct doctor *doctor, const struct miniport *miniport)
{
	const struct controllers *controllers = &doctor->controllers;
	size_t i;

	for (i = 0; i < controllers->count; i++) {
		if (controllers->list[i].wanted && controllers->list[i].miniport == miniport)
			return true;
	}
	for (i = 0; i < doctor->cards.count; i++) {
		if (miniport_of_driver(doctor->cards.list[i].driver) == miniport)
			return true;
	}
	return false;
}

/*
 * The miniports of the controllers that waveport shall have, or has; of those that it could have,
 * if it shall have none; all, if there are none.
 */
static void doctor_choose_miniports(struct doctor *doctor)
{
	size_t i;

	doctor->miniport_count = 0;
	for (i = 0; i < MINIPORTS; i++) {
		if (doctor_wants(doctor, &miniports[i]))
			doctor_add_miniport(doctor, &miniports[i]);
	}
	for (i = 0; i < MINIPORTS && !doctor->miniport_count; i++) {
		if (doctor_has_controller(doctor, &miniports[i]))
			doctor_add_miniport(doctor, &miniports[i]);
	}
	if (doctor->miniport_count)
		return;
	for (i = 0; i < MINIPORTS; i++)
		doctor_add_miniport(doctor, &miniports[i]);
}

int doctor_examine(struct doctor *doctor)
{
	size_t i;

	doctor->found = 0;
	doctor->release = tree_line("proc/sys/kernel/osrelease");
	if (!doctor->release)
		doctor->release = memory_text("unknown");
	controllers_read(&doctor->controllers, doctor->release);
	cards_read(&doctor->cards);
	doctor_choose_miniports(doctor);
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		checks[i](doctor);
	cards_free(&doctor->cards);
	controllers_free(&doctor->controllers);
	for (i = 0; i < doctor->miniport_count; i++)
		free(doctor->miniports[i].file);
	free(doctor->release);
	fprintf(doctor->out, "\n%u found\n", doctor->found);
	return doctor->found ? EXIT_FOUND : EXIT_FINE;
}

/* Who has called sudo wants to use the card as himself. */
static uid_t doctor_user(void)
{
	const char *sudo = getenv("SUDO_UID");

	return !geteuid() && sudo ? strtoul(sudo, NULL, 10) : geteuid();
}

void doctor_init(struct doctor *doctor, FILE *out)
{
	*doctor = (struct doctor){
		.out = out,
		.user = doctor_user(),
		.read_mixer = mixer_read,
	};
}

int doctor_main(int argc, char **argv, FILE *out)
{
	struct doctor doctor;

	if (argc > 1) {
		complain(0, "doctor takes no argument, and was given %s", argv[1]);
		return EXIT_USAGE;
	}
	doctor_init(&doctor, out);
	return doctor_examine(&doctor);
}
