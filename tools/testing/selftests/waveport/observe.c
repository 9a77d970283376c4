// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads debugfs, procfs and sysfs of the card as fast as possible while streams are opened, run and
 * are closed. The contents are not checked; kernel and card must still work.
 */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		4096
#define SECONDS		5
#define LARGEST_DEPTH	3

static atomic_bool stop;
static atomic_uint files_read;

static void read_file(const char *path)
{
	char data[4096];
	int fd = open(path, O_RDONLY | O_NONBLOCK);

	if (fd < 0)
		return;
	while (read(fd, data, sizeof(data)) > 0)
		;
	close(fd);
	files_read++;
}

static void read_all(const char *folder, unsigned int depth)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	while (dir && !stop && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_type == DT_REG)
			read_file(path);
		else if (entry->d_type == DT_DIR && depth)
			read_all(path, depth - 1);
	}
	if (dir)
		closedir(dir);
}

static void *read_on(void *folder)
{
	while (!stop)
		read_all(folder, LARGEST_DEPTH);
	return NULL;
}

static void use_streams(const struct stream_setup *setup)
{
	static const uint8_t silence[BUFFER * FRAME_BYTES];
	struct stream_setup recording = *setup;
	struct stream *playback, *capture;

	recording.capture = true;
	playback = stream_open(setup);
	capture = stream_open(&recording);
	stream_write(playback, silence, BUFFER);
	stream_start(capture);
	usleep(2000);
	stream_close(capture);
	stream_close(playback);
}

static void watch(const void *argument)
{
	static char debugfs[64], procfs[64];
	pthread_t readers[4];
	time_t end;
	int card = card_number();
	unsigned int i;

	snprintf(debugfs, sizeof(debugfs), "/sys/kernel/debug/snd_waveport/card%d", card);
	snprintf(procfs, sizeof(procfs), "/proc/asound/card%d", card);
	stop = false;
	files_read = 0;
	for (i = 0; i < 4; i++)
		pthread_create(&readers[i], NULL, read_on, i & 1 ? procfs : debugfs);
	end = time(NULL) + SECONDS;
	while (time(NULL) < end)
		use_streams(argument);
	stop = true;
	for (i = 0; i < 4; i++)
		pthread_join(readers[i], NULL);
	tap_require(files_read > 100, "only %u files were read", files_read);
	tap_note("%u files were read", files_read);
}

STREAMS(observe)

STREAM(observe, cyclic, .device = CARD_CYCLIC, .rate = RATE, .buffer = BUFFER, .periods = 2);
STREAM(observe, queue, .device = CARD_QUEUE, .rate = RATE, .buffer = BUFFER, .periods = 2);

TEST_STREAM(observe, while_streams_come_and_go, watch)

TEST_HARNESS_MAIN
