/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the measurements. The client is the same for both drivers. */
#ifndef WAVEPORT_BENCH_CLIENT_H
#define WAVEPORT_BENCH_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "stream.h"
#include "tap.h"

#define RATE	48000

/**
 * struct geometry - a case: a stream with the same numbers on both drivers
 * @name: of the case
 * @setup: the stream; intel8x0's one device stands for both devices of waveport
 */
struct geometry {
	const char *name;
	struct stream_setup setup;
};

#define GEOMETRY(_name, _device, _buffer, _periods, ...) \
	{ .name = _name, .setup = { .device = _device, .rate = RATE, .buffer = _buffer, \
	  .periods = _periods, ##__VA_ARGS__ } }

bool client_is_ours(void);
bool client_is_quick(void);
unsigned int client_step(void);
const char *client_driver(void);
void client_set_parameter(const char *name, const char *value);
void client_measure(tap_test test, const void *argument, const char *name, const char *what);
void client_note(const char *file_name, const char *measure, const char *name, double value);
void client_figure(const char *measure, const char *name, double value);
struct stream *client_open(const struct stream_setup *setup);
snd_pcm_uframes_t client_commit(struct stream *stream, snd_pcm_uframes_t frames);
void client_fill(struct stream *stream);
int64_t client_now_ns(void);

void measure_steady(void);
void measure_wakeup(void);
void measure_loss(void);
void measure_drain(void);
void measure_period(void);
void measure_load(void);
void measure_cost(void);
void measure_cards(void);

#endif
