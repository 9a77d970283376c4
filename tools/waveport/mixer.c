// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mixer of a card, by alsa-lib.
 */

#include <alsa/asoundlib.h>

#include "doctor.h"
#include "memory.h"
#include "tree.h"

static bool mixer_playback_off(snd_mixer_elem_t *element)
{
	long volume = 1, lowest = 0, highest;
	int on = 1;

	if (snd_mixer_selem_has_playback_switch(element))
		snd_mixer_selem_get_playback_switch(element, SND_MIXER_SCHN_FRONT_LEFT, &on);
	if (snd_mixer_selem_has_playback_volume(element)) {
		snd_mixer_selem_get_playback_volume_range(element, &lowest, &highest);
		snd_mixer_selem_get_playback_volume(element, SND_MIXER_SCHN_FRONT_LEFT, &volume);
	}
	return !on || volume <= lowest;
}

static bool mixer_capture_off(snd_mixer_elem_t *element)
{
	int on = 1;

	if (snd_mixer_selem_has_capture_switch(element))
		snd_mixer_selem_get_capture_switch(element, SND_MIXER_SCHN_FRONT_LEFT, &on);
	return !on;
}

static void mixer_add(struct mixer *mixer, snd_mixer_elem_t *element, bool capture)
{
	struct mixer_element *new;

	mixer->elements = memory_grow(mixer->elements,
				      (mixer->count + 1) * sizeof(*mixer->elements));
	new = &mixer->elements[mixer->count++];
	snprintf(new->name, sizeof(new->name), "%s", snd_mixer_selem_get_name(element));
	new->capture = capture;
	new->off = capture ? mixer_capture_off(element) : mixer_playback_off(element);
}

/* What alsa-lib says of an error is said by its errno. */
static void mixer_quiet(const char *file, int line, const char *function, int err,
			const char *format, ...)
{
	(void)file;
	(void)line;
	(void)function;
	(void)err;
	(void)format;
}

static int mixer_load(snd_mixer_t *handle, const char *name)
{
	int err = snd_mixer_attach(handle, name);

	if (!err)
		err = snd_mixer_selem_register(handle, NULL, NULL);
	return err ? err : snd_mixer_load(handle);
}

int mixer_read(unsigned int card, struct mixer *mixer)
{
	snd_mixer_elem_t *element;
	snd_mixer_t *handle;
	char name[32];
	int err;

	mixer->elements = NULL;
	mixer->count = 0;
	/* a copy of a system has no mixer */
	if (!tree_is_system())
		return -ENODATA;
	snd_lib_error_set_handler(mixer_quiet);
	err = snd_mixer_open(&handle, 0);
	if (err)
		return err;
	snprintf(name, sizeof(name), "hw:%u", card);
	err = mixer_load(handle, name);
	for (element = err ? NULL : snd_mixer_first_elem(handle); element;
	     element = snd_mixer_elem_next(element)) {
		if (snd_mixer_selem_has_playback_volume(element) ||
		    snd_mixer_selem_has_playback_switch(element))
			mixer_add(mixer, element, false);
		if (snd_mixer_selem_has_capture_switch(element))
			mixer_add(mixer, element, true);
	}
	snd_mixer_close(handle);
	return err;
}
