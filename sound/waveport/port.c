// SPDX-License-Identifier: GPL-2.0-only
/*
 * The port of a card: its streams, one for each engine and transport, and their lifetime.
 *
 * A miniport creates the port after snd_card_new() and before snd_card_register(). From then on
 * the card owns it: ALSA frees it with the card, after the PCM devices, and so after the last
 * client has closed.
 */

#include <linux/device.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <sound/core.h>
#include <sound/pcm.h>

#include "internal.h"

/*
 * With fixed minor numbers a card has those of 8 PCM devices; a greater number of a device leads to
 * the minor numbers of the next card (snd_find_free_minor()).
 */
#ifndef CONFIG_SND_DYNAMIC_MINORS
#error "waveport needs a kernel with CONFIG_SND_DYNAMIC_MINORS=y"
#endif

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
			stream->head.engine = port->pins[i].engine;
			stream->capture = port->pins[i].capture;
			stream->transport = waveport_transports[device];
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

/* Tell whether two pins cannot have their devices in common although both have the same number. */
static bool waveport_pins_clash(const struct waveport_pin *one, const struct waveport_pin *other)
{
	return one->device == other->device && one->capture == other->capture;
}

static int waveport_check_number(struct device *dev, const struct waveport_pin *pins,
				 unsigned int index)
{
	const struct waveport_pin *pin = &pins[index];
	unsigned int i;

	if (pin->device >= WAVEPORT_CYCLIC_OFFSET)
		return dev_err_probe(dev, -EINVAL, "%s cannot be PCM device %u\n", pin->name,
				     pin->device);
	for (i = 0; i < index; i++) {
		if (waveport_pins_clash(&pins[i], pin))
			return dev_err_probe(dev, -EINVAL, "%s and %s are both PCM device %u\n",
					     pins[i].name, pin->name, pin->device);
	}
	return 0;
}

/* Create the PCM devices of a transport, in the order of their numbers. */
static int waveport_create_devices(struct waveport *port,
				   const struct waveport_transport *transport)
{
	unsigned int device;
	int err;

	for (device = 0; device < WAVEPORT_CYCLIC_OFFSET; device++) {
		if (!waveport_stream_find(port, transport->id, false, device) &&
		    !waveport_stream_find(port, transport->id, true, device))
			continue;
		err = waveport_device_create(port, transport, device);
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
 * @pins: the engines, copied. Each has two PCM devices, of which a pin of the other direction with
 *	the same number has a part: the queue with this number, and the cyclic device with
 *	WAVEPORT_CYCLIC_OFFSET more
 * @count: number of @pins, at least 1
 * @port: set to the port; may be NULL
 *
 * The counterpart of PcRegisterSubdevice for a WavePci and a WaveRT port over one miniport.
 *
 * Context: May sleep.
 * Return: 0; -ENOMEM; -EINVAL without pins, or with a message if two pins of a direction have the
 *	same number or one has none that is possible; an error of snd_pcm_new() or of the other
 *	functions that create PCM devices. On an error the card still owns what was created, and
 *	frees it.
 */
int waveport_create(struct snd_card *card, struct device *dev,
		    const struct waveport_miniport_ops *ops, const struct waveport_pin *pins,
		    unsigned int count, struct waveport **port)
{
	struct waveport *new;
	unsigned int i;
	int err;

	if (!count)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		err = waveport_check_number(dev, pins, i);
		if (err)
			return err;
	}
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
	err = waveport_create_devices(new, &waveport_transport_queue);
	if (!err)
		err = waveport_create_devices(new, &waveport_transport_cyclic);
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

/**
 * waveport_pcm() - get a PCM device of a port
 * @port: the port, while the PCM devices of its card are there
 * @device: its number, with WAVEPORT_CYCLIC_OFFSET for the cyclic device
 *
 * For a miniport that adds controls of its own to the device, or has to give it to a library. It
 * goes through the port for everything else.
 *
 * Context: Any.
 * Return: the device, or NULL if there is none with this number.
 */
struct snd_pcm *waveport_pcm(const struct waveport *port, unsigned int device)
{
	unsigned int i;

	for (i = 0; i < port->pin_count * WAVEPORT_TRANSPORTS; i++) {
		struct snd_pcm *pcm = port->streams[i].pcm;

		if (pcm && pcm->device == device)
			return pcm;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(waveport_pcm);

/**
 * waveport_disconnect_pin() - end the stream of a pin, as the removal of the card does
 * @port: the port
 * @engine: the engine of the pin
 *
 * The client can do nothing but close the stream. Whether the pin can be opened again is up to
 * new_stream. snd_pcm_dev_disconnect() does the same for a PCM device with all its streams.
 *
 * Context: May sleep. Takes open_lock, and the stream lock inside it.
 */
void waveport_disconnect_pin(struct waveport *port, const void *engine)
{
	unsigned int i;

	mutex_lock(&port->open_lock);
	for (i = 0; i < port->pin_count; i++) {
		if (port->pins[i].engine == engine && port->owners[i] &&
		    port->owners[i]->substream)
			waveport_alsa_disconnect(port->owners[i]);
	}
	mutex_unlock(&port->open_lock);
}
EXPORT_SYMBOL_GPL(waveport_disconnect_pin);

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
