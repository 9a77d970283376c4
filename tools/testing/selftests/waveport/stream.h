/* SPDX-License-Identifier: GPL-2.0-only */
/* A PCM stream of the card under test, S16_LE stereo. Errors fail the current test. */
#ifndef WAVEPORT_STREAM_H
#define WAVEPORT_STREAM_H

#include <alsa/asoundlib.h>
#include <stdbool.h>
#include <stdint.h>

#define FRAME_BYTES	4

/**
 * struct stream_setup - how to open a stream
 * @card: 0 is the card under test, else the further card of our driver with this number
 * @device: CARD_QUEUE or CARD_CYCLIC, maybe with CARD_MIC
 * @capture: direction
 * @rate: frames per second
 * @buffer: frames, a multiple of @periods
 * @periods: number of periods
 * @mmap: use mmap access
 * @free_run: disable XRUNs
 * @no_wakeup: without period wakeups
 * @plugin: type of the alsa-lib plugin to use, or NULL
 */
struct stream_setup {
	unsigned int card;
	unsigned int device;
	bool capture;
	unsigned int rate;
	snd_pcm_uframes_t buffer;
	unsigned int periods;
	bool mmap;
	bool free_run;
	bool no_wakeup;
	const char *plugin;
};

/**
 * struct stream - an open stream
 * @pcm: the handle; NULL while closed
 * @setup: how it was opened
 * @preallocated: former preallocated size in KiB
 * @lifted: the preallocation was set to 0 while the stream is open
 * @moved: frames that the client has committed (written or read), less those rewound
 */
struct stream {
	snd_pcm_t *pcm;
	struct stream_setup setup;
	unsigned long preallocated;
	bool lifted;
	int64_t moved;
};

struct stream_setup stream_fit(const struct stream_setup *setup);
bool stream_has_mic(void);
int stream_try(unsigned int device, bool capture, snd_pcm_t **pcm);
struct stream *stream_open(const struct stream_setup *setup);
void stream_close(struct stream *stream);
void stream_clean_up(bool passed);

void stream_start(struct stream *stream);
void stream_begin_drain(struct stream *stream);
void stream_wait_for_end(struct stream *stream);
void stream_drain(struct stream *stream);
void stream_pause(struct stream *stream, bool pause);
void stream_wake_at(struct stream *stream, snd_pcm_uframes_t frames);
bool stream_wait(struct stream *stream, int milliseconds);
snd_pcm_sframes_t stream_avail(struct stream *stream);
int64_t stream_position(struct stream *stream);
snd_pcm_uframes_t stream_write(struct stream *stream, const uint8_t *data,
			       snd_pcm_uframes_t frames);
snd_pcm_uframes_t stream_read(struct stream *stream, uint8_t *data, snd_pcm_uframes_t frames);
uint8_t *stream_memory(struct stream *stream);
void stream_require_state(struct stream *stream, snd_pcm_state_t state);
uint64_t stream_counter(struct stream *stream, const char *name);
const char *stream_device_name(unsigned int device);

#endif
