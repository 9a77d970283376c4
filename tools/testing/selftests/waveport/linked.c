// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked streams: what happens to one is not done to the others.
 *
 * A drain with nothing left to play ends at once, and ends that stream only: a capture stream that
 * is linked to it drains on, for the client to take what is recorded. A start that fails because of
 * another stream leaves nothing behind: a drain afterwards plays all that is committed. The other
 * stream is one of snd-aloop, whose capture refuses to start while its playback has another rate.
 */
#include <errno.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "loopback.h"
#include "raw.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define FRAMES		12000

/* More than the playback stream has to play. */
#define DRY_US		300000

static void link_streams(snd_pcm_t *first, snd_pcm_t *second)
{
	int err = snd_pcm_link(first, second);

	tap_require(!err, "link: %s", snd_strerror(err));
}

static void commit(struct stream *stream, const struct material *material)
{
	static uint8_t data[FRAMES * FRAME_BYTES];

	material_fill(material, data, 0, FRAMES);
	tap_require(stream_write(stream, data, FRAMES) == FRAMES, "not all is written");
}

static void keep_recorded(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream_setup setups[2] = { *setup, *setup };
	struct stream *playback, *capture;
	struct material material;

	setups[0].free_run = true;
	setups[1].free_run = true;
	setups[1].capture = true;
	material_make(&material, FRAMES);
	material_expect(&material, &setups[0], setups[0].device == CARD_CYCLIC ? "cycle" : "exact",
			"linked");
	playback = stream_open(&setups[0]);
	capture = stream_open(&setups[1]);
	link_streams(playback->pcm, capture->pcm);
	commit(playback, &material);
	stream_start(playback);
	stream_require_state(capture, SND_PCM_STATE_RUNNING);
	usleep(DRY_US);
	/* a drain drops what the core does not know of */
	tap_require(stream_avail(capture) > 0, "nothing is recorded");
	stream_begin_drain(playback);
	stream_wait_for_end(playback);
	stream_require_state(capture, SND_PCM_STATE_DRAINING);
	stream_close(playback);
	stream_close(capture);
}

static int descriptor(struct stream *stream)
{
	struct pollfd poll;

	tap_require(snd_pcm_poll_descriptors(stream->pcm, &poll, 1) == 1, "no poll descriptor");
	return poll.fd;
}

static void fail_and_drain(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct loopback refusing;
	struct stream *stream;

	material_make(&material, FRAMES);
	material_expect(&material, setup, "exact", "refused");
	stream = stream_open(setup);
	commit(stream, &material);
	loopback_open(&refusing);
	tap_require(!raw_link(descriptor(stream), refusing.fd), "link: %s", strerror(errno));
	tap_require(snd_pcm_start(stream->pcm) < 0, "the linked start does not fail");
	stream_require_state(stream, SND_PCM_STATE_PREPARED);
	/* or closing it would stop this stream, too */
	tap_require(!snd_pcm_unlink(stream->pcm), "unlink");
	loopback_close(&refusing);
	stream_drain(stream);
	stream_close(stream);
}

STREAMS(linked)

#define LINKED(_name, _device, _periods)					\
	STREAM(linked, _name, .device = _device, .rate = RATE, .buffer = BUFFER,	\
	       .periods = _periods)

LINKED(cyclic_1_period, CARD_CYCLIC, 1);
LINKED(cyclic_2_periods, CARD_CYCLIC, 2);
LINKED(queue_2_periods, CARD_QUEUE, 2);
LINKED(queue_64_periods, CARD_QUEUE, 64);

TEST_STREAM(linked, keeps_what_is_recorded, keep_recorded)
TEST_STREAM(linked, drains_after_a_failed_start, fail_and_drain)

TEST_HARNESS_MAIN
