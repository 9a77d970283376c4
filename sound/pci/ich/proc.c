// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of the controller in procfs: /proc/asound/cardN/ich.
 */

#include <linux/io.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>
#include <sound/info.h>

#include "ich.h"
#include "ich_regs.h"
#include "position.h"

static void ich_proc_show_link(const struct ich *chip, struct snd_info_buffer *buffer)
{
	unsigned int i;

	snd_iprintf(buffer, "global control: %#x\n",
		    ioread32(chip->master + chip->model->family->control));
	snd_iprintf(buffer, "codec status: %#x\n", chip->model->family->bus->status(chip));
	if (chip->model->family->steers)
		snd_iprintf(buffer, "SDM: %#x\n", ioread8(chip->master + ICH_SDM));
	snd_iprintf(buffer, "asleep: %u\n", READ_ONCE(chip->asleep));
	snd_iprintf(buffer, "codec clock: %u\n", chip->bus->clock);
	for (i = 0; i < ICH_CODECS; i++) {
		if (chip->codecs[i])
			snd_iprintf(buffer, "codec %u: %s on line %u\n", i,
				    snd_ac97_get_short_name(chip->codecs[i]), chip->lines[i]);
	}
}

static void ich_proc_show_engine(const struct ich_engine *engine, struct snd_info_buffer *buffer)
{
	snd_iprintf(buffer, "\n%s\n", engine->name);
	snd_iprintf(buffer, "  reads: %s\n", engine->narrow ? "narrow" : "combined");
	snd_iprintf(buffer, "  running: %u\n", READ_ONCE(engine->started));
	snd_iprintf(buffer, "  CIV LVI PIV: %u %u %u\n", ioread8(engine->base + ICH_CIV),
		    ioread8(engine->base + ICH_LVI), ioread8(engine->base + ICH_PIV));
	snd_iprintf(buffer, "  PICB: %u\n", ioread16(ich_engine_picb(engine)));
	snd_iprintf(buffer, "  SR CR: %#x %#x\n", ich_engine_status(engine),
		    ioread8(engine->base + ICH_CR));
	snd_iprintf(buffer, "  first: %u\n", READ_ONCE(engine->first));
	snd_iprintf(buffer, "  published: %u\n", READ_ONCE(engine->published));
	snd_iprintf(buffer, "  interrupting: %#x\n", READ_ONCE(engine->interrupting));
	snd_iprintf(buffer, "  FIFO errors: %llu\n", READ_ONCE(engine->fifo_errors));
	snd_iprintf(buffer, "  bad indices: %llu\n", READ_ONCE(engine->bad_indices));
}

static void ich_proc_show(struct snd_info_entry *entry, struct snd_info_buffer *buffer)
{
	struct ich *chip = entry->private_data;
	unsigned int i;

	ich_proc_show_link(chip, buffer);
	for (i = 0; i < ICH_PINS; i++) {
		if (chip->pins[i].present)
			ich_proc_show_engine(&chip->pins[i].engine, buffer);
	}
}

/**
 * ich_proc_create() - create the file of a controller
 * @chip: the controller, completely set up
 *
 * Context: May sleep. The card frees it.
 * Return: 0 or a negative errno.
 */
int ich_proc_create(struct ich *chip)
{
	return snd_card_ro_proc_new(chip->card, "ich", chip, ich_proc_show);
}
