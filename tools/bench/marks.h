/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marks in the stream of instructions, which instructions.c finds: a NOP of seven bytes whose
 * displacement says what it marks. It takes one instruction and no system call.
 */
#ifndef WAVEPORT_BENCH_MARKS_H
#define WAVEPORT_BENCH_MARKS_H

#include <stdint.h>

/* The opcode of "nopl DISPLACEMENT(%rax)". */
static const uint8_t mark_opcode[] = { 0x0f, 0x1f, 0x80 };

#define MARK_BYTES	7

#define MARK_BEGIN	0x57505401
#define MARK_END	0x57505402

/* In a recording: the instruction before has accessed a register in memory. No address is that. */
#define MARK_ACCESS	1

static inline void mark_begin(void)
{
	__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK_BEGIN) : "memory");
}

static inline void mark_end(void)
{
	__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK_END) : "memory");
}

#endif
