/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit statuses of the program.
 */
#ifndef EXIT_H
#define EXIT_H

enum exit_status {
	EXIT_FINE = 0,
	EXIT_FOUND = 1,		/* doctor has found something */
	EXIT_USAGE = 2,
	EXIT_ERROR = 3,
};

#endif /* EXIT_H */
