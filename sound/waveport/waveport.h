/* SPDX-License-Identifier: GPL-2.0-only */
/**
 * DOC: The contract between the port (snd-waveport) and a miniport (a driver of hardware)
 *
 * The port implements the ALSA side: the PCM devices, the mapping queue, the buffers, the states.
 * The miniport implements the hardware side. The miniport uses no ALSA PCM functions; the port
 * accesses no hardware.
 *
 * Locking: one lock, the ALSA stream lock, protects the mappings of a stream, and its engine while
 * it may run. "Stream locked" means that this lock is held: interrupts are off and the code must
 * not sleep (on PREEMPT_RT it is a sleeping lock). The port takes it before it calls the methods
 * that need it. Therefore the miniport needs no lock of its own around them, and a mapping that
 * waveport_get_mapping() returns is in the miniport's list before another thread can revoke it.
 *
 * Positions are bytes since the stream was last in WAVEPORT_STOP. They wrap around after 2^64.
 */
#ifndef WAVEPORT_H
#define WAVEPORT_H

#include <linux/bits.h>
#include <linux/types.h>

#include "queue.h"

struct device;
struct snd_card;
struct snd_pcm;
struct snd_pcm_chmap_elem;
struct waveport;
struct waveport_stream;

/**
 * enum waveport_state - the states of a stream (KSSTATE)
 * @WAVEPORT_STOP: the engine is halted and reset and accesses no memory; the position is 0
 * @WAVEPORT_ACQUIRE: the engine is reset, its resources are held
 * @WAVEPORT_PAUSE: the engine can run at once; the mappings stay acquired, the position is constant
 * @WAVEPORT_RUN: the engine moves data
 *
 * The state changes only to a neighbour in this order. A change downward never fails.
 */
enum waveport_state {
	WAVEPORT_STOP,
	WAVEPORT_ACQUIRE,
	WAVEPORT_PAUSE,
	WAVEPORT_RUN,
};

/**
 * struct waveport_format - the sample format of a stream
 * @rate: frames per second
 * @channels: samples per frame
 * @sample_bits: significant bits of a sample
 * @frame_bytes: bytes per frame in memory
 */
struct waveport_format {
	unsigned int rate;
	unsigned int channels;
	unsigned int sample_bits;
	unsigned int frame_bytes;
};

/**
 * enum waveport_framing_flags - what an engine can do
 * @WAVEPORT_FRAMING_LIST: it consumes a list of mappings and halts by itself at the end of the last
 *	one. The cyclic device then uses mappings too. An engine without it loops over the buffer
 *	of waveport_stream_loop() until it is stopped. For the queue device that is a ring of the
 *	port, into which the port copies what is committed, so the miniport needs no mappings
 * @WAVEPORT_FRAMING_NO_SNOOP: its DMA bypasses the CPU caches, so buffers are write-combined
 * @WAVEPORT_FRAMING_NO_RESUME: after a system suspend it needs set_format, which may sleep, so a
 *	trigger cannot resume it: the client prepares the stream again
 */
enum waveport_framing_flags {
	WAVEPORT_FRAMING_LIST = BIT(0),
	WAVEPORT_FRAMING_NO_SNOOP = BIT(1),
	WAVEPORT_FRAMING_NO_RESUME = BIT(2),
};

/**
 * struct waveport_framing - what an engine can do, and what it demands of a buffer
 * @flags: of enum waveport_framing_flags
 * @formats: mask of SNDRV_PCM_FMTBIT\_
 * @rates: mask of SNDRV_PCM_RATE\_
 * @channels_min: fewest channels
 * @channels_max: most channels
 * @channels_max_fast: most channels at rates above 48 kHz; 0 if the rate makes no difference
 * @channels_step: the number of channels is a multiple of this
 * @channel_maps: one channel map for each possible number of channels, terminated by one with 0
 *	channels; must live as long as the card. NULL for snd_pcm_std_chmaps
 * @sample_bits: significant bits of a 32-bit sample, 0 if there is no 32-bit format
 * @run_bytes: largest mapping
 * @step_bytes: packets and buffers are multiples of this
 * @packet_bytes_min: smallest distance between two notifications
 * @loop_bytes_min: shortest buffer that the engine loops over in the memory of the client, 0 if
 *	the packets alone limit it; only of an engine without WAVEPORT_FRAMING_LIST. In a drain
 *	silence has to be written behind the end when the engine has fetched what lies there, and
 *	before it fetches that again, so a lap has to be longer than twice what it fetches ahead
 * @position_bytes: granularity of get_position; if it is more than @step_bytes, the PCM has
 *	SNDRV_PCM_INFO_BATCH
 *
 * The result of GetAllocatorFraming. In Windows these are preferences; here the port converts them
 * to ALSA constraints. The DMA mask of the device limits the width of an address.
 */
struct waveport_framing {
	unsigned int flags;
	u64 formats;
	unsigned int rates;
	unsigned int channels_min;
	unsigned int channels_max;
	unsigned int channels_max_fast;
	unsigned int channels_step;
	const struct snd_pcm_chmap_elem *channel_maps;
	unsigned int sample_bits;
	u32 run_bytes;
	u32 step_bytes;
	u32 packet_bytes_min;
	u32 loop_bytes_min;
	u32 position_bytes;
};

/**
 * struct waveport_latency - latency between memory and the analogue side
 * @fifo_bytes: size of the engine's FIFO between memory and link
 * @late_bytes: how far the engine may be beyond what get_position tells, without what is in the
 *	FIFO; only of an engine without WAVEPORT_FRAMING_LIST
 * @chipset_ns: longest latency of the chip set, 0 for a plain PCI device
 * @codec_ns: latency from the link to the analogue side, best estimate
 *
 * KSRTAUDIO_HWLATENCY.
 */
struct waveport_latency {
	u32 fifo_bytes;
	u32 late_bytes;
	u32 chipset_ns;
	u32 codec_ns;
};

/**
 * struct waveport_clock - a reading of the link's clock
 * @ticks: counter value; counts whether streams run or not, wraps around after 2^64
 * @hz: ticks per second
 *
 * Corresponds to the register of GetClockRegister.
 */
struct waveport_clock {
	u64 ticks;
	u32 hz;
};

/**
 * struct waveport_buffer - a cyclic buffer
 * @memory: DMA addresses of the buffer
 * @bytes: size of the buffer
 */
struct waveport_buffer {
	const struct waveport_memory *memory;
	u32 bytes;
};

/**
 * struct waveport_loop - what an engine loops over
 * @memory: DMA addresses of the buffer
 * @bytes: size of the buffer, whole frames
 * @first_bytes: bytes from the beginning of the buffer to the first notification
 * @notify_bytes: bytes from one notification to the next; 0 for none. @bytes is a multiple of it,
 *	@first_bytes is not more
 *
 * All are multiples of step_bytes of the framing.
 */
struct waveport_loop {
	const struct waveport_memory *memory;
	u32 bytes;
	u32 first_bytes;
	u32 notify_bytes;
};

/**
 * struct waveport_miniport_ops - the methods that a miniport implements
 *
 * For each method the context and the return value are given. The port holds no lock of its own
 * during a call, except the stream lock where this is said.
 *
 * @new_stream: IMiniportWavePci::NewStream, IMiniportWaveRT::NewStream. A client opens the pin.
 *	Optional.
 *	May sleep. Returns 0 or a negative errno that the client gets.
 * @close_stream: The client has closed the pin; the stream is in WAVEPORT_STOP. Optional.
 *	May sleep.
 * @get_allocator_framing: IMiniportWavePciStream::GetAllocatorFraming. Fill in what the engine can
 *	do. Called once when the port creates the pin's streams, and at every open, then after
 *	new_stream.
 *	May sleep.
 * @set_format: IMiniportWavePciStream::SetFormat, IMiniportWaveRTStream::SetFormat. Program the
 *	format. Called in WAVEPORT_STOP.
 *	May sleep. Returns 0, -EINVAL for a format that the hardware does not support, -EBUSY if
 *	another stream uses a different rate and both share the clock, -EIO.
 * @set_state: SetState of both models. Change to a neighbour of the current state;
 *	waveport_stream_state() returns the old state during the call. To WAVEPORT_ACQUIRE from
 *	below and to WAVEPORT_STOP: reset the engine. After the change to WAVEPORT_STOP it accesses
 *	no memory. Both come after set_format, so a reset that clears the format has to be
 *	followed by programming it again.
 *	An engine without WAVEPORT_FRAMING_LIST: to WAVEPORT_ACQUIRE, from either side: reset; its
 *	position is 0 then. To WAVEPORT_PAUSE from below: set it up for waveport_stream_loop().
 *	The port may take it from WAVEPORT_RUN to WAVEPORT_ACQUIRE and back at any time.
 *	To WAVEPORT_RUN: acquire mappings and start at the current position of the stream. To
 *	WAVEPORT_PAUSE from above: halt, call waveport_terminate_packet() with the exact position.
 *	Between ACQUIRE and RUN stream locked, otherwise may sleep.
 *	Returns 0 or a negative errno on the way up; on the way down the port ignores the result.
 * @hold_group: Streams that the client has linked are about to start together, or to halt. Hold
 *	their engines: one that starts from now on moves no data until release_group, and one that
 *	runs may cease to. @first is one of the streams, waveport_group_next() returns the others.
 *	Between the two calls the port calls set_state for each of them. It does so for START,
 *	PAUSE_RELEASE, RESUME, STOP, PAUSE_PUSH and SUSPEND, for all streams of the port that the
 *	core is about to trigger alike. A stream on its own starts without these calls. So does one
 *	that a drain starts.
 *	For hardware that can start several engines at once, as by SSYNC, the register for stream
 *	synchronization of HD Audio. The core has the list of linked streams
 *	(snd_pcm_group_for_each_entry()), and learns by snd_pcm_trigger_done() that they are
 *	triggered. In Windows SetDmaEngineState of the HD Audio bus driver takes several engines.
 *	Optional, together with release_group. The PCM devices have SNDRV_PCM_INFO_SYNC_START then.
 *	All streams of the group locked, with interrupts disabled. Must not wait. Another group
 *	of the port may be held at the same time.
 * @release_group: Let the engines of the streams go, all by one access of the hardware: those in
 *	WAVEPORT_RUN begin to move data at the same time. If the start of one has failed, none is in
 *	WAVEPORT_RUN. May wait until the engines are ready, for a millisecond at most, and lets them
 *	go even if they are not.
 *	Context as hold_group.
 * @get_position: GetPosition of both models; takes the place of GetPositionRegister. Return the
 *	stream position of the engine: monotonic, never beyond what is acquired, constant outside
 *	WAVEPORT_RUN. An engine without WAVEPORT_FRAMING_LIST: bytes since WAVEPORT_ACQUIRE.
 *	Stream locked. Returns the position in bytes.
 * @get_hw_latency: IMiniportWaveRTStream::GetHWLatency. Valid after set_format.
 *	Any context.
 * @get_clock: IMiniportWaveRTStream::GetClockRegister. Read the clock of the link. NULL where the
 *	hardware has no clock that is derived from the sample clock.
 *	Stream locked.
 * @service: IMiniportWavePciStream::Service. Called by waveport_notify(): release what the engine
 *	has completed, acquire more, but not without a bound, see waveport_refill(), and store the
 *	stream position in @position, as get_position returns it, so that one reading of the
 *	hardware is enough for both. Only in WAVEPORT_RUN.
 *	An engine that interrupts at a notification before its position shows it stores the
 *	position of the notification.
 *	Stream locked. Returns 0, or -ENODEV if the hardware is gone; the port then stops
 *	the stream.
 * @mapping_available: IMiniportWavePciStream::MappingAvailable. A mapping can be acquired after
 *	waveport_get_mapping() has returned -EAGAIN, or after a revoke. The port may also call it
 *	at other times, possibly with nothing to acquire.
 *	WAVEPORT_FRAMING_LIST only.
 *	Stream locked. Returns 0, or -EIO if the engine has halted and cannot be started again;
 *	the client gets an XRUN then.
 * @revoke_mappings: IMiniportWavePciStream::RevokeMappings. Take the mappings from tag @first to
 *	tag @last, the newest one acquired, out of the hardware; the oldest of them may already be
 *	released. When the method returns, the hardware accesses none of their memory. If the
 *	engine is in one of them, the miniport halts it and calls waveport_terminate_packet() with
 *	the exact position; the rest is revoked, and the engine continues at the mapping_available
 *	that follows.
 *	WAVEPORT_FRAMING_LIST only.
 *	Stream locked. Returns 0, or -EIO if the engine could not be halted; nothing is
 *	revoked then.
 * @allocate_audio_buffer: IMiniportWaveRTStream::AllocateAudioBuffer. Prepare the hardware for a
 *	cyclic buffer without notifications, which needs no interrupts.
 *	May sleep. Returns 0, -EINVAL for a combination that is not supported, -ENOMEM,
 *	-ENODEV if the device is not ready.
 * @allocate_buffer_with_notification: IMiniportWaveRTStreamNotification::
 *	AllocateBufferWithNotification. The same with @notifications = 1 (at the end of the buffer)
 *	or 2 (at the middle and at the end).
 *	May sleep. Returns as above.
 * @free_audio_buffer: FreeAudioBuffer, FreeBufferWithNotification. The buffer is about to be freed;
 *	the stream is in WAVEPORT_STOP. Called once for each successful allocation.
 *	May sleep.
 */
struct waveport_miniport_ops {
	int (*new_stream)(struct waveport_stream *stream);
	void (*close_stream)(struct waveport_stream *stream);
	void (*get_allocator_framing)(struct waveport_stream *stream,
				      struct waveport_framing *framing);
	int (*set_format)(struct waveport_stream *stream, const struct waveport_format *format);
	int (*set_state)(struct waveport_stream *stream, enum waveport_state state);
	void (*hold_group)(struct waveport_stream *first);
	void (*release_group)(struct waveport_stream *first);
	u64 (*get_position)(struct waveport_stream *stream);
	void (*get_hw_latency)(struct waveport_stream *stream, struct waveport_latency *latency);
	void (*get_clock)(struct waveport_stream *stream, struct waveport_clock *clock);
	int (*service)(struct waveport_stream *stream, u64 *position);
	int (*mapping_available)(struct waveport_stream *stream);
	int (*revoke_mappings)(struct waveport_stream *stream, u64 first, u64 last);
	int (*allocate_audio_buffer)(struct waveport_stream *stream,
				     const struct waveport_buffer *buffer);
	int (*allocate_buffer_with_notification)(struct waveport_stream *stream,
						 unsigned int notifications,
						 const struct waveport_buffer *buffer);
	void (*free_audio_buffer)(struct waveport_stream *stream);
};

/*
 * Number of a cyclic device less that of its queue device, which is below this. snd-hda-codec gives
 * numbers up to 31. With numbers up to 63 alsa-lib's dmix and dsnoop still have an IPC key for each
 * device: pcm_direct.c adds four times the number of the device, and 256 times that of the
 * subdevice.
 */
#define WAVEPORT_CYCLIC_OFFSET	32

/**
 * struct waveport_pin - one engine of the hardware, as a miniport declares it
 * @name: name for messages and of the PCM devices, such as "PCM out"
 * @capture: the engine writes memory
 * @device: number of its queue device, below WAVEPORT_CYCLIC_OFFSET: that which the kernel's own
 *	driver for the hardware gives this PCM, because alsa-lib's configuration has it. A playback
 *	and a capture pin with the same number share the PCM devices
 * @own_channel_maps: the miniport adds the channel map controls of its devices, not the port
 * @engine: returned by waveport_stream_engine() for its streams
 */
struct waveport_pin {
	const char *name;
	bool capture;
	unsigned int device;
	bool own_channel_maps;
	void *engine;
};

/* port.c */
int waveport_create(struct snd_card *card, struct device *dev,
		    const struct waveport_miniport_ops *ops, const struct waveport_pin *pins,
		    unsigned int count, struct waveport **port);
struct snd_pcm *waveport_pcm(const struct waveport *port, unsigned int device);
void waveport_disconnect_pin(struct waveport *port, const void *engine);

/**
 * struct waveport_stream_head - what a miniport reads of a stream without a call
 * @engine: @engine of its struct waveport_pin
 *
 * The first member of struct waveport_stream, the rest of which is the port's own.
 */
struct waveport_stream_head {
	void *engine;
};

/**
 * waveport_stream_engine() - get the engine of a stream
 * @stream: the stream
 *
 * Context: Any.
 * Return: @engine of its struct waveport_pin.
 */
static inline void *waveport_stream_engine(const struct waveport_stream *stream)
{
	return ((const struct waveport_stream_head *)stream)->engine;
}

/* stream.c */
enum waveport_state waveport_stream_state(const struct waveport_stream *stream);
struct waveport_stream *waveport_group_next(const struct waveport_stream *stream);
int waveport_get_mapping(struct waveport_stream *stream, struct waveport_mapping *mapping);
int waveport_get_mappings(struct waveport_stream *stream, unsigned int most);
int waveport_release_mapping(struct waveport_stream *stream, u64 tag);
int waveport_release_mappings(struct waveport_stream *stream, unsigned int count);
int waveport_terminate_packet(struct waveport_stream *stream, u64 position);
void waveport_engine_halted(struct waveport_stream *stream);
const struct waveport_mapping *waveport_acquired_mapping(const struct waveport_stream *stream,
							 unsigned int index);
unsigned int waveport_acquired_count(const struct waveport_stream *stream);
u64 waveport_released_position(const struct waveport_stream *stream);

/* loop.c */
const struct waveport_loop *waveport_stream_loop(const struct waveport_stream *stream);

/* hwptr.c */
void waveport_notify(struct waveport_stream *stream);
void waveport_refill(struct waveport_stream *stream);

/* trace.c */
void waveport_trace_publish(const struct waveport_stream *stream, unsigned int count);

/* pages.c */

/**
 * enum waveport_cache - cache type of mapped pages (MEMORY_CACHING_TYPE)
 * @WAVEPORT_CACHED: as ordinary memory
 * @WAVEPORT_WRITE_COMBINED: writes are combined, reads are not cached
 * @WAVEPORT_UNCACHED: every access reaches memory
 */
enum waveport_cache {
	WAVEPORT_CACHED,
	WAVEPORT_WRITE_COMBINED,
	WAVEPORT_UNCACHED,
};

struct waveport_page_list;

struct waveport_page_list *waveport_allocate_pages(struct device *dev, size_t bytes);
struct waveport_page_list *waveport_allocate_contiguous_pages(struct device *dev, size_t bytes);
void *waveport_map_allocated_pages(struct waveport_page_list *list, enum waveport_cache cache);
int waveport_unmap_allocated_pages(struct waveport_page_list *list, void *address);
int waveport_free_pages(struct waveport_page_list *list);
unsigned int waveport_get_physical_pages_count(const struct waveport_page_list *list);
dma_addr_t waveport_get_physical_page_address(const struct waveport_page_list *list,
					      unsigned int index);

#endif /* WAVEPORT_H */
