/* SPDX-License-Identifier: GPL-2.0-only */
/* The rates, buffers and period counts that playback and capture are tested with. */
#ifndef WAVEPORT_MATRIX_H
#define WAVEPORT_MATRIX_H

#include <stdbool.h>

/* From this on a client on a slow machine is never too late. */
#define MATRIX_COMFORTABLE	16384

/**
 * struct matrix - which runs there are at 48 kHz; lists end in 0
 * @run: runs one; buffer in frames
 * @cyclic_buffers: each with 1 and 2 periods
 * @queue_buffers: each with 2 periods
 * @queue_periods: each with a comfortable buffer
 */
struct matrix {
	void (*run)(unsigned int device, unsigned int rate, unsigned int buffer,
		    unsigned int periods, bool mmap);
	const unsigned int *cyclic_buffers;
	const unsigned int *queue_buffers;
	const unsigned int *queue_periods;
};

void matrix_run(const struct matrix *matrix, int argc, char **argv);

#endif
