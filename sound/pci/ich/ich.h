/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One ICH AC'97 controller: what the files of the miniport share.
 */
#ifndef ICH_H
#define ICH_H

#include <linux/mod_devicetable.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "engine.h"

struct ac97_pcm;
struct pci_dev;
struct snd_ac97;
struct snd_ac97_bus;
struct snd_card;
struct snd_dma_buffer;
struct waveport_miniport_ops;

/* As many codecs as a link can have. */
#define ICH_CODECS		3

/**
 * enum ich_pin - the engines that serve streams
 * @ICH_PIN_PCM_OUT: PCM out
 * @ICH_PIN_PCM_IN: PCM in
 * @ICH_PIN_MIC_IN: MIC in, where the codec has a converter for it alone
 * @ICH_PIN_SPDIF_OUT: S/PDIF out, where controller and codec have it
 * @ICH_PIN_PCM2_IN: PCM in of a second codec
 * @ICH_PIN_MIC2_IN: MIC in of a second codec
 * @ICH_PINS: how many there are
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
 * struct ich_family - what controllers have in common
 * @driver: by what name alsa-lib knows them
 * @codecs: how many there can be
 * @ready: bit of the global status for each: it answers
 * @wakes: bits of the global status: it has woken the host
 * @wake_enables: bits of the global control: an interrupt then
 * @channels: field of the global control: channels of PCM out
 * @pins: mask of the engines they have
 * @engines: where each has its registers
 * @tells: the global status tells the channels of PCM out
 * @tells_width: and the sample widths
 * @steers: any codec may be on any line, and a second one has engines of its own
 * @spdif_slots: the global control chooses the slots of S/PDIF
 * @spdif_skip: pairs of PCM devices to leave out before S/PDIF, for alsa-lib looks for it there
 * @spdif_48: S/PDIF out runs at 48 kHz alone
 * @spdif_switch: interrupts of S/PDIF out have a switch in the PCI configuration
 * @realigns: PCM out has to stand at 2 channels for a while before it is given more
 * @sis: the engines are swapped, see struct ich_engine, and the output has a switch
 */
struct ich_family {
	const char *driver;
	unsigned int codecs;
	u32 ready[ICH_CODECS];
	u32 wakes;
	u32 wake_enables;
	u32 channels;
	u32 pins;
	u8 engines[ICH_PINS];
	bool tells;
	bool tells_width;
	bool steers;
	bool spdif_slots;
	unsigned int spdif_skip;
	bool spdif_48;
	bool spdif_switch;
	bool realigns;
	bool sis;
};

/**
 * struct ich_model - what is known of a controller
 * @name: of the chip
 * @family: what it shares with others
 * @no_snoop: it reads memory past the caches
 */
struct ich_model {
	const char *name;
	const struct ich_family *family;
	bool no_snoop;
};

/**
 * struct ich_board - what is known of a board, by its subsystem
 * @vendor: subsystem vendor
 * @device: subsystem device
 * @mask: of the bits of @device that count; 0: all
 * @tune: what to do to the codec, AC97_TUNE\_
 * @clock_hz: what the codec takes for 48 kHz; 0: not known
 * @warm: a cold reset of the link loses the codec
 * @spdif_aclink: S/PDIF out carries what PCM out plays
 * @alone: there is one codec, do not wait for others
 * @bup_inverted: the BUP bit of descriptors works the other way round
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
};

/**
 * struct ich_options - what a user wants otherwise than it would be
 * @quirk: of the codec, by the name that snd-ac97-codec gives it, or NULL
 * @clock_hz: what the codec takes for 48 kHz; 0: as the board has it, else measured; 1: measured
 * @spdif_aclink: S/PDIF out carries what PCM out plays
 * @by_vendor: believe in a codec whose vendor answers 0 (Xbox)
 * @narrow: read each register by itself
 */
struct ich_options {
	const char *quirk;
	int clock_hz;
	bool spdif_aclink;
	bool by_vendor;
	bool narrow;
};

/**
 * struct ich_pin_state - an engine and the codec's side of it
 * @chip: the controller
 * @present: controller and codec have it
 * @engine: the bus master engine
 * @pcm: the AC-link slots and rates that the codec gives it
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
 * @model: what it is
 * @board: what it is on
 * @options: what the user wants
 * @mixer: registers of the codecs
 * @mixer_bytes: how many
 * @master: registers of the bus master
 * @channels_max: of PCM out
 * @wide: PCM out takes 20-bit samples
 * @double_rate: PCM out takes rates above 48 kHz, with 2 channels
 * @lists: descriptor lists of all engines
 * @codec_lock: one access to the codecs at a time; innermost, may sleep
 * @wake_lock: one attempt to wake the link at a time; outside @codec_lock
 * @ready: bits of the global status of the codecs that were found
 * @lines: by which line the data of each codec come
 * @control: what the driver wants in the global control
 * @control_mask: bits of it that it cares about
 * @steering: what it wants in SDM
 * @semaphore_failures: how often in a row the codec semaphore was not free
 * @quiet: codecs are being looked for, so that one that does not answer is no news
 * @asleep: the codecs are powered down, or did not come up at the resume
 * @bus: the AC-link
 * @codecs: the codecs, by number; NULL for one that is no audio codec
 * @codec: the first of them
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
	unsigned int channels_max;
	bool wide;
	bool double_rate;
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

/* boards.c */
const struct ich_board *ich_board_find(const struct pci_dev *pci);

/* clock.c */
unsigned int ich_clock_of(unsigned int hz);
void ich_clock_tune(struct ich *chip);

/* codec.c */
int ich_codec_create(struct ich *chip);
int ich_codec_open(struct ich_pin_state *pin, const struct waveport_format *format);
void ich_codec_close(struct ich_pin_state *pin);

/* link.c */
int ich_link_start(struct ich *chip);
bool ich_link_ready(struct ich *chip);
void ich_link_allow_spdif(struct ich *chip, bool interrupts);
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
