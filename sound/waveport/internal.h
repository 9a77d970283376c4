/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the files of the port: the port of a card, its streams and their transports.
 */
#ifndef WAVEPORT_INTERNAL_H
#define WAVEPORT_INTERNAL_H

#include <linux/build_bug.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "waveport.h"

/* The engines of QEMU and VirtualBox move data in steps. This is the largest interval of two. */
#define WAVEPORT_BURST_MS	10

/*
 * With more left than so many half periods, and a burst, an engine of twice the rate does not halt
 * from one commit of a client that commits each period to the next, a quarter of a period late.
 */
#define WAVEPORT_DEEP_HALVES	5

struct dentry;
struct snd_dma_buffer;
struct snd_pcm;
struct snd_pcm_runtime;
struct snd_pcm_substream;
struct waveport_bounce;

/**
 * enum waveport_transport_id - the PCM devices of a pin
 * @WAVEPORT_QUEUE: the device with the number of the pin; clients use that with 0 by default
 * @WAVEPORT_CYCLIC: the device with WAVEPORT_CYCLIC_OFFSET more
 * @WAVEPORT_TRANSPORTS: number of transports
 */
enum waveport_transport_id {
	WAVEPORT_QUEUE,
	WAVEPORT_CYCLIC,
	WAVEPORT_TRANSPORTS,
};

/**
 * enum waveport_supply - what an engine has to do, from START on
 * @WAVEPORT_SUPPLY_NONE: nothing; the stream has not been started since it was prepared
 * @WAVEPORT_SUPPLY_STARTED: what is committed; whether START began a drain is not known yet
 * @WAVEPORT_SUPPLY_FED: what the client commits; the engine has not reached the end of it
 * @WAVEPORT_SUPPLY_STARVED: what the client commits; the engine has reached the end of it
 * @WAVEPORT_SUPPLY_LOOPED: the buffer, repeatedly, until the stream is stopped or drained
 * @WAVEPORT_SUPPLY_DRAINING: what is committed; nothing more will be
 *
 * The transitions are described at the top of hwptr.c.
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
 * struct waveport_counters - events of a stream since it was opened
 * @interrupts: calls of waveport_notify() in WAVEPORT_RUN
 * @alarms: how often the alarm went off in WAVEPORT_RUN
 * @notifications: reports to ALSA that period borders were crossed
 * @commits: moves of the application pointer
 * @revokes: mappings revoked
 * @refusals: rewinds refused
 * @starvations: times that the engine reached the end of what was committed
 */
struct waveport_counters {
	u64 interrupts;
	u64 alarms;
	u64 notifications;
	u64 commits;
	u64 revokes;
	u64 refusals;
	u64 starvations;
};

/**
 * struct waveport_extent - the contiguous memory that begins at one page of a buffer
 * @address: DMA address of the page
 * @pages: pages that are contiguous for the device, from this one on, itself included
 */
struct waveport_extent {
	dma_addr_t address;
	unsigned int pages;
};

/**
 * struct waveport_extents - the DMA addresses of the pages of an ALSA buffer
 * @memory: the buffer as the queue sees it
 * @from_page: one extent for each page
 */
struct waveport_extents {
	struct waveport_memory memory;
	struct waveport_extent from_page[];
};

/**
 * struct waveport_stream - one direction of one engine, through one transport
 * @head: what a miniport reads without a call; the first member
 * @port: the port
 * @ops: what the port calls for the engine: the methods of the miniport, or for an engine that only
 *	loops those of loop.c or bounce.c, which call the miniport
 * @pin: the engine
 * @transport: the transport
 * @pcm: its PCM device, NULL before that is created
 * @capture: the engine writes memory
 * @substream: the substream that the client has open, NULL while closed
 * @framing: what the engine can do
 * @format: sample format, valid from hw_params on
 * @delay: frames between memory and the analogue side, valid from prepare on; 0 for capture
 * @extents: the DMA addresses of the buffer; not NULL from hw_params to hw_free
 * @loop: what an engine that only loops is set up for, valid from hw_params on
 * @bounce: the ring of bounce.c, from hw_params to hw_free, or NULL
 * @silent_from: beginning of the silence behind a loop that ends, a stream position
 * @silent_to: end of it
 * @overdue_ns: when a loop that ends must have ended, whatever the position tells
 * @alarm: calls waveport_hwptr_wake() when an engine that only loops has reached an end, or a
 *	starved one may have been given something without a call
 * @fifo_bytes: size of the FIFO of the engine, valid from prepare on
 * @buffer_bytes: size of the buffer
 * @packet_bytes: size of an ALSA period
 * @step_bytes: twice the bytes that the engine processes in 2^20 ns, about a millisecond
 * @burst_bytes: most bytes that an engine moves at once
 * @deep_bytes: with more than this left, the time of the last commit tells that the engine cannot
 *	have halted, see WAVEPORT_DEEP_HALVES
 * @wakeups: the client wants period wakeups
 * @maps_control: the client may commit by the mapped control page, without a call
 * @allocated: an allocate method has succeeded, so the free method must be called
 * @state: state of the stream in the contract with the miniport
 * @queue: what is committed and acquired
 * @position: last position that the miniport has reported
 * @told: what the service method tells
 * @looked_ns: when it reported that position, as the clock has it just after, or earlier
 * @clock_ns: when the port last read the clock for this stream
 * @failed: the engine could not be started again; ALSA does not know yet
 * @gap: the engine has halted although more was committed; ALSA does not know yet
 * @supply: what the engine has to do; only waveport_supply_set() changes it
 * @reported: stream position that was last reported to ALSA
 * @reported_offset: the same as an offset in the buffer
 * @next_border: stream position at which the next period wakeup is due
 * @appl_ptr: application pointer of the core that was committed last, or withdrawn; only if
 *	@maps_control
 * @notifying: waveport_hwptr_elapsed() is running, @position is up to date
 * @xrun: the pointer operation returns SNDRV_PCM_POS_XRUN
 * @look: irq_work that reports what no interrupt of the engine reports
 * @watch: work that checks that the engine has moved after its start
 * @watched: position at the start, or at the last look of the watch
 * @watch_looks: number of looks in a row at which the engine had not moved
 * @watch_moves: number of looks at which it had
 * @group_next: the next stream of the port that a trigger is for; NULL for the last one
 * @counters: shown in debugfs
 *
 * The stream lock protects everything from @state on as soon as the stream may run.
 */
struct waveport_stream {
	struct waveport_stream_head head;
	struct waveport *port;
	const struct waveport_miniport_ops *ops;
	const struct waveport_pin *pin;
	const struct waveport_transport *transport;
	struct snd_pcm *pcm;
	bool capture;
	struct snd_pcm_substream *substream;
	struct waveport_framing framing;
	struct waveport_format format;
	unsigned int delay;
	struct waveport_extents *extents;
	struct waveport_loop loop;
	struct waveport_bounce *bounce;
	u64 silent_from;
	u64 silent_to;
	u64 overdue_ns;
	struct hrtimer alarm;
	u32 fifo_bytes;
	u32 buffer_bytes;
	u32 packet_bytes;
	u32 step_bytes;
	u32 burst_bytes;
	u32 deep_bytes;
	bool wakeups;
	bool maps_control;
	bool allocated;

	enum waveport_state state;
	struct waveport_queue queue;
	u64 position;
	u64 told;
	u64 looked_ns;
	u64 clock_ns;
	bool failed;
	bool gap;
	enum waveport_supply supply;
	u64 reported;
	u32 reported_offset;
	u64 next_border;
	unsigned long appl_ptr;
	bool notifying;
	bool xrun;
	struct irq_work look;
	struct delayed_work watch;
	u64 watched;
	unsigned int watch_looks;
	unsigned int watch_moves;
	struct waveport_stream *group_next;
	struct waveport_counters counters;
};

static_assert(!offsetof(struct waveport_stream, head));

/**
 * struct waveport_transport - how the two PCM devices of an engine differ
 * @id: the transport's own index
 * @name: ID of the PCM device
 * @suffix: what its name has after those of its engines
 * @offset: its number less that of the queue device
 * @info: additional SNDRV_PCM_INFO\_ flags
 * @contiguous: the buffer is one contiguous block
 * @buffer_bytes_max: largest buffer
 * @periods_min: fewest periods
 * @periods_max: most periods
 * @allocate: called by hw_params to prepare the hardware for the buffer; may sleep
 * @free: called by hw_free to undo @allocate; may sleep
 * @start: called at START, before the engine runs; stream locked
 * @started: called by the first look after START if it did not begin a drain; stream locked. May be
 *	NULL
 * @commit: called when the application pointer has moved; stream locked
 * @drain: called when the client will commit nothing more; stream locked
 */
struct waveport_transport {
	enum waveport_transport_id id;
	const char *name;
	const char *suffix;
	unsigned int offset;
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
 * @pin_count: number of @pins
 * @streams: one for each transport and pin: [transport * pin_count + pin]
 * @owners: for each pin the stream that has it open, or NULL; under @open_lock
 * @open_lock: protects @owners; only the stream lock is taken inside it
 * @debugfs: directory of the card
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

/* loop.c */
extern const struct waveport_miniport_ops waveport_loop_ops;
void waveport_loop_set(struct waveport_stream *stream);
int waveport_loop_end(struct waveport_stream *stream, u64 end);
bool waveport_loop_is_short(const struct waveport_stream *stream);
u64 waveport_loop_whole(const struct waveport_stream *stream, u64 bytes);

/* bounce.c */
extern const struct waveport_miniport_ops waveport_bounce_ops;
enum waveport_state waveport_bounce_state(const struct waveport_stream *stream);
int waveport_bounce_create(struct waveport_stream *stream);
void waveport_bounce_free(struct waveport_stream *stream);

/**
 * waveport_stream_bounces() - check whether the port copies the data of a stream
 * @stream: the stream
 *
 * Context: Any.
 * Return: true if the engine loops over a ring of the port.
 */
static inline bool waveport_stream_bounces(const struct waveport_stream *stream)
{
	return stream->ops == &waveport_bounce_ops;
}

/* alarm.c */
u64 waveport_alarm_time(const struct waveport_stream *stream, u64 bytes);
void waveport_alarm_init(struct waveport_stream *stream);
void waveport_alarm_set(struct waveport_stream *stream, u64 bytes);
void waveport_alarm_stop(struct waveport_stream *stream);

/* stream.c */
struct waveport_stream *waveport_stream_find(struct waveport *port, enum waveport_transport_id id,
					     bool capture, unsigned int device);
int waveport_stream_set_state(struct waveport_stream *stream, enum waveport_state state);
void waveport_stream_reset(struct waveport_stream *stream);
void waveport_stream_feed(struct waveport_stream *stream);
int waveport_stream_commit_and_tell(struct waveport_stream *stream, u64 end);
int waveport_stream_revoke_all(struct waveport_stream *stream);
void waveport_stream_look(struct waveport_stream *stream);

/* alsa.c */
#ifdef CONFIG_LOCKDEP
void waveport_alsa_assert_locked(const struct waveport_stream *stream);
#else
static inline void waveport_alsa_assert_locked(const struct waveport_stream *stream) {}
#endif

/* hwptr.c */
void waveport_supply_set(struct waveport_stream *stream, enum waveport_supply supply);
void waveport_hwptr_init(struct waveport_stream *stream);
void waveport_hwptr_reset(struct waveport_stream *stream);
unsigned long waveport_hwptr_pointer(struct snd_pcm_substream *substream);
void waveport_hwptr_catch_up(struct waveport_stream *stream);
void waveport_hwptr_was_reset(struct waveport_stream *stream);
void waveport_hwptr_skip_frame(struct waveport_stream *stream);
void waveport_hwptr_look_later(struct waveport_stream *stream);
void waveport_hwptr_finish_look(struct waveport_stream *stream);
void waveport_hwptr_drain(struct waveport_stream *stream);
void waveport_hwptr_wake(struct waveport_stream *stream);
bool waveport_hwptr_missed(struct waveport_stream *stream);

/* applptr.c */
void waveport_applptr_commit(struct waveport_stream *stream);
void waveport_applptr_pick_up_last(struct waveport_stream *stream);

/**
 * waveport_applptr_pick_up() - commit what the client has committed without a call
 * @stream: the stream; if it runs, its position was just updated
 *
 * Context: Stream locked.
 * Return: whether the client may commit without a call; the position may have changed then.
 */
static inline bool waveport_applptr_pick_up(struct waveport_stream *stream)
{
	if (unlikely(stream->maps_control))
		waveport_applptr_commit(stream);
	return stream->maps_control;
}

/* alsa.c; alsa.h has more of them */
bool waveport_alsa_never_stops(const struct waveport_stream *stream);
bool waveport_alsa_drains(const struct waveport_stream *stream);
bool waveport_alsa_may_start(const struct waveport_stream *stream);
void waveport_alsa_mark_prepared(const struct waveport_stream *stream);
void waveport_alsa_find_group(struct waveport_stream *first, int command);
void waveport_alsa_tell_group(const struct waveport_stream *first);
void waveport_alsa_allow_stalls(const struct waveport_stream *stream);
void waveport_alsa_wait_interrupt(const struct waveport_stream *stream);
void waveport_alsa_elapsed(const struct waveport_stream *stream);
void waveport_alsa_xrun(struct waveport_stream *stream);
void waveport_alsa_end_drain(struct waveport_stream *stream);
void waveport_alsa_disconnect(struct waveport_stream *stream);

/* extents.c */
struct waveport_extents *waveport_extents_create(struct snd_dma_buffer *buffer);
struct waveport_extents *waveport_extents_create_offsets(void);
void waveport_extents_free(struct waveport_extents *extents);

/* transport.c */
extern const struct waveport_transport waveport_transport_queue;
extern const struct waveport_transport waveport_transport_cyclic;
int waveport_transport_ack(struct snd_pcm_substream *substream);

/* pcm.c */
void waveport_pcm_set_ops(struct snd_pcm *pcm, int direction);

/* trigger.c */
void waveport_trigger_expect(struct waveport_stream *stream);
int waveport_trigger(struct waveport_stream *stream, int command);

/* watch.c */
void waveport_watch_init(struct waveport_stream *stream);
void waveport_watch_start(struct waveport_stream *stream);
void waveport_watch_stop(struct waveport_stream *stream);

/* device.c */
bool waveport_device_maps_control(const struct waveport_stream *stream);
int waveport_device_constrain(const struct waveport_stream *stream,
			      struct snd_pcm_runtime *runtime);
int waveport_device_create(struct waveport *port, const struct waveport_transport *transport,
			   unsigned int device);

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
