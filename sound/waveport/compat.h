/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All differences between kernel versions. Included last. An entry tests for the feature where that
 * is possible, names the version that introduced it, and can be removed once no older kernel is
 * supported.
 */
#ifndef WAVEPORT_COMPAT_H
#define WAVEPORT_COMPAT_H

#include <linux/version.h>

/* Since 6.8. The device ends a drain on the last frame, so alsa-lib need not append silence. */
#ifndef SNDRV_PCM_INFO_PERFECT_DRAIN
#define SNDRV_PCM_INFO_PERFECT_DRAIN 0
#endif

/*
 * Since 6.13; 6.15 has removed hrtimer_init(). It is a function, so only the version tells. Not the
 * port, but a test module uses it.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define hrtimer_setup(timer, callback, clock, mode)		\
	({							\
		struct hrtimer *_timer = (timer);		\
								\
		hrtimer_init(_timer, clock, mode);		\
		_timer->function = (callback);			\
	})
#endif

#endif /* WAVEPORT_COMPAT_H */
