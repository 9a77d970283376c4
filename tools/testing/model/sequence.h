/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A sequence: the parameters of a card and the calls made on it, encoded in bytes.
 */
#ifndef MODEL_SEQUENCE_H
#define MODEL_SEQUENCE_H

#include <stdio.h>

#include <linux/types.h>

/* The plan, followed by steps. Missing bytes of the plan are 0; any bytes are a valid sequence. */
#define SEQUENCE_PLAN	29
/* The byte of the plan that chooses the profile. */
#define SEQUENCE_PROFILE	26
#define SEQUENCE_STEP	3
#define SEQUENCE_STEPS	160
#define SEQUENCE_BYTES	(SEQUENCE_PLAN + SEQUENCE_STEP * SEQUENCE_STEPS)

/**
 * struct sequence - a sequence
 * @size: number of bytes used
 * @bytes: the plan and the steps
 */
struct sequence {
	size_t size;
	u8 bytes[SEQUENCE_BYTES];
};

void sequence_random(struct sequence *sequence, u64 seed, int profile);
unsigned int sequence_profile(const struct sequence *sequence);
void sequence_run(const struct sequence *sequence);
void sequence_print(const struct sequence *sequence, FILE *file);
bool sequence_parse(struct sequence *sequence, const char *text);
void sequence_write(const struct sequence *sequence, FILE *file);

#endif /* MODEL_SEQUENCE_H */
