/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the kernel's PCM interface as the port uses. What user space shares with the kernel
 * comes from the installed sound/asound.h.
 */
#ifndef SHIM_SOUND_PCM_H
#define SHIM_SOUND_PCM_H

#include <limits.h>
#include <string.h>

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/time64.h>
#include <sound/asound.h>

enum {
	SNDRV_PCM_TRIGGER_STOP,
	SNDRV_PCM_TRIGGER_START,
	SNDRV_PCM_TRIGGER_PAUSE_PUSH,
	SNDRV_PCM_TRIGGER_PAUSE_RELEASE,
	SNDRV_PCM_TRIGGER_SUSPEND,
	SNDRV_PCM_TRIGGER_RESUME,
	SNDRV_PCM_TRIGGER_DRAIN,
};

#define SNDRV_PCM_IOCTL1_RESET	0

enum {
	SNDRV_DMA_TYPE_DEV,
	SNDRV_DMA_TYPE_DEV_WC,
	SNDRV_DMA_TYPE_DEV_SG,
	SNDRV_DMA_TYPE_DEV_WC_SG,
};

struct device;
struct snd_dma_buffer;
struct snd_pcm_substream;

/* One thread can misuse a lock only by taking it twice or not at all. */
struct snd_pcm_group {
	bool lock;
};

struct snd_pcm_hardware {
	unsigned int info;
	u64 formats;
	unsigned int rates;
	unsigned int channels_min;
	unsigned int channels_max;
	size_t buffer_bytes_max;
	size_t period_bytes_min;
	size_t period_bytes_max;
	unsigned int periods_min;
	unsigned int periods_max;
};

struct snd_pcm_audio_tstamp_config {
	u32 type_requested;
};

struct snd_pcm_audio_tstamp_report {
	u32 actual_type;
	u32 accuracy_report;
	u32 accuracy;
};

/* Both pointers and all sizes are in frames, the times in jiffies. */
struct snd_pcm_runtime {
	void *private_data;
	struct snd_pcm_hardware hw;
	snd_pcm_state_t state;
	snd_pcm_state_t suspended_state;
	unsigned int rate;
	bool no_period_wakeup;
	snd_pcm_uframes_t period_size;
	snd_pcm_uframes_t buffer_size;
	snd_pcm_uframes_t boundary;
	snd_pcm_uframes_t start_threshold;
	snd_pcm_uframes_t stop_threshold;
	snd_pcm_uframes_t hw_ptr;
	snd_pcm_uframes_t appl_ptr;
	snd_pcm_uframes_t hw_ptr_base;
	snd_pcm_uframes_t hw_ptr_interrupt;
	unsigned long hw_ptr_jiffies;
	unsigned long hw_ptr_buffer_jiffies;
	bool trigger_tstamp_latched;
	snd_pcm_sframes_t delay;
};

struct snd_pcm_ops {
	int (*open)(struct snd_pcm_substream *substream);
	int (*close)(struct snd_pcm_substream *substream);
	int (*ioctl)(struct snd_pcm_substream *substream, unsigned int command, void *argument);
	int (*hw_params)(struct snd_pcm_substream *substream, struct snd_pcm_hw_params *params);
	int (*hw_free)(struct snd_pcm_substream *substream);
	int (*prepare)(struct snd_pcm_substream *substream);
	int (*trigger)(struct snd_pcm_substream *substream, int command);
	snd_pcm_uframes_t (*pointer)(struct snd_pcm_substream *substream);
	int (*get_time_info)(struct snd_pcm_substream *substream, struct timespec64 *system,
			     struct timespec64 *audio, struct snd_pcm_audio_tstamp_config *config,
			     struct snd_pcm_audio_tstamp_report *report);
	int (*ack)(struct snd_pcm_substream *substream);
};

struct snd_pcm {
	void *private_data;
	unsigned int device;
	char name[80];
	const struct snd_pcm_ops *ops[2];
};

struct snd_pcm_substream {
	struct snd_pcm *pcm;
	void *private_data;
	int number;
	int stream;
	const struct snd_pcm_ops *ops;
	struct snd_pcm_runtime *runtime;
	struct snd_pcm_group self_group;
};

struct snd_card;

extern unsigned long jiffies;

void lockdep_assert_held(const bool *lock);
void snd_pcm_stream_lock_irq(struct snd_pcm_substream *substream);
void snd_pcm_stream_unlock_irq(struct snd_pcm_substream *substream);
unsigned long snd_pcm_stream_lock_interrupt(struct snd_pcm_substream *substream);

#define snd_pcm_stream_lock_irqsave(substream, flags) \
	((flags) = snd_pcm_stream_lock_interrupt(substream))
#define snd_pcm_stream_unlock_irqrestore(substream, flags) \
	((void)(flags), snd_pcm_stream_unlock_irq(substream))

int snd_pcm_new(struct snd_card *card, const char *id, int device, int playbacks, int captures,
		struct snd_pcm **pcm);
void snd_pcm_set_ops(struct snd_pcm *pcm, int direction, const struct snd_pcm_ops *ops);
int snd_pcm_set_managed_buffer_all(struct snd_pcm *pcm, int type, struct device *dev, size_t size,
				   size_t most);
struct snd_dma_buffer *snd_pcm_get_dma_buf(struct snd_pcm_substream *substream);

int snd_pcm_lib_ioctl(struct snd_pcm_substream *substream, unsigned int command, void *argument);
int snd_pcm_stop(struct snd_pcm_substream *substream, snd_pcm_state_t state);
void snd_pcm_period_elapsed_under_stream_lock(struct snd_pcm_substream *substream);

snd_pcm_sframes_t snd_pcm_playback_hw_avail(const struct snd_pcm_runtime *runtime);
snd_pcm_sframes_t snd_pcm_capture_hw_avail(const struct snd_pcm_runtime *runtime);

static inline void snd_pcm_gettime(const struct snd_pcm_runtime *runtime, struct timespec64 *time)
{
	time->tv_sec = jiffies / runtime->rate;
	time->tv_nsec = 0;
}

static inline int snd_pcm_limit_hw_rates(struct snd_pcm_runtime *runtime)
{
	return runtime->hw.rates ? 0 : -EINVAL;
}

static inline int snd_pcm_hw_constraint_integer(struct snd_pcm_runtime *runtime, int variable)
{
	(void)runtime;
	(void)variable;
	return 0;
}

static inline int snd_pcm_hw_constraint_step(struct snd_pcm_runtime *runtime,
					     unsigned int condition, int variable,
					     unsigned long step)
{
	(void)runtime;
	(void)condition;
	(void)variable;
	return step ? 0 : -EINVAL;
}

static inline int snd_pcm_hw_constraint_msbits(struct snd_pcm_runtime *runtime,
					       unsigned int condition, unsigned int width,
					       unsigned int bits)
{
	(void)runtime;
	(void)condition;
	return bits < width ? 0 : -EINVAL;
}

static inline void strscpy(char *to, const char *from, size_t size)
{
	strncpy(to, from, size - 1);
	to[size - 1] = '\0';
}

#endif /* SHIM_SOUND_PCM_H */
