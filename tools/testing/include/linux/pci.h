/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_PCI_H
#define SHIM_LINUX_PCI_H

#include <linux/device.h>

struct pci_device_id {
	unsigned int vendor;
};

struct pci_dev {
	struct device dev;
};

#endif /* SHIM_LINUX_PCI_H */
