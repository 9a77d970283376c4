/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands for the ALSA core: a PCM's states and pointers, as a client and a driver see them.
 */
#ifndef MODEL_CORE_H
#define MODEL_CORE_H

#include <sound/pcm.h>

#define CORE_HZ		250

int core_prepare(struct snd_pcm_substream *substream);
int core_start(struct snd_pcm_substream *substream);
int core_pause(struct snd_pcm_substream *substream, bool push);
int core_drop(struct snd_pcm_substream *substream);
int core_drain(struct snd_pcm_substream *substream);
int core_reset(struct snd_pcm_substream *substream);
int core_suspend(struct snd_pcm_substream *substream);
int core_resume(struct snd_pcm_substream *substream);
int core_synchronise(struct snd_pcm_substream *substream);
int core_apply(struct snd_pcm_substream *substream, snd_pcm_uframes_t appl_ptr);
void core_judge(struct snd_pcm_substream *substream);
snd_pcm_uframes_t core_available(const struct snd_pcm_substream *substream);
bool core_running(const struct snd_pcm_substream *substream);

/* What the core tells the test; in truth.c, client.c and card.c. */
void client_moved(struct snd_pcm_substream *substream, snd_pcm_uframes_t frames);
void client_elapsed(struct snd_pcm_substream *substream);
void client_drained(struct snd_pcm_substream *substream);
void client_contends(void);
void client_unlocked(struct snd_pcm_substream *substream);

#endif /* MODEL_CORE_H */
