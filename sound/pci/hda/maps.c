// SPDX-License-Identifier: GPL-2.0-only
/*
 * The channel map controls. They are those of the codec's driver and go with it: the library or
 * the driver adds one to the queue device, and its cyclic twin gets the same.
 */

#include <sound/control.h>
#include <sound/core.h>
#include <sound/hda_chmap.h>

#include "hda.h"

/*
 * The maps of HDMI depend on the display, and so on the codec's driver, which has no list of them.
 */
static int hda_map_copy(const struct snd_pcm *from, struct snd_pcm *to, int direction)
{
	const struct snd_kcontrol *control = from->streams[direction].chmap_kctl;
	const struct snd_pcm_chmap *map;
	struct snd_pcm_chmap *copy;
	int err;

	if (!control)
		return 0;
	map = control->private_data;
	if (!map->chmap)
		return snd_hdac_add_chmap_ctls(to, control->private_value, map->private_data);
	err = snd_pcm_add_chmap_ctls(to, direction, map->chmap, map->max_channels,
				     control->private_value, &copy);
	if (!err)
		copy->channel_mask = map->channel_mask;
	return err;
}

/**
 * hda_maps_copy() - give the cyclic devices of a codec the channel maps of its queue devices
 * @chip: the controller, with its port
 * @codec: the codec, whose driver has built its controls
 *
 * Context: May sleep.
 * Return: 0, or an error of snd_pcm_add_chmap_ctls().
 */
int hda_maps_copy(struct hda_chip *chip, struct hda_codec *codec)
{
	struct hda_pcm *pcm;
	int direction, err;

	list_for_each_entry(pcm, &codec->pcm_list_head, list) {
		struct snd_pcm *cyclic = hda_pcm_device(chip, pcm, WAVEPORT_CYCLIC_OFFSET);

		if (!cyclic)
			continue;
		for_each_pcm_streams(direction) {
			err = hda_map_copy(pcm->pcm, cyclic, direction);
			if (err)
				return err;
		}
	}
	return 0;
}

/* ALSA forgets a control that is removed. */
static void hda_map_remove(const struct snd_pcm *device, bool capture)
{
	struct snd_ctl_elem_id id;

	if (!device || !device->streams[capture].chmap_kctl)
		return;
	id = device->streams[capture].chmap_kctl->id;
	snd_ctl_remove_id(device->card, &id);
}

/**
 * hda_maps_remove() - remove the channel maps of a pin whose codec is unbound
 * @chip: the controller
 * @pin: the pin
 *
 * Context: May sleep.
 */
void hda_maps_remove(struct hda_chip *chip, const struct hda_pin *pin)
{
	hda_map_remove(hda_pcm_device(chip, pin->pcm, 0), pin->capture);
	hda_map_remove(hda_pcm_device(chip, pin->pcm, WAVEPORT_CYCLIC_OFFSET), pin->capture);
}
