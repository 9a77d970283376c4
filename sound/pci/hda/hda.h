/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the files of the miniport for HD Audio controllers.
 *
 * A controller has stream descriptors, its DMA engines. A codec has PCMs, which its driver in the
 * kernel has found. Each direction of a PCM is a pin of the port; it gets an engine while a client
 * has it open.
 */
#ifndef WAVEPORT_HDA_H
#define WAVEPORT_HDA_H

#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <sound/hda_codec.h>
#include <sound/hda_register.h>
#include <sound/pcm.h>

#include "waveport.h"

/* Most directions of PCMs of one controller. */
#define HDA_PINS_MAX	32
/* Addresses of buffers have to be multiples of this, and so have the parts of a buffer. */
#define HDA_ALIGN_BYTES	128
/* An engine may be this much beyond its position, and interrupt before that shows it. */
#define HDA_LATE_BYTES	256

struct hda_chip;

/**
 * enum hda_model_flags - what is known about a controller
 * @HDA_MODEL_LPIB: its position buffer is not reliable; the position is read from LPIB
 * @HDA_MODEL_NO_64BIT: it takes 32-bit addresses only, whatever it says
 * @HDA_MODEL_40BIT: it takes at most 40-bit addresses
 * @HDA_MODEL_NO_MSI: its MSI does not work
 * @HDA_MODEL_TCSEL: its traffic class register has to be cleared
 * @HDA_MODEL_DSP: it may have a DSP that another driver uses
 * @HDA_MODEL_OLD_SSYNC: its register SSYNC is at 34h, not at 38h
 */
enum hda_model_flags {
	HDA_MODEL_LPIB = BIT(0),
	HDA_MODEL_NO_64BIT = BIT(1),
	HDA_MODEL_40BIT = BIT(2),
	HDA_MODEL_NO_MSI = BIT(3),
	HDA_MODEL_TCSEL = BIT(4),
	HDA_MODEL_DSP = BIT(5),
	HDA_MODEL_OLD_SSYNC = BIT(6),
};

/**
 * struct hda_model - a kind of controllers
 * @name: for people
 * @flags: of enum hda_model_flags
 */
struct hda_model {
	const char *name;
	unsigned int flags;
};

/**
 * struct hda_engine - a stream descriptor of the controller
 * @core: the library's part
 * @taken: it serves a stream; under assign_lock
 * @stream: the stream that it serves, while it runs
 * @loop: what it was set up for
 * @rotation: offset in the buffer at which its list begins
 * @offset: offset in the buffer of @position
 * @position: bytes done since it was reset
 * @serviced: @position at the last interrupt, or of the notification that it has told
 * @placed: what the driver has put into the position buffer
 * @noted: time of the last interrupt, or of the start, where a lap has one notification
 * @bytes_per_ms: how fast it moves
 * @stripe: value of its stripe control, for a converter that takes several data lines
 * @paused: it was halted and not reset; RUN goes on where it was
 * @owed: the position has shown a notification whose interrupt has not come yet
 * @completed: it has interrupted at a notification that was not serviced yet
 *
 * The stream lock protects everything from @stream on.
 */
struct hda_engine {
	struct hdac_stream core;
	bool taken;
	struct waveport_stream *stream;
	struct waveport_loop loop;
	u32 rotation;
	u32 offset;
	u64 position;
	u64 serviced;
	u32 placed;
	ktime_t noted;
	u32 bytes_per_ms;
	u8 stripe;
	bool paused;
	bool owed;
	bool completed;
};

/**
 * enum hda_pin_state - the states of a pin
 * @HDA_PIN_UNBOUND: its codec has no driver, or one without this PCM; it cannot be opened
 * @HDA_PIN_CLOSED: it can be opened
 * @HDA_PIN_OPEN: the codec's driver has opened it for a client
 */
enum hda_pin_state { HDA_PIN_UNBOUND, HDA_PIN_CLOSED, HDA_PIN_OPEN };

/**
 * struct hda_pin - one direction of a PCM of a codec
 * @chip: the controller
 * @codec: the codec
 * @name: name of the PCM; a copy, because the port outlives the codec's PCMs
 * @capture: the direction
 * @device: number of the queue device
 * @state: under pin_lock
 * @pcm: the PCM, unless the codec is unbound
 * @engine: the engine, while a client has the pin open
 * @substream: what the codec's driver gets in the place of the port's substream
 * @runtime: the same
 *
 * The codec's driver takes runtime->private_data for a stream of snd-hda-intel, and writes there.
 * So it never gets the port's own.
 */
struct hda_pin {
	struct hda_chip *chip;
	struct hda_codec *codec;
	char name[64];
	bool capture;
	unsigned int device;
	enum hda_pin_state state;
	struct hda_pcm *pcm;
	struct hda_engine *engine;
	struct snd_pcm_substream substream;
	struct snd_pcm_runtime runtime;
};

/**
 * enum hda_positions - where a controller tells the positions of its engines
 * @HDA_POSITIONS_UNTRIED: in the position buffer, if it ever writes that
 * @HDA_POSITIONS_BUFFER: in the position buffer
 * @HDA_POSITIONS_LPIB: in the registers LPIB of the engines
 */
enum hda_positions { HDA_POSITIONS_UNTRIED, HDA_POSITIONS_BUFFER, HDA_POSITIONS_LPIB };

/**
 * struct hda_clock - the clock of the link
 * @ticks: its ticks, counted on
 * @reading: the last reading of the register
 * @read_at: when that was
 */
struct hda_clock {
	u64 ticks;
	u32 reading;
	ktime_t read_at;
};

/**
 * struct hda_chip - a controller
 * @bus: the library's part: the link, its codecs, the registers
 * @card: the card
 * @pci: the PCI device
 * @model: what it is
 * @slot: selects its module parameters
 * @msi: it interrupts by message
 * @engines: its stream descriptors, those for capture first
 * @engine_count: number of @engines
 * @pins: the directions of all PCMs
 * @pin_count: number of @pins
 * @numbers: the numbers of PCMs that are taken, a mask
 * @port: the port, while its PCM devices are there; no pin can be added then
 * @assign_lock: protects the assignment of @engines
 * @pin_lock: protects the states of @pins
 * @clock_lock: protects @clock
 * @clock: the clock of the link
 * @sync_lock: protects @held, and the register
 * @held: what the register SSYNC has: the engines that are held, a mask
 * @starts_over: a halted engine that is started again begins at the beginning of its list
 * @positions: where the positions of its engines are read
 * @gone: the controller was unplugged
 */
struct hda_chip {
	struct hda_bus bus;
	struct snd_card *card;
	struct pci_dev *pci;
	const struct hda_model *model;
	int slot;
	bool msi;
	struct hda_engine *engines;
	unsigned int engine_count;
	struct hda_pin *pins;
	unsigned int pin_count;
	u32 numbers;
	struct waveport *port;
	struct mutex assign_lock;	/* of @engines */
	struct mutex pin_lock;		/* of the states of @pins */
	spinlock_t clock_lock;		/* of @clock */
	struct hda_clock clock;
	spinlock_t sync_lock;		/* of @held */
	u32 held;
	bool starts_over;
	enum hda_positions positions;
	bool gone;
};

static inline struct hda_chip *hda_chip_of_bus(struct hdac_bus *bus)
{
	return container_of(bus, struct hda_chip, bus.core);
}

/* models.c */
extern const struct pci_device_id hda_ids[];
const struct hda_model *hda_model_find(const struct pci_device_id *id);

/* bus.c */
int hda_bus_create(struct hda_chip *chip);
void hda_bus_start(struct hda_chip *chip);
void hda_bus_stop(struct hda_chip *chip);
void hda_bus_free(struct hda_chip *chip);

/* clock.c */
void hda_clock_restart(struct hda_chip *chip);
void hda_clock_read(struct hda_chip *chip, struct waveport_clock *clock);

/* codec.c */
extern const struct hdac_ext_bus_ops hda_codec_bus_ops;
int hda_codec_create_all(struct hda_chip *chip);
void hda_codec_build_all(struct hda_chip *chip);

/* engine.c */
struct hda_engine *hda_engine_take(struct hda_chip *chip, bool capture);
void hda_engine_give_back(struct hda_chip *chip, struct hda_engine *engine);
void hda_engine_reset(struct hda_engine *engine);
int hda_engine_set_up(struct hda_engine *engine, const struct waveport_loop *loop);
int hda_engine_run(struct hda_chip *chip, struct hda_engine *engine,
		   struct waveport_stream *stream);
int hda_engine_halt(struct hda_chip *chip, struct hda_engine *engine);
u64 hda_engine_position(struct hda_engine *engine);
u64 hda_engine_service(struct hda_engine *engine);

/* pin.c */
int hda_pins_bind(struct hda_chip *chip, struct hda_codec *codec);
void hda_pins_unbind(struct hda_chip *chip, struct hda_codec *codec);
void hda_pins_connect(struct hda_chip *chip, struct hda_codec *codec);
void hda_pins_forget_devices(struct hda_chip *chip);
struct snd_pcm *hda_pcm_device(struct hda_chip *chip, const struct hda_pcm *pcm,
			       unsigned int offset);
int hda_pin_open(struct hda_pin *pin);
void hda_pin_close(struct hda_pin *pin);
void hda_pin_get_framing(struct hda_pin *pin, struct waveport_framing *framing);
int hda_pin_set_format(struct hda_pin *pin, const struct waveport_format *format);

/* maps.c */
int hda_maps_copy(struct hda_chip *chip, struct hda_codec *codec);
void hda_maps_remove(struct hda_chip *chip, const struct hda_pin *pin);

/* sync.c */
void hda_sync_hold(struct hda_chip *chip, u32 engines);
void hda_sync_release(struct hda_chip *chip, u32 engines);

/* interrupt.c */
int hda_interrupt_request(struct hda_chip *chip);
void hda_interrupt_free(struct hda_chip *chip);

/* miniport.c */
extern const struct waveport_miniport_ops hda_miniport_ops;

/* pm.c */
extern const struct dev_pm_ops hda_pm_ops;
void hda_pm_allow(struct device *dev);
void hda_pm_forbid(struct device *dev);

#endif /* WAVEPORT_HDA_H */
