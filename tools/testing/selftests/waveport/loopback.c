// SPDX-License-Identifier: GPL-2.0-only
#include <alsa/asoundlib.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loopback.h"
#include "raw.h"
#include "tap.h"

#define RATE		48000
#define OTHER_RATE	44100
#define BUFFER		16384

static int open_end(bool capture, unsigned int rate)
{
	int fd = raw_open(snd_card_get_index("Loopback"), capture, capture);

	tap_require(fd >= 0 && !raw_hw_params(fd, rate, BUFFER, 4) &&
		    !raw_sw_params(fd, 1, BUFFER), "snd-aloop: %s", strerror(errno));
	return fd;
}

/**
 * loopback_open - open both ends of a cable so that capture refuses to start
 * @loopback: filled in
 *
 * Skips the test if the kernel has no snd-aloop. The order matters: what is prepared first decides
 * what can be chosen at the other end.
 */
void loopback_open(struct loopback *loopback)
{
	static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];

	if (system("modprobe snd-aloop") || snd_card_get_index("Loopback") < 0)
		tap_skip("no snd-aloop");
	loopback->fd = open_end(true, RATE);
	loopback->peer = open_end(false, OTHER_RATE);
	tap_require(!raw_do(loopback->peer, RAW_PREPARE) && !raw_do(loopback->fd, RAW_PREPARE) &&
		    raw_write(loopback->peer, silence, BUFFER) == BUFFER, "snd-aloop: %s",
		    strerror(errno));
}

/**
 * loopback_close - close both ends
 * @loopback: linked with no stream any more, which would be stopped, too
 */
void loopback_close(const struct loopback *loopback)
{
	close(loopback->fd);
	close(loopback->peer);
}
