/* SPDX-License-Identifier: GPL-2.0-only */
/* Playback and capture at a rate, bit for bit, a part of what playback.c and capture.c do. */
#ifndef WAVEPORT_RATES_H
#define WAVEPORT_RATES_H

#include "card.h"
#include "harness.h"
#include "transfer.h"

VARIANTS(rates, unsigned int rate;)

#define RATE(hz) \
	FIXTURE_VARIANT_ADD(rates, at_##hz) { hz }

#define TEST_RATE(_name, ...)						\
	TEST_F_TIMEOUT(rates, _name, TEST_SECONDS)			\
	{								\
		const struct stream_setup setup = {			\
			.rate = variant->rate,				\
			.buffer = COMFORTABLE_BUFFER,			\
			__VA_ARGS__					\
		};							\
									\
		TRY(transfer_exactly, &setup);				\
	}

TEST_RATE(playback_cyclic_2, .device = CARD_CYCLIC, .periods = 2)
TEST_RATE(playback_cyclic_1, .device = CARD_CYCLIC, .periods = 1, .mmap = true)
TEST_RATE(playback_queue_4, .device = CARD_QUEUE, .periods = 4)
TEST_RATE(playback_queue_16, .device = CARD_QUEUE, .periods = 16, .mmap = true)
TEST_RATE(capture_cyclic_2, .device = CARD_CYCLIC, .capture = true, .periods = 2)
TEST_RATE(capture_cyclic_1, .device = CARD_CYCLIC, .capture = true, .periods = 1, .mmap = true)
TEST_RATE(capture_queue_4, .device = CARD_QUEUE, .capture = true, .periods = 4)
TEST_RATE(capture_queue_16, .device = CARD_QUEUE, .capture = true, .periods = 16, .mmap = true)

#endif
