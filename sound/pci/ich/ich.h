/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One ICH AC'97 controller: what the files of the miniport share.
 */
#ifndef ICH_H
#define ICH_H

#include <linux/mutex.h>
#include <linux/types.h>

#include "engine.h"

struct ac97_pcm;
struct pci_dev;
struct snd_ac97;
struct snd_ac97_bus;
struct snd_card;
struct waveport_miniport_ops;

/**
 * enum ich_pin - the engines that serve streams
 * @ICH_PIN_PCM_OUT: PCM out
 * @ICH_PIN_PCM_IN: PCM in
 * @ICH_PIN_MIC_IN: MIC in, where the codec has a converter for it alone
 * @ICH_PIN_SPDIF_OUT: S/PDIF out, where controller and codec have it
 * @ICH_PINS: how many there are
 */
enum ich_pin {
	ICH_PIN_PCM_OUT,
	ICH_PIN_PCM_IN,
	ICH_PIN_MIC_IN,
	ICH_PIN_SPDIF_OUT,
	ICH_PINS,
};

struct ich;

/**
 * struct ich_model - what the controllers differ in
 * @name: of the chip
 * @ich4: it is an ICH4 or later: an engine for S/PDIF, 20-bit samples
 * @no_snoop: it reads memory past the caches
 */
struct ich_model {
	const char *name;
	bool ich4;
	bool no_snoop;
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
 * @mixer: registers of the codec
 * @master: registers of the bus master
 * @channels_max: of PCM out
 * @wide: PCM out takes 20-bit samples
 * @lists: descriptor lists of all engines
 * @lists_map: where they are mapped
 * @codec_lock: one access to the codec at a time; innermost, may sleep
 * @bus: the AC-link
 * @codec: the primary codec
 * @pins: the engines
 */
struct ich {
	struct snd_card *card;
	struct pci_dev *pci;
	int slot;
	const struct ich_model *model;
	void __iomem *mixer;
	void __iomem *master;
	unsigned int channels_max;
	bool wide;
	struct waveport_page_list *lists;
	void *lists_map;
	struct mutex codec_lock;	/* of the AC-link */
	struct snd_ac97_bus *bus;
	struct snd_ac97 *codec;
	struct ich_pin_state pins[ICH_PINS];
};

/* codec.c */
int ich_codec_create(struct ich *chip, const char *quirk);
int ich_codec_start_link(struct ich *chip);
bool ich_codec_ready(struct ich *chip);
int ich_codec_open(struct ich_pin_state *pin, const struct waveport_format *format);
void ich_codec_close(struct ich_pin_state *pin);

/* miniport.c */
extern const struct waveport_miniport_ops ich_miniport_ops;

/* slot.c */
int ich_slot_take(const struct pci_dev *pci);
void ich_slot_give_back(int slot);

#endif /* ICH_H */
