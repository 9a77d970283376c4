// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "card.h"
#include "client.h"
#include "counter.h"
#include "tap.h"
#include "transfer.h"

/* What it writes or reads by a call. */
#define PIECE_FRAMES	1024

/* For the message: what it has recorded does not follow. */
#define ERROR_DATA	(-EILSEQ)

/**
 * client_open - open a stream for a client
 * @client: set up
 * @setup: of the stream
 * @frames: how many to play or to record
 * @how: what the recording must contain, as in material.h; NULL to play silence. Of a capture
 *	stream NULL not to compare what is captured: a cyclic buffer goes round, and a client that
 *	is late may read what is overwritten at this moment, before anything can tell an xrun
 * @name: of the run
 */
void client_open(struct client *client, const struct stream_setup *setup, uint64_t frames,
		 const char *how, const char *name)
{
	memset(client, 0, sizeof(*client));
	if (!setup->capture && how) {
		material_make(&client->material, frames);
		material_expect(&client->material, setup, how, "%s", name);
	}
	client->compared = setup->capture && how;
	client->stream = stream_open(setup);
	client->total = setup->capture ? frames : frames + SILENCE_FRAMES;
}

static bool check(struct client *client, const uint8_t *data, long frames)
{
	for (; frames > 0; frames--, data += FRAME_BYTES) {
		uint32_t number = counter_get(data);

		if (client->follows && number != client->last + 1)
			return false;
		client->last = number;
		client->follows = true;
	}
	return true;
}

/*
 * An xrun may come while something that was written later is played already, and discards the rest
 * of it. The driver tells to the frame where that begins.
 */
static void go_back(struct client *client)
{
	const struct stream_setup *setup = &client->stream->setup;
	uint64_t bytes, played;

	if (setup->capture || !card_counter(setup->device, false, "position", &bytes))
		return;
	played = client->before + bytes / FRAME_BYTES;
	if (played < client->moved) {
		client->discarded += client->moved - played;
		client->moved = played;
	}
	client->before = client->moved;
}

/* What is recorded and not read is lost by an xrun. */
static long recover(struct client *client)
{
	snd_pcm_t *pcm = client->stream->pcm;
	int err;

	go_back(client);
	err = snd_pcm_prepare(pcm);
	client->xruns++;
	client->follows = false;
	if (!err && client->stream->setup.capture)
		err = snd_pcm_start(pcm);
	return err;
}

static long transfer(struct client *client, uint8_t *data, unsigned long frames)
{
	snd_pcm_t *pcm = client->stream->pcm;
	long done;

	if (client->stream->setup.capture) {
		done = snd_pcm_readi(pcm, data, frames);
		return !client->compared || check(client, data, done) ? done : ERROR_DATA;
	}
	material_fill(&client->material, data, client->moved, frames);
	return snd_pcm_writei(pcm, data, frames);
}

static long run(void *argument)
{
	uint8_t data[PIECE_FRAMES * FRAME_BYTES];
	struct client *client = argument;
	unsigned long piece;
	long done = 0;

	if (client->stream->setup.capture)
		done = snd_pcm_start(client->stream->pcm);
	while (done >= 0 && client->moved < client->total) {
		piece = client->total - client->moved;
		done = transfer(client, data, piece < PIECE_FRAMES ? piece : PIECE_FRAMES);
		if (done == -EPIPE)
			done = recover(client);
		else if (done > 0)
			client->moved += done;
	}
	return done < 0 ? done : 0;
}

/**
 * client_begin - have a client run in a thread
 * @client: open; has to last until client_end()
 */
void client_begin(struct client *client)
{
	call_begin(&client->call, run, client);
}

/**
 * client_end - wait for a client, and drain and close its stream
 * @client: begun
 *
 * Fails the test if the client got an error other than an xrun, or has recorded wrong data.
 */
void client_end(struct client *client)
{
	const char *name = client->stream->setup.capture ? "recording" : "playing";
	long result = call_end(&client->call, name);

	tap_require(result != ERROR_DATA, "behind frame %" PRIu64 " another follows %" PRIu32,
		    client->moved, client->last);
	tap_require(!result, "%s ends at frame %" PRIu64 " of %" PRIu64 ": %s", name, client->moved,
		    client->total, snd_strerror(result));
	if (!client->stream->setup.capture)
		stream_drain(client->stream);
	stream_close(client->stream);
	tap_note("%s: %u xruns, %" PRIu64 " frames discarded and written again", name,
		 client->xruns, client->discarded);
}
