// SPDX-License-Identifier: GPL-2.0-only
/*
 * The miniports of waveport, and what differs between them for a person who uses a card.
 */

#include <string.h>

#include "miniport.h"

/* AC'97 has the switch of its main output in Master; HD Audio has one for each output besides. */
static const char *const no_outputs[] = { NULL };
static const char *const hda_outputs[] = { "Front", "Line Out", "Speaker", "Headphone", NULL };

const struct miniport miniports[MINIPORTS] = {
	{
		.module = "snd_waveport_ich",
		.name = "snd-waveport-ich",
		.rival = "snd_intel8x0",
		.rival_name = "snd-intel8x0",
		.class = "0x0401",
		.claim = CLAIM_BY_ALIAS,
		.outputs = no_outputs,
	},
	{
		.module = "snd_waveport_hda",
		.name = "snd-waveport-hda",
		.rival = "snd_hda_intel",
		.rival_name = "snd-hda-intel",
		.class = "0x040300",
		.claim = CLAIM_BY_OVERRIDE,
		.outputs = hda_outputs,
	},
};

const struct miniport *miniport_of_driver(const char *driver)
{
	size_t i;

	for (i = 0; i < MINIPORTS; i++) {
		if (!strcmp(miniports[i].module, driver))
			return &miniports[i];
	}
	return NULL;
}
