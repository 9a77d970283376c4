/* SPDX-License-Identifier: GPL-2.0-only */
/* Streams that go on after the system was suspended. */
#ifndef WAVEPORT_SLEEP_H
#define WAVEPORT_SLEEP_H

#include "stream.h"

#define SLEEP_RATE	48000
/* Longer than the time from the freeze of the client to the suspend of the device. */
#define SLEEP_BUFFER	131072

/* A level of the kernel's test facility that freezes the clients, and no device. */
#define SLEEP_FREEZER	"freezer"
/* No test: the machine sleeps (ACPI S3), and something has to wake it. */
#define SLEEP_S3	"S3"

/**
 * enum moment - state of the playback stream when the system is suspended
 * @RUNNING: it runs, and capture runs
 * @LINKED: as RUNNING, and the two are linked: one resume is for both
 * @PAUSED: both are paused
 * @DRAINING: it drains; capture runs
 */
enum moment { RUNNING, LINKED, PAUSED, DRAINING };

/**
 * struct sleep - a run
 * @setups: the playback and the capture stream
 * @moment: state of the playback stream
 * @level: how deep the system is suspended: a level of /sys/power/pm_test, or SLEEP_S3
 */
struct sleep {
	struct stream_setup setups[2];
	enum moment moment;
	const char *level;
};

void sleep_and_go_on(const void *sleep);
void sleep_idle(const void *sleep);
void sleep_and_begin_again(const void *sleep);

/* A test of a fixture of streams. @_turn: use the other access type than the variant. */
#define TEST_MOMENT(_fixture, _name, _moment, _turn, _level)			\
	TEST_F_TIMEOUT(_fixture, _name, TEST_SECONDS)				\
	{									\
		struct sleep sleep = {						\
			{ variant->setup, variant->setup }, _moment, _level	\
		};								\
										\
		sleep.setups[0].mmap ^= _turn;					\
		sleep.setups[1].mmap ^= _turn;					\
		sleep.setups[1].capture = true;					\
		TRY(sleep_and_go_on, &sleep);					\
	}

/* The same with clients that prepare their streams again. */
#define TEST_AGAIN(_fixture, _name, _level)					\
	TEST_F_TIMEOUT(_fixture, _name, TEST_SECONDS)				\
	{									\
		struct sleep sleep = {						\
			{ variant->setup, variant->setup }, .level = _level	\
		};								\
										\
		sleep.setups[1].capture = true;					\
		TRY(sleep_and_begin_again, &sleep);				\
	}

/* The same without clients that go on. */
#define TEST_IDLE(_fixture, _name, _level)					\
	TEST_F_TIMEOUT(_fixture, _name, TEST_SECONDS)				\
	{									\
		const struct sleep sleep = { { variant->setup }, .level = _level };	\
										\
		TRY(sleep_idle, &sleep);					\
	}

#endif
