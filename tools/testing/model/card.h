/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card in the model: the port and the engines of the driver over the modelled bus master, time,
 * interrupts, and a client for each engine.
 */
#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include <linux/irq_work.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "engine.h"
#include "memory.h"
#include "model.h"
#include "internal.h"

/* Engines, by the order of their registers. */
enum {
	CARD_CAPTURE,
	CARD_PLAYBACK,
};

/**
 * struct plan - what a card and its clients are like
 * @switches: of the bus master
 * @fault: how it fails from the beginning, but not MODEL_GONE
 * @engines: mask of those with a client
 * @cyclic: mask of those whose client uses the cyclic device
 * @channels: samples per frame
 * @rate: frames per second
 * @page_bytes: size of a page
 * @adjacent: of 8 pages, how many lie behind the one before
 * @period: frames
 * @periods: how many
 * @run_bytes: largest mapping that the engine takes
 * @wakeups: the clients want period wakeups
 * @free_runs: they never want to be stopped
 * @start_threshold: frames
 * @base: stream position that everything starts at
 * @tag: of the first mapping
 * @burst: frames that pass between two looks at the interrupt line
 * @patience: looks until an interrupt is handled, at most
 * @preempts: of 16 accesses to registers, before how many another CPU handles an interrupt
 * @origin: lowest address of the memory
 */
struct plan {
	struct model_switches switches;
	enum model_fault fault;
	u32 engines;
	u32 cyclic;
	u32 channels;
	u32 rate;
	u32 page_bytes;
	u32 adjacent;
	u32 period;
	u32 periods;
	u32 run_bytes;
	bool wakeups;
	bool free_runs;
	u32 start_threshold;
	u64 base;
	u64 tag;
	u32 burst;
	u32 patience;
	u32 preempts;
	u32 origin;
};

/**
 * struct client - a stream, who uses it, and what is true of it
 * @number: of its engine
 * @stream: the driver's
 * @substream: the core's
 * @file: the client's
 * @memory: its buffer
 * @hw_ptr: the core's hardware pointer when it was last seen
 * @appl_ptr: the core's application pointer when it was last seen
 * @looked: @hw_ptr as a stream position
 * @appl: @appl_ptr as a stream position
 * @bound: nothing beyond may be played, or captured into
 * @next: the engine's next byte as a stream position
 * @border: next notification
 * @elapsed: number of the interrupt that brought a notification last
 * @dry: the engine has stood still at the end of what is committed
 * @gap: and then the client committed more: it has to be told of an xrun
 * @silence: the engine has halted although more is committed: that has to be told, too
 * @halted: an event may have been acknowledged by a halt
 * @ends: the core is stopping it while it drains
 * @dropping: the client stops it
 * @resetting: the client takes everything back
 * @stood: ends of the list that engines had come to at the last commit
 * @loops: in this run the buffer goes round, or did until the drain
 * @lost: it went round unseen, or did not, so that the core's pointers mean nothing
 * @tag: the next mapping has this or a later one
 */
struct client {
	unsigned int number;
	struct waveport_stream *stream;
	struct snd_pcm_substream *substream;
	struct file file;
	struct memory memory;
	snd_pcm_uframes_t hw_ptr;
	snd_pcm_uframes_t appl_ptr;
	u64 looked;
	u64 appl;
	u64 bound;
	u64 next;
	u64 border;
	u64 elapsed;
	bool dry;
	bool gap;
	bool silence;
	bool halted;
	bool ends;
	bool dropping;
	bool resetting;
	bool loops;
	u32 stood;
	bool lost;
	u64 tag;
};

/**
 * struct card - a card
 * @plan: what it is like
 * @clients: one for each engine
 * @port: the driver's
 * @pins: of @port
 * @streams: of @port
 * @owners: of @port
 * @engines: the driver's
 * @lists: their descriptors
 * @sound: the core's
 * @pcms: of @sound, by their numbers
 * @waiting: looks until the interrupt is handled
 * @held: the interrupt is lost until somebody lets go
 * @interrupts: how often it was handled
 * @busy: an interrupt is being handled, or work that tells what no interrupt tells
 * @handling: an interrupt is being handled; until it is, it does not come again
 * @woken: the interrupt's thread is to look at the engines
 * @owed: mask of the engines whose interrupt waits for the stream lock on another CPU
 * @alone: no other CPU handles an interrupt now
 * @aside: accesses to registers by another CPU
 * @irq_works: what the driver has queued
 * @contender: called when the interrupt waits for the stream lock
 * @failing: how the hardware is about to fail
 * @fuse: accesses to registers until it does; 0 if it is not about to
 * @faulty: the hardware has begun to fail: it cannot be told any more what is right
 */
struct card {
	struct plan plan;
	struct client clients[MODEL_ENGINES];
	struct waveport port;
	struct waveport_pin pins[MODEL_ENGINES];
	struct waveport_stream streams[WAVEPORT_TRANSPORTS * MODEL_ENGINES];
	struct waveport_stream *owners[MODEL_ENGINES];
	struct ich_engine engines[MODEL_ENGINES];
	struct ich_descriptor lists[MODEL_ENGINES][ICH_LIST];
	struct snd_card sound;
	struct snd_pcm *pcms[WAVEPORT_TRANSPORTS];
	u32 waiting;
	bool held;
	u64 interrupts;
	bool busy;
	bool handling;
	bool woken;
	u32 owed;
	bool alone;
	u32 aside;
	struct irq_work *irq_works;
	void (*contender)(void);
	enum model_fault failing;
	u32 fuse;
	bool faulty;
};

extern struct card card;

void card_make(const struct plan *plan, u64 seed);
void card_unmake(void);
void card_fail(enum model_fault fault);
void card_break(enum model_fault fault, u32 accesses);
void card_pass(u32 frames);
void card_call(void);
void card_interrupt(void);
void card_attend(void);
void card_told(void);
void card_power(void);
void card_contend(void);
bool card_locked(void);
bool card_asserted(void);
void card_unlocked(const spinlock_t *lock);
void card_run_irq_works(void);

/* The linker makes these of the driver's, see the Makefile. */
void __real_waveport_notify(struct waveport_stream *stream);
void __wrap_waveport_notify(struct waveport_stream *stream);

static inline u32 card_frame_bytes(void)
{
	return card.plan.channels * card.plan.switches.sample_bytes;
}

static inline u32 card_buffer(void)
{
	return card.plan.period * card.plan.periods;
}

static inline u32 card_buffer_bytes(void)
{
	return card_buffer() * card_frame_bytes();
}

#endif /* MODEL_CARD_H */
