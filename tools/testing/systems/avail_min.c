// SPDX-License-Identifier: GPL-2.0-only
/* In a file of its own, because the kernel's header and alsa-lib's do not go together. */
#include "avail_min.h"

#include <sound/asound.h>
#include <sys/ioctl.h>

int avail_min_set(int fd, unsigned long frames)
{
	struct snd_pcm_sync_ptr sync = { .flags = SNDRV_PCM_SYNC_PTR_APPL };

	sync.c.control.avail_min = frames;
	return ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &sync);
}
