// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "kind.h"
#include "material.h"
#include "plugin.h"
#include "stream.h"
#include "tap.h"

#define STREAMS		5
#define DRAIN_MS	5000

/* Shortest buffer, as a part of a second, for which ALSA's own timeout of a drain is sufficient. */
#define DRAIN_SHARE	4

/* Static, because the variables of a failed test do not exist any more in the clean-up. */
static struct stream streams[STREAMS];

/* Require success of an alsa-lib call. */
static void require(int err, const char *what)
{
	tap_require(err >= 0, "%s: %s", what, snd_strerror(err));
}

/**
 * stream_device_name - get the name of a PCM device
 * @device: CARD_QUEUE or CARD_CYCLIC, maybe with CARD_MIC
 */
const char *stream_device_name(unsigned int device)
{
	static const char *const names[][2] = {
		{ "queue", "mic-queue" }, { "cyclic", "mic-cyclic" },
	};

	return names[device / CARD_CYCLIC][device % CARD_CYCLIC];
}

static int open_on(int card, unsigned int device, bool capture, snd_pcm_t **pcm)
{
	char name[32];

	snprintf(name, sizeof(name), "hw:%d,%u", card, device);
	return snd_pcm_open(pcm, name,
			    capture ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK, 0);
}

/**
 * stream_try - try to open a PCM device of the card under test
 * @device: CARD_QUEUE or CARD_CYCLIC, maybe with CARD_MIC
 * @capture: direction
 * @pcm: set to the handle
 *
 * Return: 0 or a negative errno.
 */
int stream_try(unsigned int device, bool capture, snd_pcm_t **pcm)
{
	return open_on(card_number(), device, capture, pcm);
}

/**
 * stream_fit - get a setup that the card can do
 * @setup: its period may be too short by some frames
 *
 * Return: the setup with a period, and thus a buffer, that is a multiple of the step of the card.
 */
struct stream_setup stream_fit(const struct stream_setup *setup)
{
	const snd_pcm_uframes_t step = kind()->step;
	struct stream_setup fitting = *setup;
	snd_pcm_uframes_t buffer = setup->buffer < kind()->least ? kind()->least : setup->buffer;
	snd_pcm_uframes_t period = buffer / setup->periods;

	fitting.buffer = (period + step - 1) / step * step * setup->periods;
	return fitting;
}

/**
 * stream_has_mic - check whether the card has MIC in
 */
bool stream_has_mic(void)
{
	snd_pcm_t *pcm;

	if (stream_try(CARD_MIC + CARD_CYCLIC, true, &pcm))
		return false;
	snd_pcm_close(pcm);
	return true;
}

static void set_hardware(snd_pcm_t *pcm, const struct stream_setup *setup)
{
	snd_pcm_hw_params_t *params;

	snd_pcm_hw_params_alloca(&params);
	require(snd_pcm_hw_params_any(pcm, params), "any");
	require(snd_pcm_hw_params_set_access(pcm, params, setup->mmap ?
					     SND_PCM_ACCESS_MMAP_INTERLEAVED :
					     SND_PCM_ACCESS_RW_INTERLEAVED), "set_access");
	require(snd_pcm_hw_params_set_format(pcm, params, SND_PCM_FORMAT_S16_LE), "set_format");
	require(snd_pcm_hw_params_set_channels(pcm, params, 2), "set_channels");
	require(snd_pcm_hw_params_set_rate(pcm, params, setup->rate, 0), "set_rate");
	require(snd_pcm_hw_params_set_period_wakeup(pcm, params, !setup->no_wakeup),
		"set_period_wakeup");
	require(snd_pcm_hw_params_set_periods(pcm, params, setup->periods, 0), "set_periods");
	require(snd_pcm_hw_params_set_buffer_size(pcm, params, setup->buffer), "set_buffer_size");
	require(snd_pcm_hw_params(pcm, params), "hw_params");
}

static void set_software(snd_pcm_t *pcm, const struct stream_setup *setup)
{
	snd_pcm_sw_params_t *params;
	snd_pcm_uframes_t boundary;

	snd_pcm_sw_params_alloca(&params);
	require(snd_pcm_sw_params_current(pcm, params), "sw_params_current");
	require(snd_pcm_sw_params_get_boundary(params, &boundary), "get_boundary");
	require(snd_pcm_sw_params_set_start_threshold(pcm, params, setup->capture ?
						      boundary : setup->buffer),
		"set_start_threshold");
	require(snd_pcm_sw_params_set_stop_threshold(pcm, params, setup->free_run ?
						     boundary : setup->buffer),
		"set_stop_threshold");
	require(snd_pcm_sw_params_set_avail_min(pcm, params, 1), "set_avail_min");
	require(snd_pcm_sw_params(pcm, params), "sw_params");
}

/* ALSA limits the buffer to the preallocated size, so a larger one needs a preallocation of 0. */
static void lift_limit(struct stream *stream)
{
	const struct stream_setup *setup = &stream->setup;

	stream->lifted = !setup->plugin && setup->buffer > CARD_BUFFER_FRAMES;
	if (stream->lifted)
		stream->preallocated = card_preallocate(setup->device, setup->capture, 0);
}

/**
 * stream_open - open a stream with exactly these parameters
 * @setup: copied
 *
 * Playback starts by itself when the buffer is full, capture by stream_start() only.
 *
 * Return: the stream.
 */
struct stream *stream_open(const struct stream_setup *setup)
{
	struct stream *stream = streams;
	snd_pcm_t *pcm;
	int err;

	while (stream->pcm)
		stream++;
	stream->setup = *setup;
	stream->moved = 0;
	lift_limit(stream);
	if (setup->plugin)
		err = plugin_open(setup, &pcm);
	else
		err = open_on(setup->card ? card_nth(setup->card) : card_number(), setup->device,
			      setup->capture, &pcm);
	require(err, "open");
	stream->pcm = pcm;
	/* alsa-lib disables period wakeups only for handles that do not block */
	require(snd_pcm_nonblock(pcm, setup->no_wakeup), "nonblock");
	set_hardware(pcm, setup);
	set_software(pcm, setup);
	return stream;
}

/**
 * stream_close - stop and close a stream
 * @stream: open or not
 */
void stream_close(struct stream *stream)
{
	if (stream->pcm)
		snd_pcm_close(stream->pcm);
	stream->pcm = NULL;
	if (stream->lifted)
		card_preallocate(stream->setup.device, stream->setup.capture,
				 stream->preallocated);
	stream->lifted = false;
}

/**
 * stream_clean_up - close what a test has left open
 * @passed: whether the test has passed
 *
 * The pieces of a failed test are marked void in the manifest.
 */
void stream_clean_up(bool passed)
{
	unsigned int i;

	for (i = 0; i < STREAMS; i++)
		stream_close(&streams[i]);
	material_settle(passed);
}

/**
 * stream_start - start a stream that is prepared
 * @stream: the stream
 */
void stream_start(struct stream *stream)
{
	require(snd_pcm_start(stream->pcm), "start");
}

/**
 * stream_begin_drain - begin a drain without waiting for its end
 * @stream: the stream
 *
 * stream_wait_for_end() does that.
 */
void stream_begin_drain(struct stream *stream)
{
	int err;

	snd_pcm_nonblock(stream->pcm, 1);
	err = snd_pcm_drain(stream->pcm);
	tap_require(err == -EAGAIN, "drain without waiting: %s", snd_strerror(err));
}

/**
 * stream_wait_for_end - wait for the end of a drain
 * @stream: the stream, of which a drain has begun
 */
void stream_wait_for_end(struct stream *stream)
{
	unsigned int ms;

	for (ms = 0; ms < DRAIN_MS; ms += 2) {
		if (snd_pcm_state(stream->pcm) != SND_PCM_STATE_DRAINING)
			break;
		usleep(2000);
	}
	stream_require_state(stream, SND_PCM_STATE_SETUP);
}

/**
 * stream_drain - drain and wait for the end
 * @stream: the stream
 *
 * ALSA's timeout of a drain is 110 % of the duration of the buffer, at least 100 ms. A busy machine
 * may need more for a short buffer, so this function polls the state instead.
 */
void stream_drain(struct stream *stream)
{
	bool patient = stream->setup.buffer < stream->setup.rate / DRAIN_SHARE;
	int err;

	snd_pcm_nonblock(stream->pcm, patient);
	err = snd_pcm_drain(stream->pcm);
	if (err != -EAGAIN) {
		require(err, "drain");
		return;
	}
	stream_wait_for_end(stream);
}

/**
 * stream_pause - pause or resume
 * @stream: the stream
 * @pause: true to pause
 */
void stream_pause(struct stream *stream, bool pause)
{
	require(snd_pcm_pause(stream->pcm, pause), pause ? "pause" : "resume");
}

/**
 * stream_wake_at - set avail_min
 * @stream: the stream
 * @frames: the new value
 */
void stream_wake_at(struct stream *stream, snd_pcm_uframes_t frames)
{
	snd_pcm_sw_params_t *params;

	snd_pcm_sw_params_alloca(&params);
	require(snd_pcm_sw_params_current(stream->pcm, params), "sw_params_current");
	require(snd_pcm_sw_params_set_avail_min(stream->pcm, params, frames), "set_avail_min");
	require(snd_pcm_sw_params(stream->pcm, params), "sw_params");
}

/**
 * stream_wait - poll a stream
 * @stream: the stream
 * @milliseconds: timeout
 *
 * Return: true if the stream has woken the client, false after the timeout.
 */
bool stream_wait(struct stream *stream, int milliseconds)
{
	int woken = snd_pcm_wait(stream->pcm, milliseconds);

	require(woken, "wait");
	return woken;
}

/**
 * stream_avail - query how much can be written or read
 * @stream: the stream
 *
 * Return: frames. More than the buffer if a free-running client is late.
 */
snd_pcm_sframes_t stream_avail(struct stream *stream)
{
	snd_pcm_sframes_t avail = snd_pcm_avail(stream->pcm);

	require(avail, "avail");
	return avail;
}

/**
 * stream_position - query the position of the hardware
 * @stream: the stream
 *
 * Return: frames since the start.
 */
int64_t stream_position(struct stream *stream)
{
	snd_pcm_sframes_t avail = stream_avail(stream);

	if (stream->setup.capture)
		return stream->moved + avail;
	return stream->moved + avail - (int64_t)stream->setup.buffer;
}

/* Copy between the client's data and the next part of the buffer, and commit it. */
static snd_pcm_uframes_t move_mapped(struct stream *stream, const uint8_t *from, uint8_t *to,
				     snd_pcm_uframes_t frames)
{
	const snd_pcm_channel_area_t *areas;
	snd_pcm_uframes_t offset;
	snd_pcm_sframes_t done;
	uint8_t *memory;

	require(snd_pcm_mmap_begin(stream->pcm, &areas, &offset, &frames), "mmap_begin");
	memory = (uint8_t *)areas[0].addr + offset * FRAME_BYTES;
	if (from)
		memcpy(memory, from, frames * FRAME_BYTES);
	else
		memcpy(to, memory, frames * FRAME_BYTES);
	done = snd_pcm_mmap_commit(stream->pcm, offset, frames);
	require(done, "mmap_commit");
	tap_require((snd_pcm_uframes_t)done == frames, "mmap_commit of %lu did %ld", frames, done);
	return frames;
}

/**
 * stream_write - write frames
 * @stream: a playback stream
 * @data: the frames
 * @frames: number of frames; with mmap at most the free room, otherwise it waits for room
 *
 * Return: number of frames written, at least one unless @frames is 0.
 */
snd_pcm_uframes_t stream_write(struct stream *stream, const uint8_t *data,
			       snd_pcm_uframes_t frames)
{
	snd_pcm_sframes_t done;

	if (stream->setup.mmap) {
		done = move_mapped(stream, data, NULL, frames);
	} else {
		done = snd_pcm_writei(stream->pcm, data, frames);
		require(done, "writei");
	}
	stream->moved += done;
	return done;
}

/**
 * stream_read - read frames
 * @stream: a capture stream
 * @data: destination
 * @frames: number of frames; with mmap at most those available, otherwise it waits for them
 *
 * Return: number of frames read, at least one unless @frames is 0.
 */
snd_pcm_uframes_t stream_read(struct stream *stream, uint8_t *data, snd_pcm_uframes_t frames)
{
	snd_pcm_sframes_t done;

	if (stream->setup.mmap) {
		done = move_mapped(stream, NULL, data, frames);
	} else {
		done = snd_pcm_readi(stream->pcm, data, frames);
		require(done, "readi");
	}
	stream->moved += done;
	return done;
}

/**
 * stream_memory - get the mapped buffer
 * @stream: an mmap stream, prepared
 *
 * Return: its first frame.
 */
uint8_t *stream_memory(struct stream *stream)
{
	const snd_pcm_channel_area_t *areas;
	snd_pcm_uframes_t offset, frames = 1;

	require(snd_pcm_mmap_begin(stream->pcm, &areas, &offset, &frames), "mmap_begin");
	return areas[0].addr;
}

/**
 * stream_require_state - fail the test unless a stream is in a state
 * @stream: the stream
 * @state: the state
 */
void stream_require_state(struct stream *stream, snd_pcm_state_t state)
{
	snd_pcm_state_t now = snd_pcm_state(stream->pcm);

	tap_require(now == state, "state is %s, not %s", snd_pcm_state_name(now),
		    snd_pcm_state_name(state));
}

/**
 * stream_counter - read a debugfs counter of an open stream
 * @stream: the stream
 * @name: name of the counter
 *
 * Skips the test if the driver has no such counter.
 *
 * Return: its value.
 */
uint64_t stream_counter(struct stream *stream, const char *name)
{
	uint64_t value;

	if (!card_counter(stream->setup.device, stream->setup.capture, name, &value))
		tap_skip("no counter '%s' in debugfs", name);
	return value;
}
