// SPDX-License-Identifier: GPL-2.0-only
/*
 * The expected state of a stream: which memory the engine may access, what it must play, and its
 * position.
 *
 * Every stream position that appears is checked: the engine must process every byte once, in order,
 * inside an acquired mapping, and inside what the client has committed.
 */

#include <string.h>

#include "check.h"
#include "client.h"
#include "stream.h"
#include "truth.h"

/* Least number of descriptors between two interrupts for a refill. */
#define REFILL		15

static bool truth_before(u64 position, u64 other)
{
	return (s64)(position - other) < 0;
}

/**
 * truth_client() - find the client of a stream
 * @stream: the stream
 *
 * Return: the client.
 */
struct client *truth_client(const struct waveport_stream *stream)
{
	return &card.clients[stream->capture ? CARD_CAPTURE : CARD_PLAYBACK];
}

/**
 * truth_looped() - check whether the buffer of a client is looped
 * @client: the client
 *
 * Return: true on the cyclic device, and for a client of the queue device that never commits.
 */
bool truth_looped(const struct client *client)
{
	return client->stream->queue.looped;
}

/**
 * truth_whole() - get the end of the last completed frame
 * @client: the client
 *
 * Return: the stream position.
 */
u64 truth_whole(const struct client *client)
{
	return client->next - (client->next - card.plan.base) % card_frame_bytes();
}

/**
 * truth_slack() - get how far the driver may be ahead of an engine
 * @client: the client
 *
 * An engine that only loops may tell a notification before its position shows it. What is copied
 * into the ring for a client that never commits counts as played.
 *
 * Return: bytes.
 */
u64 truth_slack(const struct client *client)
{
	if (client->loops && waveport_stream_bounces(client->stream))
		return MEMORY_STAMPS;
	return model.switches.loops && client->stream->transport->id == WAVEPORT_CYCLIC ?
	       MODEL_EARLY : 0;
}

/* Distance of the core's two pointers in bytes; it is not 0 after new parameters. */
static s64 truth_ahead(const struct client *client)
{
	const struct snd_pcm_runtime *runtime = client->substream->runtime;
	snd_pcm_sframes_t frames = client->appl_ptr - client->hw_ptr;

	if (frames > (snd_pcm_sframes_t)runtime->boundary / 2)
		frames -= runtime->boundary;
	if (frames < -(snd_pcm_sframes_t)runtime->boundary / 2)
		frames += runtime->boundary;
	return frames * card_frame_bytes();
}

/**
 * truth_begin() - set the stream position to that of the plan
 * @client: the client; its stream was just reset to position 0
 *
 * The positions inside the driver are moved, because its behaviour must not depend on where they
 * begin.
 */
void truth_begin(struct client *client)
{
	struct waveport_stream *stream = client->stream;
	u64 base = card.plan.base;

	stream->queue.committed += base;
	stream->queue.acquired += base;
	stream->queue.released += base;
	stream->reported += base;
	stream->position += base;
	stream->next_border += base;
	client->hw_ptr = client->substream->runtime->status->hw_ptr;
	client->appl_ptr = client->substream->runtime->control->appl_ptr;
	client->looked = base;
	client->appl = base + truth_ahead(client);
	client->next = base;
	client->border = base + card.plan.period * card_frame_bytes();
	client->bound = client->appl + (stream->capture ? card_buffer_bytes() : 0);
	client->dry = false;
	client->gap = false;
	client->silence = false;
	client->halted = false;
	client->loops = false;
	client->stood = model.traffic.ends;
	client->lost = false;
	client->salt++;
	client->quiet = false;
	client->captured = base;
	client->skew = 0;
	client->missed = 0;
	client->full = false;
}

/* The core knows a position modulo the buffer, so it may have missed a cycle of a loop. */
static bool truth_lost(struct client *client)
{
	if (client->loops && client->next - client->looked >= client->memory.bytes)
		client->lost = true;
	return client->lost;
}

static u32 truth_place(const struct client *client, u64 position)
{
	return (position - card.plan.base) % client->memory.bytes;
}

void truth_fetch(unsigned int engine, u32 address, struct ich_descriptor *descriptor)
{
	u32 distance = address - (u32)card.engines[engine].list_address;

	check(distance < sizeof(card.lists[engine]), "a descriptor at %#x", address);
	*descriptor = card.lists[engine][distance / sizeof(*descriptor)];
}

/*
 * Returns the stream position of an access, from the acquired mapping that contains the address. A
 * loop may have several mappings of the same memory; then it is the one that is due.
 */
static u64 truth_position(const struct client *client, u32 address, u32 bytes)
{
	const struct waveport_mapping *mapping, *found = NULL;
	u32 within;
	unsigned int i;

	for (i = 0; i < waveport_acquired_count(client->stream); i++) {
		mapping = waveport_acquired_mapping(client->stream, i);
		within = address - (u32)mapping->address;
		if (within >= mapping->bytes || within + bytes > mapping->bytes)
			continue;
		found = mapping;
		if (mapping->position + within == client->next ||
		    mapping->position + within == truth_whole(client))
			break;
	}
	check(found, "the engine is outside the live mappings at %#x", address);
	return found->position + (address - (u32)found->address);
}

/* Returns the offset of an access in the buffer, and checks it against the stream position. */
static u32 truth_locate(struct client *client, u32 address, u32 bytes)
{
	s64 offset = memory_offset(&client->memory, address);
	bool bounded;
	u64 position;

	check(client->memory.live, "the engine accesses freed memory at %#x", address);
	check(offset >= 0 && memory_offset(&client->memory, address + bytes - 1) ==
	      offset + bytes - 1, "the engine accesses foreign memory at %#x", address);
	if (card.faulty)
		return offset;

	position = truth_position(client, address, bytes);
	/* a frame that a halt has interrupted is repeated from its beginning */
	if (position == truth_whole(client))
		client->next = position;
	check(position == client->next, "the engine processes %lld instead of %lld",
	      (long long)(position - card.plan.base), (long long)(client->next - card.plan.base));
	check(offset == truth_place(client, position), "position and address do not match");
	bounded = !truth_looped(client) && !truth_lost(client);
	check(!bounded || !truth_before(client->bound, position + bytes),
	      "the engine processes %lld, committed is %lld",
	      (long long)(position + bytes - card.plan.base),
	      (long long)(client->bound - card.plan.base));
	return offset;
}

/* Returns true if the engine gets only what the client has committed: data can be checked then. */
static bool truth_committed(const struct client *client)
{
	return !client->loops && !truth_looped(client) && !card.faulty;
}

void truth_move(unsigned int engine, u32 address, u32 bytes)
{
	struct client *client = &card.clients[engine];
	u32 *word, i;

	check(client->stream, "an engine without a stream moves data");
	check(!(bytes % sizeof(u32)), "the engine moves %u bytes", bytes);
	word = &client->memory.words[truth_locate(client, address, bytes) / sizeof(u32)];
	for (i = 0; i < bytes / sizeof(u32); i++, word++) {
		u64 position = client->next + i * sizeof(u32);

		if (client->stream->capture)
			*word = memory_stamp(position);
		else if (truth_committed(client))
			check(*word == client_expected(client, position),
			      "a wrong sample is played at %lld",
			      (long long)(client->next - card.plan.base));
	}
	client->next += bytes;
}

void truth_done(unsigned int engine, bool interrupts, u32 quiet)
{
	const struct client *client = &card.clients[engine];

	if (interrupts && !client->stream->wakeups && !card.faulty)
		check(quiet + 1 >= REFILL, "a refill interrupt after %u descriptors", quiet + 1);
}

/**
 * truth_settle() - check what must hold between two calls of a client
 * @client: the client
 */
void truth_settle(struct client *client)
{
	const struct waveport_stream *stream = client->stream;
	const struct waveport_queue *queue = &stream->queue;

	check(!client->substream->self_group.lock.held, "the stream is still locked");
	check(!truth_before(queue->acquired, queue->released), "more is released than acquired");
	if (stream->state != WAVEPORT_RUN)
		check(card.faulty || !model_running(client->number), "the engine runs on");
	if (card.faulty)
		return;
	check(!truth_before(client->next + truth_slack(client), stream->position),
	      "the driver is at %lld, the engine at %lld",
	      (long long)(stream->position - card.plan.base),
	      (long long)(client->next - card.plan.base));
	check(!truth_before(client->next + truth_slack(client), queue->released),
	      "released before it was completed");
	/* the ring has what was captured beyond that */
	check(queue->looped || (model.switches.loops && (stream->capture || client->loops)) ||
	      stream->transport->id == WAVEPORT_CYCLIC ||
	      !truth_before(queue->committed, truth_whole(client)),
	      "the engine is beyond what is committed");
}

/**
 * truth_wait() - record that an engine has halted at the end of its data
 * @client: the client
 * @before: next byte of the engine before the time has passed
 */
void truth_wait(struct client *client, u64 before)
{
	bool still = client->next == before && client_runs(client) && truth_committed(client) &&
		     !card.plan.free_runs;

	/* see loop_play_silence() */
	if (model.switches.loops)
		return;
	client->dry = still && truth_whole(client) == client->bound;
	client->silence |= still && !client->dry && model_halted(client->number);
}

/**
 * truth_resume() - note that an engine goes on that had halted at the end of its list
 * @engine: number of the engine
 *
 * There is silence before what comes next, so the client has to be told of an XRUN.
 */
void truth_resume(unsigned int engine)
{
	struct client *client = &card.clients[engine];

	client->silence |= client_runs(client) && truth_committed(client) && !card.plan.free_runs;
}

/**
 * truth_commit() - record a commit
 * @client: the client, before the commit
 */
void truth_commit(struct client *client)
{
	bool gap = client->dry && client_runs(client);

	/* without a call the driver tells it when it handles the interrupt of the halt */
	if (card.plan.maps)
		client->silence |= gap;
	else
		client->gap |= gap;
	client->dry = false;
}

/**
 * truth_told() - check that every gap was reported
 * @client: the client; no irq_work is pending
 */
void truth_told(const struct client *client)
{
	check(!client->gap || !client_runs(client) || card.faulty,
	      "a gap without XRUN, before %lld", (long long)(client->bound - card.plan.base));
	check(!client->silence || !client_runs(client) || card.faulty || card_asserted(),
	      "silence without XRUN, before %lld", (long long)(client->bound - card.plan.base));
}

/* The core has moved its hardware pointer. */
static void truth_moved(struct client *client, snd_pcm_uframes_t frames)
{
	/* for a loop whose start has failed the core adds buffers by the time */
	check(frames <= card_buffer() || client->loops || card.faulty,
	      "the pointer moves by %lu", frames);
	client->looked += frames * card_frame_bytes();
	/* if an interrupt is late, the core may add a buffer that a loop has not played */
	if (client->loops && truth_before(client->next + truth_slack(client), client->looked))
		client->lost = true;
	/* without wakeups the core estimates the cycles of a loop from jiffies */
	if (!card.faulty && (client->stream->wakeups || !client->loops))
		check(!truth_before(client->next + truth_slack(client), client->looked),
		      "the core gets %lld, the engine is at %lld",
		      (long long)(client->looked - card.plan.base),
		      (long long)(client->next - card.plan.base));
	if (truth_committed(client))
		check(!truth_before(client->bound, client->looked),
		      "the core gets %lld, committed is %lld",
		      (long long)(client->looked - card.plan.base),
		      (long long)(client->bound - card.plan.base));
}

/* Check that a drain has ended on the last frame. On the queue device a loop has no last frame. */
static void truth_drained(struct client *client)
{
	bool endless = client->loops && client->stream->transport->id == WAVEPORT_QUEUE;

	if (client->stream->capture || card.faulty || endless || client->dropping ||
	    truth_lost(client))
		return;
	check(!truth_before(truth_whole(client), client->bound),
	      "a drain ends at %lld instead of %lld", (long long)(client->next - card.plan.base),
	      (long long)(client->bound - card.plan.base));
}

/**
 * truth_look() - check the hardware pointer that the core has computed
 * @client: the client
 */
void truth_look(struct client *client)
{
	const struct snd_pcm_runtime *runtime = client->substream->runtime;
	snd_pcm_uframes_t before = client->hw_ptr;
	snd_pcm_sframes_t moved;

	if (!runtime)
		return;
	if (client->ends && runtime->state != SNDRV_PCM_STATE_DRAINING)
		truth_drained(client);
	client->ends = false;
	if (!snd_pcm_running(client->substream))
		return;
	client->hw_ptr = runtime->status->hw_ptr;
	moved = client->hw_ptr - before;
	/* a reset keeps it modulo the buffer */
	if (client->resetting)
		moved = client->hw_ptr % runtime->buffer_size - before % runtime->buffer_size;
	if (moved < 0)
		moved += client->resetting ? runtime->buffer_size : runtime->boundary;
	if (moved)
		truth_moved(client, moved);
}

/**
 * truth_stood() - check whether an engine has reached the end of its list
 * @client: the client
 *
 * Return: true if one has since the last commit of this client, or before it and that was not told.
 */
bool truth_stood(const struct client *client)
{
	return model.traffic.ends != client->stood || client->gap;
}

static void truth_elapsed(struct client *client)
{
	const struct waveport_stream *stream = client->stream;
	u32 packet = card.plan.period * card_frame_bytes();

	/* the end of the list may be reported before the border is crossed */
	if ((!stream->wakeups || truth_before(stream->position, client->border)) &&
	    (waveport_stream_idle(stream) || truth_stood(client) || client->silence))
		return;
	/* before a reset the driver reports a whole buffer, which the core would miss */
	if (!stream->wakeups && client->resetting)
		return;
	check(card.faulty || stream->wakeups, "a notification without wakeups");
	/* a move by a whole buffer takes two reports */
	if ((card.busy || client->resetting) && client->elapsed == card.interrupts &&
	    truth_before(stream->position, client->border))
		return;
	check(card.faulty || !truth_before(stream->position, client->border),
	      "a notification before its border");
	client->border += ((stream->position - client->border) / packet + 1) * packet;
	client->elapsed = card.interrupts;
	client->halted = false;
}

/* The core has read the position; @interrupts if it did so in snd_pcm_period_elapsed(). */
void traced_hwptr(struct snd_pcm_substream *substream, snd_pcm_uframes_t offset, bool interrupts)
{
	lockdep_assert_held(&substream->self_group.lock);
	check(offset < substream->runtime->buffer_size, "the pointer is outside the buffer");
	if (interrupts)
		truth_elapsed(client_find(substream));
}

void traced_hw_ptr_error(struct snd_pcm_substream *substream, const char *why)
{
	(void)substream;
	check(card.faulty || strcmp(why, "Unexpected hw_ptr"), "%s", why);
}

/* Called before the stream is stopped. In a drain nothing can be missing. */
void traced_xrun(struct snd_pcm_substream *substream)
{
	check(card.faulty || substream->runtime->state != SNDRV_PCM_STATE_DRAINING,
	      "an XRUN ends a drain");
}

void traced_applptr(struct snd_pcm_substream *substream, snd_pcm_uframes_t before,
		    snd_pcm_uframes_t after)
{
	(void)substream;
	(void)before;
	(void)after;
}

void traced_waveport_get(const struct waveport_stream *stream,
			 const struct waveport_mapping *mapping)
{
	struct client *client = truth_client(stream);

	check((s64)(mapping->tag - client->tag) >= 0, "a tag comes twice");
	client->tag = mapping->tag + 1;
	check(mapping->bytes && !(mapping->bytes % card_frame_bytes()),
	      "a mapping of %u bytes at %lld", mapping->bytes,
	      (long long)(mapping->position - card.plan.base));
}

void traced_waveport_release(const struct waveport_stream *stream, u64 tag, int err)
{
	(void)stream;
	check(!err, "mapping %llu ends twice or out of order", tag);
}

void traced_waveport_revoke(const struct waveport_stream *stream, u64 first, u64 last, int revoked)
{
	check(revoked >= 0 || card.faulty, "mappings %llu to %llu are not revoked: %d", first, last,
	      revoked);
	truth_client(stream)->halted = true;
}

void traced_waveport_state(const struct waveport_stream *stream, enum waveport_state state, int err)
{
	check(!err || card.faulty, "state %d cannot be reached: %d", state, err);
	truth_client(stream)->halted = true;
	if (state == WAVEPORT_RUN)
		truth_client(stream)->loops |= stream->queue.looped ||
			stream->transport->id == WAVEPORT_CYCLIC;
}

void traced_waveport_commit(const struct waveport_stream *stream, u64 end, int err)
{
	if (stream->transport->id == WAVEPORT_QUEUE && !stream->queue.looped)
		check(err || end == stream->queue.committed, "%llu is not committed", end);
}

void traced_waveport_publish(const struct waveport_stream *stream,
			     const struct waveport_mapping *last)
{
	check(waveport_distance(last->tag, stream->queue.next_tag) > 0,
	      "mapping %llu is published and not acquired", last->tag);
}

void traced_waveport_notify(const struct waveport_stream *stream, bool border, bool dry)
{
	check(!border || stream->wakeups, "a border without wakeups");
	check(!dry || !stream->queue.looped, "a looped stream is starved");
}

void traced_waveport_supply(const struct waveport_stream *stream, enum waveport_supply supply)
{
	waveport_alsa_assert_locked(stream);
	check(stream->supply != supply, "the supply changes to what it is");
	if (supply == WAVEPORT_SUPPLY_LOOPED)
		truth_client(stream)->loops = true;
}
