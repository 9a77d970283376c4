/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is played: frames that tell their own number (counter.h), no number ever used twice; and a
 * line for each piece in the manifest, by which "verify" looks at the recording.
 *
 * The manifest is the file "manifest" in the directory that WAVEPORT_OUT names. Without one, what
 * is played is not verified.
 */
#ifndef WAVEPORT_MATERIAL_H
#define WAVEPORT_MATERIAL_H

#include <stdint.h>

#include "stream.h"

/**
 * struct material - a piece of material
 * @first: number of its first frame
 * @frames: how many; what comes behind it is silence
 */
struct material {
	uint32_t first;
	uint64_t frames;
};

/*
 * What the recording must hold of a piece. All: in order, nothing twice.
 *
 * exact	all of it without a gap
 * joined	the same, right behind the piece before
 * gaps		all of it, maybe with silence within
 * prefix	its beginning, without a gap
 * cycle	all of it, and its beginning again until it is stopped
 * loop		all of it, again and again, without a gap; the end may be anywhere
 * claim	nothing: these numbers are used
 * void		anything: the run has failed, and whoever tests has been told
 */
void material_make(struct material *material, uint64_t frames);
void material_expect(const struct material *material, const struct stream_setup *setup,
		     const char *how, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void material_settle(bool passed);
void material_fill(const struct material *material, uint8_t *data, uint64_t place,
		   uint64_t frames);

#endif
