/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The buffer of a stream: pages, anywhere in the address space of the device.
 */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include <linux/types.h>

#define MEMORY_BYTES	(48 << 10)
#define MEMORY_PAGES	(MEMORY_BYTES / 48 + 1)
/* Bytes after which the values of words repeat. */
#define MEMORY_STAMPS	(1ULL << 34)
/* Value of words that no client has written and no engine has captured. */
#define MEMORY_POISON	0xdeadbeef

/**
 * struct memory - a buffer
 * @bytes: its size
 * @page_bytes: size of a page
 * @origin: lowest address of the pages
 * @live: allocated, so the engine may access it
 * @place: for each page of the buffer its address, in pages from @origin
 * @page: for each address the page of the buffer, -1 if there is none
 * @words: the data, in the order of the stream
 */
struct memory {
	u32 bytes;
	u32 page_bytes;
	u32 origin;
	bool live;
	u16 place[MEMORY_PAGES];
	s16 page[2 * MEMORY_PAGES];
	u32 words[MEMORY_BYTES / sizeof(u32)];
};

void memory_make(struct memory *memory, u32 bytes, u32 page_bytes, u32 adjacent, u32 origin);
void memory_poison(struct memory *memory);
bool memory_holds_frames(const struct memory *memory, u32 frame_bytes);
s64 memory_offset(const struct memory *memory, u32 address);
u32 memory_stamp(u64 position);
u64 memory_position(u32 stamp);

#endif /* MODEL_MEMORY_H */
