// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewind and forward: rewound frames are never played, their replacement is, and the rest without a
 * gap. A rewind that comes too late is refused completely.
 *
 * A client that rewinds to the position of the hardware may be too late to write again. So one
 * client leaves a margin and must not starve, another rewinds as far as possible and may starve.
 */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "counter.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		60000
#define PIECES		500
#define PACE_US		4000
#define MARGIN		4800

/**
 * struct history - the frames that the client has finally committed
 * @numbers: number of each frame, 0 for silence
 * @next: the next unused number
 * @committed: number of committed frames
 * @rewinds: number of rewinds
 */
struct history {
	uint32_t numbers[FRAMES + SILENCE_FRAMES];
	uint32_t next;
	uint32_t committed;
	unsigned int rewinds;
};

/* Record each piece that is finally played, in the order of playing. */
static void expect(const struct history *history, const struct stream_setup *setup)
{
	const char *how = setup->free_run ? "gaps" : "exact";
	struct material piece = { 0 };
	uint32_t i, from = 0;

	for (i = 1; i <= FRAMES; i++) {
		if (i < FRAMES && history->numbers[i] == history->numbers[i - 1] + 1)
			continue;
		piece.first = history->numbers[from];
		piece.frames = i - from;
		material_expect(&piece, setup, how, "rewind@%" PRIu32, from);
		how = setup->free_run ? "gaps" : "joined";
		from = i;
	}
}

static void commit(struct stream *stream, struct history *history, uint32_t frames)
{
	static uint8_t data[BUFFER * FRAME_BYTES];
	uint32_t i;

	for (i = 0; i < frames; i++) {
		uint32_t place = history->committed + i;

		history->numbers[place] = place < FRAMES ? history->next++ : 0;
		if (place < FRAMES)
			counter_put(data + i * FRAME_BYTES, history->numbers[place]);
		else
			memset(data + i * FRAME_BYTES, 0, FRAME_BYTES);
	}
	for (i = 0; i < frames;)
		i += stream_write(stream, data + i * FRAME_BYTES, frames - i);
	history->committed += frames;
}

static void rewind_some(struct stream *stream, struct history *history)
{
	snd_pcm_sframes_t can = snd_pcm_rewindable(stream->pcm), done;

	tap_require(can >= 0, "rewindable: %s", snd_strerror(can));
	if (!stream->setup.free_run)
		can -= MARGIN;
	if (can <= 0)
		return;
	done = snd_pcm_rewind(stream->pcm, chance_size(can));
	if (done < 0) {
		stream_require_state(stream, SND_PCM_STATE_RUNNING);
		return;
	}
	history->committed -= done;
	stream->moved -= done;
	history->rewinds++;
}

static uint32_t room(struct stream *stream, const struct history *history)
{
	snd_pcm_sframes_t avail = stream_avail(stream);
	uint32_t left = FRAMES + SILENCE_FRAMES - history->committed;

	return avail < left ? avail : left;
}

static void rewind_often(const void *argument)
{
	const struct stream_setup *setup = argument;
	static struct history history;
	struct material material;
	struct stream *stream;
	uint32_t frames;

	memset(&history, 0, sizeof(history));
	/* each rewind uses new numbers */
	material_make(&material, PIECES * BUFFER);
	history.next = material.first;
	stream = stream_open(setup);
	while (history.committed < FRAMES + SILENCE_FRAMES) {
		frames = room(stream, &history);
		if (!frames && snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		if (frames)
			commit(stream, &history, chance(1, frames));
		else
			usleep(PACE_US);
		if (history.committed < FRAMES && history.rewinds < PIECES && chance(0, 2))
			rewind_some(stream, &history);
		/* distribute the rewinds over the buffer */
		usleep(chance(0, PACE_US));
	}
	expect(&history, setup);
	stream_drain(stream);
	stream_close(stream);
	tap_require(history.rewinds > 10, "only %u rewinds", history.rewinds);
	tap_note("%u rewinds", history.rewinds);
}

/* Data that is in the buffer beyond the application pointer is played after a forward. */
static void forward(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct stream *stream;

	material_make(&material, BUFFER - SILENCE_FRAMES);
	material_expect(&material, setup, "exact", "forward");
	stream = stream_open(setup);
	material_fill(&material, stream_memory(stream), 0, BUFFER);
	tap_require(snd_pcm_forward(stream->pcm, 5000) == 5000, "cannot forward before the start");
	stream_start(stream);
	tap_require(snd_pcm_forward(stream->pcm, BUFFER - 5000) == BUFFER - 5000,
		    "cannot forward while it runs");
	stream_drain(stream);
	stream_close(stream);
}

STREAMS(rewind)

#define REWIND(name, ...) \
	STREAM(rewind, name, .device = CARD_QUEUE, .rate = RATE, .buffer = BUFFER, __VA_ARGS__)

REWIND(rw_2, .periods = 2);
REWIND(mmap_2, .periods = 2, .mmap = true);
REWIND(rw_16_to_the_last_frame, .periods = 16, .free_run = true);
REWIND(mmap_128_to_the_last_frame, .periods = 128, .mmap = true, .free_run = true);

TEST_STREAM(rewind, many_times, rewind_often)

TEST_F_TIMEOUT(rewind, forward, TEST_SECONDS)
{
	struct stream_setup setup = stream_fit(&variant->setup);

	setup.mmap = true;
	setup.free_run = false;
	TRY(forward, &setup);
}

TEST_HARNESS_MAIN
