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
/* Registers of one engine. */
#define MODEL_WINDOW	0x10

/**
 * enum model_fault - how the hardware fails
 * @MODEL_SOUND: it does not
 * @MODEL_GARBAGE: indices and counts that are read are random
 * @MODEL_STUCK: a halt is never seen
 * @MODEL_GONE: every read gives ones, no data moves
 */
enum model_fault {
	MODEL_SOUND,
	MODEL_GARBAGE,
	MODEL_STUCK,
	MODEL_GONE,
};

/**
 * struct model_switches - how implementations differ
 * @prefetches: the descriptor after the current one is fetched with it, not when it becomes current
 * @in_place: a start after a stop does the rest of the current descriptor, else it is skipped
 * @piv_beyond: PIV is one ahead of CIV at the last valid descriptor too, else it stops at LVI
 * @narrow: a 32-bit read of several registers gives nonsense
 * @blocks: no data moves while BCIS is set
 * @lazy: the first descriptor is fetched when data first moves; PICB is 0 until then
 * @lags: the first read after a step to the next descriptor shows the one before, with PICB 0
 * @blank: that read shows the new one, with PICB 0
 * @late_end: CELV and DCH come so many samples of time after LVBCI
 * @halt_reads: reads of SR until a stop is seen as DCH
 * @halt_samples: samples that still move at each of them
 * @sample_bytes: of the samples that PICB and descriptors count: 2, and 4 of 20-bit ones
 * @reset_reads: reads of CR until the end of a reset is seen
 * @late_fetch: samples of a descriptor that are done before the next is fetched and PIV goes on
 * @access_samples: samples of time that pass before an access to a register, at most
 * @swapped: SR and PICB have changed places, and lengths count bytes
 * @latched: the interrupt line goes up with an event, and down with the last one of any engine
 * @silent_power: SR is 0 at power-on, and stays as it is when the power goes and comes
 */
struct model_switches {
	bool prefetches;
	bool in_place;
	bool piv_beyond;
	bool narrow;
	bool blocks;
	bool lazy;
	bool lags;
	bool blank;
	u8 late_end;
	u8 halt_reads;
	u8 halt_samples;
	u8 sample_bytes;
	u8 reset_reads;
	u16 late_fetch;
	u16 access_samples;
	bool swapped;
	bool latched;
	bool silent_power;
};

/**
 * struct model_descriptor - what the engine keeps of a descriptor
 * @address: DMA address of what is left
 * @samples: left
 * @interrupts: IOC is set
 */
struct model_descriptor {
	u32 address;
	u32 samples;
	bool interrupts;
};

/**
 * struct model_engine - one engine
 * @bdbar: address of the list
 * @civ: current descriptor
 * @lvi: last valid descriptor
 * @piv: prefetched descriptor
 * @cr: control
 * @sr: status
 * @current: private copy of the current descriptor; its samples are PICB
 * @next: private copy of the one after it
 * @prefetched: @next holds descriptor @civ + 1
 * @loaded: @current is fetched
 * @unfetched: samples of it until PIV goes on
 * @fresh: not started since the reset of its registers
 * @ended: the last valid descriptor is done, but CELV and DCH are not set
 * @ending: samples of time until they are
 * @lagging: the next read is the first after a step
 * @halting: reads of SR until a stop is seen; 0 if none is under way
 * @resetting: reads of CR until a reset is seen to be over
 * @quiet: descriptors done since the last one that interrupted, or the start
 */
struct model_engine {
	u32 bdbar;
	u8 civ;
	u8 lvi;
	u8 piv;
	u8 cr;
	u16 sr;
	struct model_descriptor current;
	struct model_descriptor next;
	bool prefetched;
	bool loaded;
	u32 unfetched;
	bool fresh;
	bool ended;
	u32 ending;
	bool lagging;
	u32 halting;
	u32 resetting;
	u32 quiet;
};

/**
 * struct model_traffic - register accesses
 * @reads: all reads
 * @writes: all writes
 * @publications: of them writes of LVI
 * @ends: times that an engine has come to the end of its list
 */
struct model_traffic {
	u32 reads;
	u32 writes;
	u32 publications;
	u32 ends;
};

/**
 * struct model - the bus master
 * @window: what the driver has as the address of the registers
 * @engines: its engines
 * @switches: how it behaves
 * @line: a latched interrupt line is up
 * @fault: how it fails
 * @random: state of its random numbers
 * @traffic: accesses so far
 * @patience: accesses of the driver's call so far: a wait may not be endless
 * @time: samples of each engine that have had the time to move
 * @slack: of them, how many may still pass in the driver's call
 * @stalls: accesses of the call that may still take longer than a frame
 * @accessing: they pass in an access to a register
 */
struct model {
	u8 window[MODEL_ENGINES * MODEL_WINDOW];
	struct model_engine engines[MODEL_ENGINES];
	struct model_switches switches;
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

/* There is one: the driver tells it only addresses. */
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

/* What the model asks of the memory and the CPUs it is connected to; in truth.c and card.c. */
void truth_fetch(unsigned int engine, u32 address, struct ich_descriptor *descriptor);
void truth_move(unsigned int engine, u32 address, u32 bytes);
void truth_done(unsigned int engine, bool interrupts, u32 quiet);
void card_tick(void);
void card_access(void);

#endif /* MODEL_H */
