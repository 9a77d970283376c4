/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_SOUND_PCM_PARAMS_H
#define SHIM_SOUND_PCM_PARAMS_H

#include <sound/pcm.h>

static inline unsigned int params_interval(const struct snd_pcm_hw_params *params, int variable)
{
	return params->intervals[variable - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL].min;
}

#define params_rate(params)		params_interval(params, SNDRV_PCM_HW_PARAM_RATE)
#define params_channels(params)		params_interval(params, SNDRV_PCM_HW_PARAM_CHANNELS)
#define params_periods(params)		params_interval(params, SNDRV_PCM_HW_PARAM_PERIODS)
#define params_period_bytes(params)	params_interval(params, SNDRV_PCM_HW_PARAM_PERIOD_BYTES)
#define params_buffer_bytes(params)	params_interval(params, SNDRV_PCM_HW_PARAM_BUFFER_BYTES)

/* The only format of each width. */
static inline snd_pcm_format_t params_format(const struct snd_pcm_hw_params *params)
{
	return params->msbits > 16 ? SNDRV_PCM_FORMAT_S32_LE : SNDRV_PCM_FORMAT_S16_LE;
}

static inline int snd_pcm_format_width(snd_pcm_format_t format)
{
	return format == SNDRV_PCM_FORMAT_S32_LE ? 32 : 16;
}

static inline int snd_pcm_format_physical_width(snd_pcm_format_t format)
{
	return format == SNDRV_PCM_FORMAT_S32_LE ? 32 : 16;
}

#endif /* SHIM_SOUND_PCM_PARAMS_H */
