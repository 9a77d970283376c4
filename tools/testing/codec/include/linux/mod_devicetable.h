/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_MOD_DEVICETABLE_H
#define SHIM_LINUX_MOD_DEVICETABLE_H

struct pci_device_id {
	unsigned int vendor;
	unsigned int device;
	unsigned long driver_data;
};

#endif /* SHIM_LINUX_MOD_DEVICETABLE_H */
