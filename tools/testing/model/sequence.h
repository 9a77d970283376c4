/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A sequence: what a card is like, and what is done with it, as bytes.
 */
#ifndef MODEL_SEQUENCE_H
#define MODEL_SEQUENCE_H

#include <stdio.h>

#include <linux/types.h>

/* The plan, then steps. What is missing is 0; any bytes are a sequence. */
#define SEQUENCE_PLAN	29
#define SEQUENCE_STEP	3
#define SEQUENCE_STEPS	160
#define SEQUENCE_BYTES	(SEQUENCE_PLAN + SEQUENCE_STEP * SEQUENCE_STEPS)

/**
 * struct sequence - a sequence
 * @size: bytes used
 * @bytes: of the plan and the steps
 */
struct sequence {
	size_t size;
	u8 bytes[SEQUENCE_BYTES];
};

void sequence_random(struct sequence *sequence, u64 seed);
void sequence_run(const struct sequence *sequence);
void sequence_print(const struct sequence *sequence, FILE *file);
bool sequence_parse(struct sequence *sequence, const char *text);
void sequence_write(const struct sequence *sequence, FILE *file);

#endif /* MODEL_SEQUENCE_H */
