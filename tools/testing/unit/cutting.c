// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapping queue: where it cuts committed data into mappings.
 */

#include "fixture.h"

#define PLACES_MAX	8
#define PIECES_MAX	10
#define NOTIFY		WAVEPORT_MAPPING_NOTIFY

/**
 * struct cut - a commit, and the mappings that have to follow
 * @place: physical page number of each page of the buffer
 * @pages: number of pages
 * @buffer: buffer size in bytes
 * @packet: packet size in bytes
 * @frame: frame size in bytes
 * @run: largest run in bytes
 * @commit: bytes committed
 * @piece: the expected mappings; the first without a length ends the list
 * @end: error of the get after the last mapping
 */
struct cut {
	u32 place[PLACES_MAX];
	u32 pages;
	u32 buffer;
	u32 packet;
	u32 frame;
	u32 run;
	u32 commit;
	struct {
		u32 bytes;
		u32 flags;
	} piece[PIECES_MAX];
	int end;
};

static void test_cut(void **state)
{
	struct fixture *fixture = *state;
	const struct cut *cut = fixture->data;
	const struct waveport_geometry geometry = {
		.memory = &fixture->pages.memory,
		.buffer_bytes = cut->buffer,
		.packet_bytes = cut->packet,
		.frame_bytes = cut->frame,
		.run_bytes = cut->run,
	};
	u32 i, at = 0;

	pages_init(&fixture->pages, PAGE_BYTES, cut->pages);
	for (i = 0; i < cut->pages; i++)
		pages_place(&fixture->pages, i, cut->place[i]);
	fixture_open(fixture, &geometry);
	fixture_commit(fixture, cut->commit);

	for (i = 0; i < PIECES_MAX && cut->piece[i].bytes; i++) {
		expect_get(fixture, at, cut->piece[i].bytes, cut->piece[i].flags);
		at += cut->piece[i].bytes;
	}
	expect_refused(fixture, cut->end);
}

static const struct cut contiguous = {
	{ 0, 1, 2, 3 }, 4, 16384, 0, 4, RUN_UNLIMITED, 16384,
	{ { 16384, 0 } }, -EAGAIN
};

static const struct cut scattered = {
	{ 0, 2, 4, 6 }, 4, 16384, 0, 4, RUN_UNLIMITED, 16384,
	{ { 4096, 0 }, { 4096, 0 }, { 4096, 0 }, { 4096, 0 } }, -EAGAIN
};

static const struct cut falling = {
	{ 3, 2, 1, 0 }, 4, 16384, 0, 4, RUN_UNLIMITED, 16384,
	{ { 4096, 0 }, { 4096, 0 }, { 4096, 0 }, { 4096, 0 } }, -EAGAIN
};

static const struct cut adjacent = {
	{ 7, 8, 1, 2, 3, 5 }, 6, 24576, 0, 4, RUN_UNLIMITED, 24576,
	{ { 8192, 0 }, { 12288, 0 }, { 4096, 0 } }, -EAGAIN
};

static const struct cut part_committed = {
	{ 0, 2, 4, 6 }, 4, 16384, 0, 4, RUN_UNLIMITED, 5000,
	{ { 4096, 0 }, { 904, 0 } }, -EAGAIN
};

static const struct cut packets = {
	{ 0, 1, 2, 3, 4, 5 }, 6, 24576, 6144, 4, RUN_UNLIMITED, 24576,
	{ { 6144, NOTIFY }, { 6144, NOTIFY }, { 6144, NOTIFY }, { 6144, NOTIFY } }, -EAGAIN
};

static const struct cut packet_is_buffer = {
	{ 0, 1, 2, 3 }, 4, 16384, 16384, 4, RUN_UNLIMITED, 32768,
	{ { 16384, NOTIFY }, { 16384, NOTIFY } }, -EAGAIN
};

static const struct cut packets_scattered = {
	{ 0, 2, 4 }, 3, 12288, 6144, 4, RUN_UNLIMITED, 18432,
	{ { 4096, 0 }, { 2048, NOTIFY }, { 2048, 0 }, { 4096, NOTIFY }, { 4096, 0 },
	  { 2048, NOTIFY } }, -EAGAIN
};

static const struct cut packet_unfinished = {
	{ 0, 1, 2, 3 }, 4, 16384, 8192, 4, RUN_UNLIMITED, 16380,
	{ { 8192, NOTIFY }, { 8188, 0 } }, -EAGAIN
};

static const struct cut packet_of_frame = {
	{ 0 }, 1, 4096, 4, 4, RUN_UNLIMITED, 12,
	{ { 4, NOTIFY }, { 4, NOTIFY }, { 4, NOTIFY } }, -EAGAIN
};

static const struct cut largest_run = {
	{ 0, 1, 2, 3 }, 4, 16384, 0, 4, 4102, 16384,
	{ { 4100, 0 }, { 4100, 0 }, { 4100, 0 }, { 4084, 0 } }, -EAGAIN
};

static const struct cut largest_run_in_packet = {
	{ 0, 1, 2, 3 }, 4, 16384, 8192, 4, 5000, 16384,
	{ { 5000, 0 }, { 3192, NOTIFY }, { 5000, 0 }, { 3192, NOTIFY } }, -EAGAIN
};

static const struct cut run_of_frame = {
	{ 0 }, 1, 4096, 0, 4, 4, 8,
	{ { 4, 0 }, { 4, 0 } }, -EAGAIN
};

static const struct cut end_of_buffer = {
	{ 0, 1, 2, 3 }, 4, 16384, 0, 4, RUN_UNLIMITED, 40960,
	{ { 16384, 0 }, { 16384, 0 }, { 8192, 0 } }, -EAGAIN
};

/* The first page is adjacent to the last one, but no mapping crosses the end of the buffer. */
static const struct cut end_of_buffer_adjacent = {
	{ 1, 0 }, 2, 8192, 0, 4, RUN_UNLIMITED, 12288,
	{ { 4096, 0 }, { 4096, 0 }, { 4096, 0 } }, -EAGAIN
};

static const struct cut end_inside_page = {
	{ 0, 2 }, 2, 6000, 0, 4, RUN_UNLIMITED, 12000,
	{ { 4096, 0 }, { 1904, 0 }, { 4096, 0 }, { 1904, 0 } }, -EAGAIN
};

static const struct cut frame_across_border = {
	{ 0, 2, 4 }, 3, 12288, 0, 12, RUN_UNLIMITED, 12288,
	{ { 4092, 0 } }, -EFAULT
};

static const struct cut frame_across_later_border = {
	{ 0, 1, 4 }, 3, 12288, 0, 12, RUN_UNLIMITED, 12288,
	{ { 8184, 0 } }, -EFAULT
};

/* 8192 + 4096 bytes hold whole frames, so no mapping ends at the page border between them. */
static const struct cut frame_across_merged = {
	{ 0, 1, 2, 6, 7, 8 }, 6, 24576, 0, 12, RUN_UNLIMITED, 24576,
	{ { 12288, 0 }, { 12288, 0 } }, -EAGAIN
};

static const struct cut frame_is_page = {
	{ 3, 0 }, 2, 8192, 0, 4096, RUN_UNLIMITED, 8192,
	{ { 4096, 0 }, { 4096, 0 } }, -EAGAIN
};

static const struct cut frame_above_page = {
	{ 3, 0 }, 2, 8192, 0, 8192, RUN_UNLIMITED, 8192,
	{ }, -EFAULT
};

static const struct cut frame_of_byte = {
	{ 0, 2 }, 2, 8191, 0, 1, RUN_UNLIMITED, 8192,
	{ { 4096, 0 }, { 4095, 0 }, { 1, 0 } }, -EAGAIN
};

/* Commits one frame at a time: the queue cuts no mapping before a get. */
static void test_coalesce(void **state)
{
	const u32 frames = 10000, frame_bytes = 4;
	struct fixture *fixture = *state;
	u32 i;

	fixture_contiguous(fixture, frames * frame_bytes, 0);
	for (i = 1; i <= frames; i++)
		fixture_commit(fixture, i * frame_bytes);
	assert_int_equal(fixture->queue.count, 0);
	expect_get(fixture, 0, frames * frame_bytes, 0);
	expect_refused(fixture, -EAGAIN);
}

const struct unit cutting_units[] = {
	{ "contiguous memory is one mapping", test_cut, &contiguous },
	{ "scattered pages are cut apart", test_cut, &scattered },
	{ "falling pages are cut apart", test_cut, &falling },
	{ "adjacent pages are merged", test_cut, &adjacent },
	{ "nothing beyond what is committed", test_cut, &part_committed },
	{ "packets are cut and notified", test_cut, &packets },
	{ "a packet as large as the buffer", test_cut, &packet_is_buffer },
	{ "packets on scattered pages", test_cut, &packets_scattered },
	{ "no notification before a packet is full", test_cut, &packet_unfinished },
	{ "packets of one frame", test_cut, &packet_of_frame },
	{ "no mapping above the largest run", test_cut, &largest_run },
	{ "no mapping above the largest run in packets", test_cut, &largest_run_in_packet },
	{ "runs of one frame", test_cut, &run_of_frame },
	{ "no mapping over the end of the buffer", test_cut, &end_of_buffer },
	{ "nor if its memory goes on there", test_cut, &end_of_buffer_adjacent },
	{ "a buffer that ends inside a page", test_cut, &end_inside_page },
	{ "no part of a frame before a page border", test_cut, &frame_across_border },
	{ "nor before a later page border", test_cut, &frame_across_later_border },
	{ "frames across the border of merged pages", test_cut, &frame_across_merged },
	{ "a frame as large as a page", test_cut, &frame_is_page },
	{ "a frame that no page holds", test_cut, &frame_above_page },
	{ "frames of one byte", test_cut, &frame_of_byte },
	{ "10000 tiny commits are one mapping", test_coalesce, NULL },
	{ NULL, NULL, NULL },
};
