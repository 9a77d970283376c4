/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the engine is given in its KUnit tests, and the names that lead its accesses there.
 */
#ifndef ICH_ENGINE_FAKE_H
#define ICH_ENGINE_FAKE_H

#include <linux/io.h>
#include <linux/types.h>

#include "engine.h"
#include "ich_regs.h"
#include "master.h"

#define FRAME_BYTES	4
#define MAPPING_BYTES	4096
#define MAPPING_SAMPLES	(MAPPING_BYTES / ICH_SAMPLE_BYTES)
#define LIST_ADDRESS	0x12340000
#define FIRST_ADDRESS	0x1000000
/* Mappings are this far from each other, so that each has an address of its own. */
#define STRIDE		0x10000
/* Every so many mappings a notification is due. */
#define NOTIFY		4

/**
 * struct engine_fake - an engine, its registers and its stream
 * @engine: the engine
 * @master: its bus mastering
 * @off: bus mastering is off
 * @registers: as the hardware shows them
 * @shared_registers: those that engines share, on an ALi M5455
 * @shared: state of the driver for them
 * @list: descriptors
 * @dead: nothing answers any more
 * @stuck: it never halts
 * @committed: mappings that there are
 * @acquired: mappings that were handed out
 * @released: mappings that were given back
 * @trimmed: bytes of the oldest acquired one that are done
 * @halts: how often the engine was reported to have halted by itself
 * @notified: calls of waveport_notify()
 * @mappings: those that may be acquired at the same time, by number
 */
struct engine_fake {
	struct ich_engine engine;
	struct ich_master master;
	bool off;
	u8 registers[16];
	u8 shared_registers[0x30];
	struct ich_shared shared;
	struct ich_descriptor list[ICH_LIST];
	bool dead;
	bool stuck;
	u64 committed;
	u64 acquired;
	u64 released;
	u32 trimmed;
	unsigned int halts;
	unsigned int notified;
	struct waveport_mapping mappings[ICH_LIST];
};

extern struct engine_fake *engine_fake;

u8 engine_fake_read8(const void __iomem *address);
u16 engine_fake_read16(const void __iomem *address);
u32 engine_fake_read32(const void __iomem *address);
void engine_fake_put(unsigned int offset, u32 value, unsigned int bytes);
void engine_fake_write8(u8 value, void __iomem *address);
void engine_fake_write16(u16 value, void __iomem *address);
void engine_fake_write32(u32 value, void __iomem *address);
int engine_fake_get(struct waveport_stream *stream, unsigned int most);
int engine_fake_release(struct waveport_stream *stream, unsigned int count);
int engine_fake_terminate(struct waveport_stream *stream, u64 position);
void engine_fake_halted(struct waveport_stream *stream);
const struct waveport_mapping *engine_fake_acquired(const struct waveport_stream *stream,
						    unsigned int index);
unsigned int engine_fake_count(const struct waveport_stream *stream);
u64 engine_fake_released(const struct waveport_stream *stream);
void engine_fake_notify(struct waveport_stream *stream);
void engine_fake_refill(struct waveport_stream *stream);
void engine_fake_trace(const struct waveport_stream *stream, unsigned int count);
void engine_fake_allow(struct ich_master *master, bool allow);

#define ioread8 engine_fake_read8
#define ioread16 engine_fake_read16
#define ioread32 engine_fake_read32
#define iowrite8 engine_fake_write8
#define iowrite16 engine_fake_write16
#define iowrite32 engine_fake_write32
#define waveport_get_mappings engine_fake_get
#define waveport_release_mappings engine_fake_release
#define waveport_terminate_packet engine_fake_terminate
#define waveport_engine_halted engine_fake_halted
#define waveport_acquired_mapping engine_fake_acquired
#define waveport_acquired_count engine_fake_count
#define waveport_released_position engine_fake_released
#define waveport_notify engine_fake_notify
#define waveport_refill engine_fake_refill
#define waveport_trace_publish engine_fake_trace

#endif /* ICH_ENGINE_FAKE_H */
