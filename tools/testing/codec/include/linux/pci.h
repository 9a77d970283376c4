/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_PCI_H
#define SHIM_LINUX_PCI_H

#include <linux/bits.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mod_devicetable.h>

#define PCI_VENDOR_ID_AMD	0x1022
#define PCI_VENDOR_ID_INTEL	0x8086
#define PCI_VENDOR_ID_NVIDIA	0x10de
#define PCI_VENDOR_ID_SI	0x1039
#define PCI_VENDOR_ID_AL	0x10b9

#define PCI_VDEVICE(name, number) .vendor = PCI_VENDOR_ID_##name, .device = (number)

struct pci_dev {
	struct device dev;
	u16 subsystem_vendor;
	u16 subsystem_device;
	u32 config[64];
};

static inline void pci_read_config_dword(const struct pci_dev *pci, int offset, u32 *value)
{
	*value = pci->config[offset / 4];
}

static inline void pci_write_config_dword(struct pci_dev *pci, int offset, u32 value)
{
	pci->config[offset / 4] = value;
}

#endif /* SHIM_LINUX_PCI_H */
