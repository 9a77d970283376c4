/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registers and descriptors of the ICH AC'97 controller, by the names of Intel's programmer's
 * reference (82801 family). Nothing else.
 */
#ifndef ICH_REGS_H
#define ICH_REGS_H

#include <linux/bits.h>
#include <linux/types.h>

/* Bus master region: one block of 16 bytes for each engine. */
#define ICH_PCM_IN		0x00
#define ICH_PCM_OUT		0x10
#define ICH_MIC_IN		0x20
#define ICH_MIC2_IN		0x40	/* from ICH4 on, as all below */
#define ICH_PCM2_IN		0x50
#define ICH_SPDIF_OUT		0x60
#define ICH_NFORCE_SPDIF_OUT	0x70

#define ICH_ENGINE_STEP		0x10	/* registers of one engine */

#define ICH_BDBAR		0x00	/* 32 bit: address of the list, 8-byte aligned */
#define ICH_CIV			0x04	/* 8 bit, read only: current descriptor */
#define ICH_LVI			0x05	/* 8 bit: last valid descriptor */
#define ICH_SR			0x06	/* 16 bit: status, write 1 to clear */
#define ICH_PICB		0x08	/* 16 bit, read only: samples left in the current one */
#define ICH_PIV			0x0a	/* 8 bit, read only: prefetched descriptor */
#define ICH_CR			0x0b	/* 8 bit: control */

/* A 32-bit read takes CIV, LVI and SR at once (all datasheets). */
#define ICH_STATUS		0x04
#define ICH_STATUS_CIV		GENMASK(4, 0)
#define ICH_STATUS_LVI		GENMASK(12, 8)
#define ICH_STATUS_SR		GENMASK(31, 16)

/* Another takes PICB, PIV and CR (datasheets from ICH4 on). */
#define ICH_PROGRESS		0x08
#define ICH_PROGRESS_PICB	GENMASK(15, 0)
#define ICH_PROGRESS_PIV	GENMASK(20, 16)
#define ICH_PROGRESS_CR		GENMASK(31, 24)

#define ICH_SR_DCH		BIT(0)	/* DMA controller halted */
#define ICH_SR_CELV		BIT(1)	/* the last valid descriptor is done */
#define ICH_SR_LVBCI		BIT(2)	/* last valid buffer completed */
#define ICH_SR_BCIS		BIT(3)	/* a descriptor with IOC completed */
#define ICH_SR_FIFOE		BIT(4)	/* FIFO error */
#define ICH_SR_EVENTS		(ICH_SR_LVBCI | ICH_SR_BCIS | ICH_SR_FIFOE)

#define ICH_CR_RPBM		BIT(0)	/* run */
#define ICH_CR_RR		BIT(1)	/* reset the engine's registers; clears itself */
#define ICH_CR_LVBIE		BIT(2)	/* interrupt on LVBCI */
#define ICH_CR_FEIE		BIT(3)	/* interrupt on FIFOE */
#define ICH_CR_IOCE		BIT(4)	/* interrupt on BCIS */

/* Descriptors. */
#define ICH_LIST		32	/* in a list */
#define ICH_SAMPLES_MAX		65534	/* in one descriptor: 16 bits, whole stereo frames */
#define ICH_SAMPLE_BYTES	2
#define ICH_WIDE_SAMPLE_BYTES	4	/* of 20-bit samples */

#define ICH_CONTROL_SAMPLES	GENMASK(15, 0)
#define ICH_CONTROL_BUP		BIT(30)	/* zeros after it if it is the last */
#define ICH_CONTROL_IOC		BIT(31)	/* interrupt on completion */

/**
 * struct ich_descriptor - one entry of a buffer descriptor list
 * @address: of the first byte, even
 * @control: samples and ICH_CONTROL\_ flags
 */
struct ich_descriptor {
	__le32 address;
	__le32 control;
};

/* Registers of the controller, in the bus master region. */
#define ICH_GLOB_CNT		0x2c
#define ICH_GLOB_CNT_GIE	BIT(0)	/* interrupt on a change of the codecs' GPIO */
#define ICH_GLOB_CNT_COLD	BIT(1)	/* AC-link out of cold reset */
#define ICH_GLOB_CNT_WARM	BIT(2)	/* warm reset; clears itself */
#define ICH_GLOB_CNT_SHUT_OFF	BIT(3)	/* AC-link off */
#define ICH_GLOB_CNT_PRIE	BIT(4)	/* interrupt when the primary codec wakes the host */
#define ICH_GLOB_CNT_SRIE	BIT(5)	/* the secondary one */
#define ICH_GLOB_CNT_TRIE	BIT(6)	/* the tertiary one, from ICH4 on */
#define ICH_GLOB_CNT_SIS_CHANNELS	GENMASK(7, 6)	/* of PCM out, on the SiS 7012 */
#define ICH_GLOB_CNT_CHANNELS	GENMASK(21, 20)	/* of PCM out: 2, 4, 6 or 8 */
#define ICH_GLOB_CNT_SAMPLES	GENMASK(23, 22)	/* of PCM out: 16 or 20 bits */
#define ICH_GLOB_CNT_SPDIF	GENMASK(31, 30)	/* slots of S/PDIF */
#define ICH_SPDIF_SLOTS_1011	3u	/* of the fields for them */
#define ICH_GLOB_STA		0x30
#define ICH_GLOB_STA_GSCI	BIT(0)	/* the codecs' GPIO have changed; write 1 to clear */
#define ICH_GLOB_STA_PCR	BIT(8)	/* primary codec ready */
#define ICH_GLOB_STA_SCR	BIT(9)	/* secondary codec ready */
#define ICH_GLOB_STA_PRI	BIT(10)	/* primary codec has woken the host; write 1 to clear */
#define ICH_GLOB_STA_SRI	BIT(11)	/* the secondary one */
#define ICH_GLOB_STA_RCS	BIT(15)	/* codec read timed out; write 1 to clear */
#define ICH_GLOB_STA_SIS_TCR	BIT(18)	/* tertiary codec ready, on the SiS 7012 */
#define ICH_GLOB_STA_SIS_TRI	BIT(19)	/* it has woken the host */
#define ICH_GLOB_STA_4CH	BIT(20)	/* PCM out can have 4 channels */
#define ICH_GLOB_STA_6CH	BIT(21)	/* PCM out can have 6 channels */
#define ICH_GLOB_STA_SAMPLES	GENMASK(23, 22)	/* sample widths; ICH4 and later */
#define ICH_GLOB_STA_20BIT	1	/* 16 and 20 bits */
#define ICH_GLOB_STA_TCR	BIT(28)	/* tertiary codec ready, from ICH4 on */
#define ICH_GLOB_STA_TRI	BIT(29)	/* it has woken the host */
#define ICH_CAS			0x34	/* 8 bit: codec access semaphore, set by reading it */
#define ICH_CAS_BUSY		BIT(0)
#define ICH_SIS_OUTPUT		0x4c	/* 16 bit, on the SiS 7012 */
#define ICH_SIS_OUTPUT_ON	BIT(0)
#define ICH_SDM			0x80	/* 8 bit: which line carries whose data, from ICH4 on */
#define ICH_SDM_LAST		GENMASK(1, 0)	/* line that the last codec read came by */
#define ICH_SDM_STEER		BIT(3)	/* the fields below count */
#define ICH_SDM_LINE_1		GENMASK(5, 4)	/* of PCM in and MIC in */
#define ICH_SDM_LINE_2		GENMASK(7, 6)	/* of PCM in 2 and MIC in 2 */

/* Registers of the codecs, in the mixer region: one block for each. */
#define ICH_CODEC_STEP		0x80

/* PCI configuration of nForce. */
#define ICH_NFORCE_CONFIG		0x4c
#define ICH_NFORCE_CONFIG_SPDIF	BIT(24)	/* interrupts of S/PDIF out */

/* Registers of the ALi M5455. Its only region has engines like those above from 0x40 on. */
#define ICH_ALI_PCM_IN		0x40
#define ICH_ALI_PCM_OUT		0x50
#define ICH_ALI_MIC_IN		0x60
#define ICH_ALI_SPDIF_OUT	0x70
#define ICH_ALI_CONTROL		0x00
#define ICH_ALI_CONTROL_WARM	BIT(0)	/* warm reset */
#define ICH_ALI_CONTROL_COLD	BIT(1)	/* AC-link out of cold reset */
#define ICH_ALI_CONTROL_CHANNELS	GENMASK(9, 8)	/* of PCM out: 2, 4 or 6 */
#define ICH_ALI_CONTROL_SPDIF	GENMASK(21, 20)	/* slots of S/PDIF, as in ICH_GLOB_CNT */
#define ICH_ALI_CONTROL_RESET	BIT(31)	/* master reset */
#define ICH_ALI_DMA		0x08	/* engines, from PCM in on, run if started and not paused */
#define ICH_ALI_DMA_START(engine)	BIT(engine)
#define ICH_ALI_DMA_PAUSE(engine)	BIT((engine) + 16)
#define ICH_ALI_FIFO		0x0c	/* four engines, one byte each; that of the next is 16 on */
#define ICH_ALI_FIFO_STEP	0x10
#define ICH_ALI_FIFO_CLEAR	0x83
#define ICH_ALI_INTERFACE	0x10	/* engines that are connected to the link */
#define ICH_ALI_INTERFACE_PCM_OUT	BIT(1)
#define ICH_ALI_INTERFACE_PCM_IN	BIT(19)
#define ICH_ALI_INTERFACE_MIC_IN	BIT(20)
#define ICH_ALI_INTERFACE_SPDIF_OUT	BIT(21)
#define ICH_ALI_IRQ_CONTROL	0x14
#define ICH_ALI_IRQ_STATUS	0x18	/* write 1 to clear */
#define ICH_ALI_IRQ_GPIO	BIT(1)	/* set during a reset of the link */
#define ICH_ALI_IRQ_ENGINES	GENMASK(26, 16)
#define ICH_ALI_VALUE		0x20	/* 16 bit: to be written to a codec */
#define ICH_ALI_COMMAND		0x22	/* 16 bit: register of the codec; starts the access */
#define ICH_ALI_COMMAND_READ	BIT(7)
#define ICH_ALI_COMMAND_SECOND	BIT(8)	/* the second codec */
#define ICH_ALI_ANSWER		0x24	/* 16 bit: read from a codec */
#define ICH_ALI_TAGS		0x34	/* codecs are ready if these bits remain set */
#define ICH_ALI_TAGS_SECOND	BIT(6)
#define ICH_ALI_TAGS_FIRST	BIT(7)
#define ICH_ALI_PORTS		0x38	/* 8 bit: progress of accesses to the codecs */
#define ICH_ALI_PORTS_WRITTEN	BIT(0)
#define ICH_ALI_PORTS_ANSWERED	BIT(1)
#define ICH_ALI_PORTS_READY	BIT(3)
#define ICH_ALI_CAS		0x3c	/* codec access semaphore */
#define ICH_ALI_CAS_BUSY	BIT(31)

#define ICH_GONE		(~0u)	/* what is read of a device that is not there */

#endif /* ICH_REGS_H */
