/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ioctls themselves, for clients that alsa-lib would keep from doing what they do. Each returns
 * 0 (or what is said), or -1 and errno. States are those of alsa-lib.
 */
#ifndef WAVEPORT_RAW_H
#define WAVEPORT_RAW_H

#include <stdbool.h>
#include <stdint.h>

#define RAW_FRAME_BYTES	4

/* What takes no argument. */
enum raw_deed { RAW_PREPARE, RAW_START, RAW_DROP, RAW_DRAIN, RAW_HW_FREE, RAW_HWSYNC };

int raw_open(int card, unsigned int device, bool capture);
int raw_hw_params(int fd, unsigned int rate, unsigned int buffer, unsigned int periods);
int raw_hw_params_mapped(int fd, unsigned int rate, unsigned int buffer, unsigned int periods);
int raw_sw_params(int fd, unsigned long start, unsigned long stop);
int raw_sw_params_wake(int fd, unsigned long start, unsigned long stop, unsigned long avail_min);
int raw_do(int fd, enum raw_deed deed);
int raw_pause(int fd, bool pause);
int raw_rewind(int fd, unsigned long frames);
int raw_forward(int fd, unsigned long frames);
int raw_status(int fd, unsigned long *avail);
int raw_link(int fd, int other);
int raw_unlink(int fd);
long raw_write(int fd, const void *data, unsigned long frames);

/**
 * struct raw_pointers - what the kernel shows of a stream, without looking at the hardware
 * @state: SNDRV_PCM_STATE_...
 * @hw: position of the hardware in frames
 * @application: of the client
 * @stamp_us: time of the last look at the hardware
 */
struct raw_pointers {
	int state;
	unsigned long hw;
	unsigned long application;
	int64_t stamp_us;
};

int raw_pointers(int fd, struct raw_pointers *pointers);
unsigned long *raw_map_pointer(int fd);
void raw_point(unsigned long *pointer, unsigned long application);
void raw_unmap_pointer(unsigned long *pointer);
int raw_set_pointer(int fd, unsigned long application);

#endif
