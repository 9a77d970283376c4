/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A client that plays or records by calls that block, and recovers from xruns, as aplay and arecord
 * do. It may run in a thread of its own, so it returns errors instead of failing the test.
 */
#ifndef WAVEPORT_CLIENT_H
#define WAVEPORT_CLIENT_H

#include <stdint.h>

#include "call.h"
#include "material.h"
#include "stream.h"

/**
 * struct client - a stream and what its client does
 * @stream: open
 * @material: to play
 * @total: frames to play or to record
 * @moved: frames written or read so far, less those that an xrun has discarded
 * @before: of these, those before the last start
 * @xruns: from which it has recovered
 * @discarded: frames written that were not played because of an xrun, and so are written again
 * @compared: each frame recorded has to follow the one before, but for xruns
 * @last: number of the last frame recorded
 * @follows: the next frame recorded has to follow @last
 * @call: of client_run(), in a thread
 */
struct client {
	struct stream *stream;
	struct material material;
	uint64_t total;
	uint64_t moved;
	uint64_t before;
	unsigned int xruns;
	uint64_t discarded;
	bool compared;
	uint32_t last;
	bool follows;
	struct call call;
};

void client_open(struct client *client, const struct stream_setup *setup, uint64_t frames,
		 const char *how, const char *name);
void client_begin(struct client *client);
void client_end(struct client *client);

#endif
