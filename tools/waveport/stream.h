/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of a stream of the driver, from its file in debugfs.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>
#include <stdint.h>

struct card;
struct pcm;

/* Positions and sizes are in bytes. What is open holds only while the stream is open. */
struct stream {
	char *engine;
	unsigned int pin;
	char *state;
	char *supply;
	bool open;
	uint32_t rate;			/* of the last client, as the next field and the counters */
	uint32_t frame_bytes;
	uint32_t buffer_bytes;
	uint32_t packet_bytes;
	bool wakeups;
	uint64_t committed;
	uint64_t acquired;
	uint64_t released;
	uint64_t position;
	unsigned int mappings;		/* acquired, and neither released nor revoked */
	uint64_t next_tag;		/* number of mappings since the card was made */
	uint64_t interrupts;
	uint64_t notifications;
	uint64_t commits;
	uint64_t revokes;
	uint64_t refusals;
	uint64_t starvations;
};

/* Reads the file of a PCM device. Returns false with errno if it cannot be read. */
bool stream_read(struct stream *stream, const struct card *card, const struct pcm *pcm);

void stream_parse(struct stream *stream, const char *text);
void stream_free(struct stream *stream);

/* Returns the duration of so many bytes in milliseconds, or 0 if the format is not known. */
double stream_ms(const struct stream *stream, uint64_t bytes);

#endif /* STREAM_H */
