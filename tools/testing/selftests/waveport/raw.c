// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sound/asound.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "raw.h"

/**
 * raw_open - open the node of a PCM device, without waiting
 * @card: its card
 * @device: its number
 * @capture: direction
 *
 * Return: the descriptor.
 */
int raw_open(int card, unsigned int device, bool capture)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/snd/pcmC%dD%u%c", card, device,
		 capture ? 'c' : 'p');
	return open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

static void set_mask(struct snd_pcm_hw_params *params, unsigned int which, unsigned int bit)
{
	struct snd_mask *mask = &params->masks[which - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(mask, 0, sizeof(*mask));
	mask->bits[bit / 32] = 1u << bit % 32;
}

static void set_interval(struct snd_pcm_hw_params *params, unsigned int which, unsigned int value)
{
	struct snd_interval *interval =
		&params->intervals[which - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];

	interval->min = value;
	interval->max = value;
	interval->integer = 1;
}

static int hw_params(int fd, unsigned int access, unsigned int rate, unsigned int buffer,
		     unsigned int periods)
{
	struct snd_pcm_hw_params params = { .rmask = ~0u };
	unsigned int i;

	memset(params.masks, 0xff, sizeof(params.masks));
	for (i = 0; i < sizeof(params.intervals) / sizeof(*params.intervals); i++)
		params.intervals[i].max = UINT_MAX;
	set_mask(&params, SNDRV_PCM_HW_PARAM_ACCESS, access);
	set_mask(&params, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	set_interval(&params, SNDRV_PCM_HW_PARAM_CHANNELS, 2);
	set_interval(&params, SNDRV_PCM_HW_PARAM_RATE, rate);
	set_interval(&params, SNDRV_PCM_HW_PARAM_PERIODS, periods);
	set_interval(&params, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, buffer);
	return ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &params);
}

/**
 * raw_hw_params - choose S16_LE stereo, interleaved
 * @fd: the descriptor
 * @rate: frames per second
 * @buffer: frames
 * @periods: how many
 */
int raw_hw_params(int fd, unsigned int rate, unsigned int buffer, unsigned int periods)
{
	return hw_params(fd, SNDRV_PCM_ACCESS_RW_INTERLEAVED, rate, buffer, periods);
}

/**
 * raw_hw_params_mapped - the same for a client that maps the buffer
 * @fd: the descriptor
 * @rate: frames per second
 * @buffer: frames
 * @periods: how many
 */
int raw_hw_params_mapped(int fd, unsigned int rate, unsigned int buffer, unsigned int periods)
{
	return hw_params(fd, SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, rate, buffer, periods);
}

/**
 * raw_sw_params - choose the thresholds, and to have the time
 * @fd: the descriptor
 * @start: start threshold in frames
 * @stop: stop threshold in frames
 */
int raw_sw_params(int fd, unsigned long start, unsigned long stop)
{
	return raw_sw_params_wake(fd, start, stop, 1);
}

/**
 * raw_sw_params_wake - choose the thresholds, to have the time, and when to be woken
 * @fd: the descriptor
 * @start: start threshold in frames
 * @stop: stop threshold in frames
 * @avail_min: frames for which a poll returns
 */
int raw_sw_params_wake(int fd, unsigned long start, unsigned long stop, unsigned long avail_min)
{
	struct snd_pcm_sw_params params = {
		.proto = SNDRV_PCM_VERSION,
		.tstamp_mode = SNDRV_PCM_TSTAMP_ENABLE,
		.tstamp_type = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC,
		.period_step = 1,
		.avail_min = avail_min,
		.start_threshold = start,
		.stop_threshold = stop,
	};

	return ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &params);
}

/**
 * raw_do - call an ioctl that takes no argument
 * @fd: the descriptor
 * @deed: which
 */
int raw_do(int fd, enum raw_deed deed)
{
	static const unsigned long commands[] = {
		[RAW_PREPARE] = SNDRV_PCM_IOCTL_PREPARE,
		[RAW_START] = SNDRV_PCM_IOCTL_START,
		[RAW_DROP] = SNDRV_PCM_IOCTL_DROP,
		[RAW_DRAIN] = SNDRV_PCM_IOCTL_DRAIN,
		[RAW_HW_FREE] = SNDRV_PCM_IOCTL_HW_FREE,
		[RAW_HWSYNC] = SNDRV_PCM_IOCTL_HWSYNC,
	};

	return ioctl(fd, commands[deed]);
}

int raw_pause(int fd, bool pause)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_PAUSE, (int)pause);
}

int raw_rewind(int fd, unsigned long frames)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_REWIND, &frames);
}

int raw_forward(int fd, unsigned long frames)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_FORWARD, &frames);
}

/**
 * raw_status - ask how much can be written or read
 * @fd: the descriptor
 * @avail: set
 *
 * Return: the state.
 */
int raw_status(int fd, unsigned long *avail)
{
	struct snd_pcm_status status = { 0 };

	if (ioctl(fd, SNDRV_PCM_IOCTL_STATUS, &status))
		return -1;
	*avail = status.avail;
	return status.state;
}

int raw_link(int fd, int other)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_LINK, other);
}

int raw_unlink(int fd)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_UNLINK);
}

/**
 * raw_write - write frames
 * @fd: the descriptor of a playback stream
 * @data: the frames
 * @frames: how many
 *
 * Return: how many were written.
 */
long raw_write(int fd, const void *data, unsigned long frames)
{
	struct snd_xferi transfer = { .buf = (void *)data, .frames = frames };

	return ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &transfer) ? -1 : transfer.result;
}

/**
 * raw_pointers - ask for what the kernel shows of a stream
 * @fd: the descriptor
 * @pointers: set
 */
int raw_pointers(int fd, struct raw_pointers *pointers)
{
	struct snd_pcm_sync_ptr sync = {
		.flags = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN,
	};

	if (ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &sync))
		return -1;
	pointers->state = sync.s.status.state;
	pointers->hw = sync.s.status.hw_ptr;
	pointers->application = sync.c.control.appl_ptr;
	pointers->stamp_us = (int64_t)sync.s.status.tstamp.tv_sec * 1000000 +
			     sync.s.status.tstamp.tv_nsec / 1000;
	return 0;
}

/**
 * raw_map_pointer - map the page that has the client's pointer
 * @fd: the descriptor; the stream is open until raw_unmap_pointer(), too
 *
 * Return: the pointer in frames, or NULL if the page cannot be mapped.
 */
unsigned long *raw_map_pointer(int fd)
{
	struct snd_pcm_mmap_control *control;

	control = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		       SNDRV_PCM_MMAP_OFFSET_CONTROL);
	return control == MAP_FAILED ? NULL : &control->appl_ptr;
}

/**
 * raw_point - set the client's pointer without a call
 * @pointer: of raw_map_pointer()
 * @application: the pointer in frames
 */
void raw_point(unsigned long *pointer, unsigned long application)
{
	__atomic_store_n(pointer, application, __ATOMIC_RELEASE);
}

/**
 * raw_unmap_pointer - end raw_map_pointer()
 * @pointer: what it has returned, not NULL
 */
void raw_unmap_pointer(unsigned long *pointer)
{
	size_t page = sysconf(_SC_PAGESIZE);

	munmap((void *)((uintptr_t)pointer & -page), page);
}

/**
 * raw_set_pointer - set the client's pointer
 * @fd: the descriptor
 * @application: the pointer in frames
 */
int raw_set_pointer(int fd, unsigned long application)
{
	struct snd_pcm_sync_ptr sync = { .c.control = { .appl_ptr = application, .avail_min = 1 } };

	return ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &sync);
}
