// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fake of the codec library: it creates mixers, assigns slots, and saves the registers over a
 * suspend, by the rules of the real library as far as the driver relies on them.
 */

#include <stdlib.h>

#include <sound/pcm.h>

#include "fake.h"

static struct snd_ac97_bus library_bus;
static struct snd_ac97 library_codecs[4];
static struct ac97_pcm library_pcms[ICH_PINS];

void library_free(void)
{
	memset(&library_bus, 0, sizeof(library_bus));
	memset(library_codecs, 0, sizeof(library_codecs));
	memset(library_pcms, 0, sizeof(library_pcms));
}

int snd_ac97_bus(struct snd_card *card, int number, const struct snd_ac97_bus_ops *ops, void *data,
		 struct snd_ac97_bus **bus)
{
	(void)card;
	(void)number;
	(void)data;
	library_bus.ops = ops;
	library_bus.clock = 48000;
	*bus = &library_bus;
	return 0;
}

static void library_write(struct snd_ac97 *codec, unsigned short reg, unsigned short value)
{
	codec->regs[reg] = value;
	codec->accessed[reg] = true;
	codec->bus->ops->write(codec, reg, value);
}

/* A codec whose record gain can be written is an audio codec. */
int snd_ac97_mixer(struct snd_ac97_bus *bus, struct snd_ac97_template *template,
		   struct snd_ac97 **made)
{
	struct snd_ac97 *codec = &library_codecs[template->num];
	u16 kind;

	*made = NULL;
	codec->private_data = template->private_data;
	codec->pci = template->pci;
	codec->num = template->num;
	codec->scaps = template->scaps;
	codec->bus = bus;
	kind = bus->ops->read(codec, AC97_VENDOR_ID1);
	if (kind == 0xffff)
		return -EIO;
	library_write(codec, AC97_REC_GAIN, 0x0a06);
	codec->ext_id = bus->ops->read(codec, AC97_EXTENDED_ID);
	if (!codec->ext_id)
		return -EACCES;
	codec->scaps |= AC97_SCAP_AUDIO;
	if (kind == FAKE_SURROUND)
		codec->flags |= AC97_HAS_8CH;
	library_write(codec, AC97_MASTER, 0x0101);
	bus->codec[codec->num] = codec;
	*made = codec;
	return 0;
}

int snd_ac97_tune_hardware(struct snd_ac97 *codec, const struct ac97_quirk *quirk,
			   const char *name)
{
	if (name && strcmp(name, "hp_only"))
		return -EINVAL;
	if (name)
		codec->flags |= AC97_TUNE_HP_ONLY;
	else if (quirk->subvendor == codec->pci->subsystem_vendor)
		codec->flags |= quirk->type;
	return 0;
}

static unsigned short library_slots(const struct snd_ac97 *codec, const struct ac97_pcm *pcm)
{
	unsigned short stereo = BIT(AC97_SLOT_PCM_LEFT) | BIT(AC97_SLOT_PCM_RIGHT);

	if (pcm->stream)
		return stereo | BIT(AC97_SLOT_MIC);
	if (pcm->spdif)
		return BIT(AC97_SLOT_SPDIF_LEFT2) | BIT(AC97_SLOT_SPDIF_RIGHT2);
	if (codec->flags & AC97_HAS_8CH)
		stereo |= BIT(AC97_SLOT_PCM_SLEFT) | BIT(AC97_SLOT_PCM_SRIGHT) |
			  BIT(AC97_SLOT_PCM_CENTER) | BIT(AC97_SLOT_LFE);
	return stereo;
}

/* Slots of a codec that an earlier stream of the same direction has are not assigned again. */
static unsigned short library_free_slots(const struct ac97_pcm *pcms, unsigned int count,
					 const struct snd_ac97 *codec, unsigned int stream)
{
	unsigned short slots = ~0;
	unsigned int i, j;

	for (i = 0; i < count; i++) {
		if (pcms[i].stream == stream && !pcms[i].spdif)
			slots &= ~pcms[i].r[0].rslots[codec->num];
	}
	/* on a line that is shared only the first can be heard */
	for (j = 0; stream && !(codec->scaps & AC97_SCAP_INDEP_SDIN) && j < codec->num; j++) {
		if (codec->bus->codec[j])
			slots = 0;
	}
	return slots;
}

int snd_ac97_pcm_assign(struct snd_ac97_bus *bus, unsigned short count,
			const struct ac97_pcm *pcms)
{
	unsigned short wanted, got;
	unsigned int i, j;

	for (i = 0; i < count; i++) {
		struct ac97_pcm *pcm = &library_pcms[i];

		*pcm = pcms[i];
		pcm->rates = SNDRV_PCM_RATE_48000 | 1;
		wanted = pcm->r[0].slots;
		pcm->r[0].slots = 0;
		for (j = 0; j < 4 && wanted; j++) {
			if (!bus->codec[j])
				continue;
			got = wanted & library_slots(bus->codec[j], pcm) &
			      library_free_slots(library_pcms, i, bus->codec[j], pcm->stream);
			if (!got)
				continue;
			pcm->r[0].rslots[j] = got;
			pcm->r[0].codec[j] = bus->codec[j];
			pcm->r[0].slots |= got;
			wanted &= ~got;
		}
	}
	bus->pcms = library_pcms;
	return 0;
}

int snd_ac97_pcm_open(struct ac97_pcm *pcm, unsigned int rate, unsigned int channels,
		      unsigned short slots)
{
	(void)channels;
	(void)slots;
	library_write(pcm->r[0].codec[0], AC97_PCM_FRONT_DAC_RATE, rate);
	return 0;
}

int snd_ac97_pcm_close(struct ac97_pcm *pcm)
{
	(void)pcm;
	return 0;
}

int snd_ac97_set_rate(struct snd_ac97 *codec, int reg, unsigned int rate)
{
	library_write(codec, reg, rate / 1000);
	return 0;
}

int snd_ac97_update_power(struct snd_ac97 *codec, int reg, int power)
{
	(void)codec;
	(void)reg;
	(void)power;
	return 0;
}

int snd_ac97_update_bits(struct snd_ac97 *codec, unsigned short reg, unsigned short mask,
			 unsigned short value)
{
	library_write(codec, reg, (codec->regs[reg] & ~mask) | value);
	return 1;
}

void snd_ac97_suspend(struct snd_ac97 *codec)
{
	if (codec)
		codec->bus->ops->write(codec, AC97_POWERDOWN, 0x4700);
}

void snd_ac97_resume(struct snd_ac97 *codec)
{
	unsigned short reg;

	if (!codec)
		return;
	codec->bus->ops->write(codec, AC97_POWERDOWN, 0);
	for (reg = 2; reg < AC97_VENDOR_ID1; reg += 2) {
		if (codec->accessed[reg])
			codec->bus->ops->write(codec, reg, codec->regs[reg]);
	}
}
