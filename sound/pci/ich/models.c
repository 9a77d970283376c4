// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controllers: their names and how they differ.
 */

#include <linux/bits.h>
#include <linux/module.h>
#include <linux/pci.h>

#include "ich.h"
#include "ich_regs.h"

#define ICH_PINS_OF_ALL (BIT(ICH_PIN_PCM_OUT) | BIT(ICH_PIN_PCM_IN) | BIT(ICH_PIN_MIC_IN))

/* ICH to ICH3, and compatible controllers. */
static const struct ich_family ich_family_ich = {
	.driver = "ICH",
	.bus = &ich_bus_ops,
	.run_ops = &ich_run_ops,
	.codecs = 2,
	.ready = { ICH_GLOB_STA_PCR, ICH_GLOB_STA_SCR },
	.wakes = ICH_GLOB_STA_PRI | ICH_GLOB_STA_SRI,
	.wake_enables = ICH_GLOB_CNT_PRIE | ICH_GLOB_CNT_SRIE,
	.control = ICH_GLOB_CNT,
	.channels = ICH_GLOB_CNT_CHANNELS,
	.channels_max = 8,
	.pins = ICH_PINS_OF_ALL,
	.engines = {
		[ICH_PIN_PCM_OUT] = ICH_PCM_OUT,
		[ICH_PIN_PCM_IN] = ICH_PCM_IN,
		[ICH_PIN_MIC_IN] = ICH_MIC_IN,
	},
	.reports_channels = true,
};

static const struct ich_family ich_family_ich4 = {
	.driver = "ICH4",
	.bus = &ich_bus_ops,
	.run_ops = &ich_run_ops,
	.codecs = 3,
	.ready = { ICH_GLOB_STA_PCR, ICH_GLOB_STA_SCR, ICH_GLOB_STA_TCR },
	.wakes = ICH_GLOB_STA_PRI | ICH_GLOB_STA_SRI | ICH_GLOB_STA_TRI,
	.wake_enables = ICH_GLOB_CNT_PRIE | ICH_GLOB_CNT_SRIE | ICH_GLOB_CNT_TRIE,
	.control = ICH_GLOB_CNT,
	.channels = ICH_GLOB_CNT_CHANNELS,
	.channels_max = 8,
	.pins = ICH_PINS_OF_ALL | BIT(ICH_PIN_SPDIF_OUT) | BIT(ICH_PIN_PCM2_IN) |
		BIT(ICH_PIN_MIC2_IN),
	.engines = {
		[ICH_PIN_PCM_OUT] = ICH_PCM_OUT,
		[ICH_PIN_PCM_IN] = ICH_PCM_IN,
		[ICH_PIN_MIC_IN] = ICH_MIC_IN,
		[ICH_PIN_SPDIF_OUT] = ICH_SPDIF_OUT,
		[ICH_PIN_PCM2_IN] = ICH_PCM2_IN,
		[ICH_PIN_MIC2_IN] = ICH_MIC2_IN,
	},
	.reports_channels = true,
	.reports_widths = true,
	.steers = true,
	.spdif_slots = ICH_GLOB_CNT_SPDIF,
	.spdif_device = 4,
};

static const struct ich_family ich_family_nforce = {
	.driver = "NFORCE",
	.bus = &ich_bus_ops,
	.run_ops = &ich_run_ops,
	.codecs = 2,
	.ready = { ICH_GLOB_STA_PCR, ICH_GLOB_STA_SCR },
	.wakes = ICH_GLOB_STA_PRI | ICH_GLOB_STA_SRI,
	.wake_enables = ICH_GLOB_CNT_PRIE | ICH_GLOB_CNT_SRIE,
	.control = ICH_GLOB_CNT,
	.channels = ICH_GLOB_CNT_CHANNELS,
	.channels_max = 8,
	.pins = ICH_PINS_OF_ALL | BIT(ICH_PIN_SPDIF_OUT),
	.engines = {
		[ICH_PIN_PCM_OUT] = ICH_PCM_OUT,
		[ICH_PIN_PCM_IN] = ICH_PCM_IN,
		[ICH_PIN_MIC_IN] = ICH_MIC_IN,
		[ICH_PIN_SPDIF_OUT] = ICH_NFORCE_SPDIF_OUT,
	},
	.spdif_device = 2,
	.spdif_48 = true,
	.spdif_switch = true,
	.realigns = true,
};

static const struct ich_family ich_family_sis = {
	.driver = "ICH",
	.bus = &ich_bus_ops,
	.run_ops = &ich_run_ops,
	.codecs = 3,
	.ready = { ICH_GLOB_STA_PCR, ICH_GLOB_STA_SCR, ICH_GLOB_STA_SIS_TCR },
	.wakes = ICH_GLOB_STA_PRI | ICH_GLOB_STA_SRI | ICH_GLOB_STA_SIS_TRI,
	.wake_enables = ICH_GLOB_CNT_PRIE | ICH_GLOB_CNT_SRIE,
	.control = ICH_GLOB_CNT,
	.channels = ICH_GLOB_CNT_SIS_CHANNELS,
	.channels_max = 6,
	.pins = ICH_PINS_OF_ALL,
	.engines = {
		[ICH_PIN_PCM_OUT] = ICH_PCM_OUT,
		[ICH_PIN_PCM_IN] = ICH_PCM_IN,
		[ICH_PIN_MIC_IN] = ICH_MIC_IN,
	},
	.sis = true,
};

static const struct ich_family ich_family_ali = {
	.driver = "ICH",
	.bus = &ich_ali_bus_ops,
	.run_ops = &ich_ali_run_ops,
	.codecs = 2,
	.ready = { ICH_ALI_TAGS_FIRST, ICH_ALI_TAGS_SECOND },
	.control = ICH_ALI_CONTROL,
	.channels = ICH_ALI_CONTROL_CHANNELS,
	.channels_max = 6,
	.pins = ICH_PINS_OF_ALL | BIT(ICH_PIN_SPDIF_OUT),
	.engines = {
		[ICH_PIN_PCM_OUT] = ICH_ALI_PCM_OUT,
		[ICH_PIN_PCM_IN] = ICH_ALI_PCM_IN,
		[ICH_PIN_MIC_IN] = ICH_ALI_MIC_IN,
		[ICH_PIN_SPDIF_OUT] = ICH_ALI_SPDIF_OUT,
	},
	.spdif_slots = ICH_ALI_CONTROL_SPDIF,
	.spdif_device = 2,
	.narrow = true,
	.one_region = true,
	.no_vra = true,
};

enum {
	ICH_82801AA, ICH_82901AB, ICH_82801BA, ICH_82801CA, ICH_82801DB, ICH_ICH5, ICH_6300ESB,
	ICH_ICH6, ICH_ICH7, ICH_ESB2, ICH_440MX, ICH_AMD768, ICH_AMD8111, ICH_NFORCE, ICH_NFORCE2,
	ICH_NFORCE3, ICH_MCP04, ICH_MCP51, ICH_CK8, ICH_CK8S, ICH_CK804, ICH_SIS7012,
	ICH_M5455,
};

/* A device that is bound through new_id gets the first model, because driver_data is 0 then. */
const struct ich_model ich_models[] = {
	[ICH_82801AA] = { "Intel 82801AA-ICH", &ich_family_ich },
	[ICH_82901AB] = { "Intel 82901AB-ICH0", &ich_family_ich },
	[ICH_82801BA] = { "Intel 82801BA-ICH2", &ich_family_ich },
	[ICH_82801CA] = { "Intel 82801CA-ICH3", &ich_family_ich },
	[ICH_82801DB] = { "Intel 82801DB-ICH4", &ich_family_ich4 },
	[ICH_ICH5] = { "Intel ICH5", &ich_family_ich4 },
	[ICH_6300ESB] = { "Intel 6300ESB", &ich_family_ich4 },
	[ICH_ICH6] = { "Intel ICH6", &ich_family_ich4 },
	[ICH_ICH7] = { "Intel ICH7", &ich_family_ich4 },
	[ICH_ESB2] = { "Intel ESB2", &ich_family_ich4 },
	[ICH_440MX] = { "Intel 440MX", &ich_family_ich, .no_snoop = true },
	[ICH_AMD768] = { "AMD AMD768", &ich_family_ich },
	[ICH_AMD8111] = { "AMD AMD8111", &ich_family_ich },
	[ICH_NFORCE] = { "NVidia nForce", &ich_family_nforce },
	[ICH_NFORCE2] = { "NVidia nForce2", &ich_family_nforce },
	[ICH_NFORCE3] = { "NVidia nForce3", &ich_family_nforce },
	[ICH_MCP04] = { "NVidia MCP04", &ich_family_nforce },
	[ICH_MCP51] = { "NVidia MCP51", &ich_family_nforce },
	[ICH_CK8] = { "NVidia CK8", &ich_family_nforce },
	[ICH_CK8S] = { "NVidia CK8S", &ich_family_nforce },
	[ICH_CK804] = { "NVidia CK804", &ich_family_nforce },
	[ICH_SIS7012] = { "SiS SI7012", &ich_family_sis },
	[ICH_M5455] = { "ALi M5455", &ich_family_ali },
};

const struct pci_device_id ich_ids[] = {
	{ PCI_VDEVICE(INTEL, 0x2415), .driver_data = ICH_82801AA },
	{ PCI_VDEVICE(INTEL, 0x2425), .driver_data = ICH_82901AB },
	{ PCI_VDEVICE(INTEL, 0x2445), .driver_data = ICH_82801BA },
	{ PCI_VDEVICE(INTEL, 0x2485), .driver_data = ICH_82801CA },
	{ PCI_VDEVICE(INTEL, 0x24c5), .driver_data = ICH_82801DB },
	{ PCI_VDEVICE(INTEL, 0x24d5), .driver_data = ICH_ICH5 },
	{ PCI_VDEVICE(INTEL, 0x25a6), .driver_data = ICH_6300ESB },
	{ PCI_VDEVICE(INTEL, 0x266e), .driver_data = ICH_ICH6 },
	{ PCI_VDEVICE(INTEL, 0x27de), .driver_data = ICH_ICH7 },
	{ PCI_VDEVICE(INTEL, 0x2698), .driver_data = ICH_ESB2 },
	{ PCI_VDEVICE(INTEL, 0x7195), .driver_data = ICH_440MX },
	{ PCI_VDEVICE(AMD, 0x7445), .driver_data = ICH_AMD768 },
	{ PCI_VDEVICE(AMD, 0x746d), .driver_data = ICH_AMD8111 },
	{ PCI_VDEVICE(NVIDIA, 0x01b1), .driver_data = ICH_NFORCE },
	{ PCI_VDEVICE(NVIDIA, 0x006a), .driver_data = ICH_NFORCE2 },
	{ PCI_VDEVICE(NVIDIA, 0x00da), .driver_data = ICH_NFORCE3 },
	{ PCI_VDEVICE(NVIDIA, 0x003a), .driver_data = ICH_MCP04 },
	{ PCI_VDEVICE(NVIDIA, 0x026b), .driver_data = ICH_MCP51 },
	{ PCI_VDEVICE(NVIDIA, 0x008a), .driver_data = ICH_CK8 },
	{ PCI_VDEVICE(NVIDIA, 0x00ea), .driver_data = ICH_CK8S },
	{ PCI_VDEVICE(NVIDIA, 0x0059), .driver_data = ICH_CK804 },
	{ PCI_VDEVICE(SI, 0x7012), .driver_data = ICH_SIS7012 },
	{ PCI_VDEVICE(AL, 0x5455), .driver_data = ICH_M5455 },
	{ }
};
MODULE_DEVICE_TABLE(pci, ich_ids);
