/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_SOUND_CORE_H
#define SHIM_SOUND_CORE_H

#define SNDRV_CTL_POWER_D0	0x0000
#define SNDRV_CTL_POWER_D3hot	0x0300

struct device;

struct snd_card {
	struct device *dev;
	void *private_data;
	unsigned int power;
};

static inline void snd_power_change_state(struct snd_card *card, unsigned int state)
{
	card->power = state;
}

#endif /* SHIM_SOUND_CORE_H */
