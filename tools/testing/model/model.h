/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of the ICH AC'97 bus master: registers, descriptor fetch, FIFO side and interrupt line of
 * its engines, with switches for how implementations differ.
 */
#ifndef MODEL_H
#define MODEL_H

#include <linux/types.h>

#include "ich_regs.h"

#define MODEL_ENGINES	2
/* Most descriptors that an engine fetches beyond the current one. */
#define MODEL_AHEAD	2
/* Most bytes by which an engine that loops tells a notification early. */
#define MODEL_EARLY	256
/* Registers of one engine. */
#define MODEL_WINDOW	0x10
/* Registers that the engines share. */
#define MODEL_SHARED	0x10

/**
 * enum model_fault - faults of the hardware
 * @MODEL_SOUND: no fault
 * @MODEL_GARBAGE: reads of indices and counts return random values
 * @MODEL_BEYOND: they return values that are never possible
 * @MODEL_FLICKER: bits of the status change at random with each read
 * @MODEL_STORM: an event comes back as soon as it is acknowledged
 * @MODEL_DEAD: a start is accepted, but nothing moves
 * @MODEL_STUCK: an engine goes on after a stop and never halts, except at the end of its list
 * @MODEL_GONE: every read returns ones, no data moves
 */
enum model_fault {
	MODEL_SOUND,
	MODEL_GARBAGE,
	MODEL_BEYOND,
	MODEL_FLICKER,
	MODEL_STORM,
	MODEL_DEAD,
	MODEL_STUCK,
	MODEL_GONE,
};

/**
 * struct model_switches - differences between implementations
 * @prefetches: descriptors that are fetched beyond the current one; 0: each is fetched when it
 *	becomes current
 * @in_place: a start after a stop continues the current descriptor, otherwise it skips the rest
 * @piv_beyond: PIV is one ahead of CIV at the last valid descriptor too, otherwise it stops at LVI
 * @narrow: a 32-bit read of several registers returns random values
 * @no_progress: the 32-bit read of PICB, PIV and CR returns 0
 * @blocks: no data moves while BCIS is set
 * @lazy: the first descriptor is fetched when data first moves; PICB is 0 until then
 * @lags: the first read after a step to the next descriptor returns the old CIV, with PICB 0
 * @blank: that read returns the new CIV, with PICB 0
 * @full_end: after a halt, and at the end of the list, PICB is the whole length of the descriptor
 * @late_end: samples of time from LVBCI to CELV and DCH
 * @halt_reads: reads of SR until DCH is set after a stop
 * @halt_samples: samples that still move at each of these reads
 * @sample_bytes: size of the samples that PICB and descriptors count: 2, or 4 for 20-bit samples
 * @reset_reads: reads of CR until RR is cleared after a reset
 * @late_fetch: samples of a descriptor that move before the next is fetched and PIV advances
 * @access_samples: most samples of time that pass before a register access
 * @swapped: SR and PICB have each other's offset, and lengths are in bytes
 * @shared: the run bits of all engines are in ICH_ALI_DMA; CR has the interrupts alone, and keeps
 *	them after a stop until the engine has halted, which DCH does not tell
 * @latched: an event asserts the interrupt line, the last acknowledgment of an engine deasserts it
 * @silent_power: SR keeps its value over a power cycle and a reset of the device
 * @left: value of SR at first, with @silent_power
 * @tick: data moves only in ticks of so many samples of time; 0: continuously
 * @bounded: a tick ends with the descriptor, and the next is due when that much has been played
 * @ahead: most samples that an engine with ticks is ahead of the time
 * @loops: the engines are those of HD Audio, see looper.c; what follows is for them, and of what
 *	comes before they have the ticks, the halt and the time of accesses
 * @fifo: bytes that are fetched ahead of the position
 * @early: bytes by which an interrupt comes before the position shows it, at most 256 and @fifo
 * @grain: bytes between two updates of the position buffer
 * @posbuf: the driver reads the position buffer, otherwise LPIB
 * @starts_over: a start after a halt begins at the beginning of the list
 * @chunk: data moves in pieces of so many bytes; 0: in frames
 */
struct model_switches {
	u8 prefetches;
	bool in_place;
	bool piv_beyond;
	bool narrow;
	bool no_progress;
	bool blocks;
	bool lazy;
	bool lags;
	bool blank;
	bool full_end;
	u8 late_end;
	u8 halt_reads;
	u8 halt_samples;
	u8 sample_bytes;
	u8 reset_reads;
	u16 late_fetch;
	u16 access_samples;
	bool swapped;
	bool shared;
	bool latched;
	bool silent_power;
	u16 left;
	u16 tick;
	bool bounded;
	u16 ahead;
	bool loops;
	u16 fifo;
	u16 early;
	u16 grain;
	bool posbuf;
	bool starts_over;
	u16 chunk;
};

/**
 * struct model_descriptor - an engine's private copy of a descriptor
 * @address: DMA address of the rest
 * @samples: number of samples left
 * @length: number of samples at first
 * @interrupts: IOC is set
 */
struct model_descriptor {
	u32 address;
	u32 samples;
	u32 length;
	bool interrupts;
};

/**
 * struct model_engine - one engine
 * @bdbar: address of the list
 * @civ: current descriptor
 * @lvi: last valid descriptor
 * @piv: prefetched descriptor
 * @cr: control, with the run bit also where that is in a shared register
 * @kept: interrupts that CR shows until the halt, where it does
 * @sr: status
 * @playing: private copy of the current descriptor; its samples are PICB
 * @next: private copies of those after it
 * @prefetched: how many of @next are valid
 * @loaded: @playing is fetched
 * @unfetched: samples of @playing until PIV advances
 * @fresh: not started since the reset of its registers
 * @ended: the last valid descriptor is completed, but CELV and DCH are not set yet
 * @ending: samples of time until they are set
 * @lagging: the next read is the first after a step to the next descriptor
 * @halting: reads of SR until DCH is set; 0 if no stop is pending
 * @resetting: reads of CR until RR is cleared
 * @quiet: descriptors completed since the last one that interrupted, or the start
 * @dead: started while MODEL_DEAD, so nothing moves
 * @loose: goes on although the run bit is clear
 * @waited: samples of time since the last tick
 * @lead: samples that the engine is ahead of the time
 */
struct model_engine {
	u32 bdbar;
	u8 civ;
	u8 lvi;
	u8 piv;
	u8 cr;
	u8 kept;
	u16 sr;
	struct model_descriptor playing;
	struct model_descriptor next[MODEL_AHEAD];
	u8 prefetched;
	bool loaded;
	u32 unfetched;
	bool fresh;
	bool ended;
	u32 ending;
	bool lagging;
	u32 halting;
	u32 resetting;
	u32 quiet;
	bool dead;
	bool loose;
	u32 waited;
	u32 lead;
};

/**
 * struct model_traffic - register accesses
 * @reads: all reads
 * @writes: all writes
 * @publications: writes of LVI
 * @ends: number of times that an engine has reached the end of its list
 * @halts: number of times that a running engine was stopped
 */
struct model_traffic {
	u32 reads;
	u32 writes;
	u32 publications;
	u32 ends;
	u32 halts;
};

/**
 * struct model - the bus master
 * @window: the memory whose addresses the driver uses for the registers
 * @shared: the same for those that the engines share
 * @dma: value of ICH_ALI_DMA
 * @engines: its engines
 * @switches: its behaviour
 * @mastering: bus mastering is on
 * @line: a latched interrupt line is asserted
 * @fault: the injected fault
 * @random: state of the random number generator
 * @traffic: register accesses so far
 * @patience: accesses in the current call of the driver, limited to detect endless waits
 * @time: elapsed time in samples
 * @slack: time in samples that may still pass in the current call of the driver
 * @stalls: accesses of the current call that may still take longer than a frame
 * @accessing: time passes in a register access
 */
struct model {
	u8 window[MODEL_ENGINES * MODEL_WINDOW];
	u8 shared[MODEL_SHARED];
	u32 dma;
	struct model_engine engines[MODEL_ENGINES];
	struct model_switches switches;
	bool mastering;
	bool line;
	enum model_fault fault;
	u64 random;
	struct model_traffic traffic;
	u32 patience;
	u64 time;
	u32 slack;
	u32 stalls;
	bool accessing;
};

/* There is only one model, because a register access of the driver names only an address. */
extern struct model model;

void model_reset(const struct model_switches *switches, u64 seed);
void model_power(void);
void model_pass(u32 samples);
void model_call(u32 slack);
void model_disturb(unsigned int engine);
bool model_running(unsigned int engine);
bool model_halted(unsigned int engine);
bool model_interrupts(unsigned int engine);
u32 model_random(void);

/* Called by the model for the memory and the CPUs; implemented in truth.c and card.c. */
void truth_fetch(unsigned int engine, u32 address, struct ich_descriptor *descriptor);
void truth_move(unsigned int engine, u32 address, u32 bytes);
void truth_done(unsigned int engine, bool interrupts, u32 quiet);
void card_tick(void);
void card_access(void);

#endif /* MODEL_H */
