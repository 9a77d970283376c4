// SPDX-License-Identifier: GPL-2.0-only
/*
 * The port of a card: its streams, one for each engine and transport, and their lifetime.
 *
 * A miniport creates the port after snd_card_new() and before snd_card_register(). From then on
 * the card owns it: ALSA frees it with the card, after the PCM devices, and so after the last
 * client has closed.
 */

#include <linux/module.h>
#include <linux/slab.h>
#include <sound/core.h>

#include "internal.h"

static const struct waveport_transport *const waveport_transports[WAVEPORT_TRANSPORTS] = {
	[WAVEPORT_QUEUE] = &waveport_transport_queue,
	[WAVEPORT_CYCLIC] = &waveport_transport_cyclic,
};

/* What the port calls for an engine that only loops. */
static const struct waveport_miniport_ops *const waveport_loop_methods[WAVEPORT_TRANSPORTS] = {
	[WAVEPORT_QUEUE] = &waveport_bounce_ops,
	[WAVEPORT_CYCLIC] = &waveport_loop_ops,
};

static void waveport_destroy(struct waveport *port)
{
	kfree(port->owners);
	kfree(port->streams);
	kfree(port->pins);
	kfree(port);
}

static int waveport_dev_free(struct snd_device *device)
{
	struct waveport *port = device->device_data;

	waveport_debugfs_remove(port);
	waveport_destroy(port);
	return 0;
}

static const struct snd_device_ops waveport_dev_ops = {
	.dev_free = waveport_dev_free,
};

/*
 * Called before the PCM devices are disconnected, because ALSA disconnects in reverse order.
 *
 * Context: Takes open_lock, and the stream lock inside it.
 */
static int waveport_dev_disconnect(struct snd_device *device)
{
	struct waveport *port = device->device_data;
	unsigned int i;

	mutex_lock(&port->open_lock);
	for (i = 0; i < port->pin_count; i++) {
		if (port->owners[i] && port->owners[i]->substream)
			waveport_alsa_disconnect(port->owners[i]);
	}
	mutex_unlock(&port->open_lock);
	return 0;
}

static const struct snd_device_ops waveport_disconnect_ops = {
	.dev_disconnect = waveport_dev_disconnect,
};

static struct waveport *waveport_alloc(const struct waveport_pin *pins, unsigned int count)
{
	struct waveport *port = kzalloc(sizeof(*port), GFP_KERNEL);

	if (!port)
		return NULL;

	mutex_init(&port->open_lock);
	port->pin_count = count;
	port->pins = kmemdup(pins, array_size(count, sizeof(*pins)), GFP_KERNEL);
	port->streams = kcalloc(count, WAVEPORT_TRANSPORTS * sizeof(*port->streams), GFP_KERNEL);
	port->owners = kcalloc(count, sizeof(*port->owners), GFP_KERNEL);
	if (port->pins && port->streams && port->owners)
		return port;

	waveport_destroy(port);
	return NULL;
}

static void waveport_init_streams(struct waveport *port)
{
	unsigned int device, i;

	for (device = 0; device < WAVEPORT_TRANSPORTS; device++) {
		for (i = 0; i < port->pin_count; i++) {
			struct waveport_stream *stream =
				&port->streams[device * port->pin_count + i];

			stream->port = port;
			stream->pin = &port->pins[i];
			stream->capture = port->pins[i].capture;
			stream->transport = waveport_transports[device];
			stream->number = -1;
			stream->ops = port->ops;
			waveport_hwptr_init(stream);
			waveport_alarm_init(stream);
			waveport_watch_init(stream);
			port->ops->get_allocator_framing(stream, &stream->framing);
			if (!(stream->framing.flags & WAVEPORT_FRAMING_LIST))
				stream->ops = waveport_loop_methods[device];
		}
	}
}

/* Create the PCM devices of the n-th playback and the n-th capture pin, for each n with a pin. */
static int waveport_create_devices(struct waveport *port)
{
	unsigned int i, pair, pairs = 0;
	int number = 0;
	int err;

	for (i = 0; i < port->pin_count; i++)
		pairs += 1 + port->pins[i].skip;
	for (pair = 0; pair < pairs; pair++, number += WAVEPORT_TRANSPORTS) {
		if (!waveport_stream_find(port, WAVEPORT_CYCLIC, false, pair) &&
		    !waveport_stream_find(port, WAVEPORT_CYCLIC, true, pair))
			continue;
		err = waveport_device_create(port, &waveport_transport_queue, pair, number);
		if (err)
			return err;
		err = waveport_device_create(port, &waveport_transport_cyclic, pair, number + 1);
		if (err)
			return err;
	}
	return 0;
}

/**
 * waveport_create() - create the port of a card and its PCM devices
 * @card: not yet registered; owns the port from now on
 * @dev: device for DMA
 * @ops: methods of the miniport; must live as long as the card
 * @pins: the engines, copied; the n-th of each direction share the PCM devices 2n (queue) and
 *	2n + 1 (cyclic), where each pair that a pin skips counts as one
 * @count: number of @pins, at least 1
 * @port: set to the port; may be NULL
 *
 * The counterpart of PcRegisterSubdevice for a WavePci and a WaveRT port over one miniport.
 *
 * Context: May sleep.
 * Return: 0; -ENOMEM; -EINVAL without pins; an error of snd_pcm_new() or of the other functions
 *	that create PCM devices. On an error the card still owns what was created, and frees it.
 */
int waveport_create(struct snd_card *card, struct device *dev,
		    const struct waveport_miniport_ops *ops, const struct waveport_pin *pins,
		    unsigned int count, struct waveport **port)
{
	struct waveport *new;
	int err;

	if (!count)
		return -EINVAL;
	new = waveport_alloc(pins, count);
	if (!new)
		return -ENOMEM;

	new->card = card;
	new->dev = dev;
	new->ops = ops;
	err = snd_device_new(card, SNDRV_DEV_LOWLEVEL, new, &waveport_dev_ops);
	if (err) {
		waveport_destroy(new);
		return err;
	}

	waveport_init_streams(new);
	err = waveport_create_devices(new);
	if (!err)
		err = snd_device_new(card, SNDRV_DEV_PCM, new, &waveport_disconnect_ops);
	if (err)
		return err;
	waveport_debugfs_add(new);
	if (port)
		*port = new;
	return 0;
}
EXPORT_SYMBOL_GPL(waveport_create);

static int __init waveport_init(void)
{
	waveport_debugfs_init();
	return 0;
}
module_init(waveport_init);

static void __exit waveport_exit(void)
{
	waveport_debugfs_exit();
}
module_exit(waveport_exit);

MODULE_DESCRIPTION("waveport: PCM devices in the two wave models, mapping queue and cyclic buffer");
MODULE_AUTHOR("The waveport developers");
MODULE_VERSION(WAVEPORT_VERSION);
MODULE_LICENSE("GPL");
