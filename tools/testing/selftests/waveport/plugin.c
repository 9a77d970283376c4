// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "card.h"
#include "plugin.h"

#define NAME	"shared"
/* IPC keys, one for each slave, that other programs on the host do not use. */
#define IPC_KEY	0x77617665

static const char template[] =
	"pcm." NAME " {\n"
	"	type %s\n"
	"	ipc_key %u\n"
	"	ipc_perm 0600\n"
	/* otherwise dmix may write the first frames at a position that the device has passed */
	"	hw_ptr_alignment roundup\n"
	"	slave {\n"
	"		pcm { type hw card %d device %u }\n"
	"		format S16_LE\n"
	"		channels 2\n"
	"		rate %u\n"
	"		period_size %lu\n"
	"		buffer_size %lu\n"
	"	}\n"
	"}\n";

/**
 * plugin_open - open a stream through a plugin that has the device as its slave
 * @setup: of the stream, and of the slave
 * @pcm: set to the handle
 *
 * Return: 0 or a negative errno.
 */
int plugin_open(const struct stream_setup *setup, snd_pcm_t **pcm)
{
	snd_config_t *config;
	char text[512];
	int err;

	snprintf(text, sizeof(text), template, setup->plugin,
		 IPC_KEY + 2 * setup->device + setup->capture, card_number(), setup->device,
		 setup->rate, setup->buffer / setup->periods, setup->buffer);
	err = snd_config_load_string(&config, text, 0);
	if (err < 0)
		return err;
	err = snd_pcm_open_lconf(pcm, NAME, setup->capture ? SND_PCM_STREAM_CAPTURE :
				 SND_PCM_STREAM_PLAYBACK, 0, config);
	snd_config_delete(config);
	return err;
}
