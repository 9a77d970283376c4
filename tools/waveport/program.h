/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What other programs print.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

/*
 * Returns what a command of the shell prints, to be freed, or NULL if it failed. In a copy of a
 * system nothing is run: the output is in a file of the command's name, at the top.
 */
char *program_output(const char *command);

#endif /* PROGRAM_H */
