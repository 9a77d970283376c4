/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the port share: the port of a card, its streams and their transports.
 */
#ifndef WAVEPORT_INTERNAL_H
#define WAVEPORT_INTERNAL_H

#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "waveport.h"

struct dentry;
struct snd_dma_buffer;
struct snd_pcm;
struct snd_pcm_runtime;
struct snd_pcm_substream;

/**
 * enum waveport_transport_id - the PCM devices of the n-th playback and the n-th capture pin
 * @WAVEPORT_QUEUE: hw:N,2n, what clients take that do not choose
 * @WAVEPORT_CYCLIC: hw:N,2n+1; hw:N,n where no engine consumes a list, so that there is no queue
 * @WAVEPORT_TRANSPORTS: how many there are
 */
enum waveport_transport_id {
	WAVEPORT_QUEUE,
	WAVEPORT_CYCLIC,
	WAVEPORT_TRANSPORTS,
};

/**
 * enum waveport_supply - what there is for an engine to do, from START on
 * @WAVEPORT_SUPPLY_NONE: the stream has not been started since it was prepared
 * @WAVEPORT_SUPPLY_STARTED: what is committed; it is not known yet whether the start is a drain's
 * @WAVEPORT_SUPPLY_FED: what the client commits, and the engine has some of it left
 * @WAVEPORT_SUPPLY_STARVED: what the client commits, and the engine has done all of it
 * @WAVEPORT_SUPPLY_LOOPED: the buffer, again and again
 * @WAVEPORT_SUPPLY_DRAINING: what is committed, and that is the end
 *
 * See the top of hwptr.c for who goes where.
 */
enum waveport_supply {
	WAVEPORT_SUPPLY_NONE,
	WAVEPORT_SUPPLY_STARTED,
	WAVEPORT_SUPPLY_FED,
	WAVEPORT_SUPPLY_STARVED,
	WAVEPORT_SUPPLY_LOOPED,
	WAVEPORT_SUPPLY_DRAINING,
};

/**
 * struct waveport_counters - what happened to a stream since it was opened
 * @interrupts: calls of waveport_notify()
 * @notifications: of them, those on which ALSA was told of a packet border
 * @commits: moves of the application pointer
 * @revokes: mappings revoked
 * @refusals: rewinds refused
 * @starvations: times that the engine had nothing left
 */
struct waveport_counters {
	u64 interrupts;
	u64 notifications;
	u64 commits;
	u64 revokes;
	u64 refusals;
	u64 starvations;
};

/**
 * struct waveport_extent - what follows one page of a buffer
 * @address: DMA address of the page
 * @pages: pages from this one on that follow each other for the device, itself included
 */
struct waveport_extent {
	dma_addr_t address;
	unsigned int pages;
};

/**
 * struct waveport_extents - where the pages of an ALSA buffer are
 * @memory: what the queue knows of it
 * @from_page: one for each page
 */
struct waveport_extents {
	struct waveport_memory memory;
	struct waveport_extent from_page[];
};

/**
 * struct waveport_stream - one direction of one engine, through one transport
 * @port: the port
 * @pin: which engine
 * @transport: which transport
 * @number: of its PCM device, negative without one
 * @capture: the engine writes memory
 * @substream: the client's, NULL while closed
 * @framing: what the engine can do
 * @format: what it carries, from hw_params on
 * @delay: frames between memory and the outside world, from prepare on
 * @extents: where the pages of the buffer are; not NULL from hw_params to hw_free
 * @buffer_bytes: its size
 * @packet_bytes: the ALSA period
 * @wakeups: the client wants notifications
 * @allocated: an allocate method has succeeded, its free method is due
 * @state: where the stream is
 * @queue: what is committed and acquired
 * @position: where the engine was when it was last asked
 * @looked_ns: when it was asked, at the last interrupt or later
 * @gap: the engine has halted although more was committed; ALSA is to be told
 * @supply: what there is for the engine to do; waveport_supply_set() alone changes it
 * @reported: stream position that ALSA was last told
 * @reported_offset: the same as a byte of the buffer
 * @next_border: stream position at which the next notification is due
 * @notifying: ALSA is being told, @position is fresh
 * @xrun: the pointer is to answer with an XRUN
 * @look: raised for what no interrupt tells
 * @counters: for people
 *
 * From @state on everything is under the stream lock once the client runs.
 */
struct waveport_stream {
	struct waveport *port;
	const struct waveport_pin *pin;
	const struct waveport_transport *transport;
	int number;
	bool capture;
	struct snd_pcm_substream *substream;
	struct waveport_framing framing;
	struct waveport_format format;
	unsigned int delay;
	struct waveport_extents *extents;
	u32 buffer_bytes;
	u32 packet_bytes;
	bool wakeups;
	bool allocated;

	enum waveport_state state;
	struct waveport_queue queue;
	u64 position;
	u64 looked_ns;
	bool gap;
	enum waveport_supply supply;
	u64 reported;
	u32 reported_offset;
	u64 next_border;
	bool notifying;
	bool xrun;
	struct irq_work look;
	struct waveport_counters counters;
};

/**
 * struct waveport_transport - in what the two PCM devices differ
 * @id: which it is
 * @name: of the PCM device
 * @info: additional SNDRV_PCM_INFO\_ flags
 * @contiguous: its buffer is one block
 * @buffer_bytes_max: largest buffer
 * @periods_min: fewest periods
 * @periods_max: most periods
 * @allocate: hw_params: ready the hardware for the buffer; may sleep
 * @free: hw_free, the mirror of it; may sleep
 * @start: START with the stream locked, before the engine runs
 * @started: the start was not that of a drain; stream locked. May be NULL
 * @commit: the application pointer has moved; stream locked
 * @drain: nothing will be committed any more; stream locked
 */
struct waveport_transport {
	enum waveport_transport_id id;
	const char *name;
	unsigned int info;
	bool contiguous;
	u32 buffer_bytes_max;
	unsigned int periods_min;
	unsigned int periods_max;
	int (*allocate)(struct waveport_stream *stream, unsigned int periods);
	void (*free)(struct waveport_stream *stream);
	int (*start)(struct waveport_stream *stream);
	void (*started)(struct waveport_stream *stream);
	int (*commit)(struct waveport_stream *stream);
	void (*drain)(struct waveport_stream *stream);
};

/**
 * struct waveport - the port of one card
 * @card: the card
 * @dev: for DMA and messages
 * @ops: the miniport
 * @pins: its engines
 * @pin_count: how many
 * @streams: one for each transport and pin: [device * pin_count + pin]
 * @owners: for each pin the stream that has it open, or NULL; under @open_lock
 * @open_lock: nothing but the stream lock is taken inside it
 * @debugfs: the card's directory
 */
struct waveport {
	struct snd_card *card;
	struct device *dev;
	const struct waveport_miniport_ops *ops;
	struct waveport_pin *pins;
	unsigned int pin_count;
	struct waveport_stream *streams;
	struct waveport_stream **owners;
	struct mutex open_lock;	/* of @owners */
	struct dentry *debugfs;
};

/* stream.c */
struct waveport_stream *waveport_stream_find(struct waveport *port, enum waveport_transport_id id,
					     bool capture, unsigned int pair);
int waveport_stream_set_state(struct waveport_stream *stream, enum waveport_state state);
void waveport_stream_reset(struct waveport_stream *stream);
int waveport_stream_commit(struct waveport_stream *stream, u64 end);
int waveport_stream_revoke_all(struct waveport_stream *stream);
u64 waveport_stream_position(struct waveport_stream *stream);
void waveport_stream_look(struct waveport_stream *stream);
int waveport_stream_service(struct waveport_stream *stream);
bool waveport_stream_idle(const struct waveport_stream *stream);
bool waveport_stream_halted(const struct waveport_stream *stream);
bool waveport_stream_may_have_halted(const struct waveport_stream *stream);

/* hwptr.c */
void waveport_supply_set(struct waveport_stream *stream, enum waveport_supply supply);
void waveport_hwptr_init(struct waveport_stream *stream);
void waveport_hwptr_reset(struct waveport_stream *stream);
void waveport_hwptr_report(struct waveport_stream *stream);
void waveport_hwptr_catch_up(struct waveport_stream *stream);
void waveport_hwptr_was_reset(struct waveport_stream *stream);
void waveport_hwptr_skip_frame(struct waveport_stream *stream);
void waveport_hwptr_look_later(struct waveport_stream *stream);
void waveport_hwptr_finish_look(struct waveport_stream *stream);
void waveport_hwptr_check(struct waveport_stream *stream);
void waveport_hwptr_drain(struct waveport_stream *stream);
bool waveport_hwptr_missed(struct waveport_stream *stream);

/* alsa.c */
void waveport_alsa_assert_locked(const struct waveport_stream *stream);
u64 waveport_alsa_client_end(const struct waveport_stream *stream);
bool waveport_alsa_never_stops(const struct waveport_stream *stream);
bool waveport_alsa_stops_starved(const struct waveport_stream *stream);
bool waveport_alsa_runs(const struct waveport_stream *stream);
bool waveport_alsa_drains(const struct waveport_stream *stream);
bool waveport_alsa_may_start(const struct waveport_stream *stream);
bool waveport_alsa_needs_clock(const struct waveport_stream *stream);
void waveport_alsa_allow_stalls(const struct waveport_stream *stream);
void waveport_alsa_hold_clock(const struct waveport_stream *stream);
void waveport_alsa_wait_interrupt(const struct waveport_stream *stream);
void waveport_alsa_elapsed(const struct waveport_stream *stream);
void waveport_alsa_xrun(struct waveport_stream *stream);
void waveport_alsa_end_drain(struct waveport_stream *stream);

/* extents.c */
struct waveport_extents *waveport_extents_create(struct snd_dma_buffer *buffer);
void waveport_extents_free(struct waveport_extents *extents);

/* transport.c */
extern const struct waveport_transport waveport_transport_queue;
extern const struct waveport_transport waveport_transport_cyclic;

/* pcm.c */
void waveport_pcm_set_ops(struct snd_pcm *pcm, int direction);

/* device.c */
int waveport_device_constrain(const struct waveport_stream *stream,
			      struct snd_pcm_runtime *runtime);
int waveport_device_create(struct waveport *port, const struct waveport_transport *transport,
			   unsigned int pair, int number);

/* debugfs.c */
#ifdef CONFIG_DEBUG_FS
void waveport_debugfs_init(void);
void waveport_debugfs_exit(void);
void waveport_debugfs_add(struct waveport *port);
void waveport_debugfs_remove(struct waveport *port);
#else
static inline void waveport_debugfs_init(void) {}
static inline void waveport_debugfs_exit(void) {}
static inline void waveport_debugfs_add(struct waveport *port) {}
static inline void waveport_debugfs_remove(struct waveport *port) {}
#endif

#endif /* WAVEPORT_INTERNAL_H */
