/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers of a stream that the driver itself accesses.
 */
#ifndef SHIM_SOUND_HDA_REGISTER_H
#define SHIM_SOUND_HDA_REGISTER_H

#define AZX_REG_SD_CTL		0x00
#define AZX_REG_SD_CTL_3B	0x02
#define AZX_REG_SD_STS		0x03
#define AZX_REG_SD_LPIB		0x04

#define SD_CTL_STREAM_RESET	0x01
#define SD_CTL_DMA_START	0x02
#define SD_CTL_STRIPE_MASK	0x3
#define SD_INT_COMPLETE		0x04
#define SD_INT_MASK		0x1c

#endif /* SHIM_SOUND_HDA_REGISTER_H */
