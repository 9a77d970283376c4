// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run that begins with nothing committed and with stop_threshold = boundary: the device loops the
 * buffer. After the client has moved its pointer to the position of the hardware and has written, a
 * drain must play everything that it wrote. Without wakeups the device makes several laps of the
 * buffer meanwhile, in which nothing looks at its position.
 */
#include <inttypes.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		14000

#define EMPTY_US	100000
#define LAPS_US		1200000

/* Distance from the hardware that gives the client the time to write. */
#define LEAD		2000

/* Without wakeups a write that has to wait would wait for ever. */
static int64_t frames_of(const struct stream_setup *setup)
{
	return setup->no_wakeup ? setup->buffer - 2 * LEAD : FRAMES;
}

static void forward_to_hardware(struct stream *stream)
{
	snd_pcm_sframes_t behind = stream_avail(stream) - stream->setup.buffer;
	snd_pcm_sframes_t moved;

	tap_require(behind > 0, "the position stands at %" PRId64, stream_position(stream));
	moved = snd_pcm_forward(stream->pcm, behind + LEAD);
	tap_require(moved == behind + LEAD, "forward by %ld did %ld", behind + LEAD, moved);
	stream->moved += moved;
}

static void write_all(struct stream *stream, const struct material *material)
{
	static uint8_t data[FRAMES * FRAME_BYTES];
	snd_pcm_uframes_t done = 0, frames = frames_of(&stream->setup);

	material_fill(material, data, 0, frames);
	while (done < frames)
		done += stream_write(stream, data + done * FRAME_BYTES, frames - done);
}

static void forward_and_drain(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct stream *stream;

	material_make(&material, frames_of(setup));
	material_expect(&material, setup, "exact", "forward");
	stream = stream_open(setup);
	stream_start(stream);
	usleep(setup->no_wakeup ? LAPS_US : EMPTY_US);
	forward_to_hardware(stream);
	write_all(stream, &material);
	stream_require_state(stream, SND_PCM_STATE_RUNNING);
	stream_drain(stream);
	stream_close(stream);
}

STREAMS(forward)

#define FORWARD(_name, _device, _periods, _mmap)				\
	STREAM(forward, _name, .device = _device, .rate = RATE, .buffer = BUFFER,	\
	       .periods = _periods, .mmap = _mmap, .free_run = true)

FORWARD(cyclic_1_period, CARD_CYCLIC, 1, false);
FORWARD(cyclic_2_periods_mmap, CARD_CYCLIC, 2, true);
FORWARD(queue_2_periods, CARD_QUEUE, 2, false);
FORWARD(queue_64_periods_mmap, CARD_QUEUE, 64, true);

#define LAPS(_name, _device)							\
	STREAM(forward, _name, .device = _device, .rate = RATE, .buffer = BUFFER,	\
	       .periods = 2, .free_run = true, .no_wakeup = true)

LAPS(cyclic_laps, CARD_CYCLIC);
LAPS(queue_laps, CARD_QUEUE);

TEST_STREAM(forward, then_drain, forward_and_drain)

TEST_HARNESS_MAIN
