/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counter: test audio in which every frame (S16_LE, stereo) holds its own number, so that a
 * recording shows which frame was lost, played twice or stale. This is its only definition.
 *
 * Frame i, counted from 0 in 32 bits, is
 *
 *	left	the low 16 bits of i
 *	right	the high 16 bits of i, exclusive-or 0x5a5a
 *
 * so none of the first 1.5 billion frames looks like silence (0, 0).
 */
#ifndef WAVEPORT_VM_COUNTER_H
#define WAVEPORT_VM_COUNTER_H

#include <stdint.h>

#define COUNTER_FRAME_BYTES	4
#define COUNTER_MARK		0x5a5a

/**
 * counter_put - write one frame
 * @frame: four bytes
 * @i: the frame's number
 */
static inline void counter_put(uint8_t *frame, uint32_t i)
{
	uint16_t right = (uint16_t)(i >> 16) ^ COUNTER_MARK;

	frame[0] = i & 0xff;
	frame[1] = (i >> 8) & 0xff;
	frame[2] = right & 0xff;
	frame[3] = right >> 8;
}

/**
 * counter_get - read a frame's number
 * @frame: four bytes
 */
static inline uint32_t counter_get(const uint8_t *frame)
{
	uint16_t left = frame[0] | (uint16_t)frame[1] << 8;
	uint16_t right = frame[2] | (uint16_t)frame[3] << 8;

	return left | (uint32_t)(right ^ COUNTER_MARK) << 16;
}

#endif
