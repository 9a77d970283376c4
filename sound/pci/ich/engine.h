/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bus master engine of the ICH AC'97 controller.
 */
#ifndef ICH_ENGINE_H
#define ICH_ENGINE_H

#include <linux/types.h>

#include "waveport.h"

struct device;
struct ich_descriptor;

/**
 * struct ich_engine - one bus master engine
 * @dev: for messages
 * @name: of the engine, for messages
 * @base: its registers
 * @irq: interrupt of its controller, 0 before there is one
 * @irq_dev_id: what it was requested with
 * @list: its descriptors, ICH_LIST of them
 * @list_address: where it finds them
 * @stream: whom it serves; valid while @started
 * @underrun: descriptor bits that have the engine play zeros when it has run dry
 * @narrow: the device does not answer combined reads: read each register by itself
 * @swapped: SR and PICB have changed places, and lengths count bytes (SiS 7012)
 * @piv_leads: PIV was seen beyond LVI: it is one ahead of CIV at the last valid descriptor too
 * @moving: the run bit was set, and the halt has not been seen since
 * @started: it serves @stream: the run bit is set
 * @edition: of the list: counts resets and writes of LVI
 * @ended: the last edition of which an interrupt has seen LVBCI
 * @completed: the last interrupt was for a descriptor that is done
 * @seen: CIV plus one as the last interrupt has read it; 0 once that was used
 * @late: interrupts in a row at which PIV was behind CIV + 1
 * @first: index in the list of the oldest acquired mapping
 * @published: acquired mappings, from the oldest on, up to LVI
 * @interrupting: bit n: descriptor n raises an interrupt
 * @position: stream position when last looked, in bytes; never goes back
 * @frame_bytes: of the format
 * @sample_bytes: of the samples that PICB and descriptors count
 * @covered: stream position up to which no more has to be published; @position if it has to be now
 * @margin_bytes: what must be published behind the next interrupt, so that it may come late
 * @fifo_errors: FIFO errors seen
 * @strays: indices read from the hardware that made no sense
 *
 * The list runs parallel to the mappings that the stream has acquired: the n-th oldest is
 * descriptor (@first + n) % ICH_LIST. From @started on all is under the stream lock; the interrupt
 * looks at @started and @edition without and sets @ended, @completed and
 * @seen, see ich_engines_interrupt().
 */
struct ich_engine {
	struct device *dev;
	const char *name;
	void __iomem *base;
	unsigned int irq;
	void *irq_dev_id;
	struct ich_descriptor *list;
	dma_addr_t list_address;
	struct waveport_stream *stream;
	u32 underrun;
	bool narrow;
	bool swapped;
	bool piv_leads;
	bool moving;
	bool started;
	u32 edition;
	u32 ended;
	bool completed;
	u8 seen;
	u8 late;
	unsigned int first;
	unsigned int published;
	u32 interrupting;
	u64 position;
	u64 covered;
	u32 frame_bytes;
	u32 sample_bytes;
	u32 margin_bytes;
	u64 fifo_errors;
	u64 strays;
};

void ich_engine_probe(struct ich_engine *engine);
void ich_engine_set_format(struct ich_engine *engine, const struct waveport_format *format);
int ich_engine_power_on(struct ich_engine *engine);
int ich_engine_reset(struct ich_engine *engine);
int ich_engine_run(struct ich_engine *engine, struct waveport_stream *stream);
int ich_engine_halt(struct ich_engine *engine);
u64 ich_engine_position(struct ich_engine *engine, const struct waveport_stream *stream);
int ich_engine_service(struct ich_engine *engine, u64 *position);
void ich_engine_feed(struct ich_engine *engine);
int ich_engine_revoke(struct ich_engine *engine, u64 first);
bool ich_engines_interrupt(struct ich_engine *const *engines, unsigned int count);

#endif /* ICH_ENGINE_H */
