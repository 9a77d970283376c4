/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_SOUND_PCM_H
#define SHIM_SOUND_PCM_H

#define SNDRV_PCM_RATE_48000	0x80

#endif /* SHIM_SOUND_PCM_H */
