// SPDX-License-Identifier: GPL-2.0-only
/*
 * The expected state of a stream whose engine only loops: what is played and captured, word by
 * word.
 *
 * On the queue device the engine is in a ring of the port, so an address tells nothing. Each word
 * that is played is either the next one of the client, or silence between two frames. Each word
 * that is captured has the number of the last one plus one.
 */

#include <linux/minmax.h>

#include "check.h"
#include "client.h"
#include "controller.h"
#include "looper.h"
#include "truth.h"

/* Most time that passes in a call of the driver. */
#define CALL_US		20000

static bool loop_is_cyclic(const struct client *client)
{
	return client->stream->transport->id == WAVEPORT_CYCLIC;
}

/* Check that an access of the cyclic device is at the position. */
static void loop_locate(const struct client *client, u64 position, u32 address)
{
	s64 offset = memory_offset(&client->memory, address);

	check(offset == (s64)((position - card.plan.base) % client->memory.bytes),
	      "the engine is at %lld of the buffer instead of %lld", (long long)offset,
	      (long long)((position - card.plan.base) % client->memory.bytes));
}

/* The engine begins at the beginning of its list. */
void truth_loop_start(unsigned int engine)
{
	struct client *client = &card.clients[engine];
	u64 released;

	check(client->stream, "an engine without a stream is started");
	if (loop_is_cyclic(client))
		return;
	/* what is copied of a looped queue is released before the engine has played it */
	released = truth_looped(client) ? client->stream->position :
					  client->stream->queue.released;
	client->origin = released;
	client->done = 0;
	client->quiet = false;
	if (client->stream->capture) {
		check((s64)(client->captured - released - client->skew) >= 0 || client->loops,
		      "%lld is captured again", (long long)(released - card.plan.base));
		client->skew = client->captured - released;
		client->next = released;
		return;
	}
	check(client->loops || released == truth_whole(client), "a start at %lld instead of %lld",
	      (long long)(released - card.plan.base), (long long)(client->next - card.plan.base));
	client->next = released;
}

/*
 * At the end of a drain the silence reaches a buffer beyond the position that the driver has looked
 * at last, and it looks again after half a buffer. Less than that has to pass until it does: the
 * timer is late, the position comes in ticks and late, and time passes in a call.
 */
static bool loop_can_drain(const struct client *client)
{
	const struct model_switches *switches = &card.plan.switches;
	u32 late = card.plan.late + (switches->access_samples ? CALL_US : 0);
	u32 samples = card.plan.channels * (card.plan.rate / 1000) * late / 1000 +
		      2 * (switches->tick + switches->ahead);
	u32 behind = switches->posbuf ? max_t(u32, switches->grain, 64) : 0;
	u32 bytes = samples * switches->sample_bytes + 2 * switches->chunk + switches->fifo +
		    behind;

	return bytes < client->memory.bytes / 2;
}

/* Behind the end there is silence, or what the client is committing at this moment. */
static bool loop_is_behind_end(const struct client *client, u64 position, u32 value)
{
	return !value || ((s64)(client->bound - position) > 0 &&
			  value == client_expected(client, position));
}

/*
 * A word is read from memory, @ahead bytes before it is played. Behind the end of a drain there is
 * silence, from the moment on at which the driver knows the end.
 */
void truth_loop_fetch(unsigned int engine, u32 value, u32 address, u32 ahead)
{
	struct client *client = &card.clients[engine];
	const struct waveport_stream *stream = client->stream;
	u64 position = client->next + ahead;

	check(client->memory.live, "the engine accesses freed memory");
	if (!loop_is_cyclic(client))
		return;
	loop_locate(client, position, address);
	/* nobody may have looked for a whole lap, or the core alone counts it, by the time */
	client->lost |= client->next - client->looked >= client->memory.bytes ||
			(s64)(client->next - stream->position) >= client->memory.bytes;
	if (stream->queue.looped || stream->supply != WAVEPORT_SUPPLY_DRAINING ||
	    client->lost || !client->loops || !loop_can_drain(client))
		return;
	if ((s64)(position - stream->queue.committed) >= 0)
		check(loop_is_behind_end(client, position, value),
		      "a sample behind the end of a drain, at %lld of %lld",
		      (long long)(position - card.plan.base),
		      (long long)(stream->queue.committed - card.plan.base));
	else if ((s64)(client->appl - position) > 0)
		check(value == client_expected(client, position),
		      "a wrong sample is played at %lld", (long long)(position - card.plan.base));
}

/* The engine plays what a client writes without a commit. */
static void loop_play_on(struct client *client)
{
	const struct waveport_queue *queue = &client->stream->queue;
	u64 position;

	client->done += sizeof(u32);
	position = client->origin + client->done;
	if (!queue->looped && (s64)(position - queue->committed) > 0)
		position = queue->committed;
	if ((s64)(position - client->next) > 0)
		client->next = position;
}

static void loop_play_silence(struct client *client)
{
	bool told = client_runs(client) && !card.plan.free_runs;

	check(client->next == truth_whole(client), "silence in a frame at %lld",
	      (long long)(client->next - card.plan.base));
	if (!client->quiet)
		model.traffic.ends++;
	client->quiet = true;
	if (client->next == client->bound)
		client->dry |= told;
	else
		client->silence |= told;
}

void truth_loop_play(unsigned int engine, u32 value, u32 address)
{
	struct client *client = &card.clients[engine];

	check(client->stream, "an engine without a stream plays");
	if (loop_is_cyclic(client)) {
		loop_locate(client, client->next, address);
		client->next += sizeof(u32);
	} else if (client->loops) {
		loop_play_on(client);
	} else if (!value) {
		loop_play_silence(client);
	} else {
		check(value == client_expected(client, client->next),
		      "a wrong sample is played at %lld",
		      (long long)(client->next - card.plan.base));
		check((s64)(client->bound - client->next) > 0, "%lld is played, committed is %lld",
		      (long long)(client->next - card.plan.base),
		      (long long)(client->bound - card.plan.base));
		client->quiet = false;
		client->next += sizeof(u32);
	}
}

/* What is captured when there is no room left may be lost. */
static void loop_fill(struct client *client)
{
	s64 beyond = client->next - client->bound;

	if (beyond >= 0 && !client->quiet)
		model.traffic.ends++;
	client->quiet = beyond >= 0;
	client->full |= beyond > 0;
}

u32 truth_loop_capture(unsigned int engine, u32 address)
{
	struct client *client = &card.clients[engine];
	u32 value;

	check(client->stream, "an engine without a stream captures");
	if (loop_is_cyclic(client)) {
		loop_locate(client, client->next, address);
		value = memory_stamp(client->next);
	} else {
		value = memory_stamp(client->captured);
		client->captured += sizeof(u32);
	}
	client->next += sizeof(u32);
	if (!loop_is_cyclic(client))
		loop_fill(client);
	return value;
}

/**
 * truth_loop_read() - check a word that the client reads from the queue device
 * @client: the client
 * @position: stream position of the word
 * @word: the word
 *
 * Something may be missing before it only if the client has left no room.
 */
void truth_loop_read(struct client *client, u64 position, u32 word)
{
	u64 gap, left;

	if ((s64)(position - card.plan.base) < 0 ||
	    word == memory_stamp(position + client->missed))
		return;
	/* negative if the client reads again what came before */
	gap = memory_position(word) - position - client->missed;
	left = (client->captured - position - client->missed - gap) % MEMORY_STAMPS;
	check(client->full && left && left < MEMORY_STAMPS / 2,
	      "a wrong sample is read at %lld, %lld further",
	      (long long)(position - card.plan.base), (long long)(gap % MEMORY_STAMPS));
	client->missed += gap;
}

/**
 * truth_loop_notified() - check that no period border passes long before it is reported
 * @client: the client; no interrupt is pending
 *
 * Where the ring of a queue cannot be divided at the borders they are told by the next part of it.
 * A lap of a loop may not be seen, as any of a short one.
 */
void truth_loop_notified(const struct client *client)
{
	u32 packet = card.plan.period * card_frame_bytes();
	u32 late = packet + 2 * MODEL_EARLY;
	s64 behind = client->next - client->stream->position;

	if (!client_runs(client) || !card.plan.wakeups || client->halted || client->lost ||
	    waveport_loop_is_short(client->stream))
		return;
	if (loop_is_cyclic(client) && behind >= client->memory.bytes)
		return;
	if (!loop_is_cyclic(client))
		late += controller_patience(card.plan.rate) * card_frame_bytes();
	check((s64)(client->border + late - client->next) > 0,
	      "the border at %lld was not told, the engine is at %lld",
	      (long long)(client->border - card.plan.base),
	      (long long)(client->next - card.plan.base));
}
