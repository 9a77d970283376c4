// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>

#include "gone.h"
#include "tap.h"
#include "transfer.h"

/* The card may not have come to this stream yet. */
static void wait_until_disconnected(struct stream *stream)
{
	unsigned int idle_us = 0;

	while (snd_pcm_state(stream->pcm) != SND_PCM_STATE_DISCONNECTED)
		transfer_pace(false, &idle_us);
}

static void require_no_device(long result, const char *what)
{
	tap_require(result == -ENODEV, "%s gives %ld (%s), not ENODEV", what, result,
		    snd_strerror(result));
}

/**
 * gone_require - fail the test unless a stream tells that its card is gone
 * @stream: open; its card is going
 *
 * Each call has to give ENODEV, and poll has to return at once.
 */
void gone_require(struct stream *stream)
{
	snd_pcm_sframes_t delay;
	snd_pcm_status_t *status;
	struct pollfd fd;

	snd_pcm_status_alloca(&status);
	wait_until_disconnected(stream);
	require_no_device(snd_pcm_hwsync(stream->pcm), "hwsync");
	require_no_device(snd_pcm_delay(stream->pcm, &delay), "delay");
	require_no_device(snd_pcm_avail(stream->pcm), "avail");
	require_no_device(snd_pcm_prepare(stream->pcm), "prepare");
	require_no_device(snd_pcm_start(stream->pcm), "start");
	require_no_device(snd_pcm_status(stream->pcm, status), "status");
	tap_require(snd_pcm_poll_descriptors(stream->pcm, &fd, 1) == 1, "nothing to poll");
	tap_require(poll(&fd, 1, 0) == 1 && fd.revents & POLLERR, "poll sees events %#x",
		    fd.revents);
}
