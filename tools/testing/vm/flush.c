// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest: makes the emulator pass on the last frames that were played, see flush.h.
 *
 * It plays the mark by writing the registers itself: this works with any driver, keeps the rate of
 * the device (at a change of the rate QEMU drops the frames), and leaves no trace in the driver's
 * state. So no playback stream may be open meanwhile.
 *
 * Usage: flush PLAYED_LOG
 *
 * PLAYED_LOG is where the peer notes that it has seen the mark.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "flush_card.h"

#define WAIT_MS		2000
#define POLL_MS		5

static const struct flush_card *const cards[] = { &flush_ac97, &flush_hda };

static int fail(const char *what)
{
	fprintf(stderr, "flush: %s\n", what);
	return 1;
}

static bool file_starts(const char *path, const char *text)
{
	char buffer[64] = "";
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, buffer, sizeof(buffer) - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 && !strncmp(buffer, text, strlen(text));
}

static bool streams_open(void)
{
	glob_t found;
	bool open = false;

	if (glob("/proc/asound/card*/pcm*p/sub*/status", 0, NULL, &found))
		return false;
	for (size_t i = 0; i < found.gl_pathc; i++)
		open |= !file_starts(found.gl_pathv[i], "closed");
	globfree(&found);
	return open;
}

static unsigned int count_flushes(const char *log)
{
	char line[256];
	unsigned int count = 0;
	FILE *file = fopen(log, "r");

	while (file && fgets(line, sizeof(line), file))
		count += !!strstr(line, " flushed ");
	if (file)
		fclose(file);
	return count;
}

static const struct flush_card *find_card(struct device *device)
{
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++)
		if (device_find(device, cards[i]->ids))
			return cards[i];
	return NULL;
}

static bool play_mark(const struct flush_card *card, struct device *device, const char *log)
{
	unsigned int before = count_flushes(log);
	bool seen = false;

	card->start(device);
	for (int ms = 0; !seen && ms < WAIT_MS; ms += POLL_MS) {
		usleep(POLL_MS * 1000);
		seen = count_flushes(log) > before;
	}
	card->stop(device);
	return seen;
}

int main(int argc, char **argv)
{
	const struct flush_card *card;
	struct device device = { 0 };

	if (argc != 2)
		return fail("usage: flush PLAYED_LOG");
	if (streams_open())
		return fail("a playback stream is open");
	card = find_card(&device);
	if (!card)
		return fail("found no AC'97 or HD Audio device");
	if (!device_open(&device, card->region) || (card->memory_only && !device.memory))
		return fail("cannot reach the device's registers");
	if (!device_take_page(&device))
		return fail("found no memory for the device (is /proc/self/pagemap there?)");
	if (!play_mark(card, &device, argv[1]))
		return fail("the recorder saw nothing of the flush within 2 s");
	return 0;
}
