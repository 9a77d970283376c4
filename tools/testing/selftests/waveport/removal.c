// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device goes while clients use it: whoever waits in a call gets out of it, each later call
 * gives ENODEV, what is mapped stays until it is unmapped, and all can be closed. Only then is it
 * gone. It comes back, plays and captures exactly. What was played before is the beginning of what
 * was written.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "gone.h"
#include "harness.h"
#include "kind.h"
#include "plug.h"
#include "transfer.h"

#define RATE		48000
/* No xrun comes before the device goes, on a slow machine. */
#define BUFFER		131072
#define FRAMES		BUFFER
/* What is left while the card works as it should before it goes. */
#define UNDER_WAY	2048

/* After the return: all of it fits into the buffer, so that it cannot run dry. */
#define AGAIN_BUFFER	16384
#define AGAIN_FRAMES	4096

#define TIMEOUT_S	180

/**
 * struct removal - a run
 * @way: how the device goes
 * @device: CARD_QUEUE or CARD_CYCLIC
 */
struct removal {
	enum plug_way way;
	unsigned int device;
};

static struct plug plug;

/**
 * struct users - a playback and a capture stream that run
 * @playback: started, with a full buffer
 * @capture: started, with nothing read
 */
struct users {
	struct stream *playback;
	struct stream *capture;
};

static void clean_up(bool passed)
{
	stream_clean_up(passed);
	if (!plug_restore(&plug))
		tap_note("%s stays away", plug.address);
}

static void users_open(struct users *users, unsigned int device, bool mmap)
{
	struct stream_setup setup = {
		.device = device, .rate = RATE, .buffer = BUFFER, .periods = 2, .mmap = mmap,
	};
	struct material material;
	struct transfer transfer;

	material_make(&material, FRAMES);
	material_expect(&material, &setup, material_torn(), "removal");
	users->playback = stream_open(&setup);
	setup.capture = true;
	users->capture = stream_open(&setup);
	transfer_play(&transfer, users->playback, &material);
	transfer_step(&transfer, BUFFER);
	stream_start(users->capture);
}

static void wait_until_under_way(struct stream *stream)
{
	unsigned int idle_us = 0;

	while (stream_position(stream) < UNDER_WAY)
		transfer_pace(false, &idle_us);
}

static void users_wait(struct users *users)
{
	wait_until_under_way(users->playback);
	wait_until_under_way(users->capture);
}

/* They have to be closed before the device is gone. */
static void users_close(struct users *users)
{
	gone_require(users->playback);
	gone_require(users->capture);
	tap_require(plug.way == PLUG_EJECT || plug.pull.made, "the end did not wait for clients");
	stream_close(users->playback);
	stream_close(users->capture);
}

static void play_and_capture_again(unsigned int device)
{
	struct stream_setup setups[2] = {
		{ .device = device, .rate = RATE, .buffer = AGAIN_BUFFER, .periods = 2 },
		{ .device = device, .rate = RATE, .buffer = AGAIN_BUFFER, .periods = 2,
		  .capture = true },
	};
	struct transfer transfers[2];
	struct material material;

	material_make(&material, AGAIN_FRAMES);
	material_expect(&material, &setups[0], "exact", "return");
	transfer_capture(&transfers[1], stream_open(&setups[1]), AGAIN_FRAMES);
	transfer_play(&transfers[0], stream_open(&setups[0]), &material);
	transfer_finish_all(transfers, 2);
	stream_close(transfers[0].stream);
	stream_close(transfers[1].stream);
}

static void come_back(const struct removal *removal)
{
	plug_require_gone(&plug);
	tap_require(card_number() < 0, "there is still card %d", card_number());
	plug_put_back(&plug);
	play_and_capture_again(removal->device);
}

/* No client is in a call. */
static void remove_running(const void *argument)
{
	const struct removal *removal = argument;
	struct users users;

	plug_choose(&plug, 0, removal->way);
	users_open(&users, removal->device, false);
	users_wait(&users);
	plug_pull(&plug);
	users_close(&users);
	come_back(removal);
}

static void remove_paused(const void *argument)
{
	const struct removal *removal = argument;
	struct users users;

	plug_choose(&plug, 0, removal->way);
	users_open(&users, removal->device, false);
	users_wait(&users);
	stream_pause(users.playback, true);
	stream_pause(users.capture, true);
	plug_pull(&plug);
	users_close(&users);
	come_back(removal);
}

/* The pages are still there, and belong to nobody else. */
static void use_memory(uint8_t *memory, uint8_t value)
{
	const size_t bytes = BUFFER * FRAME_BYTES;
	size_t i;

	memset(memory, value, bytes);
	for (i = 0; i < bytes; i++)
		tap_require(memory[i] == value, "byte %zu of the buffer has changed", i);
}

static void remove_mapped(const void *argument)
{
	const struct removal *removal = argument;
	uint8_t *playback, *capture;
	struct users users;

	plug_choose(&plug, 0, removal->way);
	users_open(&users, removal->device, true);
	users_wait(&users);
	playback = stream_memory(users.playback);
	capture = stream_memory(users.capture);
	plug_pull(&plug);
	gone_require(users.playback);
	gone_require(users.capture);
	use_memory(playback, 0x5a);
	use_memory(capture, 0xa5);
	users_close(&users);
	come_back(removal);
}

static long write_until_error(void *argument)
{
	static const uint8_t silence[BUFFER * FRAME_BYTES];
	struct stream *stream = argument;
	long done;

	do {
		done = snd_pcm_writei(stream->pcm, silence, BUFFER);
	} while (done > 0);
	return done;
}

static long read_until_error(void *argument)
{
	static uint8_t data[BUFFER * FRAME_BYTES];
	struct stream *stream = argument;
	long done;

	do {
		done = snd_pcm_readi(stream->pcm, data, BUFFER);
	} while (done > 0);
	return done;
}

static long wait_for_ever(void *argument)
{
	struct stream *stream = argument;

	return snd_pcm_wait(stream->pcm, -1);
}

static long drain(void *argument)
{
	struct stream *stream = argument;

	return snd_pcm_drain(stream->pcm);
}

/**
 * struct block - what two threads do while the device goes
 * @name: for the message
 * @playback: the call on the playback stream
 * @capture: the call on the capture stream
 */
struct block {
	const char *name;
	long (*playback)(void *stream);
	long (*capture)(void *stream);
};

static void require_result(struct call *call, const char *what, long expected)
{
	long result = call_end(call, what);

	tap_require(result == expected, "%s gives %ld (%s), not %ld", what, result,
		    snd_strerror(result), expected);
}

static void remove_blocked(const struct removal *removal, const struct block *block)
{
	/* threads may outlast a test that fails */
	static struct call calls[2];
	struct users users;

	plug_choose(&plug, 0, removal->way);
	users_open(&users, removal->device, false);
	users_wait(&users);
	/* so much is never there */
	stream_wake_at(users.playback, BUFFER);
	stream_wake_at(users.capture, BUFFER);
	call_begin(&calls[0], block->playback, users.playback);
	call_begin(&calls[1], block->capture, users.capture);
	usleep(20000);
	plug_pull(&plug);
	require_result(&calls[0], block->name, -ENODEV);
	require_result(&calls[1], block->name, -ENODEV);
	users_close(&users);
	come_back(removal);
}

#define BLOCKED(_name, ...)						\
	static void remove_in_##_name(const void *removal)		\
	{								\
		static const struct block block = { #_name, __VA_ARGS__ };	\
									\
		remove_blocked(removal, &block);			\
	}

BLOCKED(transfer, write_until_error, read_until_error)
BLOCKED(poll, wait_for_ever, wait_for_ever)
BLOCKED(drain, drain, read_until_error)

static int open_file(const char *format, int card, unsigned int device)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), format, card, device);
	fd = open(path, O_RDONLY);
	tap_require(fd >= 0, "cannot open %s", path);
	return fd;
}

static long read_from_start(int fd)
{
	char text[512];

	return pread(fd, text, sizeof(text), 0) < 0 ? -errno : 0;
}

static long read_file_until_error(void *argument)
{
	long result;

	do {
		result = read_from_start(*(int *)argument);
	} while (!result);
	return result;
}

static long wait_for_control(void *argument)
{
	snd_ctl_event_t *event;
	long result;

	snd_ctl_event_alloca(&event);
	do {
		result = snd_ctl_read(argument, event);
	} while (result > 0);
	return result;
}

static snd_ctl_t *open_mixer(int card)
{
	char name[16];
	snd_ctl_t *ctl;

	snprintf(name, sizeof(name), "hw:%d", card);
	tap_require(!snd_ctl_open(&ctl, name, 0), "cannot open the mixer");
	tap_require(!snd_ctl_subscribe_events(ctl, 1), "no events");
	return ctl;
}

/* The files of proc and debugfs are gone for those who have them open; a mixer holds the card. */
static void remove_watched(const void *argument)
{
	char file[64];
	const char *const formats[] = {
		"/sys/kernel/debug/snd_waveport/card%d/pcm%up0",
		"/proc/asound/card%d/pcm%up/sub0/status",
		file,
	};
	static struct call readers[3], mixer;
	static int fds[3];
	const struct removal *removal = argument;
	struct users users;
	snd_ctl_t *ctl;
	unsigned int i;

	snprintf(file, sizeof(file), "/proc/asound/card%%d/%s", kind()->file);
	plug_choose(&plug, 0, removal->way);
	users_open(&users, removal->device, false);
	ctl = open_mixer(card_number());
	call_begin(&mixer, wait_for_control, ctl);
	for (i = 0; i < 3; i++) {
		fds[i] = open_file(formats[i], card_number(), removal->device);
		call_begin(&readers[i], read_file_until_error, &fds[i]);
	}
	users_wait(&users);
	plug_pull(&plug);
	require_result(&mixer, "a read of the mixer", -ENODEV);
	users_close(&users);
	tap_require(plug.way == PLUG_EJECT || plug.pull.made, "the end did not wait for a mixer");
	snd_ctl_close(ctl);
	for (i = 0; i < 3; i++) {
		require_result(&readers[i], formats[i], -EIO);
		close(fds[i]);
	}
	come_back(removal);
}

VARIANTS(removal, struct removal removal;)

/* The program is built twice, because all of it takes minutes. */
#ifdef OTHER_HALF
FIXTURE_VARIANT_ADD(removal, unbind_cyclic) { { PLUG_UNBIND, CARD_CYCLIC } };
FIXTURE_VARIANT_ADD(removal, remove_cyclic) { { PLUG_REMOVE, CARD_CYCLIC } };
FIXTURE_VARIANT_ADD(removal, unplug_queue) { { PLUG_EJECT, CARD_QUEUE } };
#else
FIXTURE_VARIANT_ADD(removal, unbind_queue) { { PLUG_UNBIND, CARD_QUEUE } };
FIXTURE_VARIANT_ADD(removal, remove_queue) { { PLUG_REMOVE, CARD_QUEUE } };
FIXTURE_VARIANT_ADD(removal, unplug_cyclic) { { PLUG_EJECT, CARD_CYCLIC } };
#endif

#define TEST_REMOVAL(name, function)					\
	TEST_F_TIMEOUT(removal, name, TIMEOUT_S)			\
	{								\
		TRY_AND_CLEAN_UP(function, &variant->removal, clean_up);	\
	}

TEST_REMOVAL(running, remove_running)
TEST_REMOVAL(paused, remove_paused)
TEST_REMOVAL(mapped, remove_mapped)
TEST_REMOVAL(in_write_and_read, remove_in_transfer)
TEST_REMOVAL(in_poll, remove_in_poll)
TEST_REMOVAL(in_drain_and_read, remove_in_drain)
TEST_REMOVAL(watched, remove_watched)

TEST_HARNESS_MAIN
