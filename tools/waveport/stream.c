// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of a stream of the driver, from its file in debugfs.
 */

#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "fields.h"
#include "memory.h"
#include "stream.h"
#include "tree.h"

static char *stream_text(const char *text, const char *name)
{
	char *value = fields_text(text, name);

	return value ? value : memory_text("%s", "");
}

static void stream_parse_positions(struct stream *stream, const char *text)
{
	stream->committed = fields_number(text, "committed");
	stream->acquired = fields_number(text, "acquired");
	stream->released = fields_number(text, "released");
	stream->position = fields_number(text, "position");
	stream->mappings = fields_number(text, "mappings");
}

static void stream_parse_counters(struct stream *stream, const char *text)
{
	stream->next_tag = fields_number(text, "next_tag");
	stream->interrupts = fields_number(text, "interrupts");
	stream->notifications = fields_number(text, "notifications");
	stream->commits = fields_number(text, "commits");
	stream->revokes = fields_number(text, "revokes");
	stream->refusals = fields_number(text, "refusals");
	stream->starvations = fields_number(text, "starvations");
}

void stream_parse(struct stream *stream, const char *text)
{
	stream->engine = stream_text(text, "engine");
	stream->pin = fields_number(text, "pin");
	stream->state = stream_text(text, "state");
	stream->supply = stream_text(text, "supply");
	stream->open = strcmp(stream->state, "closed");
	stream->rate = fields_number(text, "rate");
	stream->frame_bytes = fields_number(text, "frame_bytes");
	stream->buffer_bytes = fields_number(text, "buffer_bytes");
	stream->packet_bytes = fields_number(text, "packet_bytes");
	stream->wakeups = fields_number(text, "wakeups");
	stream_parse_positions(stream, text);
	stream_parse_counters(stream, text);
}

bool stream_read(struct stream *stream, const struct card *card, const struct pcm *pcm)
{
	char *text = tree_read("sys/kernel/debug/snd_waveport/card%u/pcm%u%c0", card->number,
			       pcm->device, pcm->capture ? 'c' : 'p');

	if (!text)
		return false;
	stream_parse(stream, text);
	free(text);
	return true;
}

void stream_free(struct stream *stream)
{
	free(stream->engine);
	free(stream->state);
	free(stream->supply);
}

double stream_ms(const struct stream *stream, uint64_t bytes)
{
	double second = (double)stream->rate * stream->frame_bytes;

	return second > 0 ? 1000.0 * bytes / second : 0;
}
