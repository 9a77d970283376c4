// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest, for tests that suspend it: excludes the 9p devices, on which the guest's files
 * are, from the suspend. The kernel's driver for 9p over virtio has no suspend support, so after a
 * resume no file could be read that is not in memory.
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/virtio_ids.h>

#define TRANSITIONAL_9P	0x1009
#define MODERN_9P	(0x1040 + VIRTIO_ID_9P)

static int __init awake_init(void)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		if (dev->vendor == PCI_VENDOR_ID_REDHAT_QUMRANET &&
		    (dev->device == TRANSITIONAL_9P || dev->device == MODERN_9P))
			dev_pm_syscore_device(&dev->dev, true);
	}
	return 0;
}
module_init(awake_init);

MODULE_DESCRIPTION("Keeps a test VM's files within reach over a suspend");
MODULE_LICENSE("GPL");
