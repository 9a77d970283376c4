// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controllers, and what is known about them. Only those of QEMU have been tried with this
 * driver; what is said of the others is from their datasheets and from the quirks of snd-hda-intel.
 *
 * An entry matches only a controller whose driver_override names this driver, and the table gives
 * no alias to modprobe: a controller is never taken from snd-hda-intel unasked.
 */

#include <linux/pci.h>

#include "hda.h"

enum hda_model_index {
	HDA_INTEL,
	HDA_ICH,
	HDA_AMD,
	HDA_NVIDIA,
	HDA_VIA,
	HDA_OTHER,
};

static const struct hda_model hda_models[] = {
	[HDA_INTEL] = { "HD Audio (Intel)", HDA_MODEL_TCSEL | HDA_MODEL_DSP },
	[HDA_ICH] = { "HD Audio (Intel)", HDA_MODEL_TCSEL | HDA_MODEL_OLD_SSYNC },
	[HDA_AMD] = { "HD Audio (AMD)", HDA_MODEL_40BIT | HDA_MODEL_LPIB },
	[HDA_NVIDIA] = { "HD Audio (NVIDIA)", HDA_MODEL_40BIT | HDA_MODEL_NO_MSI },
	[HDA_VIA] = { "HD Audio (VIA)", HDA_MODEL_LPIB },
	[HDA_OTHER] = { "HD Audio", HDA_MODEL_LPIB | HDA_MODEL_NO_64BIT | HDA_MODEL_NO_MSI },
};

#define HDA_DEVICE(vendor, device, index) {				\
	PCI_DEVICE(vendor, device),					\
	.class = PCI_CLASS_MULTIMEDIA_HD_AUDIO << 8,			\
	.class_mask = 0xffffff,						\
	.override_only = PCI_ID_F_VFIO_DRIVER_OVERRIDE,			\
	.driver_data = (index),						\
}

#define HDA_ID(vendor, index) HDA_DEVICE(vendor, PCI_ANY_ID, index)

const struct pci_device_id hda_ids[] = {
	/* ICH6, ESB2, ICH7 to ICH10, as snd-hda-intel has them */
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x2668, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x269a, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x27d8, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x284b, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x293e, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x293f, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x3a3e, HDA_ICH),
	HDA_DEVICE(PCI_VENDOR_ID_INTEL, 0x3a6e, HDA_ICH),
	HDA_ID(PCI_VENDOR_ID_INTEL, HDA_INTEL),
	HDA_ID(PCI_VENDOR_ID_AMD, HDA_AMD),
	HDA_ID(PCI_VENDOR_ID_ATI, HDA_AMD),
	HDA_ID(PCI_VENDOR_ID_NVIDIA, HDA_NVIDIA),
	HDA_ID(PCI_VENDOR_ID_VIA, HDA_VIA),
	HDA_ID(PCI_ANY_ID, HDA_OTHER),
	{}
};

/**
 * hda_model_find() - find what is known about a controller
 * @id: the entry of hda_ids that matched, or one of driver_override without data
 *
 * Context: Any.
 * Return: the model.
 */
const struct hda_model *hda_model_find(const struct pci_device_id *id)
{
	return &hda_models[id->driver_data];
}
