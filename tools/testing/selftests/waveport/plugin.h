/* SPDX-License-Identifier: GPL-2.0-only */
/* The plugins of alsa-lib that share a device among clients. */
#ifndef WAVEPORT_PLUGIN_H
#define WAVEPORT_PLUGIN_H

#include "stream.h"

int plugin_open(const struct stream_setup *setup, snd_pcm_t **pcm);

#endif
