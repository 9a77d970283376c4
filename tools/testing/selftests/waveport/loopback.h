/* SPDX-License-Identifier: GPL-2.0-only */
/* A stream of snd-aloop that refuses to start, to link with those of the card under test. */
#ifndef WAVEPORT_LOOPBACK_H
#define WAVEPORT_LOOPBACK_H

/**
 * struct loopback - the two ends of a cable
 * @fd: the capture end, prepared, whose start fails
 * @peer: the playback end, which has another rate
 */
struct loopback {
	int fd;
	int peer;
};

void loopback_open(struct loopback *loopback);
void loopback_close(const struct loopback *loopback);

#endif
