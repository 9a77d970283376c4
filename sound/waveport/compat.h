/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All differences between kernel versions. Included last. An entry tests for the feature where that
 * is possible, names the version that introduced it, and can be removed once no older kernel is
 * supported.
 */
#ifndef WAVEPORT_COMPAT_H
#define WAVEPORT_COMPAT_H

/* Since 6.8. The device ends a drain on the last frame, so alsa-lib need not append silence. */
#ifndef SNDRV_PCM_INFO_PERFECT_DRAIN
#define SNDRV_PCM_INFO_PERFECT_DRAIN 0
#endif

#endif /* WAVEPORT_COMPAT_H */
