/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_SOUND_CORE_H
#define SHIM_SOUND_CORE_H

#include <linux/export.h>
#include <sound/pcm.h>

#endif /* SHIM_SOUND_CORE_H */
