// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands for the ALSA core: pointers and locks. What depends on states is in states.c.
 *
 * It behaves as the core of 6.1 does without its debug checks, also where a driver can stumble: it
 * adds a whole buffer when an interrupt comes before its border, or when without period wakeups
 * the pointer seems to be late.
 */

#include "check.h"
#include "core.h"

unsigned long jiffies;

void lockdep_assert_held(const bool *lock)
{
	check(*lock, "the stream is not locked");
}

void snd_pcm_stream_lock_irq(struct snd_pcm_substream *substream)
{
	check(!substream->self_group.lock, "the stream is locked already");
	substream->self_group.lock = true;
}

void snd_pcm_stream_unlock_irq(struct snd_pcm_substream *substream)
{
	check(substream->self_group.lock, "the stream is not locked");
	substream->self_group.lock = false;
	client_unlocked(substream);
}

/* An interrupt may have to wait for a client on the other CPU. */
unsigned long snd_pcm_stream_lock_interrupt(struct snd_pcm_substream *substream)
{
	client_contends();
	snd_pcm_stream_lock_irq(substream);
	return 0;
}

static bool core_plays(const struct snd_pcm_substream *substream)
{
	return substream->stream == SNDRV_PCM_STREAM_PLAYBACK;
}

bool core_running(const struct snd_pcm_substream *substream)
{
	snd_pcm_state_t state = substream->runtime->state;

	return state == SNDRV_PCM_STATE_RUNNING ||
	       (state == SNDRV_PCM_STATE_DRAINING && core_plays(substream));
}

/* Distance modulo the boundary. */
static snd_pcm_uframes_t core_distance(const struct snd_pcm_runtime *runtime,
				       snd_pcm_uframes_t from, snd_pcm_uframes_t to)
{
	return to >= from ? to - from : to + runtime->boundary - from;
}

/* What is written and not played; half of the boundary tells ahead from behind. */
snd_pcm_sframes_t snd_pcm_playback_hw_avail(const struct snd_pcm_runtime *runtime)
{
	snd_pcm_uframes_t ahead = core_distance(runtime, runtime->hw_ptr, runtime->appl_ptr);

	return ahead <= runtime->buffer_size ? (snd_pcm_sframes_t)ahead :
	       (snd_pcm_sframes_t)(ahead - runtime->boundary);
}

/* Room that is read and not captured into. */
snd_pcm_sframes_t snd_pcm_capture_hw_avail(const struct snd_pcm_runtime *runtime)
{
	return (snd_pcm_sframes_t)runtime->buffer_size -
	       (snd_pcm_sframes_t)core_distance(runtime, runtime->appl_ptr, runtime->hw_ptr);
}

/**
 * core_available() - tell how much a client may write, or read
 * @substream: the substream
 *
 * Return: frames; more than the buffer after an overrun.
 */
snd_pcm_uframes_t core_available(const struct snd_pcm_substream *substream)
{
	const struct snd_pcm_runtime *runtime = substream->runtime;

	if (!core_plays(substream))
		return core_distance(runtime, runtime->appl_ptr, runtime->hw_ptr);
	return runtime->buffer_size - snd_pcm_playback_hw_avail(runtime);
}

/**
 * core_judge() - stop a stream that has to stop
 * @substream: the substream, running
 */
void core_judge(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_uframes_t available = core_available(substream);

	if (runtime->state == SNDRV_PCM_STATE_DRAINING) {
		if (available >= runtime->buffer_size)
			snd_pcm_stop(substream, SNDRV_PCM_STATE_SETUP);
	} else if (available >= runtime->stop_threshold) {
		snd_pcm_stop(substream, SNDRV_PCM_STATE_XRUN);
	}
}

static void core_lap(struct snd_pcm_runtime *runtime, snd_pcm_uframes_t *base)
{
	*base += runtime->buffer_size;
	if (*base >= runtime->boundary)
		*base = 0;
}

/* Buffers that the core believes to have gone by unseen, without wakeups. */
static unsigned int core_missed(const struct snd_pcm_runtime *runtime, snd_pcm_sframes_t moved)
{
	long passed = jiffies - runtime->hw_ptr_jiffies;
	unsigned int missed = 0;
	long late;

	if (passed < (long)runtime->hw_ptr_buffer_jiffies / 2)
		return 0;
	late = passed - moved * CORE_HZ / (long)runtime->rate;
	while (late > (long)runtime->hw_ptr_buffer_jiffies / 2 + 1) {
		check(runtime->hw_ptr_buffer_jiffies,
		      "the core never ends: a buffer of no jiffies, and a late pointer");
		missed++;
		late -= runtime->hw_ptr_buffer_jiffies;
	}
	return missed;
}

static bool core_doubled(const struct snd_pcm_runtime *runtime, snd_pcm_uframes_t position)
{
	long passed = jiffies - runtime->hw_ptr_jiffies;

	return runtime->hw_ptr_interrupt + runtime->period_size > position &&
	       passed > (long)runtime->hw_ptr_buffer_jiffies / 2 + 1;
}

static void core_note_interrupt(struct snd_pcm_runtime *runtime, snd_pcm_uframes_t position)
{
	snd_pcm_uframes_t delta = core_distance(runtime, runtime->hw_ptr_interrupt, position);

	runtime->hw_ptr_interrupt += delta - delta % runtime->period_size;
	if (runtime->hw_ptr_interrupt >= runtime->boundary)
		runtime->hw_ptr_interrupt -= runtime->boundary;
}

static void core_update(struct snd_pcm_substream *substream, bool in_interrupt)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_uframes_t offset = substream->ops->pointer(substream);
	snd_pcm_uframes_t base = runtime->hw_ptr_base;
	snd_pcm_uframes_t position, moved;
	unsigned int missed;

	check(offset < runtime->buffer_size, "the pointer is outside the buffer");
	position = base + offset;
	if (in_interrupt && core_doubled(runtime, position)) {
		core_lap(runtime, &base);
		position = base + offset;
	} else if (position < runtime->hw_ptr) {
		core_lap(runtime, &base);
		position = base + offset;
	}
	moved = core_distance(runtime, runtime->hw_ptr, position);
	missed = runtime->no_period_wakeup ? core_missed(runtime, moved) : 0;
	while (missed--) {
		core_lap(runtime, &base);
		position = base + offset;
		moved += runtime->buffer_size;
	}
	if (position == runtime->hw_ptr) {
		runtime->hw_ptr_jiffies = jiffies;
		return;
	}
	client_moved(substream, moved);
	if (in_interrupt)
		core_note_interrupt(runtime, position);
	runtime->hw_ptr_base = base;
	runtime->hw_ptr = position;
	runtime->hw_ptr_jiffies = jiffies;
	core_judge(substream);
}

/**
 * core_synchronise() - look at the hardware's position, where that makes sense
 * @substream: the substream; locked
 *
 * Return: 0, or the errno that its state means.
 */
int core_synchronise(struct snd_pcm_substream *substream)
{
	switch (substream->runtime->state) {
	case SNDRV_PCM_STATE_DRAINING:
		if (!core_plays(substream))
			return -EBADFD;
		core_update(substream, false);
		return 0;
	case SNDRV_PCM_STATE_RUNNING:
		core_update(substream, false);
		return 0;
	case SNDRV_PCM_STATE_PREPARED:
	case SNDRV_PCM_STATE_PAUSED:
		return 0;
	case SNDRV_PCM_STATE_SUSPENDED:
		return -ESTRPIPE;
	case SNDRV_PCM_STATE_XRUN:
		return -EPIPE;
	default:
		return -EBADFD;
	}
}

/**
 * core_apply() - move the application pointer
 * @substream: the substream; locked
 * @appl_ptr: where to
 *
 * Return: 0, or what the driver's ack refuses with; nothing has moved then.
 */
int core_apply(struct snd_pcm_substream *substream, snd_pcm_uframes_t appl_ptr)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_uframes_t before = runtime->appl_ptr;
	int err;

	if (before == appl_ptr)
		return 0;
	runtime->appl_ptr = appl_ptr;
	err = substream->ops->ack(substream);
	if (err < 0)
		runtime->appl_ptr = before;
	return err;
}

void snd_pcm_period_elapsed_under_stream_lock(struct snd_pcm_substream *substream)
{
	lockdep_assert_held(&substream->self_group.lock);
	client_elapsed(substream);
	if (core_running(substream))
		core_update(substream, true);
}
