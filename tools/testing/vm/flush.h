/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How to get the last frames of a stream out of the emulator.
 *
 * QEMU hands what is played to its peer in portions of 1024 frames, so up to 1023 frames stay
 * behind when a stream ends. The guest's flush program plays this mark frame after them until a
 * portion is full, and the peer leaves the marks out of the recording. One such frame may be part
 * of the audio; FLUSH_RUN of them in a row are marks.
 */
#ifndef WAVEPORT_VM_FLUSH_H
#define WAVEPORT_VM_FLUSH_H

#define FLUSH_MARK	"wave"
#define FLUSH_RUN	32

#endif
