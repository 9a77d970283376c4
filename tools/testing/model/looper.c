// SPDX-License-Identifier: GPL-2.0-only
/*
 * A model of the stream descriptors of an HD Audio controller, and what the driver uses of the
 * kernel's library for them.
 *
 * Playback: a word counts in LPIB when it leaves the FIFO; it was read from memory when it entered
 * it. Capture: a word counts when it is in memory, but LPIB and the position buffer may show it
 * late. A halt shows all.
 */

#include <string.h>

#include <linux/minmax.h>
#include <sound/hda_codec.h>
#include <sound/hda_register.h>

#include "card.h"
#include "check.h"
#include "engine_state.h"
#include "looper.h"

static struct looper loopers[MODEL_ENGINES];

static unsigned int looper_number(const struct looper *looper)
{
	return looper - loopers;
}

static bool looper_captures(const struct looper *looper)
{
	return looper_number(looper) == CARD_CAPTURE;
}

/**
 * looper_make() - reset an engine of a new card
 * @number: its number
 * @stream: the library's part of it
 */
void looper_make(unsigned int number, struct hdac_stream *stream)
{
	memset(&loopers[number], 0, sizeof(loopers[number]));
	loopers[number].stream = stream;
}

/**
 * looper_running() - check whether an engine moves data
 * @number: its number
 *
 * Return: true if its run bit is set or it has not halted yet.
 */
bool looper_running(unsigned int number)
{
	return loopers[number].control & SD_CTL_DMA_START || loopers[number].halting;
}

/**
 * looper_interrupts() - check whether an engine asserts the interrupt
 * @number: its number
 *
 * Return: true if its event is pending and enabled.
 */
bool looper_interrupts(unsigned int number)
{
	return loopers[number].status & loopers[number].control & SD_INT_COMPLETE;
}

/* What LPIB shows, before it is rounded. */
static u32 looper_shown(const struct looper *looper)
{
	u32 late = 0;

	if (!looper->bytes)
		return 0;
	if (looper_captures(looper) && looper_running(looper_number(looper)))
		late = min_t(u32, looper->moved, model.switches.early);
	return (looper->place + looper->bytes - late) % looper->bytes;
}

/* Update the position buffer, but not at each move. */
static void looper_publish(struct looper *looper)
{
	if (looper->moved - looper->published < model.switches.grain)
		return;
	looper->published = looper->moved;
	*looper->stream->posbuf = looper_shown(looper);
}

/* Get the bytes from the end of one entry that interrupts to that of the next. */
static u32 looper_next_notice(struct looper *looper)
{
	u32 bytes = 0, looked;

	for (looked = 0; looked < looper->entries; looked++) {
		looper->noticed = (looper->noticed + 1) % looper->entries;
		bytes += looper->list[looper->noticed].bytes;
		if (looper->list[looper->noticed].flags & 1)
			return bytes;
	}
	return 0;
}

static void looper_notice(struct looper *looper)
{
	u32 next;

	looper->notice -= sizeof(u32);
	while (looper->noticed < looper->entries && looper->notice <= 0) {
		looper->status |= SD_INT_COMPLETE;
		next = looper_next_notice(looper);
		looper->notice += next;
	}
}

/* Get the address of the next word, and advance. */
static u32 looper_next(struct looper *looper)
{
	u32 address = looper->list[looper->entry].address + looper->within;

	looper->within += sizeof(u32);
	if (looper->within == looper->list[looper->entry].bytes) {
		looper->within = 0;
		looper->entry = (looper->entry + 1) % looper->entries;
	}
	return address;
}

static void looper_fetch(struct looper *looper)
{
	struct looper_word *word = &looper->fifo[(looper->first + looper->count) % LOOPER_WORDS];

	word->address = looper_next(looper);
	word->value = *looper_memory(word->address);
	truth_loop_fetch(looper_number(looper), word->value, word->address,
			 looper->count * sizeof(u32));
	looper->count++;
}

static void looper_play(struct looper *looper)
{
	struct looper_word *word = &looper->fifo[looper->first];

	while (looper->count <= model.switches.fifo / sizeof(u32))
		looper_fetch(looper);
	truth_loop_play(looper_number(looper), word->value, word->address);
	looper->first = (looper->first + 1) % LOOPER_WORDS;
	looper->count--;
}

static void looper_capture(struct looper *looper)
{
	u32 address = looper_next(looper);

	*looper_memory(address) = truth_loop_capture(looper_number(looper), address);
}

static void looper_move(struct looper *looper, u32 bytes)
{
	u32 moved;

	for (moved = 0; moved < bytes; moved += sizeof(u32)) {
		if (looper_captures(looper))
			looper_capture(looper);
		else
			looper_play(looper);
		looper->place = (looper->place + sizeof(u32)) % looper->bytes;
		looper->moved += sizeof(u32);
		looper_notice(looper);
		if (!(looper->moved % 64))
			looper_publish(looper);
	}
}

/* An engine moves whole frames, or chunks. */
static void looper_move_some(struct looper *looper, u32 bytes)
{
	u32 unit = model.switches.chunk ?: card_frame_bytes();

	looper->owed += bytes;
	looper_move(looper, looper->owed - looper->owed % unit);
	looper->owed %= unit;
}

/**
 * looper_pass() - let time pass for an engine
 * @number: its number
 * @samples: the time in samples
 */
void looper_pass(unsigned int number, u32 samples)
{
	struct looper *looper = &loopers[number];
	u32 lead, stride;

	if (!(looper->control & SD_CTL_DMA_START))
		return;
	if (!model.switches.tick) {
		looper_move_some(looper, samples * model.switches.sample_bytes);
		return;
	}
	looper->waited += samples;
	while (looper->waited >= model.switches.tick) {
		looper->waited -= model.switches.tick;
		lead = model.switches.ahead ? model_random() % (model.switches.ahead + 1) : 0;
		stride = max_t(s32, 0, model.switches.tick + lead - looper->lead);
		looper->lead += stride - model.switches.tick;
		looper_move_some(looper, stride * model.switches.sample_bytes);
	}
}

/* Read the list, and begin at its beginning. */
static void looper_begin(struct looper *looper)
{
	const struct looper_entry *list = (void *)looper->stream->bdl.area;
	u32 i, sum = 0;

	looper->entries = looper->stream->frags;
	check(looper->entries >= 2 && looper->entries <= LOOPER_ENTRIES, "a list of %u entries",
	      looper->entries);
	for (i = 0; i < looper->entries; i++) {
		looper->list[i] = list[i];
		check(list[i].bytes && (model.switches.starts_over || !(list[i].address % 128)),
		      "an entry of %u bytes at %#llx", list[i].bytes,
		      (unsigned long long)list[i].address);
		sum += list[i].bytes;
	}
	looper->bytes = looper->stream->bufsize;
	check(sum == looper->bytes, "a list of %u bytes for a buffer of %u", sum, looper->bytes);
	looper->place = 0;
	looper->entry = 0;
	looper->within = 0;
	looper->count = 0;
	looper->noticed = looper->entries - 1;
	looper->notice = looper_next_notice(looper);
	if (!looper->notice)
		looper->noticed = looper->entries;
	if (!looper_captures(looper))
		looper->notice -= model.switches.early;
}

static void looper_start(struct looper *looper)
{
	check(!looper->halting, "a start before the halt");
	if (looper->fresh || model.switches.starts_over) {
		looper_begin(looper);
		truth_loop_start(looper_number(looper));
	}
	looper->fresh = false;
	looper->waited = 0;
	looper->lead = 0;
	looper->owed = 0;
	looper->moved = 0;
	looper->published = 0;
}

static u8 looper_control(struct looper *looper)
{
	if (!looper->halting)
		return looper->control;
	looper_move(looper, model.switches.halt_samples * card_frame_bytes());
	looper->halting--;
	return looper->control | (looper->halting ? SD_CTL_DMA_START : 0);
}

u32 hdac_stream_read(struct hdac_stream *stream, unsigned int offset)
{
	struct looper *looper = &loopers[stream->index];

	register_access(&model.traffic.reads);
	switch (offset) {
	case AZX_REG_SD_CTL:
		return looper_control(looper);
	case AZX_REG_SD_STS:
		return looper->status;
	case AZX_REG_SD_LPIB:
		return looper_shown(looper) ?: model_random() & 1 ? looper_shown(looper) :
								     looper->bytes;
	default:
		check_failed("a read at %#x", offset);
	}
}

static void looper_control_write(struct looper *looper, u8 value)
{
	u8 changed = looper->control ^ value;

	looper->control = value;
	if (!(changed & SD_CTL_DMA_START))
		return;
	if (value & SD_CTL_DMA_START) {
		looper_start(looper);
		return;
	}
	model.traffic.halts++;
	looper->halting = model.switches.halt_reads;
}

void hdac_stream_write(struct hdac_stream *stream, unsigned int offset, u32 value)
{
	struct looper *looper = &loopers[stream->index];

	register_access(&model.traffic.writes);
	if (offset == AZX_REG_SD_CTL)
		looper_control_write(looper, value);
	else if (offset == AZX_REG_SD_STS)
		looper->status &= ~value;
	else
		check_failed("a write at %#x", offset);
	card_access();
}

int snd_hdac_stream_setup(struct hdac_stream *stream)
{
	struct looper *looper = &loopers[stream->index];

	register_access(&model.traffic.writes);
	check(looper->fresh && !looper_running(stream->index), "a list for a running engine");
	stream->fifo_size = looper_captures(looper) ? 0 : model.switches.fifo;
	return 0;
}

void snd_hdac_stream_reset(struct hdac_stream *stream)
{
	struct looper *looper = &loopers[stream->index];

	register_access(&model.traffic.writes);
	check(!looper_running(stream->index), "a reset of a running engine");
	looper_make(stream->index, stream);
	looper->fresh = true;
	*stream->posbuf = 0;
}

void snd_hdac_stream_cleanup(struct hdac_stream *stream)
{
	check(!looper_running(stream->index), "the engine outlives its stream");
}
