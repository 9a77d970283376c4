/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only place that tells kernels apart. Included last. Feature tests where there is a feature to
 * test; each entry says since when, and may go once no older kernel is supported.
 */
#ifndef WAVEPORT_COMPAT_H
#define WAVEPORT_COMPAT_H

/* Since 6.8: a drain ends on the last frame, so alsa-lib need not append silence. */
#ifndef SNDRV_PCM_INFO_PERFECT_DRAIN
#define SNDRV_PCM_INFO_PERFECT_DRAIN 0
#endif

#endif /* WAVEPORT_COMPAT_H */
