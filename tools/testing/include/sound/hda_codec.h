/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the driver uses of the library for HD Audio. The model implements it.
 */
#ifndef SHIM_SOUND_HDA_CODEC_H
#define SHIM_SOUND_HDA_CODEC_H

#include <linux/iopoll.h>
#include <linux/types.h>
#include <sound/memalloc.h>
#include <sound/pcm.h>

struct hdac_ext_bus_ops;
struct hda_codec;
struct hda_pcm;

struct hdac_bus {
	struct device *dev;
};

struct hda_bus {
	struct hdac_bus core;
};

struct hdac_stream {
	struct hdac_bus *bus;
	struct snd_dma_buffer bdl;
	__le32 *posbuf;
	int direction;
	unsigned int bufsize;
	unsigned int frags;
	unsigned int fifo_size;
	unsigned char index;
	bool running;
};

u32 hdac_stream_read(struct hdac_stream *stream, unsigned int offset);
void hdac_stream_write(struct hdac_stream *stream, unsigned int offset, u32 value);
int snd_hdac_stream_setup(struct hdac_stream *stream);
void snd_hdac_stream_reset(struct hdac_stream *stream);
void snd_hdac_stream_cleanup(struct hdac_stream *stream);

#define hda_compat_stream_setup(stream)		snd_hdac_stream_setup(stream)
#define snd_hdac_stream_readl(stream, reg)	hdac_stream_read(stream, AZX_REG_##reg)
#define snd_hdac_stream_readb(stream, reg)	((u8)hdac_stream_read(stream, AZX_REG_##reg))
#define snd_hdac_stream_writeb(stream, reg, value) \
	hdac_stream_write(stream, AZX_REG_##reg, value)
#define snd_hdac_stream_updateb(stream, reg, mask, value)			\
	snd_hdac_stream_writeb(stream, reg,					\
			       (snd_hdac_stream_readb(stream, reg) & ~(mask)) | (value))
#define snd_hdac_stream_readb_poll(stream, reg, value, condition, delay, timeout)	\
	readx_poll_timeout_atomic(hdac_stream_control, stream, value, condition, delay, timeout)

static inline u8 hdac_stream_control(struct hdac_stream *stream)
{
	return hdac_stream_read(stream, 0);
}

#endif /* SHIM_SOUND_HDA_CODEC_H */
