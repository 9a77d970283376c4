// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card with an HD Audio controller in the model: what stands in for codecs, PCI, the allocator of
 * the port's rings and timers.
 */

#include <sanitizer/asan_interface.h>

#include <linux/hrtimer.h>
#include <linux/minmax.h>

#include "card.h"
#include "check.h"
#include "controller.h"
#include "hda.h"
#include "looper.h"

/* Addresses of the rings, by their number. */
#define RINGS_ADDRESS	0x40000000
#define RING_SPACE	0x01000000
/* More than any ring has. */
#define RING_BYTES_MAX	(4 << 20)

/**
 * struct ring - a ring of the port
 * @space: memory for it; to allocate it anew for each sequence would take most of the time
 * @words: where it is in there, NULL if there is none
 * @bytes: its size
 */
struct ring {
	u8 *space;
	u32 *words;
	u32 bytes;
};

/**
 * struct controller - the controller
 * @chip: the driver's part
 * @pci: its PCI device
 * @engines: its engines, in the order of those of the card
 * @pins: one for each
 * @lists: the lists of the engines
 * @positions: the position buffer
 * @timers: the timers that are set
 */
static struct controller {
	struct hda_chip chip;
	struct pci_dev pci;
	struct hda_engine engines[MODEL_ENGINES];
	struct hda_pin pins[MODEL_ENGINES];
	struct looper_entry lists[MODEL_ENGINES][LOOPER_ENTRIES];
	__le32 positions[MODEL_ENGINES];
	struct hrtimer *timers;
} controller;

static struct ring rings[MODEL_ENGINES];

const struct waveport_miniport_ops *controller_ops(void)
{
	return &hda_miniport_ops;
}

static void controller_make_engine(unsigned int number)
{
	struct hda_engine *engine = &controller.engines[number];
	struct hda_pin *pin = &controller.pins[number];

	engine->core.bus = &controller.chip.bus.core;
	engine->core.bdl.area = (void *)controller.lists[number];
	engine->core.posbuf = &controller.positions[number];
	engine->core.direction = number == CARD_CAPTURE ? SNDRV_PCM_STREAM_CAPTURE :
							  SNDRV_PCM_STREAM_PLAYBACK;
	engine->core.index = number;
	pin->chip = &controller.chip;
	pin->capture = number == CARD_CAPTURE;
	looper_make(number, &engine->core);
	snd_hdac_stream_reset(&engine->core);
	card.pins[number].name = pin->capture ? "capture" : "playback";
	card.pins[number].capture = pin->capture;
	card.pins[number].engine = pin;
}

/**
 * controller_make() - create the controller of a new card
 */
void controller_make(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++)
		rings[i].words = NULL;
	controller = (struct controller) { 0 };
	controller.chip.pci = &controller.pci;
	controller.chip.engines = controller.engines;
	controller.chip.engine_count = MODEL_ENGINES;
	controller.chip.positions = model.switches.posbuf ? HDA_POSITIONS_UNTRIED :
							    HDA_POSITIONS_LPIB;
	for (i = 0; i < MODEL_ENGINES; i++)
		controller_make_engine(i);
}

/**
 * controller_power() - reset the engines by a power cycle
 */
void controller_power(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++)
		looper_make(i, &controller.engines[i].core);
}

/**
 * controller_interrupt() - handle the interrupt, as interrupt.c of the driver does
 */
void controller_interrupt(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		struct hda_engine *engine = &controller.engines[i];

		if (!looper_interrupts(i))
			continue;
		snd_hdac_stream_writeb(&engine->core, SD_STS, SD_INT_MASK);
		engine->completed = true;
		if (engine->stream)
			waveport_notify(engine->stream);
	}
}

/* The codec takes part in nothing else. */
int hda_pin_open(struct hda_pin *pin)
{
	(void)pin;
	return 0;
}

void hda_pin_close(struct hda_pin *pin)
{
	(void)pin;
}

void hda_pin_get_framing(struct hda_pin *pin, struct waveport_framing *framing)
{
	bool wide = card.plan.switches.sample_bytes == ICH_WIDE_SAMPLE_BYTES;

	(void)pin;
	framing->formats = wide ? SNDRV_PCM_FMTBIT_S32_LE : SNDRV_PCM_FMTBIT_S16_LE;
	framing->rates = SNDRV_PCM_RATE_8000_96000;
	framing->channels_min = 2;
	framing->channels_max = 6;
	framing->channels_step = 2;
	framing->sample_bits = wide ? 24 : 0;
}

/* Nobody asks for time stamps. */
void hda_clock_read(struct hda_chip *chip, struct waveport_clock *clock)
{
	(void)chip;
	*clock = (struct waveport_clock) { .hz = 24000000 };
}

int hda_pin_set_format(struct hda_pin *pin, const struct waveport_format *format)
{
	pin->engine->bytes_per_ms = format->rate / 1000 * format->frame_bytes;
	pin->runtime.rate = format->rate;
	return 0;
}

/* The end of a ring is that of its space, so that the sanitizer sees what is beyond it. */
static void ring_make(struct ring *ring, size_t size)
{
	check(size <= RING_BYTES_MAX && !(size % sizeof(u32)), "a ring of %zu bytes", size);
	if (!ring->space)
		ring->space = malloc(RING_BYTES_MAX);
	ASAN_POISON_MEMORY_REGION(ring->space, RING_BYTES_MAX);
	ring->words = (u32 *)(ring->space + RING_BYTES_MAX - size);
	ring->bytes = size;
	ASAN_UNPOISON_MEMORY_REGION(ring->words, size);
	/* what was there before */
	memset(ring->words, 0x5a, size);
}

/**
 * controller_alloc_ring() - allocate a ring of the port
 * @size: its size
 * @buffer: filled in
 *
 * Return: 0.
 */
int controller_alloc_ring(size_t size, struct snd_dma_buffer *buffer)
{
	unsigned int number = 0;

	while (rings[number].words)
		check(++number < MODEL_ENGINES, "a third ring");
	ring_make(&rings[number], size);
	buffer->area = (void *)rings[number].words;
	buffer->addr = RINGS_ADDRESS + number * RING_SPACE;
	buffer->bytes = size;
	buffer->private_data = &rings[number];
	return 0;
}

bool controller_owns_ring(const struct snd_dma_buffer *buffer)
{
	return buffer->private_data == &rings[0] ||
	       buffer->private_data == &rings[1];
}

void controller_free_ring(struct snd_dma_buffer *buffer)
{
	struct ring *ring = buffer->private_data;

	ASAN_POISON_MEMORY_REGION(ring->space, RING_BYTES_MAX);
	ring->words = NULL;
}

/* The memory of a client is that of its cyclic device. */
u32 *looper_memory(u32 address)
{
	u32 number = (address - RINGS_ADDRESS) / RING_SPACE;
	u32 offset = (address - RINGS_ADDRESS) % RING_SPACE;
	struct memory *memory;
	unsigned int i;

	if (number < MODEL_ENGINES && offset < rings[number].bytes &&
	    rings[number].words)
		return &rings[number].words[offset / sizeof(u32)];
	for (i = 0; i < MODEL_ENGINES; i++) {
		memory = &card.clients[i].memory;
		if (memory->live && memory_offset(memory, address) >= 0)
			return &memory->words[memory_offset(memory, address) / sizeof(u32)];
	}
	check_failed("the engine accesses foreign memory at %#x", address);
}

static void timer_remove(struct hrtimer *timer)
{
	struct hrtimer **link = &controller.timers;

	while (*link != timer)
		link = &(*link)->next;
	*link = timer->next;
	timer->pending = false;
}

/* A timer may be late, as by interrupts that are off. */
void hrtimer_start(struct hrtimer *timer, ktime_t time, int mode)
{
	u64 late = card.plan.late ? model_random() % card.plan.late * 1000ULL : 0;

	(void)mode;
	if (timer->pending)
		timer_remove(timer);
	timer->pending = true;
	timer->due = ktime_get_ns() + time + late;
	timer->next = controller.timers;
	controller.timers = timer;
}

int hrtimer_cancel(struct hrtimer *timer)
{
	bool pending = timer->pending;

	check(!card_locked(), "hrtimer_cancel() is called with the stream locked");
	if (pending)
		timer_remove(timer);
	return pending;
}

/**
 * controller_patience() - limit a time to what the rings of the port can bear
 * @frames: the time in frames
 *
 * Return: the time in frames, at most a quarter of a ring.
 */
u32 controller_patience(u32 frames)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		if (rings[i].words)
			frames = min(frames, rings[i].bytes / 4 / card_frame_bytes());
	}
	return frames;
}

/**
 * controller_until_alarm() - limit a time to that of the next alarm
 * @frames: the time in frames
 *
 * Return: the time in frames, at least 1.
 */
u32 controller_until_alarm(u32 frames)
{
	u64 now = ktime_get_ns();
	struct hrtimer *timer;
	u64 left;

	for (timer = controller.timers; timer; timer = timer->next) {
		left = timer->due > now ? timer->due - now : 0;
		left = left * card.plan.rate / NSEC_PER_SEC + 1;
		frames = min_t(u64, frames, left);
	}
	return frames;
}

/**
 * controller_run_alarms() - run the timers that are due
 */
void controller_run_alarms(void)
{
	u64 now = ktime_get_ns();
	struct hrtimer *timer = controller.timers;

	while (timer) {
		if (timer->due > now) {
			timer = timer->next;
			continue;
		}
		timer_remove(timer);
		card_timer(timer);
		timer = controller.timers;
	}
}
