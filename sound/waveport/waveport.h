/* SPDX-License-Identifier: GPL-2.0-only */
/**
 * DOC: The contract between the port (snd-waveport) and a miniport (a driver of hardware)
 *
 * The port owns the ALSA side: the PCM devices, the mapping queue, the buffers, the states. The
 * miniport owns the hardware side. It knows no ALSA PCM; the port knows no hardware.
 *
 * Who calls whom, and under what: everything that touches a stream's mappings or its engine while
 * it may run happens under one lock, the ALSA stream lock, here "stream locked" (interrupts off, no
 * sleeping; a sleeping lock on PREEMPT_RT). The port takes it before it calls the methods that
 * need it, so the miniport has no lock of its own around them, and a mapping that
 * waveport_get_mapping() hands out is in the miniport's list before anybody can revoke it.
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
struct snd_pcm_chmap_elem;
struct waveport;
struct waveport_stream;

/**
 * enum waveport_state - the states of a stream (KSSTATE)
 * @WAVEPORT_STOP: engine halted, reset and out of the memory; position 0
 * @WAVEPORT_ACQUIRE: engine reset, resources held
 * @WAVEPORT_PAUSE: ready to run at once; the mappings stay acquired, the position stands still
 * @WAVEPORT_RUN: data flows
 *
 * A stream goes from neighbour to neighbour only. Going down never fails.
 */
enum waveport_state {
	WAVEPORT_STOP,
	WAVEPORT_ACQUIRE,
	WAVEPORT_PAUSE,
	WAVEPORT_RUN,
};

/**
 * struct waveport_format - what a stream carries
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
 *	one. The queue device needs this; the port then feeds the cyclic device by mappings too. An
 *	engine without it loops over the buffer of the allocate methods until it is stopped
 * @WAVEPORT_FRAMING_NO_SNOOP: it reads memory past the caches: buffers are write-combined
 */
enum waveport_framing_flags {
	WAVEPORT_FRAMING_LIST = BIT(0),
	WAVEPORT_FRAMING_NO_SNOOP = BIT(1),
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
 * @channel_maps: the order of the speakers in a frame, for every number of channels it can carry,
 *	ended by one of 0 channels; must live as long as the card. NULL for snd_pcm_std_chmaps
 * @sample_bits: significant bits of a 32-bit sample, 0 if it takes none
 * @run_bytes: largest mapping
 * @step_bytes: packets and buffers are multiples of this
 * @packet_bytes_min: smallest distance of two notifications
 * @position_bytes: how exactly get_position tells the position; clients are told if it is more than
 *	@step_bytes
 *
 * The answer to GetAllocatorFraming. Unlike there these are not wishes: the port turns them into
 * ALSA's constraints. How wide an address may be is told by the DMA mask of the device.
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
	u32 position_bytes;
};

/**
 * struct waveport_latency - how late a sample is heard (or how old a captured one is)
 * @fifo_bytes: what the engine holds between memory and link
 * @chipset_ns: longest way through the chip set, 0 for a plain PCI device
 * @codec_ns: from the link to the analogue side, best estimate
 *
 * KSRTAUDIO_HWLATENCY.
 */
struct waveport_latency {
	u32 fifo_bytes;
	u32 chipset_ns;
	u32 codec_ns;
};

/**
 * struct waveport_clock - a reading of the link's clock
 * @ticks: reading; runs on whether streams run or not, wraps around after 2^64
 * @hz: ticks per second
 *
 * What a client reads through the register of GetClockRegister.
 */
struct waveport_clock {
	u64 ticks;
	u32 hz;
};

/**
 * struct waveport_buffer - a cyclic buffer
 * @memory: its runs
 * @bytes: its size
 */
struct waveport_buffer {
	const struct waveport_memory *memory;
	u32 bytes;
};

/**
 * struct waveport_miniport_ops - what a miniport does for the port
 *
 * Each method tells under what it is called, and what it returns. None is called with a lock of the
 * port held other than the stream lock.
 *
 * @new_stream: IMiniportWavePci::NewStream, IMiniportWaveRT::NewStream. A client opens the pin.
 *	Optional.
 *	May sleep. Returns 0 or a negative errno that the client gets.
 * @close_stream: The client is gone; the stream is in WAVEPORT_STOP. Optional.
 *	May sleep.
 * @get_allocator_framing: IMiniportWavePciStream::GetAllocatorFraming. Fill in what the engine can
 *	do. Asked once when the port makes the pin's streams, and at every open.
 *	May sleep.
 * @set_format: IMiniportWavePciStream::SetFormat, IMiniportWaveRTStream::SetFormat. Program the
 *	format. Called in WAVEPORT_STOP.
 *	May sleep. Returns 0, -EINVAL for a format that the hardware refuses, -EBUSY if
 *	another stream holds a rate that both share, -EIO.
 * @set_state: SetState of both models. Go to a neighbour of the state the stream is in; the
 *	stream's state is still the old one during the call. To WAVEPORT_ACQUIRE from below and to
 *	WAVEPORT_STOP: reset the engine; at the return of the latter it touches no memory.
 *	To WAVEPORT_RUN: acquire mappings and start from the position where the stream stands. To
 *	WAVEPORT_PAUSE from above: halt, call waveport_terminate_packet() with the exact position.
 *	Between ACQUIRE and RUN stream locked, else may sleep.
 *	Returns 0 or a negative errno on the way up; the answer on the way down is ignored.
 * @get_position: GetPosition of both models, and what GetPositionRegister stands for. The stream
 *	position of the engine: monotonic, never beyond what is acquired, standing still outside
 *	WAVEPORT_RUN.
 *	Stream locked. Returns position in bytes.
 * @get_hw_latency: IMiniportWaveRTStream::GetHWLatency. Valid after set_format.
 *	Any context.
 * @get_clock: IMiniportWaveRTStream::GetClockRegister. Read the clock of the link. NULL where the
 *	hardware has no clock that derives from that of the samples.
 *	Stream locked.
 * @service: IMiniportWavePciStream::Service. After waveport_notify(): release what the engine is
 *	done with, acquire more, and tell the stream position in @position, as get_position would,
 *	so that one reading of the hardware serves both. Only in WAVEPORT_RUN.
 *	Stream locked. Returns 0, or -ENODEV if the hardware is gone; the port then stops
 *	the stream.
 * @mapping_available: IMiniportWavePciStream::MappingAvailable. There is something to get after a
 *	refused waveport_get_mapping(), or after a revoke. The port may also call it when nothing
 *	was refused; there may be nothing to do then.
 *	WAVEPORT_FRAMING_LIST only.
 *	Stream locked.
 * @revoke_mappings: IMiniportWavePciStream::RevokeMappings. Take the mappings from tag @first to
 *	tag @last, the newest one acquired, out of the hardware; some of the first may be released
 *	already. At the return the hardware touches none of their memory. If @first was being
 *	played, the engine halts and tells by waveport_terminate_packet() how far it came, what is
 *	left is revoked; it goes on at the mapping_available that follows.
 *	WAVEPORT_FRAMING_LIST only.
 *	Stream locked. Returns 0, or -EIO if the engine could not be halted; nothing is
 *	revoked then.
 * @allocate_audio_buffer: IMiniportWaveRTStream::AllocateAudioBuffer. The cyclic transport has a
 *	buffer without notifications: no interrupt is wanted for it. Ready the hardware for it.
 *	May sleep. Returns 0, -EINVAL for a combination that cannot be had, -ENOMEM,
 *	-ENODEV if the device is not ready.
 * @allocate_buffer_with_notification: IMiniportWaveRTStreamNotification::
 *	AllocateBufferWithNotification. The same with @notifications = 1 (at the end of the buffer)
 *	or 2 (at the middle and at the end).
 *	May sleep. Returns as above.
 * @free_audio_buffer: FreeAudioBuffer, FreeBufferWithNotification. The buffer is about to go; the
 *	stream is in WAVEPORT_STOP. Called once for each successful allocation.
 *	May sleep.
 */
struct waveport_miniport_ops {
	int (*new_stream)(struct waveport_stream *stream);
	void (*close_stream)(struct waveport_stream *stream);
	void (*get_allocator_framing)(struct waveport_stream *stream,
				      struct waveport_framing *framing);
	int (*set_format)(struct waveport_stream *stream, const struct waveport_format *format);
	int (*set_state)(struct waveport_stream *stream, enum waveport_state state);
	u64 (*get_position)(struct waveport_stream *stream);
	void (*get_hw_latency)(struct waveport_stream *stream, struct waveport_latency *latency);
	void (*get_clock)(struct waveport_stream *stream, struct waveport_clock *clock);
	int (*service)(struct waveport_stream *stream, u64 *position);
	void (*mapping_available)(struct waveport_stream *stream);
	int (*revoke_mappings)(struct waveport_stream *stream, u64 first, u64 last);
	int (*allocate_audio_buffer)(struct waveport_stream *stream,
				     const struct waveport_buffer *buffer);
	int (*allocate_buffer_with_notification)(struct waveport_stream *stream,
						 unsigned int notifications,
						 const struct waveport_buffer *buffer);
	void (*free_audio_buffer)(struct waveport_stream *stream);
};

/**
 * struct waveport_pin - one engine of the hardware, as a miniport announces it
 * @name: for messages, such as "PCM out"
 * @capture: it writes memory
 * @skip: pairs of PCM devices that have nothing of its direction, before its own
 * @engine: what waveport_stream_engine() answers for its streams
 */
struct waveport_pin {
	const char *name;
	bool capture;
	unsigned int skip;
	void *engine;
};

/* port.c */
int waveport_create(struct snd_card *card, struct device *dev,
		    const struct waveport_miniport_ops *ops, const struct waveport_pin *pins,
		    unsigned int count, struct waveport **port);

/* stream.c */
void *waveport_stream_engine(const struct waveport_stream *stream);
enum waveport_state waveport_stream_state(const struct waveport_stream *stream);
int waveport_get_mapping(struct waveport_stream *stream, struct waveport_mapping *mapping);
int waveport_release_mapping(struct waveport_stream *stream, u64 tag);
int waveport_terminate_packet(struct waveport_stream *stream, u64 position);
const struct waveport_mapping *waveport_acquired_mapping(const struct waveport_stream *stream,
							 unsigned int index);
unsigned int waveport_acquired_count(const struct waveport_stream *stream);
u64 waveport_released_position(const struct waveport_stream *stream);

/* hwptr.c */
void waveport_notify(struct waveport_stream *stream);

/* pages.c */

/**
 * enum waveport_cache - how the CPU sees mapped pages (MEMORY_CACHING_TYPE)
 * @WAVEPORT_CACHED: as ordinary memory
 * @WAVEPORT_WRITE_COMBINED: writes are gathered, reads are slow
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
