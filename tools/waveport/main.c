// SPDX-License-Identifier: GPL-2.0-only
/*
 * waveport: shows the cards that the driver waveport has, and helps when they do not work.
 */

#include <getopt.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exit.h"
#include "tree.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv, FILE *out);
	const char *arguments;
	const char *help;
} commands[] = {
	{ "list", list_main, "", "the cards, their devices, and who has these open" },
	{ "status", status_main, " [-w] [-n TIMES]",
	  "positions, queue, descriptor list, counters; -w: again and again" },
	{ "doctor", doctor_main, "", "what is wrong, and the command that mends it" },
	{ "trace", trace_main, " [-d SECONDS] FILE [COMMAND [ARGUMENT...]]",
	  "record what the driver does, and draw it as a picture (SVG)" },
	{ "report", report_main, " [FILE]", "one file with all that a report of a bug needs" },
};

#define COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *out)
{
	size_t i;

	fputs("Usage: waveport [--root DIR] COMMAND [ARGUMENT...]\n\n", out);
	for (i = 0; i < COMMANDS; i++)
		fprintf(out, "  waveport %s%s\n        %s\n", commands[i].name,
			commands[i].arguments, commands[i].help);
	fputs("\n  --root DIR  read the files of the kernel and the system below DIR, a copy of "
	      "them\n"
	      "  --version   print the version\n  --help      this text\n\n"
	      "Exit status: 0; 1 when doctor has found something; 2 when the call is wrong;\n"
	      "3 when what was asked for could not be done. See waveport(1).\n", out);
}

static int run_command(int argc, char **argv)
{
	size_t i;
	int status;

	for (i = 0; i < COMMANDS; i++) {
		if (strcmp(argv[0], commands[i].name))
			continue;
		/* each command has options of its own; 0 makes getopt() begin anew */
		optind = 0;
		status = commands[i].run(argc, argv, stdout);
		if (!fflush(stdout) && !ferror(stdout))
			return status;
		complain(0, "cannot write all of the output of %s", argv[0]);
		return EXIT_ERROR;
	}
	complain(0, "there is no command %s; \"waveport --help\" lists them", argv[0]);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "root", required_argument, NULL, 'r' },
		{ "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	int option;

	setlocale(LC_MESSAGES, "");
	while ((option = getopt_long(argc, argv, "+h", options, NULL)) != -1) {
		switch (option) {
		case 'r':
			tree_set_root(optarg);
			break;
		case 'v':
			puts("waveport " WAVEPORT_VERSION);
			return EXIT_FINE;
		case 'h':
			usage(stdout);
			return EXIT_FINE;
		default:
			return EXIT_USAGE;
		}
	}
	if (optind < argc)
		return run_command(argc - optind, argv + optind);
	usage(stderr);
	return EXIT_USAGE;
}
