// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "card.h"
#include "matrix.h"

#define ALL_RATE	48000

static const unsigned int other_rates[] = { 44100, 8000, 32000, 0 };

static void run_cyclic(const struct matrix *matrix)
{
	const unsigned int *buffer;
	unsigned int periods;

	for (buffer = matrix->cyclic_buffers; *buffer; buffer++) {
		for (periods = 1; periods <= 2; periods++) {
			matrix->run(CARD_CYCLIC, ALL_RATE, *buffer, periods, false);
			matrix->run(CARD_CYCLIC, ALL_RATE, *buffer, periods, true);
		}
	}
}

static void run_queue(const struct matrix *matrix)
{
	const unsigned int *buffer, *periods;

	for (buffer = matrix->queue_buffers; *buffer; buffer++) {
		matrix->run(CARD_QUEUE, ALL_RATE, *buffer, 2, false);
		matrix->run(CARD_QUEUE, ALL_RATE, *buffer, 2, true);
	}
	for (periods = matrix->queue_periods; *periods; periods++) {
		unsigned int frames = (MATRIX_COMFORTABLE / *periods + 1) * *periods;

		matrix->run(CARD_QUEUE, ALL_RATE, frames, *periods, false);
		matrix->run(CARD_QUEUE, ALL_RATE, frames, *periods, true);
	}
}

static void run_rate(const struct matrix *matrix, unsigned int rate)
{
	matrix->run(CARD_CYCLIC, rate, MATRIX_COMFORTABLE, 2, false);
	matrix->run(CARD_CYCLIC, rate, MATRIX_COMFORTABLE, 1, true);
	matrix->run(CARD_QUEUE, rate, MATRIX_COMFORTABLE, 4, false);
	matrix->run(CARD_QUEUE, rate, MATRIX_COMFORTABLE, 16, true);
}

/**
 * matrix_run - do all runs, or a part of them at the rates that are the program's arguments
 * @matrix: which there are
 * @argc: of main()
 * @argv: of main()
 */
void matrix_run(const struct matrix *matrix, int argc, char **argv)
{
	const unsigned int *rate;
	int i;

	for (i = 1; i < argc; i++)
		run_rate(matrix, strtoul(argv[i], NULL, 0));
	if (argc > 1)
		return;

	run_cyclic(matrix);
	run_queue(matrix);
	for (rate = other_rates; *rate; rate++)
		run_rate(matrix, *rate);
}
