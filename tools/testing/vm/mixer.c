// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest: sets the mixer of every card so that samples pass as they are, which is full
 * volume on the way out and no gain on the way in. It uses the ioctls, because amixer
 * reads its configuration for longer than the rest of the guest's boot takes.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <sound/asound.h>

struct setting {
	const char *name;
	bool highest;
};

static const struct setting settings[] = {
	{ "Master Playback Switch", true },
	{ "Master Playback Volume", true },
	{ "PCM Playback Switch", true },
	{ "PCM Playback Volume", true },
	{ "Capture Switch", true },
	{ "Capture Volume", false },
};

/* Succeeds also if the card does not have the control: then it changes no sample. */
static bool set(int fd, const struct setting *setting)
{
	struct snd_ctl_elem_info info = { .id.iface = SNDRV_CTL_ELEM_IFACE_MIXER };
	struct snd_ctl_elem_value value = { 0 };

	strncpy((char *)info.id.name, setting->name, sizeof(info.id.name) - 1);
	if (ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, &info))
		return true;
	value.id = info.id;
	for (unsigned int i = 0; i < info.count; i++)
		value.value.integer.value[i] = setting->highest ? info.value.integer.max
								 : info.value.integer.min;
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &value) >= 0;
}

static bool set_card(const char *path)
{
	int fd = open(path, O_RDWR);
	bool done = fd >= 0;

	for (size_t i = 0; done && i < sizeof(settings) / sizeof(settings[0]); i++)
		done = set(fd, &settings[i]);
	if (!done)
		perror(path);
	if (fd >= 0)
		close(fd);
	return done;
}

int main(void)
{
	bool done = true;
	glob_t found;

	if (glob("/dev/snd/controlC*", 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++)
		done &= set_card(found.gl_pathv[i]);
	globfree(&found);
	return done ? 0 : 1;
}
