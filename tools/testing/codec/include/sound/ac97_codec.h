/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the codec library as the driver uses, with the library's own names. The fake in
 * library.c does what the real one does to the registers, no more.
 */
#ifndef SHIM_SOUND_AC97_CODEC_H
#define SHIM_SOUND_AC97_CODEC_H

#include <linux/bits.h>
#include <linux/types.h>

/* Registers. */
#define AC97_MASTER		0x02
#define AC97_REC_GAIN		0x1c
#define AC97_POWERDOWN		0x26
#define AC97_EXTENDED_ID	0x28
#define AC97_EXTENDED_STATUS	0x2a
#define AC97_PCM_FRONT_DAC_RATE	0x2c
#define AC97_SPDIF		0x3a
#define AC97_VENDOR_ID1		0x7c

#define AC97_BC_DEDICATED_MIC	0x0001
#define AC97_EI_SPDIF		0x0004
#define AC97_EI_VRM		0x0008
#define AC97_EA_SPSA_SLOT_MASK	0x0030
#define AC97_EA_SPSA_10_11	0x0030

#define AC97_SLOT_PCM_LEFT	3
#define AC97_SLOT_PCM_RIGHT	4
#define AC97_SLOT_PCM_CENTER	6
#define AC97_SLOT_MIC		6
#define AC97_SLOT_PCM_SLEFT	7
#define AC97_SLOT_PCM_SRIGHT	8
#define AC97_SLOT_LFE		9
#define AC97_SLOT_SPDIF_LEFT2	10
#define AC97_SLOT_SPDIF_RIGHT2	11
#define AC97_SLOT_PCM_LEFT_0	10
#define AC97_SLOT_PCM_RIGHT_0	11

#define AC97_SCAP_AUDIO			BIT(0)
#define AC97_SCAP_SKIP_MODEM		BIT(5)
#define AC97_SCAP_INDEP_SDIN		BIT(6)
#define AC97_SCAP_DETECT_BY_VENDOR	BIT(8)
#define AC97_SCAP_POWER_SAVE		BIT(11)

#define AC97_HAS_8CH		BIT(15)

enum {
	AC97_TUNE_DEFAULT = -1,
	AC97_TUNE_NONE,
	AC97_TUNE_HP_ONLY,
	AC97_TUNE_SWAP_HP,
	AC97_TUNE_SWAP_SURROUND,
	AC97_TUNE_AD_SHARING,
	AC97_TUNE_ALC_JACK,
	AC97_TUNE_INV_EAPD,
	AC97_TUNE_MUTE_LED,
	AC97_TUNE_HP_MUTE_LED,
};

struct pci_dev;
struct snd_card;
struct snd_ac97;
struct snd_ac97_bus;

struct snd_ac97_bus_ops {
	void (*write)(struct snd_ac97 *codec, unsigned short reg, unsigned short value);
	unsigned short (*read)(struct snd_ac97 *codec, unsigned short reg);
};

struct ac97_pcm {
	unsigned int stream;
	unsigned int exclusive;
	unsigned int spdif;
	unsigned int rates;
	struct {
		unsigned short slots;
		unsigned short rslots[4];
		struct snd_ac97 *codec[4];
	} r[2];
};

struct snd_ac97_bus {
	const struct snd_ac97_bus_ops *ops;
	unsigned short no_vra;
	unsigned short dra;
	unsigned int clock;
	struct ac97_pcm *pcms;
	struct snd_ac97 *codec[4];
};

struct snd_ac97_template {
	void *private_data;
	struct pci_dev *pci;
	unsigned short num;
	unsigned int scaps;
};

struct snd_ac97 {
	void *private_data;
	struct snd_ac97_bus *bus;
	struct pci_dev *pci;
	unsigned short num;
	unsigned short caps;
	unsigned short ext_id;
	unsigned int scaps;
	unsigned int flags;
	unsigned short regs[0x80];
	bool accessed[0x80];
};

struct ac97_quirk {
	unsigned short subvendor;
	unsigned short subdevice;
	unsigned short mask;
	unsigned int codec_id;
	const char *name;
	int type;
};

int snd_ac97_bus(struct snd_card *card, int number, const struct snd_ac97_bus_ops *ops, void *data,
		 struct snd_ac97_bus **bus);
int snd_ac97_mixer(struct snd_ac97_bus *bus, struct snd_ac97_template *template,
		   struct snd_ac97 **codec);
int snd_ac97_tune_hardware(struct snd_ac97 *codec, const struct ac97_quirk *quirk,
			   const char *name);
int snd_ac97_pcm_assign(struct snd_ac97_bus *bus, unsigned short count,
			const struct ac97_pcm *pcms);
int snd_ac97_pcm_open(struct ac97_pcm *pcm, unsigned int rate, unsigned int channels,
		      unsigned short slots);
int snd_ac97_pcm_close(struct ac97_pcm *pcm);
int snd_ac97_set_rate(struct snd_ac97 *codec, int reg, unsigned int rate);
int snd_ac97_update_power(struct snd_ac97 *codec, int reg, int power);
int snd_ac97_update_bits(struct snd_ac97 *codec, unsigned short reg, unsigned short mask,
			 unsigned short value);
void snd_ac97_suspend(struct snd_ac97 *codec);
void snd_ac97_resume(struct snd_ac97 *codec);

#endif /* SHIM_SOUND_AC97_CODEC_H */
