// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "feed.h"

#define LATE_US		50000
#define SECOND_US	1000000

/**
 * feed_open - open the source of the captured audio
 * @feed: the feed, filled in
 * @name: "counter", "silence", or a file of raw S16_LE stereo that silence follows
 *
 * Return: true, or false with errno set.
 */
bool feed_open(struct feed *feed, const char *name)
{
	feed->counter = !strcmp(name, "counter");
	feed->fd = -1;
	if (feed->counter || !strcmp(name, "silence"))
		return true;
	feed->fd = open(name, O_RDONLY | O_CLOEXEC);
	return feed->fd >= 0;
}

/**
 * feed_read - copy frames out of the feed
 * @feed: the feed
 * @data: where to put it
 * @first: the number of the first frame wanted
 * @frames: how many
 */
void feed_read(const struct feed *feed, uint8_t *data, uint64_t first, uint64_t frames)
{
	size_t bytes = frames * COUNTER_FRAME_BYTES, done = 0;
	ssize_t n;

	if (feed->counter) {
		for (uint64_t i = 0; i < frames; i++)
			counter_put(data + i * COUNTER_FRAME_BYTES, first + i);
		return;
	}
	while (feed->fd >= 0 && done < bytes) {
		n = pread(feed->fd, data + done, bytes - done, first * COUNTER_FRAME_BYTES + done);
		if (n <= 0)
			break;
		done += n;
	}
	memset(data + done, 0, bytes - done);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

/**
 * feed_pace_start - begin to count the frames that are due
 * @pace: the pace
 * @rate: frames per second
 * @tick_us: length of the emulator's tick, or 0 to use the host's clock
 * @less_ends: its loop ends with a read that returns less than was asked for, not with nothing
 */
void feed_pace_start(struct feed_pace *pace, uint32_t rate, uint32_t tick_us, bool less_ends)
{
	*pace = (struct feed_pace){
		.rate = rate, .tick_us = tick_us, .start_us = now_us(), .less_ends = less_ends,
	};
}

static uint64_t come_due(struct feed_pace *pace)
{
	uint64_t late = (uint64_t)LATE_US * pace->rate / SECOND_US;
	int64_t now = now_us();
	uint64_t due;

	if (pace->tick_us)
		return ++pace->ticks * pace->tick_us * pace->rate / SECOND_US - pace->given;
	due = (now - pace->start_us) * pace->rate / SECOND_US - pace->given;
	if (due <= late)
		return due;
	pace->start_us = now - LATE_US;
	pace->given = 0;
	return late;
}

/**
 * feed_pace_allows - take frames of those that are due
 * @pace: the pace
 * @frames: how many the emulator asks for
 *
 * Return: how many it may have now, 0 to @frames.
 */
uint64_t feed_pace_allows(struct feed_pace *pace, uint64_t frames)
{
	if (!pace->reading)
		pace->due = come_due(pace);
	pace->reading = pace->due > 0 && !(pace->less_ends && frames > pace->due);
	if (frames > pace->due)
		frames = pace->due;
	pace->due -= frames;
	pace->given += frames;
	return frames;
}
