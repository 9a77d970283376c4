/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of the program. Each takes its own arguments, its name first, writes its result to
 * @out, complains on standard error, and returns an exit status.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdio.h>

#define NO_CARD	"waveport drives no card; \"waveport doctor\" looks for the reason"

int list_main(int argc, char **argv, FILE *out);
int status_main(int argc, char **argv, FILE *out);
int doctor_main(int argc, char **argv, FILE *out);
int trace_main(int argc, char **argv, FILE *out);
int report_main(int argc, char **argv, FILE *out);

/*
 * Complains on standard error: the program's name, the text, and the meaning of @err unless it is
 * 0.
 */
void complain(int err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif /* COMMAND_H */
