/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of the stream descriptors of an HD Audio controller: engines that loop over a list of
 * buffers until they are stopped.
 */
#ifndef MODEL_LOOPER_H
#define MODEL_LOOPER_H

#include <linux/types.h>

struct hdac_stream;

#define LOOPER_ENTRIES	256
/* Most words that an engine has fetched and not played yet. */
#define LOOPER_WORDS	1025

/**
 * struct looper_entry - an entry of the list, as the controller reads it
 * @address: DMA address of the buffer
 * @bytes: its size
 * @flags: bit 0: interrupt at its end
 */
struct looper_entry {
	u64 address;
	u32 bytes;
	u32 flags;
};

/**
 * struct looper_word - a word that was fetched
 * @value: its value at that time
 * @address: where it was
 */
struct looper_word {
	u32 value;
	u32 address;
};

/**
 * struct looper - one engine
 * @stream: the library's part of it, of the driver
 * @list: its list, as read at a start
 * @entries: number of entries of @list
 * @bytes: size of the buffer (CBL)
 * @control: the run bit and the interrupt enable bit
 * @status: the event bit
 * @fresh: not started since its reset
 * @halting: reads of the control register until it has halted
 * @place: bytes done in this lap; of capture all that is in memory
 * @entry: entry that is accessed next
 * @within: bytes of it that were accessed
 * @notice: bytes until the next interrupt
 * @noticed: entry whose end that is
 * @moved: bytes done since the last start
 * @published: @moved when the position buffer was updated
 * @waited: samples of time since the last tick
 * @lead: samples that it is ahead of the time
 * @owed: bytes that do not fill a chunk yet
 * @fifo: words that were fetched and not played, a ring
 * @first: the oldest of them
 * @count: number of them
 */
struct looper {
	struct hdac_stream *stream;
	struct looper_entry list[LOOPER_ENTRIES];
	u32 entries;
	u32 bytes;
	u8 control;
	u8 status;
	bool fresh;
	u32 halting;
	u32 place;
	u32 entry;
	u32 within;
	s32 notice;
	u32 noticed;
	u32 moved;
	u32 published;
	u32 waited;
	u32 lead;
	u32 owed;
	struct looper_word fifo[LOOPER_WORDS];
	u32 first;
	u32 count;
};

void looper_make(unsigned int number, struct hdac_stream *stream);
void looper_pass(unsigned int number, u32 samples);
bool looper_running(unsigned int number);
bool looper_interrupts(unsigned int number);

/* Called by the model for the memory; implemented in loop_truth.c and card_loops.c. */
u32 *looper_memory(u32 address);
void truth_loop_start(unsigned int engine);
void truth_loop_fetch(unsigned int engine, u32 value, u32 address, u32 ahead);
void truth_loop_play(unsigned int engine, u32 value, u32 address);
u32 truth_loop_capture(unsigned int engine, u32 address);

#endif /* MODEL_LOOPER_H */
