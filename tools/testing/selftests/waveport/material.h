/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The material that is played: frames that contain their own number (counter.h), each number used
 * once; and a line for each piece in the manifest, with which "verify" checks the recording.
 *
 * The manifest is the file "manifest" in the directory that WAVEPORT_OUT names. Without that
 * variable the output is not verified. What the second card plays is in "manifest-2", and so on.
 */
#ifndef WAVEPORT_MATERIAL_H
#define WAVEPORT_MATERIAL_H

#include <stdint.h>

#include "stream.h"

/**
 * struct material - a piece of material
 * @first: number of its first frame
 * @frames: number of frames; silence follows them
 */
struct material {
	uint32_t first;
	uint64_t frames;
};

/*
 * What the recording must contain of a piece. In every case: in order, no frame twice.
 *
 * exact	all of it without a gap
 * joined	as exact, directly after the piece before
 * gaps		all of it, possibly with silence within
 * drops	its beginning and its end; an emulator may lose some frames between
 * prefix	its beginning, without a gap
 * torn		as prefix; an emulator may lose some frames of it
 * cycle	all of it, and its beginning again until the stream is stopped
 * loop		all of it, repeatedly, without a gap; it may end at any frame
 * claim	nothing: the line only reserves the numbers
 * void		anything: the test has failed, and has reported that
 */
void material_make(struct material *material, uint64_t frames);
void material_expect(const struct material *material, const struct stream_setup *setup,
		     const char *how, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
const char *material_torn(void);
void material_settle(bool passed);
void material_fill(const struct material *material, uint8_t *data, uint64_t place,
		   uint64_t frames);

#endif
