/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef WAVEPORT_SYSTEMS_AVAIL_MIN_H
#define WAVEPORT_SYSTEMS_AVAIL_MIN_H

/**
 * avail_min_set - set from how many frames on the kernel wakes a program, past alsa-lib, for
 * which a period is the least
 * @fd: the file of the PCM
 * @frames: how many
 */
int avail_min_set(int fd, unsigned long frames);

#endif
