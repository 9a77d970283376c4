// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a client writes into its buffer, and what it has to find there. A word is a function of its
 * stream position and of how often the client has taken something back, so no old one passes for a
 * new one.
 */

#include "check.h"
#include "client.h"
#include "truth.h"

static u32 client_index(const struct client *client, u64 position)
{
	return (position - card.plan.base) % client->memory.bytes / sizeof(u32);
}

/* The value of a word that the client writes now. */
static u32 client_sample(const struct client *client, u64 position)
{
	return memory_stamp(position) + client->salt * 0x85ebca6bU;
}

/**
 * client_expected() - get the value of a word that the client has committed
 * @client: the client
 * @position: its stream position
 *
 * Return: the value.
 */
u32 client_expected(const struct client *client, u64 position)
{
	return client->expected[client_index(client, position)];
}

/**
 * client_expect() - record what the client commits
 * @client: the client
 * @from: stream position of the first byte
 * @to: stream position behind the last one
 */
void client_expect(struct client *client, u64 from, u64 to)
{
	for (; from != to; from += sizeof(u32))
		client->expected[client_index(client, from)] = client_sample(client, from);
}

/**
 * client_fill() - fill words with the next samples of the stream
 * @client: the client
 * @words: the words
 * @frames: how many frames
 */
void client_fill(const struct client *client, u32 *words, u32 frames)
{
	u32 i;

	for (i = 0; i < frames * card_frame_bytes() / sizeof(u32); i++)
		words[i] = client_sample(client, client->appl + i * sizeof(u32));
}

/**
 * client_map() - write the next samples of the stream into the buffer, if it is one of playback
 * @client: the client
 * @frames: how many frames
 */
void client_map(struct client *client, u32 frames)
{
	u64 end = client->appl + frames * card_frame_bytes();
	u64 position;

	if (client->stream->capture)
		return;
	for (position = client->appl; position != end; position += sizeof(u32))
		client->memory.words[client_index(client, position)] =
			client_sample(client, position);
}

/**
 * client_compare() - check that what the client reads now was captured, and is not overwritten
 * @client: the client
 * @end: stream position behind what it reads
 */
void client_compare(struct client *client, u64 end)
{
	u64 position;

	if (client->stream->capture && waveport_stream_bounces(client->stream)) {
		for (position = client->appl; position != end && !client->loops;
		     position += sizeof(u32))
			truth_loop_read(client, position,
					client->memory.words[client_index(client, position)]);
		return;
	}
	if (!client->stream->capture || card.faulty ||
	    client->next - client->appl > client->memory.bytes ||
	    (s64)(client->next - client->looked) < 0)
		return;
	for (position = client->appl; position != end; position += sizeof(u32)) {
		u32 word = client->memory.words[client_index(client, position)];

		if ((s64)(position - card.plan.base) >= 0)
			check(word == memory_stamp(position), "a wrong sample is captured at %lld",
			      (long long)(position - card.plan.base));
	}
}

/**
 * client_poison() - overwrite what the client has taken back, which must not be played
 * @client: the client
 * @from: stream position of the first byte
 * @to: stream position behind the last one
 */
void client_poison(struct client *client, u64 from, u64 to)
{
	if (client->stream->capture || truth_looped(client))
		return;
	for (; from != to; from += sizeof(u32))
		client->memory.words[client_index(client, from)] = MEMORY_POISON;
}
