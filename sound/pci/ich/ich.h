/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One ICH AC'97 controller: shared by the files of the miniport.
 */
#ifndef ICH_H
#define ICH_H

#include <linux/mod_devicetable.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "engine.h"
#include "master.h"

struct ac97_pcm;
struct pci_dev;
struct snd_ac97;
struct snd_ac97_bus;
struct snd_card;
struct snd_dma_buffer;
struct waveport_miniport_ops;

/* Most codecs that a link can have. */
#define ICH_CODECS		3

/**
 * enum ich_pin - the engines that serve streams
 * @ICH_PIN_PCM_OUT: PCM out
 * @ICH_PIN_PCM_IN: PCM in
 * @ICH_PIN_MIC_IN: MIC in, if the codec has a dedicated converter for it
 * @ICH_PIN_SPDIF_OUT: S/PDIF out, if controller and codec have it
 * @ICH_PIN_PCM2_IN: PCM in of a second codec
 * @ICH_PIN_MIC2_IN: MIC in of a second codec
 * @ICH_PINS: number of pins
 */
enum ich_pin {
	ICH_PIN_PCM_OUT,
	ICH_PIN_PCM_IN,
	ICH_PIN_MIC_IN,
	ICH_PIN_SPDIF_OUT,
	ICH_PIN_PCM2_IN,
	ICH_PIN_MIC2_IN,
	ICH_PINS,
};

struct ich;

/**
 * struct ich_bus_ops - how a controller accesses its codecs and its link
 * @take: read the codec semaphore; true if it was free, and is taken now
 * @read: read a register of a codec; false if the codec did not answer
 * @write: write a register of a codec; false if the codec did not take it
 * @status: read the register that has the ready bits of the codecs
 * @reset: acknowledge what is pending, reset the link, and let the codecs become ready
 * @set_up: restore the settings of the controller, once the codecs are ready
 * @connect: connect the engines of the open pins to the link; NULL if they always are
 * @interrupt: handle the interrupt; returns true if it was of this controller. NULL if there are
 *	only the events of the engines
 */
struct ich_bus_ops {
	bool (*take)(struct ich *chip);
	bool (*read)(struct ich *chip, unsigned int codec, unsigned int reg, u16 *value);
	bool (*write)(struct ich *chip, unsigned int codec, unsigned int reg, u16 value);
	u32 (*status)(const struct ich *chip);
	int (*reset)(struct ich *chip);
	void (*set_up)(struct ich *chip);
	void (*connect)(struct ich *chip);
	bool (*interrupt)(struct ich *chip);
};

/**
 * struct ich_family - properties that several controllers have in common
 * @driver: driver name of the card, under which alsa-lib has its configuration
 * @bus: access to codecs and link
 * @run_ops: how the engines run and halt
 * @codecs: most codecs that can be connected
 * @ready: for each codec its ready bit, see struct ich_bus_ops
 * @wakes: bits of the global status for wake-up events of the codecs
 * @wake_enables: bits of the global control that enable interrupts for these events
 * @control: offset of the global control
 * @channels: its field for the number of channels of PCM out
 * @channels_max: most channels that the field has a value for
 * @pins: mask of the engines that exist
 * @engines: offset of the registers of each engine
 * @reports_channels: the global status reports the possible numbers of channels of PCM out
 * @reports_widths: the global status reports the possible sample widths
 * @steers: SDM assigns the SDATA_IN lines, and a second codec has engines of its own
 * @spdif_slots: field of the global control for the slots of S/PDIF; 0: there is none
 * @spdif_device: number of the PCM device of S/PDIF, see ich_make_port()
 * @spdif_48: S/PDIF out supports only 48 kHz
 * @spdif_switch: the PCI configuration has an enable bit for the interrupts of S/PDIF out
 * @realigns: PCM out must be set to 2 channels for a while before it is set to more
 * @sis: the engines are swapped, see struct ich_engine, and the output has an enable bit
 * @narrow: it is not known whether combined reads work, and they are not tried
 * @one_region: there is one PCI region, without registers of the codecs
 * @no_vra: the controller does not work with variable rates of the codec
 */
struct ich_family {
	const char *driver;
	const struct ich_bus_ops *bus;
	const struct ich_run_ops *run_ops;
	unsigned int codecs;
	u32 ready[ICH_CODECS];
	u32 wakes;
	u32 wake_enables;
	u8 control;
	u32 channels;
	unsigned int channels_max;
	u32 pins;
	u8 engines[ICH_PINS];
	bool reports_channels;
	bool reports_widths;
	bool steers;
	u32 spdif_slots;
	unsigned int spdif_device;
	bool spdif_48;
	bool spdif_switch;
	bool realigns;
	bool sis;
	bool narrow;
	bool one_region;
	bool no_vra;
};

/**
 * struct ich_model - a controller
 * @name: name of the chip
 * @family: properties that it shares with others
 * @no_snoop: its DMA bypasses the CPU caches
 */
struct ich_model {
	const char *name;
	const struct ich_family *family;
	bool no_snoop;
};

/**
 * struct ich_board - the peculiarities of a board
 * @vendor: subsystem vendor
 * @device: subsystem device
 * @mask: bits of @device to compare; 0: all
 * @tune: tuning of the codec, AC97_TUNE\_
 * @clock_hz: value that the codec needs for 48 kHz; 0: not known
 * @warm: the codec does not become ready after a cold reset of the link
 * @spdif_aclink: S/PDIF out carries what PCM out plays
 * @alone: there is one codec, so the driver need not wait for others
 * @bup_inverted: the BUP bit of descriptors has the opposite meaning
 * @fetches: descriptors that the emulator with these IDs has fetched at a time, including the
 *	current one; 0: no emulator is known
 */
struct ich_board {
	u16 vendor;
	u16 device;
	u16 mask;
	s8 tune;
	u16 clock_hz;
	bool warm;
	bool spdif_aclink;
	bool alone;
	bool bup_inverted;
	u8 fetches;
};

/**
 * struct ich_options - the settings from the module parameters
 * @quirk: name of a quirk of snd-ac97-codec, or NULL
 * @clock_hz: value that the codec needs for 48 kHz; 0: from the board, otherwise measured; 1:
 *	measured
 * @spdif_aclink: S/PDIF out carries what PCM out plays
 * @by_vendor: accept a codec whose vendor ID reads as 0 (Xbox)
 * @narrow: read each register separately
 */
struct ich_options {
	const char *quirk;
	int clock_hz;
	bool spdif_aclink;
	bool by_vendor;
	bool narrow;
};

/**
 * struct ich_pin_state - an engine with its part of the codec
 * @chip: the controller
 * @present: both controller and codec have it
 * @engine: the bus master engine
 * @pcm: the AC-link slots and rates that the codec provides for it
 * @pcm_open: the codec is set up for a stream
 */
struct ich_pin_state {
	struct ich *chip;
	bool present;
	struct ich_engine engine;
	struct ac97_pcm *pcm;
	bool pcm_open;
};

/**
 * struct ich - one controller
 * @card: its card; the structure is the card's private data
 * @pci: its PCI device
 * @slot: its element of the array parameters
 * @model: model of the controller
 * @board: peculiarities of the board
 * @options: settings from the module parameters
 * @mixer: registers of the codecs
 * @mixer_bytes: size of that region
 * @master: registers of the bus master
 * @shared: those that the engines share
 * @channels_max: most channels of PCM out
 * @wide: PCM out supports 20-bit samples
 * @double_rate: PCM out supports rates above 48 kHz, with 2 channels
 * @bus_master: bus mastering
 * @lists: descriptor lists of all engines
 * @codec_lock: serialises the accesses to the codecs; innermost mutex
 * @wake_lock: serialises suspend and resume of the link; taken outside @codec_lock
 * @ready: bits of the global status of the codecs that were found
 * @lines: SDATA_IN line of each codec
 * @control: bits of the global control that the driver has set, within @control_mask
 * @control_mask: bits of the global control that the driver has changed
 * @steering: value of SDM
 * @semaphore_failures: number of times in a row that the codec semaphore was not free
 * @quiet: the driver probes for codecs, so a missing answer is not reported
 * @asleep: the codecs are powered down, or did not become ready at the resume
 * @bus: the AC'97 bus
 * @codecs: the codecs, by number; NULL for one that is no audio codec
 * @codec: the first audio codec
 * @pins: the engines
 */
struct ich {
	struct snd_card *card;
	struct pci_dev *pci;
	int slot;
	const struct ich_model *model;
	const struct ich_board *board;
	struct ich_options options;
	void __iomem *mixer;
	unsigned int mixer_bytes;
	void __iomem *master;
	struct ich_shared shared;
	unsigned int channels_max;
	bool wide;
	bool double_rate;
	struct ich_master bus_master;
	struct snd_dma_buffer *lists;
	struct mutex codec_lock;	/* of the AC-link */
	struct mutex wake_lock;		/* of @asleep */
	u32 ready;
	u8 lines[ICH_CODECS];
	u32 control;
	u32 control_mask;
	u8 steering;
	unsigned int semaphore_failures;
	bool quiet;
	bool asleep;
	struct snd_ac97_bus *bus;
	struct snd_ac97 *codecs[ICH_CODECS];
	struct snd_ac97 *codec;
	struct ich_pin_state pins[ICH_PINS];
};

/* access.c */
extern const struct snd_ac97_bus_ops ich_access_ops;
void ich_access_free(struct ich *chip);
void ich_access_allow(struct ich *chip, bool awake);
unsigned int ich_access_find_line(struct ich *chip, unsigned int codec);

/* bus.c, bus_ali.c */
extern const struct ich_bus_ops ich_bus_ops;
extern const struct ich_bus_ops ich_ali_bus_ops;

/* boards.c */
const struct ich_board *ich_board_find(const struct pci_dev *pci);

/* clock.c */
bool ich_clock_is_virtual(void);
unsigned int ich_clock_of(unsigned int hz);
void ich_clock_tune(struct ich *chip);

/* codec.c */
int ich_codec_create(struct ich *chip);
int ich_codec_open(struct ich_pin_state *pin, const struct waveport_format *format);
void ich_codec_close(struct ich_pin_state *pin);

/* link.c */
u32 ich_link_wanted(const struct ich *chip, u32 control);
int ich_link_start(struct ich *chip);
bool ich_link_ready(struct ich *chip);
void ich_link_allow_spdif(struct ich *chip, bool interrupts);
void ich_link_connect(struct ich *chip);
void ich_link_control(struct ich *chip, u32 mask, u32 value);
void ich_link_steer(struct ich *chip, u8 value);
void ich_link_set_pcm_out(struct ich *chip, const struct waveport_format *format);

/* miniport.c */
extern const struct waveport_miniport_ops ich_miniport_ops;

/* models.c */
extern const struct ich_model ich_models[];
extern const struct pci_device_id ich_ids[];

/* pm.c */
#ifdef CONFIG_PM
extern const struct dev_pm_ops ich_pm_ops;
int ich_pm_allow(struct device *dev);
int ich_pm_get(struct device *dev);
void ich_pm_put(struct device *dev);
int ich_pm_wake(struct ich *chip);
#else
static inline int ich_pm_allow(struct device *dev)
{
	return 0;
}

static inline int ich_pm_get(struct device *dev)
{
	return 0;
}

static inline void ich_pm_put(struct device *dev)
{
}

static inline int ich_pm_wake(struct ich *chip)
{
	return 0;
}
#endif

/* proc.c */
int ich_proc_create(struct ich *chip);

/* slot.c */
int ich_slot_take(const struct pci_dev *pci);
void ich_slot_give_back(int slot);

#endif /* ICH_H */
