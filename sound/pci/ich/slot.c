// SPDX-License-Identifier: GPL-2.0-only
/*
 * Assigns the elements of the array parameters (index, id, enable) to devices, in the order of
 * probing. A device that is probed again gets its former element. A new device gets the first
 * element that was never assigned, otherwise the first that no bound device has.
 */

#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <sound/core.h>

#include "ich.h"

/**
 * struct ich_slot - the assignment of one element of the array parameters
 * @used: the element has been assigned to a device
 * @bound: that device is still bound
 * @domain: PCI domain of that device
 * @bus: PCI bus number of that device
 * @devfn: PCI device and function of that device
 */
struct ich_slot {
	bool used;
	bool bound;
	int domain;
	u8 bus;
	u8 devfn;
};

static struct ich_slot ich_slots[SNDRV_CARDS];
static DEFINE_MUTEX(ich_slots_lock);

static bool ich_slot_is_of(const struct ich_slot *slot, const struct pci_dev *pci)
{
	return slot->used && slot->domain == pci_domain_nr(pci->bus) &&
	       slot->bus == pci->bus->number && slot->devfn == pci->devfn;
}

/* Context: ich_slots_lock held. */
static struct ich_slot *ich_slot_find(const struct pci_dev *pci)
{
	struct ich_slot *slot, *unused = NULL, *unbound = NULL;

	for (slot = ich_slots; slot < ich_slots + SNDRV_CARDS; slot++) {
		if (ich_slot_is_of(slot, pci))
			return slot;
		if (!slot->used && !unused)
			unused = slot;
		if (!slot->bound && !unbound)
			unbound = slot;
	}
	return unused ?: unbound;
}

/**
 * ich_slot_take() - assign an element of the array parameters to a device
 * @pci: the device
 *
 * Context: May sleep.
 * Return: the element, or -ENODEV if as many devices are bound as there can be cards.
 */
int ich_slot_take(const struct pci_dev *pci)
{
	struct ich_slot *slot;

	mutex_lock(&ich_slots_lock);
	slot = ich_slot_find(pci);
	if (slot)
		*slot = (struct ich_slot) {
			.used = true,
			.bound = true,
			.domain = pci_domain_nr(pci->bus),
			.bus = pci->bus->number,
			.devfn = pci->devfn,
		};
	mutex_unlock(&ich_slots_lock);
	return slot ? slot - ich_slots : -ENODEV;
}

/**
 * ich_slot_give_back() - record that a device is not bound any more
 * @slot: the element that ich_slot_take() has returned for it
 *
 * Context: May sleep.
 */
void ich_slot_give_back(int slot)
{
	mutex_lock(&ich_slots_lock);
	ich_slots[slot].bound = false;
	mutex_unlock(&ich_slots_lock);
}
