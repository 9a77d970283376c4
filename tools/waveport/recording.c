// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recording of the tracepoints, by libtracefs, in a buffer of its own that nobody else disturbs.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "command.h"
#include "memory.h"
#include "recording.h"

#define SYSTEM		"snd_waveport"
#define IRQ		"irq_handler_entry"
/* For each processor: a second at the smallest periods takes some 200 KiB. */
#define BUFFER_KIB	8192

struct recording {
	struct tracefs_instance *instance;
	struct tep_handle *formats;
	struct events *events;
};

static const char *const names[EVENT_KINDS] = {
	[EVENT_GET] = "waveport_get",
	[EVENT_PUBLISH] = "waveport_publish",
	[EVENT_RELEASE] = "waveport_release",
	[EVENT_REVOKE] = "waveport_revoke",
	[EVENT_STATE] = "waveport_state",
	[EVENT_SUPPLY] = "waveport_supply",
	[EVENT_COMMIT] = "waveport_commit",
	[EVENT_NOTIFY] = "waveport_notify",
	[EVENT_INTERRUPT] = IRQ,
};

static void recording_free(struct recording *recording)
{
	tep_free(recording->formats);
	if (recording->instance) {
		tracefs_instance_destroy(recording->instance);
		tracefs_instance_free(recording->instance);
	}
	free(recording);
}

static bool recording_enable(struct recording *recording)
{
	struct tracefs_instance *instance = recording->instance;

	if (tracefs_event_enable(instance, SYSTEM, NULL)) {
		complain(0, "the kernel has no tracepoints of waveport: is its module loaded? "
			    "\"waveport doctor\" looks for the reason");
		return false;
	}
	/* the clock that is the same on all processors */
	if (tracefs_instance_file_write(instance, "trace_clock", "mono") < 0 ||
	    tracefs_event_file_write(instance, "irq", IRQ, "filter",
				     "name ~ \"snd_waveport*\"") < 0 ||
	    tracefs_event_enable(instance, "irq", IRQ)) {
		complain(errno, "cannot set up the recording of interrupts in tracefs");
		return false;
	}
	if (tracefs_instance_set_buffer_size(instance, BUFFER_KIB, -1)) {
		complain(errno, "cannot get buffers of %u KiB for the recording", BUFFER_KIB);
		return false;
	}
	return true;
}

static bool recording_open(struct recording *recording)
{
	static const char *const systems[] = { SYSTEM, "irq", NULL };
	const char *path;
	char *name;

	if (tracefs_tracing_dir_is_mounted(true, &path) < 0) {
		complain(errno, "tracefs is not there, and to mount it needs root and a kernel "
			 "with CONFIG_TRACING: sudo waveport trace");
		return false;
	}
	name = memory_text("waveport-%d", getpid());
	recording->instance = tracefs_instance_create(name);
	free(name);
	if (!recording->instance) {
		complain(errno, "cannot record in %s, which needs root: sudo waveport trace", path);
		return false;
	}
	recording->formats = tracefs_local_events_system(NULL, systems);
	if (recording->formats)
		return true;
	complain(errno, "cannot read the formats of the tracepoints in %s/events", path);
	return false;
}

struct recording *recording_start(void)
{
	struct recording *recording = memory_zeroed(sizeof(*recording));

	tracefs_set_loglevel(TEP_LOG_CRITICAL);
	tep_set_loglevel(TEP_LOG_CRITICAL);
	if (recording_open(recording) && recording_enable(recording) &&
	    !tracefs_trace_on(recording->instance))
		return recording;
	recording_free(recording);
	return NULL;
}

/* Returns a field, or 0 if the event has none of that name. */
static int64_t recording_field(struct tep_event *format, struct tep_record *record,
			       const char *name)
{
	struct tep_format_field *field = tep_find_field(format, name);
	unsigned long long value;

	if (!field || tep_read_number_field(field, record->data, &value))
		return 0;
	if (field->flags & TEP_FIELD_IS_SIGNED && field->size == 4)
		return (int32_t)value;
	return value;
}

static int64_t recording_first_field(struct tep_event *format, struct tep_record *record,
				     const char *one, const char *other)
{
	return recording_field(format, record, tep_find_field(format, one) ? one : other);
}

static void recording_decode(struct event *event, struct tep_event *format,
			     struct tep_record *record)
{
	*event = (struct event){
		.ns = record->ts,
		.kind = event->kind,
		.card = recording_field(format, record, "card"),
		.device = recording_field(format, record, "device"),
		.pin = recording_field(format, record, "pin"),
		.tag = recording_first_field(format, record, "tag", "first"),
		.last = recording_field(format, record, "last"),
		.position = recording_first_field(format, record, "position", "end"),
		.bytes = recording_field(format, record, "bytes"),
		.from = recording_first_field(format, record, "from", "idle"),
		.to = recording_first_field(format, record, "to", "border"),
		.result = recording_first_field(format, record, "err", "revoked"),
		.irq = recording_field(format, record, "irq"),
	};
}

static int recording_take(struct tep_event *format, struct tep_record *record, int cpu, void *data)
{
	struct recording *recording = data;
	struct event event;
	unsigned int kind;

	(void)cpu;
	for (kind = 0; kind < EVENT_KINDS; kind++) {
		if (strcmp(format->name, names[kind]))
			continue;
		event.kind = kind;
		recording_decode(&event, format, record);
		events_add(recording->events, &event);
	}
	return 0;
}

/* A line of the file is "overrun: N". */
static uint64_t recording_lost(struct recording *recording)
{
	long cpu, cpus = sysconf(_SC_NPROCESSORS_CONF);
	uint64_t lost = 0;

	for (cpu = 0; cpu < cpus; cpu++) {
		char *file = memory_text("per_cpu/cpu%ld/stats", cpu);
		char *text = tracefs_instance_file_read(recording->instance, file, NULL);
		const char *line = text ? strstr(text, "overrun: ") : NULL;

		if (line)
			lost += strtoull(line + strlen("overrun: "), NULL, 10);
		free(text);
		free(file);
	}
	return lost;
}

bool recording_finish(struct recording *recording, struct events *events)
{
	int err;

	tracefs_trace_off(recording->instance);
	tracefs_event_disable(recording->instance, NULL, NULL);
	recording->events = events;
	events->lost = recording_lost(recording);
	err = tracefs_iterate_raw_events(recording->formats, recording->instance, NULL, 0,
					 recording_take, recording);
	if (err)
		complain(errno, "cannot read what was recorded");
	recording_free(recording);
	return !err;
}
