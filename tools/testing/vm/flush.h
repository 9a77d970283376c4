/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the frames that the emulator holds back are got out of it.
 *
 * QEMU hands what is played to its peer in portions of 1024 frames, so up to 1023 frames stay
 * behind when a stream ends. The guest's flush program plays this mark frame after them until a
 * portion is full, and the peer leaves the mark out of the recording. A single such frame may be
 * music, a run of FLUSH_RUN is not.
 */
#ifndef WAVEPORT_VM_FLUSH_H
#define WAVEPORT_VM_FLUSH_H

#define FLUSH_MARK	"wave"
#define FLUSH_RUN	32

#endif
