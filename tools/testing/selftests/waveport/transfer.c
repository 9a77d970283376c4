// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "chance.h"
#include "counter.h"
#include "tap.h"
#include "transfer.h"

/* Interval in which a client polls that cannot rely on wakeups. */
#define PACE_US		4000
#define WAKE_MS		10000

#define PIECE_FRAMES	4096

/* A descriptor is at most a period, and 31 of them must last until a late interrupt is handled. */
#define LASTING		80

/**
 * transfer_play - begin to play
 * @transfer: set up
 * @stream: a playback stream, prepared
 * @material: what to play
 */
void transfer_play(struct transfer *transfer, struct stream *stream,
		   const struct material *material)
{
	transfer->stream = stream;
	transfer->material = *material;
	transfer->total = material->frames + SILENCE_FRAMES;
	transfer->ended = false;
}

/**
 * transfer_capture - begin to capture
 * @transfer: set up
 * @stream: a capture stream, prepared; it is started
 * @frames: how much
 */
void transfer_capture(struct transfer *transfer, struct stream *stream, uint64_t frames)
{
	transfer->stream = stream;
	transfer->total = frames;
	transfer->ended = false;
	stream_start(stream);
}

static void play_piece(struct transfer *transfer, snd_pcm_uframes_t frames)
{
	struct stream *stream = transfer->stream;
	uint8_t data[PIECE_FRAMES * FRAME_BYTES];
	snd_pcm_uframes_t piece;

	while (frames) {
		piece = frames < PIECE_FRAMES ? frames : PIECE_FRAMES;
		material_fill(&transfer->material, data, stream->moved, piece);
		frames -= stream_write(stream, data, piece);
	}
}

/* Every frame must be the successor of the frame before. */
static void check_piece(struct transfer *transfer, const uint8_t *data, snd_pcm_uframes_t frames)
{
	uint64_t place = transfer->stream->moved - frames;

	for (; frames; frames--, place++, data += FRAME_BYTES) {
		uint32_t number = counter_get(data);

		tap_require(!place || number == transfer->last + 1,
			    "captured frame %lu is number %u, after number %u",
			    (unsigned long)place, number, transfer->last);
		transfer->last = number;
	}
}

static void capture_piece(struct transfer *transfer, snd_pcm_uframes_t frames)
{
	uint8_t data[PIECE_FRAMES * FRAME_BYTES];
	snd_pcm_uframes_t piece;

	while (frames) {
		piece = frames < PIECE_FRAMES ? frames : PIECE_FRAMES;
		piece = stream_read(transfer->stream, data, piece);
		check_piece(transfer, data, piece);
		frames -= piece;
	}
}

static snd_pcm_uframes_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/**
 * transfer_step - move some frames, without waiting
 * @transfer: the transfer
 * @frames: how many at the most
 *
 * A buffer that is full for the first time starts playback.
 *
 * Return: whether anything was moved.
 */
bool transfer_step(struct transfer *transfer, snd_pcm_uframes_t frames)
{
	struct stream *stream = transfer->stream;
	snd_pcm_uframes_t avail = stream_avail(stream);

	frames = smaller(frames, transfer->total - stream->moved);
	frames = smaller(frames, avail);
	if (stream->setup.capture)
		capture_piece(transfer, frames);
	else
		play_piece(transfer, frames);
	if (!stream->setup.capture && frames == avail &&
	    snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
		stream_start(stream);
	return frames;
}

/**
 * transfer_wait - wait until there is something to move
 * @transfer: the transfer
 */
void transfer_wait(struct transfer *transfer)
{
	const struct stream_setup *setup = &transfer->stream->setup;

	/*
	 * alsa-lib has a client woken for no less than a period, and a wakeup comes a bit before or
	 * after that much is there: with two periods the next one would come too late.
	 */
	if (setup->no_wakeup || setup->periods <= 2)
		usleep(PACE_US);
	else
		tap_require(stream_wait(transfer->stream, WAKE_MS), "no wakeup in %d ms", WAKE_MS);
}

/**
 * transfer_pace - sleep if nothing could be moved; fail after a limit
 * @moved: whether frames were moved
 * @idle_us: time since frames were moved last; 0 to begin with
 */
void transfer_pace(bool moved, unsigned int *idle_us)
{
	if (moved) {
		*idle_us = 0;
		return;
	}
	tap_require(*idle_us < 1000 * WAKE_MS, "nothing to move in %d ms", WAKE_MS);
	usleep(PACE_US);
	*idle_us += PACE_US;
}

/**
 * transfer_finish - move all that is left, and drain or drop
 * @transfer: the transfer
 *
 * The pieces are of 1 frame to the whole buffer. If the client may block, half of them are moved
 * before there is room for them.
 */
void transfer_finish(struct transfer *transfer)
{
	struct stream *stream = transfer->stream;
	const struct stream_setup *setup = &stream->setup;
	bool blocks = !setup->mmap && !setup->no_wakeup && setup->periods > 1 &&
		      setup->buffer / setup->periods < setup->rate;

	while ((uint64_t)stream->moved < transfer->total) {
		snd_pcm_uframes_t frames = chance_size(setup->buffer);

		frames = smaller(frames, transfer->total - stream->moved);
		if (!setup->capture && blocks && chance(0, 1))
			play_piece(transfer, frames);
		else if (setup->capture && blocks && chance(0, 1))
			capture_piece(transfer, frames);
		else if (!transfer_step(transfer, frames))
			transfer_wait(transfer);
	}

	if (setup->capture)
		snd_pcm_drop(stream->pcm);
	else
		stream_drain(stream);
}

/* Move some frames, and drain or drop after the last. Returns whether anything was done. */
static bool step_to_end(struct transfer *transfer)
{
	struct stream *stream = transfer->stream;

	if (transfer->ended)
		return false;
	if ((uint64_t)stream->moved < transfer->total)
		return transfer_step(transfer, chance_size(stream->setup.buffer));
	if (stream->setup.capture)
		snd_pcm_drop(stream->pcm);
	else
		stream_begin_drain(stream);
	transfer->ended = true;
	return true;
}

/**
 * transfer_finish_all - finish several transfers at the same time
 * @transfers: the transfers
 * @count: number of transfers
 *
 * The streams drift apart on an emulator, so the function blocks on none of them.
 */
void transfer_finish_all(struct transfer *transfers, unsigned int count)
{
	unsigned int i, finished = 0, idle_us = 0;
	bool moved;

	while (finished < count) {
		moved = false;
		finished = 0;
		for (i = 0; i < count; i++) {
			moved |= step_to_end(&transfers[i]);
			finished += transfers[i].ended;
		}
		transfer_pace(moved, &idle_us);
	}
	for (i = 0; i < count; i++)
		transfer_finish(&transfers[i]);
}

static void play_exactly(const struct stream_setup *setup)
{
	/* a small buffer may starve in this run */
	bool small = setup->buffer < COMFORTABLE_BUFFER;
	bool starves = small || setup->buffer / setup->periods < LASTING;
	struct material material;
	struct transfer transfer;
	struct stream *stream;
	uint64_t frames;

	/* small buffers are filled many times, large ones more than once if that is short enough */
	frames = small ? 20 * setup->buffer : setup->buffer + setup->buffer / 3;
	material_make(&material, smaller(frames, setup->rate));
	material_expect(&material, setup, starves ? "gaps" : "exact", "playback");
	stream = stream_open(setup);
	transfer_play(&transfer, stream, &material);
	transfer_finish(&transfer);
	stream_close(stream);
}

static void capture_exactly(const struct stream_setup *setup)
{
	uint64_t frames = setup->buffer + setup->buffer / 3;
	struct transfer transfer;
	struct stream *stream;

	stream = stream_open(setup);
	transfer_capture(&transfer, stream, smaller(frames, setup->rate));
	transfer_finish(&transfer);
	stream_close(stream);
}

/**
 * transfer_exactly - play or capture a buffer and more, a second at the most, and check every frame
 * @setup: &struct stream_setup of the stream; a small buffer for playback has to run free
 */
void transfer_exactly(const void *setup)
{
	if (((const struct stream_setup *)setup)->capture)
		capture_exactly(setup);
	else
		play_exactly(setup);
}
