/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bus master engine of the ICH AC'97 controller.
 */
#ifndef ICH_ENGINE_H
#define ICH_ENGINE_H

#include <linux/spinlock.h>
#include <linux/types.h>

#include "ich_regs.h"
#include "waveport.h"

struct device;
struct ich_descriptor;
struct ich_engine;
struct ich_master;

/**
 * struct ich_run_ops - how engines run and halt
 * @runs: check whether an engine runs: returns 0 if not, -ENODEV if the device is gone
 * @run: let an engine run; @interrupts has the bits of CR for its interrupts
 * @stop: begin to halt an engine
 * @status: read SR, where DCH is to be set once the engine has halted
 */
struct ich_run_ops {
	int (*runs)(const struct ich_engine *engine);
	void (*run)(const struct ich_engine *engine, u8 interrupts);
	void (*stop)(const struct ich_engine *engine);
	u16 (*status)(const struct ich_engine *engine);
};

extern const struct ich_run_ops ich_run_ops;
extern const struct ich_run_ops ich_ali_run_ops;

/**
 * struct ich_shared - registers that the engines of a controller share (ALi M5455)
 * @base: registers of the controller
 * @lock: serialises changes to them; innermost
 */
struct ich_shared {
	void __iomem *base;
	spinlock_t lock;	/* of the registers that engines share */
};

/**
 * struct ich_entry - what the driver needs to know of a descriptor in use
 * @end: stream position at which its mapping ends
 * @tag: tag of the mapping
 * @bytes: length of the mapping, less what was done when the descriptor was written
 */
struct ich_entry {
	u64 end;
	u64 tag;
	u32 bytes;
};

/**
 * struct ich_engine - one bus master engine
 * @dev: device for messages
 * @name: name of the engine, for messages
 * @base: its registers
 * @run_ops: how it runs and halts
 * @shared: registers that it shares with others
 * @bit: its number in these
 * @master: bus mastering of the controller
 * @number: its number in @master
 * @irq: interrupt of the controller, 0 before it is requested
 * @irq_dev_id: dev_id with which @irq was requested
 * @list: its descriptors, ICH_LIST of them
 * @list_address: DMA address of @list
 * @entries: for each descriptor what it was written for; so a look at the position calls nothing
 * @stream: stream that it serves; valid while @started
 * @underrun: descriptor bits with which the engine plays zeros at the end of the list
 * @narrow: combined reads do not work, so each register is read separately
 * @swapped: SR and PICB have each other's offset, and lengths are in bytes (SiS 7012)
 * @lookahead: most descriptors that the engine fetches beyond the current one
 * @piv_leads: PIV was seen beyond LVI: it is one ahead of CIV at the last valid descriptor too
 * @moving: the run bit was set, and no halt has been seen since
 * @unhalted: in the list of @master while the last stop has seen no halt
 * @started: the run bit is set for @stream
 * @withdrawn: descriptors were taken out of the running engine, and none published since
 * @unfilled: a refill has left some of what may be committed to the interrupt thread
 * @edition: counts the versions of the list: resets and writes of LVI
 * @ended: last edition for which an interrupt has seen LVBCI
 * @emptied: LVBCI was seen in an interrupt and is not yet reported to the stream
 * @completed: the last interrupt had BCIS, so a descriptor is completed
 * @seen: CIV plus one as read by the last interrupt; 0 after it was used
 * @serving: the position is read for the service of an interrupt, so @seen is recent
 * @late: number of interrupts in a row at which PIV was behind CIV + 1
 * @idle: interrupts in a row without a completed descriptor, weighed by their events
 * @first: index in the list of the oldest acquired mapping
 * @published: number of acquired mappings, from the oldest on, up to LVI
 * @interrupting: bit n: descriptor n raises an interrupt
 * @done: number of completed mappings, from the oldest on, at the last look at the position
 * @position: last known stream position in bytes; never decreases while the engine runs
 * @frame_bytes: size of a frame
 * @sample_bytes: size of the samples that PICB and descriptors count
 * @covered: stream position that the engine may reach before more must be published; @position if
 *	more must be published now
 * @margin_bytes: least amount to publish beyond the next interrupt, so that its handling may be
 *	delayed
 * @depth: most that was published ahead of the engine at a time, since its start
 * @fifo_errors: number of FIFO errors
 * @bad_indices: number of positions read from the hardware that are not in the published list
 *
 * The list corresponds to the mappings that the stream has acquired: the n-th oldest mapping is
 * descriptor (@first + n) % ICH_LIST. The stream lock protects everything from @started on. The
 * interrupt reads @started and @edition without the lock, and sets @ended, @completed and @seen,
 * see ich_engines_interrupt(). Its thread reads @unfilled.
 */
struct ich_engine {
	struct device *dev;
	const char *name;
	void __iomem *base;
	const struct ich_run_ops *run_ops;
	struct ich_shared *shared;
	u8 bit;
	struct ich_master *master;
	unsigned int number;
	unsigned int irq;
	void *irq_dev_id;
	struct ich_descriptor *list;
	dma_addr_t list_address;
	struct ich_entry entries[ICH_LIST];
	struct waveport_stream *stream;
	u32 underrun;
	bool narrow;
	bool swapped;
	unsigned int lookahead;
	bool piv_leads;
	bool moving;
	struct list_head unhalted;
	bool started;
	bool withdrawn;
	bool unfilled;
	u32 edition;
	u32 ended;
	bool emptied;
	bool completed;
	u8 seen;
	bool serving;
	u8 late;
	u16 idle;
	unsigned int first;
	unsigned int published;
	u32 interrupting;
	unsigned int done;
	u64 position;
	u64 covered;
	u32 frame_bytes;
	u32 sample_bytes;
	u32 margin_bytes;
	u64 depth;
	u64 fifo_errors;
	u64 bad_indices;
};

void ich_engine_probe(struct ich_engine *engine);
void ich_engine_set_format(struct ich_engine *engine, const struct waveport_format *format);
int ich_engine_wait(const struct ich_engine *engine, u16 *status);
int ich_engine_power_on(struct ich_engine *engine);
int ich_engine_reset(struct ich_engine *engine);
int ich_engine_run(struct ich_engine *engine, struct waveport_stream *stream);
int ich_engine_halt(struct ich_engine *engine);
int ich_engine_service(struct ich_engine *engine, u64 *position);
int ich_engine_feed(struct ich_engine *engine);
int ich_engine_revoke(struct ich_engine *engine, u64 first);
bool ich_engines_interrupt(struct ich_master *master);
void ich_engines_refill(struct ich_master *master);

#endif /* ICH_ENGINE_H */
