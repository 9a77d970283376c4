// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCI device: probe and interrupt.
 *
 * All resources are managed (devm). The card is created first and registered last, so on removal
 * ALSA disconnects the clients before the interrupt, the registers and the memory are freed.
 */

#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>
#include <sound/initval.h>
#include <sound/memalloc.h>

#include "ich.h"
#include "ich_regs.h"
#include "compat.h"

static int index[SNDRV_CARDS] = SNDRV_DEFAULT_IDX;
module_param_array(index, int, NULL, 0444);
MODULE_PARM_DESC(index, "Index of the card.");

static char *id[SNDRV_CARDS] = SNDRV_DEFAULT_STR;
module_param_array(id, charp, NULL, 0444);
MODULE_PARM_DESC(id, "ID string of the card (default waveport).");

static bool enable[SNDRV_CARDS] = SNDRV_DEFAULT_ENABLE_PNP;
module_param_array(enable, bool, NULL, 0444);
MODULE_PARM_DESC(enable, "Enable the card.");

static char *ac97_quirk;
module_param(ac97_quirk, charp, 0444);
MODULE_PARM_DESC(ac97_quirk, "Quirk of the AC'97 codec by name, as of snd-ac97-codec (default none).");

static int ac97_clock;
module_param(ac97_clock, int, 0444);
MODULE_PARM_DESC(ac97_clock,
		 "Clock of the AC'97 codec in Hz (default 0: known for the board or measured, 1: measured).");

static int spdif_aclink = -1;
module_param(spdif_aclink, int, 0444);
MODULE_PARM_DESC(spdif_aclink, "S/PDIF out carries what PCM out plays (default: by the board).");

static bool xbox;
module_param(xbox, bool, 0444);
MODULE_PARM_DESC(xbox, "Accept a codec without a vendor ID, such as that of the Xbox.");

static bool narrow_reads;
module_param(narrow_reads, bool, 0444);
MODULE_PARM_DESC(narrow_reads,
		 "Never read several registers at once (default: detected at load).");

/* The BARs: memory if the chip has them (from ICH4 on), otherwise I/O ports. */
#define ICH_BAR_ONLY		0
#define ICH_BAR_MIXER_PORT	0
#define ICH_BAR_MASTER_PORT	1
#define ICH_BAR_MIXER_MEMORY	2
#define ICH_BAR_MASTER_MEMORY	3

static unsigned int ich_bar(struct pci_dev *pci, unsigned int memory, unsigned int port)
{
	return pci_resource_flags(pci, memory) & IORESOURCE_MEM ? memory : port;
}

static bool ich_handle_events(struct ich *chip)
{
	const struct ich_bus_ops *bus = chip->model->family->bus;

	return bus->interrupt ? bus->interrupt(chip) : ich_engines_interrupt(&chip->bus_master);
}

static irqreturn_t ich_interrupt(int irq, void *data)
{
	struct ich *chip = data;
	bool handled;

	ich_master_begin_interrupt(&chip->bus_master);
	handled = ich_handle_events(chip);
	ich_master_end_interrupt(&chip->bus_master);
	if (ich_master_wants_thread(&chip->bus_master))
		return IRQ_WAKE_THREAD;
	return IRQ_RETVAL(handled);
}

/* For an event that ich_engine_halt() has left, and for the rest of a refill. */
static irqreturn_t ich_interrupt_thread(int irq, void *data)
{
	struct ich *chip = data;
	bool handled = ich_handle_events(chip);

	ich_engines_refill(&chip->bus_master);
	return IRQ_RETVAL(handled);
}

/* The descriptor lists of all engines are in one allocation. */
static int ich_make_lists(struct ich *chip)
{
	chip->lists = snd_devm_alloc_pages(&chip->pci->dev, chip->model->no_snoop ?
					   SNDRV_DMA_TYPE_DEV_WC : SNDRV_DMA_TYPE_DEV,
					   ICH_PINS * ICH_LIST * sizeof(struct ich_descriptor));
	return chip->lists ? 0 : -ENOMEM;
}

static void ich_free(struct snd_card *card)
{
	struct ich *chip = card->private_data;

	if (chip->master)
		ich_link_allow_spdif(chip, false);
	ich_slot_give_back(chip->slot);
}

/*
 * The references say of PIV that this descriptor is prefetched, so chips fetch one beyond the
 * current one. Boards exist that have the subsystem IDs of an emulator, but not in a virtual
 * machine.
 */
static unsigned int ich_lookahead(const struct ich *chip)
{
	return chip->board->fetches && ich_clock_is_virtual() ? chip->board->fetches - 1 : 1;
}

static void ich_make_engine(struct ich *chip, enum ich_pin i)
{
	static const char *const names[ICH_PINS] = {
		[ICH_PIN_PCM_OUT] = "PCM out",
		[ICH_PIN_PCM_IN] = "PCM in",
		[ICH_PIN_MIC_IN] = "MIC in",
		[ICH_PIN_SPDIF_OUT] = "S/PDIF out",
		[ICH_PIN_PCM2_IN] = "PCM in 2",
		[ICH_PIN_MIC2_IN] = "MIC in 2",
	};
	const struct ich_family *family = chip->model->family;
	struct ich_engine *engine = &chip->pins[i].engine;
	size_t offset = i * ICH_LIST * sizeof(*engine->list);

	engine->dev = chip->card->dev;
	engine->name = names[i];
	engine->base = chip->master + family->engines[i];
	engine->run_ops = family->run_ops;
	engine->shared = &chip->shared;
	engine->bit = (family->engines[i] - ICH_ALI_PCM_IN) / ICH_ENGINE_STEP;
	ich_master_add(&chip->bus_master, engine);
	engine->list = (void *)chip->lists->area + offset;
	engine->list_address = chip->lists->addr + offset;
	engine->underrun = chip->board->bup_inverted ? 0 : ICH_CONTROL_BUP;
	engine->swapped = family->sis;
	engine->narrow = chip->options.narrow || family->narrow;
	engine->lookahead = ich_lookahead(chip);
}

/* Engines that get no pin are reset too, because firmware may have left them running. */
static int ich_make_engines(struct ich *chip)
{
	unsigned int i;
	int err;

	for (i = 0; i < ICH_PINS; i++) {
		chip->pins[i].chip = chip;
		if (!(chip->model->family->pins & BIT(i)))
			continue;
		chip->pins[i].present = true;
		ich_make_engine(chip, i);
		err = ich_engine_power_on(&chip->pins[i].engine);
		if (err)
			return err;
		ich_engine_probe(&chip->pins[i].engine);
	}
	return 0;
}

static int ich_make_port(struct ich *chip)
{
	/* names and numbers of the PCM devices as in snd-intel8x0, for alsa-lib's configuration */
	const struct waveport_pin possible[ICH_PINS] = {
		[ICH_PIN_PCM_OUT] = { "PCM out", false, 0 },
		[ICH_PIN_PCM_IN] = { "PCM in", true, 0 },
		[ICH_PIN_MIC_IN] = { "MIC ADC", true, 1 },
		[ICH_PIN_SPDIF_OUT] = { "IEC958", false, chip->model->family->spdif_device },
		[ICH_PIN_PCM2_IN] = { "ADC2", true, 3 },
		[ICH_PIN_MIC2_IN] = { "MIC2 ADC", true, 2 },
	};
	struct waveport_pin pins[ICH_PINS];
	unsigned int i, count = 0;

	for (i = 0; i < ICH_PINS; i++) {
		if (!chip->pins[i].present)
			continue;
		pins[count] = possible[i];
		pins[count++].engine = &chip->pins[i];
	}
	return waveport_create(chip->card, &chip->pci->dev, &ich_miniport_ops, pins, count, NULL);
}

/*
 * The driver name selects the configuration of alsa-lib (ICH.conf, ICH4.conf). It defines default,
 * front, surround and iec958, which PipeWire and others use.
 */
static void ich_name(struct ich *chip)
{
	struct snd_card *card = chip->card;

	strscpy(card->driver,
		chip->options.spdif_aclink ? "ICH" : chip->model->family->driver,
		sizeof(card->driver));
	snprintf(card->shortname, sizeof(card->shortname), "waveport %s", chip->model->name);
	snprintf(card->longname, sizeof(card->longname), "waveport: %s with %s at irq %d",
		 chip->model->name, snd_ac97_get_short_name(chip->codec), chip->pci->irq);
}

static void ich_allow_master(struct ich_master *master, bool allow)
{
	struct pci_dev *pci = container_of(master, struct ich, bus_master)->pci;

	if (allow)
		pci_set_master(pci);
	else
		pci_clear_master(pci);
}

static int ich_map_region(struct ich *chip, unsigned int bar, void __iomem **base)
{
	void __iomem *mapped = compat_iomap_region(chip->pci, bar, KBUILD_MODNAME);

	if (IS_ERR(mapped))
		return dev_err_probe(&chip->pci->dev, PTR_ERR(mapped), "cannot map PCI region %u\n",
				     bar);
	*base = mapped;
	return 0;
}

static int ich_map_registers(struct ich *chip)
{
	struct pci_dev *pci = chip->pci;
	unsigned int mixer = ich_bar(pci, ICH_BAR_MIXER_MEMORY, ICH_BAR_MIXER_PORT);
	unsigned int master = ich_bar(pci, ICH_BAR_MASTER_MEMORY, ICH_BAR_MASTER_PORT);
	int err;

	if (chip->model->family->one_region) {
		mixer = ICH_BAR_ONLY;
		master = ICH_BAR_ONLY;
	}

	err = ich_map_region(chip, master, &chip->master);
	if (err)
		return err;
	chip->shared.base = chip->master;
	chip->mixer_bytes = pci_resource_len(pci, mixer);
	chip->mixer = chip->master;
	return mixer == master ? 0 : ich_map_region(chip, mixer, &chip->mixer);
}

static int ich_enable_device(struct ich *chip)
{
	struct pci_dev *pci = chip->pci;
	struct device *dev = &pci->dev;
	int err;

	err = pcim_enable_device(pci);
	if (err)
		return dev_err_probe(dev, err, "cannot enable the PCI device\n");
	err = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));
	if (err)
		return dev_err_probe(dev, err, "cannot use 32-bit DMA addresses\n");
	/* a run of adjacent pages may be as long as the buffer, because the port divides it */
	dma_set_max_seg_size(dev, UINT_MAX);
	err = ich_map_registers(chip);
	if (err)
		return err;

	spin_lock_init(&chip->shared.lock);
	pci_set_master(pci);
	ich_master_init(&chip->bus_master, ich_allow_master);
	return 0;
}

static int ich_make(struct ich *chip)
{
	struct device *dev = &chip->pci->dev;
	unsigned int i;
	int err;

	err = ich_enable_device(chip);
	if (err)
		return err;
	err = ich_link_start(chip);
	if (err)
		return err;
	err = ich_make_lists(chip);
	if (err)
		return dev_err_probe(dev, err, "cannot allocate the descriptor lists\n");
	err = ich_make_engines(chip);
	if (err)
		return err;
	err = ich_codec_create(chip);
	if (err)
		return err;
	ich_link_allow_spdif(chip, chip->pins[ICH_PIN_SPDIF_OUT].present);
	ich_clock_tune(chip);

	err = devm_request_threaded_irq(dev, chip->pci->irq, ich_interrupt, ich_interrupt_thread,
					IRQF_SHARED, KBUILD_MODNAME, chip);
	if (err)
		return dev_err_probe(dev, err, "cannot request interrupt %d\n", chip->pci->irq);
	for (i = 0; i < ICH_PINS; i++) {
		chip->pins[i].engine.irq = chip->pci->irq;
		chip->pins[i].engine.irq_dev_id = chip;
	}
	chip->card->sync_irq = chip->pci->irq;
	err = ich_make_port(chip);
	if (err)
		return dev_err_probe(dev, err, "cannot create the PCM devices\n");
	return 0;
}

/* From here on the card owns the slot, and ich_free() returns it. */
static int ich_new_card(struct pci_dev *pci, int slot, struct snd_card **card)
{
	struct ich *chip;
	int err;

	if (!enable[slot])
		return -ENODEV;
	err = snd_devm_card_new(&pci->dev, index[slot], id[slot] ?: "waveport", THIS_MODULE,
				sizeof(*chip), card);
	if (err)
		return err;
	chip = (*card)->private_data;
	chip->card = *card;
	chip->pci = pci;
	chip->slot = slot;
	mutex_init(&chip->codec_lock);
	mutex_init(&chip->wake_lock);
	(*card)->private_free = ich_free;
	return 0;
}

static void ich_choose_options(struct ich *chip)
{
	chip->options = (struct ich_options) {
		.quirk = ac97_quirk,
		.clock_hz = ac97_clock,
		.spdif_aclink = spdif_aclink < 0 ? chip->board->spdif_aclink : !!spdif_aclink,
		.by_vendor = xbox,
		.narrow = narrow_reads,
	};
}

static int ich_probe(struct pci_dev *pci, const struct pci_device_id *pci_id)
{
	struct snd_card *card;
	struct ich *chip;
	int slot, err;

	slot = ich_slot_take(pci);
	if (slot < 0)
		return slot;
	err = ich_new_card(pci, slot, &card);
	if (err) {
		ich_slot_give_back(slot);
		return err;
	}
	chip = card->private_data;
	chip->model = &ich_models[pci_id->driver_data];
	chip->board = ich_board_find(pci);
	ich_choose_options(chip);

	err = ich_make(chip);
	if (err)
		return snd_card_free_on_error(&pci->dev, err);
	ich_name(chip);
	err = ich_proc_create(chip);
	if (!err)
		err = snd_card_register(card);
	if (err)
		return snd_card_free_on_error(&pci->dev, err);

	pci_set_drvdata(pci, card);
	return ich_pm_allow(&pci->dev);
}

static struct pci_driver ich_driver = {
	.name = KBUILD_MODNAME,
	.id_table = ich_ids,
	.probe = ich_probe,
	.driver.pm = pm_ptr(&ich_pm_ops),
};
module_pci_driver(ich_driver);

MODULE_DESCRIPTION("waveport miniport for Intel ICH AC'97 controllers");
MODULE_AUTHOR("The waveport developers");
MODULE_VERSION(WAVEPORT_VERSION);
MODULE_LICENSE("GPL");
