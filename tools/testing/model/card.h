/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card in the model: the port and the engines of the driver over the modelled bus master, time,
 * interrupts, and a client for each engine.
 */
#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/workqueue.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "engine.h"
#include "master.h"
#include "memory.h"
#include "model.h"
#include "internal.h"

#define CARD_IRQ	5

/* The engines, in the order of their registers. */
enum {
	CARD_CAPTURE,
	CARD_PLAYBACK,
};

/**
 * struct plan - the parameters of a card and its clients
 * @profile: name of what @switches stand for
 * @switches: behaviour of the bus master
 * @lookahead: most descriptors that the driver takes to be fetched beyond the current one
 * @fault: fault of the bus master from the beginning, but not MODEL_GONE
 * @engines: mask of the engines with a client
 * @cyclic: mask of the engines whose client uses the cyclic device
 * @channels: samples per frame
 * @rate: frames per second
 * @page_bytes: size of a page
 * @adjacent: how many of 8 pages directly follow the page before
 * @period: period size in frames
 * @periods: number of periods
 * @run_bytes: largest mapping that the engine can process
 * @wakeups: the clients want period wakeups
 * @maps: those of the queue device commit by the mapped control page, without a call
 * @moves: they do so also while an interrupt is handled
 * @free_runs: the clients have disabled XRUNs
 * @start_threshold: frames
 * @base: stream position at which every stream begins
 * @tag: tag of the first mapping
 * @burst: frames that pass between two checks of the interrupt line
 * @patience: most checks until an interrupt is handled
 * @forced: the kernel forces handlers into threads, see ich_master_wants_thread()
 * @preempts: how many of 16 register accesses another CPU precedes by handling an interrupt
 * @origin: lowest address of the memory
 * @late: most microseconds by which a timer is late
 */
struct plan {
	const char *profile;
	struct model_switches switches;
	u32 lookahead;
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
	bool maps;
	bool moves;
	bool free_runs;
	u32 start_threshold;
	u64 base;
	u64 tag;
	u32 burst;
	u32 patience;
	bool forced;
	u32 preempts;
	u32 origin;
	u32 late;
};

/**
 * struct client - a client, its stream, and the expected state of the stream
 * @number: number of its engine
 * @stream: stream of the driver
 * @substream: substream of the core
 * @file: open file of the client
 * @memory: its buffer
 * @hw_ptr: hardware pointer of the core at the last check
 * @appl_ptr: application pointer of the core at the last check
 * @looked: @hw_ptr as a stream position
 * @appl: @appl_ptr as a stream position
 * @bound: end of what may be played, or captured into
 * @next: next byte of the engine as a stream position
 * @border: position of the next notification
 * @elapsed: number of the interrupt that brought the last notification
 * @dry: the engine is starved: it has halted at the end of what is committed
 * @gap: the client committed more after @dry, so the driver must report an XRUN
 * @silence: the engine has halted although more is committed; the driver must report an XRUN
 * @halted: an event may have been acknowledged by a halt
 * @ends: the core is stopping the stream while it drains
 * @dropping: the client is stopping the stream
 * @resetting: the client is resetting the stream
 * @stood: number of ends of the list that engines had reached at the last commit
 * @loops: the buffer is looped in this run, or was until the drain
 * @lost: the core may have missed a cycle of the loop, or counted one too many, so its pointers
 *	cannot be checked
 * @tag: least tag that the next mapping may have
 * @salt: number of times that the client has withdrawn something, or begun anew
 * @expected: what it has committed, by offsets in the buffer
 * @origin: stream position at which an engine that loops over a ring was started
 * @done: bytes that it has played since then
 * @quiet: it plays silence, or captures what the client has left no room for
 * @captured: bytes that it has captured
 * @skew: how many of them are not in the stream, before @origin
 * @missed: how many of them are not in the stream, where the client reads
 * @full: it has captured something for which there was no room
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
	u32 salt;
	u32 expected[MEMORY_BYTES / sizeof(u32)];
	u64 origin;
	u64 done;
	bool quiet;
	u64 captured;
	u64 skew;
	u64 missed;
	bool full;
};

/**
 * struct card - a card
 * @plan: its parameters
 * @clients: one for each engine
 * @port: port of the driver
 * @pins: pins of @port
 * @streams: streams of @port
 * @owners: owners of @port
 * @engines: engines of the driver
 * @master: their bus mastering
 * @shared: the registers that they share
 * @lists: descriptors of @engines
 * @sound: sound card of the core
 * @pcms: PCM devices of @sound, by their transports
 * @waiting: checks of the line until the interrupt is handled
 * @held: interrupts are not delivered
 * @stalled: frames for which an interrupt was asserted and not handled
 * @interrupts: number of interrupts handled
 * @busy: an interrupt or an irq_work is being handled
 * @handling: an interrupt is being handled, so it cannot come again
 * @woken: irq_wake_thread() was called
 * @wanted: the handler has returned IRQ_WAKE_THREAD
 * @threads: how often the interrupt thread has run, by itself or with an interrupt
 * @acquired: how many mappings the engines have acquired
 * @owed: mask of the engines whose interrupt waits for the stream lock on another CPU
 * @refills_owed: those for whose refill the interrupt thread waits for it
 * @alone: no other CPU handles an interrupt now
 * @aside: register accesses by another CPU
 * @calling: a client is in a call
 * @irq_works: irq_works that the driver has queued
 * @delayed_works: delayed works that the driver has queued
 * @due: the delayed work that is being run
 * @ringing: the timer that is being run
 * @contender: called when the interrupt waits for the stream lock
 * @failing: fault that is going to occur
 * @fuse: register accesses until @failing occurs; 0 without one
 * @heals: register accesses from the fault on until the hardware is sound again; 0: never
 * @faulty: a fault has occurred, after which the correct behaviour is not known
 */
struct card {
	struct plan plan;
	struct client clients[MODEL_ENGINES];
	struct waveport port;
	struct waveport_pin pins[MODEL_ENGINES];
	struct waveport_stream streams[WAVEPORT_TRANSPORTS * MODEL_ENGINES];
	struct waveport_stream *owners[MODEL_ENGINES];
	struct ich_engine engines[MODEL_ENGINES];
	struct ich_master master;
	struct ich_shared shared;
	struct ich_descriptor lists[MODEL_ENGINES][ICH_LIST];
	struct snd_card sound;
	struct snd_pcm *pcms[WAVEPORT_TRANSPORTS];
	u32 waiting;
	bool held;
	u32 stalled;
	u64 interrupts;
	bool busy;
	bool handling;
	bool woken;
	bool wanted;
	u64 threads;
	u64 acquired;
	u32 owed;
	u32 refills_owed;
	bool alone;
	u32 aside;
	bool calling;
	struct irq_work *irq_works;
	struct delayed_work *delayed_works;
	struct delayed_work *due;
	struct hrtimer *ringing;
	void (*contender)(void);
	enum model_fault failing;
	u32 fuse;
	u32 heals;
	bool faulty;
};

extern struct card card;

/* The parameter of the driver, see the module_param() of the tests. */
extern bool *const parameter_mmap_control;

void card_make(const struct plan *plan, u64 seed);
void card_unmake(void);
void card_fail(enum model_fault fault);
void card_break(enum model_fault fault, u32 accesses, u32 heals);
void card_pass(u32 frames);
void card_call(void);
void card_told(void);
void card_power(void);

/* In interrupt.c. */
bool card_asserted(void);
void card_interrupt(void);
void card_preempt(void);
void card_attend(void);
void card_timer(struct hrtimer *timer);
void card_run_irq_works(void);
void card_run_delayed_works(void);
void card_contend(void);
bool card_locked(void);
void card_unlocked(const spinlock_t *lock);

/* In kernel.c. */
struct delayed_work *kernel_next_work(void);

/* The linker renames the driver's functions to these, see the Makefile. */
void __real_waveport_notify(struct waveport_stream *stream);
void __wrap_waveport_notify(struct waveport_stream *stream);
int __real_waveport_get_mappings(struct waveport_stream *stream, unsigned int most);
int __wrap_waveport_get_mappings(struct waveport_stream *stream, unsigned int most);
void __real_waveport_refill(struct waveport_stream *stream);
void __wrap_waveport_refill(struct waveport_stream *stream);
void __real_waveport_hwptr_wake(struct waveport_stream *stream);
void __wrap_waveport_hwptr_wake(struct waveport_stream *stream);

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
