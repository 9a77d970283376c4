// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pins: the directions of the codecs' PCMs, which the port makes PCM devices of.
 *
 * A pin is made when the driver of its codec is bound before the card is there, and lives as long
 * as the card. The PCM of the codec's driver goes when that driver is unbound, and another comes
 * when it is bound again. In between the pin is unbound: its devices stay, and cannot be opened.
 *
 * A PCM of the codec is given the queue device, because drivers of codecs skip a PCM without one,
 * and snd-hda-codec refuses to reconfigure a codec while it is open. It is taken away before
 * snd-hda-codec can free it, and before ALSA does.
 *
 * Locking: pin_lock protects the states of the pins, and is held while the codec's driver is
 * called for a client, so that it cannot go meanwhile. Nothing of the port is called under it.
 */

#include <linux/pci.h>
#include <linux/slab.h>
#include <sound/core.h>
#include <sound/pcm_params.h>

#include "hda.h"
#include "compat.h"

#define HDA_FORMATS	(SNDRV_PCM_FMTBIT_S16_LE | SNDRV_PCM_FMTBIT_S32_LE)

static struct hda_pcm_stream *hda_pin_info(const struct hda_pin *pin)
{
	return &pin->pcm->stream[pin->capture];
}

/*
 * Give a PCM a number, as get_empty_pcm_device() of snd-hda-codec does: alsa-lib's HDA-Intel.conf
 * looks for S/PDIF and HDMI there. Those without a fixed number left get one from 10 on.
 */
static int hda_pin_take_number(struct hda_chip *chip, unsigned int type)
{
	static const u32 fixed[HDA_PCM_NTYPES] = {
		[HDA_PCM_TYPE_AUDIO] = BIT(0) | BIT(2) | BIT(4) | BIT(5),
		[HDA_PCM_TYPE_SPDIF] = BIT(1),
		[HDA_PCM_TYPE_HDMI] = BIT(3) | BIT(7) | BIT(8) | BIT(9),
		[HDA_PCM_TYPE_MODEM] = BIT(6),
	};
	u32 possible;
	int number;

	if (type >= HDA_PCM_NTYPES)
		return -EINVAL;
	possible = (fixed[type] | GENMASK(WAVEPORT_CYCLIC_OFFSET - 1, 10)) & ~chip->numbers;
	if (!possible)
		return -ENOSPC;
	number = __ffs(possible);
	chip->numbers |= BIT(number);
	return number;
}

/* Make the pin of one direction of a PCM. */
static int hda_pin_add(struct hda_chip *chip, struct hda_codec *codec, struct hda_pcm *pcm,
		       bool capture)
{
	struct hda_pin *pin;

	if (!pcm->stream[capture].substreams)
		return 0;
	if (chip->pin_count == HDA_PINS_MAX)
		return -ENOSPC;
	pin = &chip->pins[chip->pin_count++];
	pin->chip = chip;
	pin->codec = codec;
	strscpy(pin->name, pcm->name, sizeof(pin->name));
	pin->capture = capture;
	pin->device = pcm->device;
	pin->pcm = pcm;
	pin->state = HDA_PIN_CLOSED;
	return 0;
}

/* The codec's driver names controls by the number of the PCM device, so it is set before them. */
static int hda_pins_add(struct hda_chip *chip, struct hda_codec *codec, struct hda_pcm *pcm)
{
	int number = hda_pin_take_number(chip, pcm->pcm_type);
	int err;

	if (number < 0)
		return number;
	pcm->device = number;
	err = hda_pin_add(chip, codec, pcm, false);
	return err ?: hda_pin_add(chip, codec, pcm, true);
}

/* Find the pin that had this direction of a PCM before the codec's driver was unbound. */
static struct hda_pin *hda_pin_find(struct hda_chip *chip, const struct hda_codec *codec,
				    const struct hda_pcm *pcm, bool capture)
{
	unsigned int i;

	for (i = 0; i < chip->pin_count; i++) {
		struct hda_pin *pin = &chip->pins[i];

		if (pin->codec == codec && pin->state == HDA_PIN_UNBOUND &&
		    pin->capture == capture && !strcmp(pin->name, pcm->name))
			return pin;
	}
	return NULL;
}

/* Give a direction of a PCM the pin that it had. Returns whether there is one, if it needs one. */
static bool hda_pin_rebind(struct hda_chip *chip, struct hda_codec *codec, struct hda_pcm *pcm,
			   bool capture)
{
	struct hda_pin *pin;

	if (!pcm->stream[capture].substreams)
		return true;
	pin = hda_pin_find(chip, codec, pcm, capture);
	if (!pin)
		return false;
	pin->pcm = pcm;
	pin->state = HDA_PIN_CLOSED;
	pcm->device = pin->device;
	return true;
}

/* The port makes no devices once the card is there. */
static void hda_pins_rebind(struct hda_chip *chip, struct hda_codec *codec, struct hda_pcm *pcm)
{
	bool playback = hda_pin_rebind(chip, codec, pcm, false);
	bool capture = hda_pin_rebind(chip, codec, pcm, true);

	if (!playback || !capture)
		dev_warn(&chip->pci->dev,
			 "codec %u: \"%s\" is new, it has no device until the controller is bound anew\n",
			 codec->addr, pcm->name);
}

/**
 * hda_pins_bind() - give the PCMs of a codec their pins
 * @chip: the controller
 * @codec: the codec, whose driver has found its PCMs
 *
 * Before the card is there the pins are made, afterwards each PCM gets those that it had.
 *
 * Context: May sleep. Takes pin_lock.
 * Return: 0, -ENOSPC if there are too many, or -EINVAL if a PCM is of no known type.
 */
int hda_pins_bind(struct hda_chip *chip, struct hda_codec *codec)
{
	struct hda_pcm *pcm;
	int err = 0;

	mutex_lock(&chip->pin_lock);
	list_for_each_entry(pcm, &codec->pcm_list_head, list) {
		pcm->device = SNDRV_PCM_INVALID_DEVICE;
		if (!pcm->stream[0].substreams && !pcm->stream[1].substreams)
			continue;
		if (chip->port)
			hda_pins_rebind(chip, codec, pcm);
		else
			err = hda_pins_add(chip, codec, pcm);
		if (err)
			break;
	}
	mutex_unlock(&chip->pin_lock);
	return err;
}

/**
 * hda_pcm_device() - get a PCM device of a codec's PCM
 * @chip: the controller
 * @pcm: the PCM
 * @offset: 0 for the queue device, WAVEPORT_CYCLIC_OFFSET for the cyclic one
 *
 * Context: May sleep.
 * Return: the device, or NULL if the PCM has none or the devices have gone.
 */
struct snd_pcm *hda_pcm_device(struct hda_chip *chip, const struct hda_pcm *pcm,
			       unsigned int offset)
{
	if (!chip->port || pcm->device == SNDRV_PCM_INVALID_DEVICE)
		return NULL;
	return waveport_pcm(chip->port, pcm->device + offset);
}

/**
 * hda_pins_connect() - give the PCMs of a codec their queue devices
 * @chip: the controller, with its port
 * @codec: the codec
 *
 * Context: May sleep.
 */
void hda_pins_connect(struct hda_chip *chip, struct hda_codec *codec)
{
	struct hda_pcm *pcm;

	list_for_each_entry(pcm, &codec->pcm_list_head, list)
		pcm->pcm = hda_pcm_device(chip, pcm, 0);
}

static void hda_pin_disconnect(struct hda_pin *pin)
{
	struct hda_chip *chip = pin->chip;

	if (chip->port)
		waveport_disconnect_pin(chip->port, pin);
	hda_maps_remove(chip, pin);
	pin->pcm->pcm = NULL;
}

/* Have the codec's driver close a pin. */
static void hda_pin_shut(struct hda_pin *pin)
{
	struct hda_pcm_stream *info = hda_pin_info(pin);

	snd_hda_codec_cleanup(pin->codec, info, &pin->substream);
	if (info->ops.close)
		info->ops.close(info, pin->codec, &pin->substream);
	kfree(pin->runtime.hw_constraints.rules);
	snd_hda_power_down(pin->codec);
}

/**
 * hda_pins_unbind() - take the pins of a codec away from its PCMs
 * @chip: the controller
 * @codec: the codec, whose driver is about to be unbound
 *
 * A client that has one open has a stream that is disconnected; it need not close it before the
 * driver goes.
 *
 * Context: May sleep. Takes pin_lock, and locks of the port after that was released.
 */
void hda_pins_unbind(struct hda_chip *chip, struct hda_codec *codec)
{
	unsigned int i;

	mutex_lock(&chip->pin_lock);
	for (i = 0; i < chip->pin_count; i++) {
		struct hda_pin *pin = &chip->pins[i];

		if (pin->codec != codec)
			continue;
		if (pin->state == HDA_PIN_OPEN)
			hda_pin_shut(pin);
		pin->state = HDA_PIN_UNBOUND;
	}
	mutex_unlock(&chip->pin_lock);
	for (i = 0; i < chip->pin_count; i++) {
		struct hda_pin *pin = &chip->pins[i];

		if (pin->codec != codec || !pin->pcm)
			continue;
		hda_pin_disconnect(pin);
		pin->pcm = NULL;
	}
}

/**
 * hda_pins_forget_devices() - take the PCM devices away from the codecs' PCMs, because they go
 * @chip: the controller
 *
 * Context: May sleep.
 */
void hda_pins_forget_devices(struct hda_chip *chip)
{
	unsigned int i;

	for (i = 0; i < chip->pin_count; i++) {
		if (chip->pins[i].pcm)
			chip->pins[i].pcm->pcm = NULL;
	}
	chip->port = NULL;
}

/* What the codec's driver may narrow at open: HDMI asks the display. */
static void hda_pin_describe(struct hda_pin *pin)
{
	const struct hda_pcm_stream *info = hda_pin_info(pin);
	struct snd_pcm_runtime *runtime = &pin->runtime;

	memset(runtime, 0, sizeof(*runtime));
	memset(&pin->substream, 0, sizeof(pin->substream));
	pin->substream.runtime = runtime;
	pin->substream.stream = pin->capture ? SNDRV_PCM_STREAM_CAPTURE :
					       SNDRV_PCM_STREAM_PLAYBACK;
	runtime->private_data = &pin->engine->core;
	runtime->hw.channels_min = info->channels_min;
	runtime->hw.channels_max = info->channels_max;
	runtime->hw.formats = info->formats;
	runtime->hw.rates = info->rates;
}

static int hda_pin_open_locked(struct hda_pin *pin)
{
	struct hda_pcm_stream *info;
	int err = 0;

	if (pin->state != HDA_PIN_CLOSED)
		return -ENODEV;
	info = hda_pin_info(pin);
	hda_pin_describe(pin);
	snd_hda_power_up(pin->codec);
	if (info->ops.open)
		err = info->ops.open(info, pin->codec, &pin->substream);
	if (err < 0) {
		kfree(pin->runtime.hw_constraints.rules);
		snd_hda_power_down(pin->codec);
		return err;
	}
	pin->state = HDA_PIN_OPEN;
	return 0;
}

/**
 * hda_pin_open() - open a PCM of a codec
 * @pin: the pin, with its engine
 *
 * Context: May sleep. Takes pin_lock.
 * Return: 0 or the error of the codec's driver, -ENODEV if it is unbound.
 */
int hda_pin_open(struct hda_pin *pin)
{
	int err;

	mutex_lock(&pin->chip->pin_lock);
	err = hda_pin_open_locked(pin);
	mutex_unlock(&pin->chip->pin_lock);
	return err;
}

/**
 * hda_pin_close() - close what hda_pin_open() has opened
 * @pin: the pin; its codec may have been unbound meanwhile
 *
 * Context: May sleep. Takes pin_lock.
 */
void hda_pin_close(struct hda_pin *pin)
{
	mutex_lock(&pin->chip->pin_lock);
	if (pin->state == HDA_PIN_OPEN) {
		hda_pin_shut(pin);
		pin->state = HDA_PIN_CLOSED;
	}
	mutex_unlock(&pin->chip->pin_lock);
}

/**
 * hda_pin_get_framing() - tell which formats a pin can carry
 * @pin: the pin; before a client has opened it, what the codec's driver has found in the codec
 * @framing: its members that depend on the codec are filled in; an unbound pin has no format
 *
 * Context: May sleep. Takes pin_lock.
 */
void hda_pin_get_framing(struct hda_pin *pin, struct waveport_framing *framing)
{
	const struct snd_pcm_hardware *hw = &pin->runtime.hw;

	mutex_lock(&pin->chip->pin_lock);
	if (pin->state == HDA_PIN_CLOSED)
		hda_pin_describe(pin);
	if (pin->state != HDA_PIN_UNBOUND) {
		framing->formats = hw->formats & HDA_FORMATS;
		framing->rates = hw->rates;
		framing->channels_min = hw->channels_min;
		framing->channels_max = hw->channels_max;
		framing->channels_step = hw->channels_min % 2 ? 1 : 2;
		if (framing->formats & SNDRV_PCM_FMTBIT_S32_LE)
			framing->sample_bits = hda_pin_info(pin)->maxbps;
	}
	mutex_unlock(&pin->chip->pin_lock);
}

/* The converter and the engine use the same number of data lines. */
static void hda_pin_set_stripe(struct hda_pin *pin)
{
	struct hdac_stream *core = &pin->engine->core;

	pin->engine->stripe = 0;
	if (core->stripe)
		pin->engine->stripe = snd_hdac_get_stream_stripe_ctl(core->bus, &pin->substream);
}

static int hda_pin_set_format_locked(struct hda_pin *pin, const struct waveport_format *format)
{
	snd_pcm_format_t pcm_format = format->frame_bytes / format->channels == 2 ?
				      SNDRV_PCM_FORMAT_S16_LE : SNDRV_PCM_FORMAT_S32_LE;
	struct hdac_stream *core = &pin->engine->core;
	struct hda_pcm_stream *info;
	struct hda_spdif_out *spdif;
	unsigned int value;

	if (pin->state != HDA_PIN_OPEN)
		return -ENODEV;
	info = hda_pin_info(pin);
	spdif = snd_hda_spdif_out_of_nid(pin->codec, info->nid);
	value = hda_compat_stream_format(format->rate, format->channels, pcm_format, info->maxbps,
					 spdif ? spdif->ctls : 0);
	if (!value)
		return -EINVAL;
	core->format_val = value;
	pin->engine->bytes_per_ms = format->rate / 1000 * format->frame_bytes;
	pin->runtime.rate = format->rate;
	pin->runtime.channels = format->channels;
	pin->runtime.format = pcm_format;
	pin->runtime.sample_bits = snd_pcm_format_physical_width(pcm_format);
	hda_pin_set_stripe(pin);
	return snd_hda_codec_prepare(pin->codec, info, core->stream_tag, value, &pin->substream);
}

/**
 * hda_pin_set_format() - have a codec's converter listen to an engine
 * @pin: the pin, open
 * @format: the format
 *
 * Context: May sleep. Takes pin_lock.
 * Return: 0, -EINVAL if the link cannot carry the format, -ENODEV if the codec is unbound, or
 *	the error of the codec's driver.
 */
int hda_pin_set_format(struct hda_pin *pin, const struct waveport_format *format)
{
	int err;

	mutex_lock(&pin->chip->pin_lock);
	err = hda_pin_set_format_locked(pin, format);
	mutex_unlock(&pin->chip->pin_lock);
	return err;
}
