// SPDX-License-Identifier: GPL-2.0-only
/*
 * The link and the registers of the controller, by the kernel's library snd-hda-core.
 *
 * Lifetime: hda_bus_create() during the probe, hda_bus_free() when the card is freed, after its
 * codecs. In between the controller runs from hda_bus_start() to hda_bus_stop(), which a suspend
 * calls too.
 */

#include <linux/dma-mapping.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <sound/core.h>

#include "hda.h"
#include "compat.h"

#define HDA_BAR			0
#define HDA_TCSEL		0x44
#define HDA_TCSEL_MASK		0x07
#define HDA_STREAM_TAGS		15
/* What GCAP says of the streams. */
#define HDA_GCAP_CAPTURE(gcap)	(((gcap) >> 8) & 0xf)
#define HDA_GCAP_PLAYBACK(gcap)	(((gcap) >> 12) & 0xf)

/* A controller that was unplugged reads as all ones. It is not waited for again. */
static bool hda_bus_is_gone(struct hda_chip *chip)
{
	if (!chip->gone)
		chip->gone = snd_hdac_chip_readw(&chip->bus.core, GCAP) == U16_MAX;
	return chip->gone;
}

static int hda_bus_command(struct hdac_bus *bus, unsigned int verb)
{
	return hda_chip_of_bus(bus)->gone ? -ENODEV : snd_hdac_bus_send_cmd(bus, verb);
}

/*
 * If no interrupt tells the response, it is polled for from then on.
 *
 * Context: May sleep, for two seconds if there is no response.
 */
static int hda_bus_get_response(struct hdac_bus *bus, unsigned int addr, unsigned int *response)
{
	int err = snd_hdac_bus_get_response(bus, addr, response);

	if (!err || bus->polling_mode)
		return err;
	if (hda_bus_is_gone(hda_chip_of_bus(bus)))
		return -ENODEV;
	dev_warn(bus->dev, "codec %u: no response to verb %#x, polling for it from now on\n", addr,
		 bus->last_cmd[addr]);
	bus->polling_mode = 1;
	return snd_hdac_bus_get_response(bus, addr, response);
}

static const struct hdac_bus_ops hda_bus_ops = {
	.command = hda_bus_command,
	.get_response = hda_bus_get_response,
};

static int hda_bus_init(struct hda_chip *chip)
{
	struct hda_bus *bus = &chip->bus;
	int err;

	err = snd_hdac_bus_init(&bus->core, &chip->pci->dev, &hda_bus_ops);
	if (err)
		return err;
	bus->core.ext_ops = &hda_codec_bus_ops;
	bus->core.use_posbuf = !(chip->model->flags & HDA_MODEL_LPIB);
	chip->positions = bus->core.use_posbuf ? HDA_POSITIONS_UNTRIED : HDA_POSITIONS_LPIB;
	bus->core.snoop = true;
	bus->core.sync_write = true;
	bus->card = chip->card;
	bus->pci = chip->pci;
	bus->mixer_assigned = -1;
	mutex_init(&bus->prepare_mutex);
	return 0;
}

static int hda_bus_set_dma_mask(struct hda_chip *chip, u16 gcap)
{
	struct device *dev = &chip->pci->dev;
	unsigned int bits = 64;

	if (chip->model->flags & HDA_MODEL_40BIT)
		bits = 40;
	if (!(gcap & AZX_GCAP_64OK) || chip->model->flags & HDA_MODEL_NO_64BIT)
		bits = 32;
	dma_set_max_seg_size(dev, UINT_MAX);
	return dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));
}

static int hda_bus_map(struct hda_chip *chip)
{
	struct hdac_bus *bus = &chip->bus.core;
	struct pci_dev *pci = chip->pci;
	void __iomem *registers;
	int err;

	err = pcim_enable_device(pci);
	if (err)
		return dev_err_probe(&pci->dev, err, "cannot enable the PCI device\n");
	registers = compat_iomap_region(pci, HDA_BAR, KBUILD_MODNAME);
	if (IS_ERR(registers))
		return dev_err_probe(&pci->dev, PTR_ERR(registers), "cannot map PCI region %d\n",
				     HDA_BAR);
	bus->addr = pci_resource_start(pci, HDA_BAR);
	bus->remap_addr = registers;
	pci_set_master(pci);
	return 0;
}

/*
 * The engines for capture come first in the registers. A tag has four bits and 0 is none, so with
 * more than 15 engines each direction has its own.
 */
static int hda_bus_make_engines(struct hda_chip *chip, u16 gcap)
{
	unsigned int capture = HDA_GCAP_CAPTURE(gcap), playback = HDA_GCAP_PLAYBACK(gcap);
	struct hdac_bus *bus = &chip->bus.core;
	unsigned int i;

	if (!capture && !playback)
		return dev_err_probe(bus->dev, -ENODEV, "the controller has no streams\n");
	chip->engine_count = capture + playback;
	chip->engines = kcalloc(chip->engine_count, sizeof(*chip->engines), GFP_KERNEL);
	if (!chip->engines)
		return -ENOMEM;
	for (i = 0; i < chip->engine_count; i++) {
		bool is_capture = i < capture;
		unsigned int tag = i + 1;

		if (chip->engine_count > HDA_STREAM_TAGS && !is_capture)
			tag -= capture;
		snd_hdac_stream_init(bus, &chip->engines[i].core, i,
				     is_capture ? SNDRV_PCM_STREAM_CAPTURE :
						  SNDRV_PCM_STREAM_PLAYBACK, tag);
	}
	return snd_hdac_bus_alloc_stream_pages(bus);
}

/**
 * hda_bus_start() - reset the controller and start its link
 * @chip: the controller
 *
 * Interrupts of all engines are enabled once, so that a start accesses no register of others.
 *
 * Context: May sleep.
 */
void hda_bus_start(struct hda_chip *chip)
{
	struct hdac_bus *bus = &chip->bus.core;
	u32 streams = GENMASK(chip->engine_count - 1, 0);
	u8 tcsel;

	if (chip->model->flags & HDA_MODEL_TCSEL) {
		pci_read_config_byte(chip->pci, HDA_TCSEL, &tcsel);
		pci_write_config_byte(chip->pci, HDA_TCSEL, tcsel & ~HDA_TCSEL_MASK);
	}
	snd_hdac_bus_init_chip(bus, true);
	snd_hdac_chip_updatel(bus, INTCTL, streams, streams);
	hda_clock_restart(chip);
}

/**
 * hda_bus_stop() - stop all engines and the link, and reset the controller
 * @chip: the controller
 *
 * Context: May sleep.
 */
void hda_bus_stop(struct hda_chip *chip)
{
	struct hdac_bus *bus = &chip->bus.core;

	snd_hdac_stop_streams_and_chip(bus);
	snd_hdac_bus_enter_link_reset(bus);
}

/**
 * hda_bus_create() - map the controller, allocate what it accesses, and start it
 * @chip: the controller
 *
 * Context: May sleep.
 * Return: 0 or a negative errno; hda_bus_free() is to be called in both cases.
 */
int hda_bus_create(struct hda_chip *chip)
{
	struct hdac_bus *bus = &chip->bus.core;
	u16 gcap;
	int err;

	err = hda_bus_init(chip);
	if (err)
		return err;
	err = hda_bus_map(chip);
	if (err)
		return err;
	if (hda_bus_is_gone(chip))
		return dev_err_probe(bus->dev, -ENODEV, "the controller does not answer\n");
	gcap = snd_hdac_chip_readw(bus, GCAP);
	err = hda_bus_set_dma_mask(chip, gcap);
	if (err)
		return dev_err_probe(bus->dev, err, "cannot set the DMA mask\n");
	err = hda_bus_make_engines(chip, gcap);
	if (err)
		return err;
	hda_bus_start(chip);
	if (!bus->codec_mask)
		return dev_err_probe(bus->dev, -ENODEV, "no codec answers on the link\n");
	return 0;
}

/**
 * hda_bus_free() - stop the controller and free what hda_bus_create() has allocated
 * @chip: the controller; its codecs are freed
 *
 * Context: May sleep.
 */
void hda_bus_free(struct hda_chip *chip)
{
	struct hdac_bus *bus = &chip->bus.core;

	if (!bus->dev)
		return;
	if (bus->chip_init)
		hda_bus_stop(chip);
	hda_interrupt_free(chip);
	if (chip->engines)
		snd_hdac_bus_free_stream_pages(bus);
	INIT_LIST_HEAD(&bus->stream_list);
	snd_hdac_bus_exit(bus);
	kfree(chip->engines);
}
