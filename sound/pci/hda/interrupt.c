// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt of the controller: notifications of its engines, and responses of its codecs.
 */

#include <linux/interrupt.h>
#include <linux/pci.h>
#include <sound/core.h>

#include "hda.h"

/* An interrupt that does not go away is left to the kernel's own watch over stuck ones. */
#define HDA_LOOKS_MAX	10

/* Responses to verbs, and what codecs tell unasked. Context: Interrupt. */
static void hda_interrupt_link(struct hdac_bus *bus)
{
	unsigned long flags;
	u8 status;

	spin_lock_irqsave(&bus->reg_lock, flags);
	status = snd_hdac_chip_readb(bus, RIRBSTS) & RIRB_INT_MASK;
	if (status)
		snd_hdac_chip_writeb(bus, RIRBSTS, RIRB_INT_MASK);
	if (status & RIRB_INT_RESPONSE)
		snd_hdac_bus_update_rirb(bus);
	spin_unlock_irqrestore(&bus->reg_lock, flags);
}

/* An engine has only one event enabled, so its status is acknowledged without being read. */
static void hda_interrupt_streams(struct hda_chip *chip, unsigned long streams)
{
	unsigned int i;

	for_each_set_bit(i, &streams, chip->engine_count) {
		struct hda_engine *engine = &chip->engines[i];
		struct waveport_stream *stream = READ_ONCE(engine->stream);

		snd_hdac_stream_writeb(&engine->core, SD_STS, SD_INT_MASK);
		WRITE_ONCE(engine->completed, true);
		if (stream)
			waveport_notify(stream);
	}
}

/*
 * A message is sent when the first bit of INTSTS is set. For what comes later another one is sent
 * only after all bits were cleared, so the handler looks until they are.
 */
static irqreturn_t hda_interrupt(int irq, void *data)
{
	struct hda_chip *chip = data;
	struct hdac_bus *bus = &chip->bus.core;
	unsigned int looks = 0;
	u32 status;

	do {
		status = snd_hdac_chip_readl(bus, INTSTS);
		if (!status || status == U32_MAX)
			break;
		hda_interrupt_streams(chip, status & AZX_INT_ALL_STREAM);
		if (status & AZX_INT_CTRL_EN)
			hda_interrupt_link(bus);
		looks++;
	} while (chip->msi && looks < HDA_LOOKS_MAX);
	return IRQ_RETVAL(looks);
}

static void hda_interrupt_free_vectors(void *pci)
{
	pci_free_irq_vectors(pci);
}

/**
 * hda_interrupt_request() - enable the interrupt, by message where that works
 * @chip: the controller
 *
 * Context: May sleep.
 * Return: 0 or a negative errno.
 */
int hda_interrupt_request(struct hda_chip *chip)
{
	struct pci_dev *pci = chip->pci;
	unsigned int types = PCI_IRQ_ALL_TYPES;
	int irq, err;

	if (chip->model->flags & HDA_MODEL_NO_MSI)
		types &= ~(PCI_IRQ_MSI | PCI_IRQ_MSIX);
	err = pci_alloc_irq_vectors(pci, 1, 1, types);
	if (err < 0)
		return dev_err_probe(&pci->dev, err, "cannot get an interrupt\n");
	err = devm_add_action_or_reset(&pci->dev, hda_interrupt_free_vectors, pci);
	if (err)
		return err;

	chip->msi = pci_dev_msi_enabled(pci);
	irq = pci_irq_vector(pci, 0);
	err = devm_request_irq(&pci->dev, irq, hda_interrupt, chip->msi ? 0 : IRQF_SHARED,
			       KBUILD_MODNAME, chip);
	if (err)
		return dev_err_probe(&pci->dev, err, "cannot request interrupt %d\n", irq);
	chip->bus.core.irq = irq;
	chip->card->sync_irq = irq;
	return 0;
}

/**
 * hda_interrupt_free() - free what hda_interrupt_request() has requested
 * @chip: the controller, which is stopped
 *
 * Context: May sleep.
 */
void hda_interrupt_free(struct hda_chip *chip)
{
	if (chip->bus.core.irq < 0)
		return;
	devm_free_irq(&chip->pci->dev, chip->bus.core.irq, chip);
	chip->bus.core.irq = -1;
	chip->card->sync_irq = -1;
}
