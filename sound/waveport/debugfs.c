// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of the streams in debugfs: /sys/kernel/debug/snd_waveport/cardN/, one file for each.
 */

#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "internal.h"

static struct dentry *waveport_debugfs_root;

static const char *const waveport_state_names[] = {
	[WAVEPORT_STOP] = "stop",
	[WAVEPORT_ACQUIRE] = "acquire",
	[WAVEPORT_PAUSE] = "pause",
	[WAVEPORT_RUN] = "run",
};

static const char *const waveport_supply_names[] = {
	[WAVEPORT_SUPPLY_NONE] = "none",
	[WAVEPORT_SUPPLY_STARTED] = "started",
	[WAVEPORT_SUPPLY_FED] = "fed",
	[WAVEPORT_SUPPLY_STARVED] = "starved",
	[WAVEPORT_SUPPLY_LOOPED] = "looped",
	[WAVEPORT_SUPPLY_DRAINING] = "draining",
};

/* Context: Stream locked. */
static void waveport_show_open(struct seq_file *file, struct waveport_stream *stream)
{
	const struct waveport_queue *queue = &stream->queue;

	seq_printf(file, "state: %s\n", waveport_state_names[stream->state]);
	seq_printf(file, "buffer_bytes: %u\n", stream->buffer_bytes);
	seq_printf(file, "packet_bytes: %u\n", stream->packet_bytes);
	seq_printf(file, "wakeups: %u\n", stream->wakeups);
	seq_printf(file, "supply: %s\n", waveport_supply_names[stream->supply]);
	seq_printf(file, "committed: %llu\n", queue->committed);
	seq_printf(file, "acquired: %llu\n", queue->acquired);
	seq_printf(file, "released: %llu\n", queue->released);
	seq_printf(file, "mappings: %u\n", queue->count);
	seq_printf(file, "position: %llu\n", stream->position);
	seq_printf(file, "reported: %llu\n", stream->reported);
}

/* Context: Takes open_lock, and the stream lock inside it. */
static int waveport_stream_show(struct seq_file *file, void *unused)
{
	struct waveport_stream *stream = file->private;
	struct waveport *port = stream->port;
	unsigned int pin = stream->pin - port->pins;
	const struct waveport_counters *counters = &stream->counters;

	seq_printf(file, "engine: %s\n", stream->pin->name);
	seq_printf(file, "pin: %u\n", pin);
	mutex_lock(&port->open_lock);
	if (port->owners[pin] == stream && stream->substream) {
		snd_pcm_stream_lock_irq(stream->substream);
		waveport_show_open(file, stream);
		snd_pcm_stream_unlock_irq(stream->substream);
	} else {
		seq_puts(file, "state: closed\n");
	}
	mutex_unlock(&port->open_lock);

	seq_printf(file, "rate: %u\n", stream->format.rate);
	seq_printf(file, "frame_bytes: %u\n", stream->format.frame_bytes);
	seq_printf(file, "next_tag: %llu\n", stream->queue.next_tag);
	seq_printf(file, "interrupts: %llu\n", counters->interrupts);
	seq_printf(file, "alarms: %llu\n", counters->alarms);
	seq_printf(file, "notifications: %llu\n", counters->notifications);
	seq_printf(file, "commits: %llu\n", counters->commits);
	seq_printf(file, "revokes: %llu\n", counters->revokes);
	seq_printf(file, "refusals: %llu\n", counters->refusals);
	seq_printf(file, "starvations: %llu\n", counters->starvations);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(waveport_stream);

/**
 * waveport_debugfs_init() - create the directory of the module
 */
void waveport_debugfs_init(void)
{
	waveport_debugfs_root = debugfs_create_dir("snd_waveport", NULL);
}

/**
 * waveport_debugfs_exit() - remove the directory of the module
 *
 * Context: May sleep. No card exists any more.
 */
void waveport_debugfs_exit(void)
{
	debugfs_remove(waveport_debugfs_root);
}

/**
 * waveport_debugfs_add() - create the directory of a card and the files of its streams
 * @port: the port
 *
 * Errors are ignored, as with debugfs in general: the card works without its files.
 *
 * Context: May sleep.
 */
void waveport_debugfs_add(struct waveport *port)
{
	unsigned int i;
	char name[32];

	snprintf(name, sizeof(name), "card%d", port->card->number);
	port->debugfs = debugfs_create_dir(name, waveport_debugfs_root);
	for (i = 0; i < WAVEPORT_TRANSPORTS * port->pin_count; i++) {
		struct waveport_stream *stream = &port->streams[i];

		if (!stream->pcm)
			continue;
		snprintf(name, sizeof(name), "pcm%d%c0", stream->pcm->device,
			 stream->capture ? 'c' : 'p');
		debugfs_create_file(name, 0444, port->debugfs, stream, &waveport_stream_fops);
	}
}

/**
 * waveport_debugfs_remove() - remove the directory of a card
 * @port: the port
 *
 * Context: May sleep.
 */
void waveport_debugfs_remove(struct waveport *port)
{
	debugfs_remove(port->debugfs);
}
