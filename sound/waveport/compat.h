/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All differences between kernel versions. Included last. An entry tests for the feature where that
 * is possible, names the version that introduced it, and can be removed once no older kernel is
 * supported.
 */
#ifndef WAVEPORT_COMPAT_H
#define WAVEPORT_COMPAT_H

#include <linux/version.h>

/* Since 6.8. The device ends a drain on the last frame, so alsa-lib need not append silence. */
#ifndef SNDRV_PCM_INFO_PERFECT_DRAIN
#define SNDRV_PCM_INFO_PERFECT_DRAIN 0
#endif

/*
 * Since 6.13; 6.15 has removed hrtimer_init(). It is a function, so only the version tells.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define hrtimer_setup(timer, callback, clock, mode)		\
	({							\
		struct hrtimer *_timer = (timer);		\
								\
		hrtimer_init(_timer, clock, mode);		\
		_timer->function = (callback);			\
	})
#endif

#ifdef LINUX_PCI_H

/* Since 6.12, which calls pcim_iomap_regions() deprecated. 6.11 has it for itself. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
static inline void __iomem *compat_iomap_region(struct pci_dev *pci, int bar, const char *name)
{
	int err = pcim_iomap_regions(pci, BIT(bar), name);

	return err ? IOMEM_ERR_PTR(err) : pcim_iomap_table(pci)[bar];
}
#else
#define compat_iomap_region(pci, bar, name)	pcim_iomap_region(pci, bar, name)
#endif

#endif /* LINUX_PCI_H */

#ifdef __SOUND_HDA_CODEC_H

/* Since 6.10 the significant bits of a sample are an argument of their own. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define hda_compat_stream_format(rate, channels, format, max_bits, spdif)			\
	snd_hdac_calc_stream_format(rate, channels, format, max_bits, spdif)
#else
#define hda_compat_stream_format(rate, channels, format, max_bits, spdif)			\
	snd_hdac_spdif_stream_format(channels,							\
				     snd_hdac_stream_format_bits(format,			\
								 SNDRV_PCM_SUBFORMAT_STD,	\
								 max_bits),			\
				     rate, spdif)
#endif

/* Since 6.4 (the argument is for loading code into a DSP). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define hda_compat_stream_setup(stream)	snd_hdac_stream_setup(stream)
#else
#define hda_compat_stream_setup(stream)	snd_hdac_stream_setup(stream, false)
#endif

/*
 * Since 6.17 a codec driver has operations; before, one function that fills in those of the codec.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
static inline int hda_compat_codec_probe(struct hda_codec *codec)
{
	return ((hda_codec_patch_t)codec->preset->driver_data)(codec);
}

static inline void hda_compat_codec_remove(struct hda_codec *codec)
{
	if (codec->patch_ops.free)
		codec->patch_ops.free(codec);
}
#else
static inline int hda_compat_codec_probe(struct hda_codec *codec)
{
	return hda_codec_to_driver(codec)->ops->probe(codec, codec->preset);
}

static inline void hda_compat_codec_remove(struct hda_codec *codec)
{
	if (hda_codec_to_driver(codec)->ops->remove)
		hda_codec_to_driver(codec)->ops->remove(codec);
}
#endif

#endif /* __SOUND_HDA_CODEC_H */

#endif /* WAVEPORT_COMPAT_H */
