// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands for the ALSA core: the states of a PCM, and what may be done in them.
 */

#include "check.h"
#include "core.h"

static int core_trigger(struct snd_pcm_substream *substream, int command)
{
	return substream->ops->trigger(substream, command);
}

static void core_started(struct snd_pcm_runtime *runtime, snd_pcm_state_t state)
{
	runtime->hw_ptr_jiffies = jiffies;
	runtime->hw_ptr_buffer_jiffies = runtime->buffer_size * CORE_HZ / runtime->rate;
	runtime->state = state;
}

int core_start(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	int err;

	if (runtime->state != SNDRV_PCM_STATE_PREPARED)
		return -EBADFD;
	if (substream->stream == SNDRV_PCM_STREAM_PLAYBACK &&
	    runtime->stop_threshold < runtime->boundary &&
	    core_available(substream) >= runtime->buffer_size)
		return -EPIPE;
	substream->runtime->trigger_tstamp_latched = false;
	err = core_trigger(substream, SNDRV_PCM_TRIGGER_START);
	if (err)
		core_trigger(substream, SNDRV_PCM_TRIGGER_STOP);
	else
		core_started(runtime, SNDRV_PCM_STATE_RUNNING);
	return err;
}

int snd_pcm_stop(struct snd_pcm_substream *substream, snd_pcm_state_t state)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_state_t before = runtime->state;

	if (core_running(substream))
		core_trigger(substream, SNDRV_PCM_TRIGGER_STOP);
	runtime->state = state;
	if (before == SNDRV_PCM_STATE_DRAINING && state == SNDRV_PCM_STATE_SETUP)
		client_drained(substream);
	return 0;
}

int core_pause(struct snd_pcm_substream *substream, bool push)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	int release = SNDRV_PCM_TRIGGER_PAUSE_RELEASE;
	int on = SNDRV_PCM_TRIGGER_PAUSE_PUSH;
	int err;

	if (runtime->state != (push ? SNDRV_PCM_STATE_RUNNING : SNDRV_PCM_STATE_PAUSED))
		return -EBADFD;
	if (push)
		core_synchronise(substream);
	runtime->hw_ptr_jiffies = jiffies - CORE_HZ * 1000;
	err = core_trigger(substream, push ? on : release);
	if (err)
		core_trigger(substream, push ? release : on);
	else
		runtime->state = push ? SNDRV_PCM_STATE_PAUSED : SNDRV_PCM_STATE_RUNNING;
	return err;
}

static int core_reset_pointers(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	int err = substream->ops->ioctl(substream, SNDRV_PCM_IOCTL1_RESET, NULL);

	if (err)
		return err;
	runtime->hw_ptr_base = 0;
	runtime->hw_ptr_interrupt = runtime->hw_ptr - runtime->hw_ptr % runtime->period_size;
	return 0;
}

int snd_pcm_lib_ioctl(struct snd_pcm_substream *substream, unsigned int command, void *argument)
{
	struct snd_pcm_runtime *runtime = substream->runtime;

	check(command == SNDRV_PCM_IOCTL1_RESET && !argument, "ioctl %u", command);
	snd_pcm_stream_lock_irq(substream);
	if (core_running(substream)) {
		core_synchronise(substream);
		runtime->hw_ptr %= runtime->buffer_size;
	} else {
		runtime->hw_ptr = 0;
	}
	snd_pcm_stream_unlock_irq(substream);
	return 0;
}

int core_prepare(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	int err;

	snd_pcm_stream_lock_irq(substream);
	if (runtime->state == SNDRV_PCM_STATE_PAUSED)
		core_pause(substream, false);
	if (runtime->state == SNDRV_PCM_STATE_RUNNING ||
	    runtime->state == SNDRV_PCM_STATE_SUSPENDED)
		snd_pcm_stop(substream, SNDRV_PCM_STATE_SETUP);
	snd_pcm_stream_unlock_irq(substream);

	if (runtime->state == SNDRV_PCM_STATE_OPEN || core_running(substream) ||
	    runtime->state == SNDRV_PCM_STATE_DISCONNECTED)
		return -EBADFD;
	err = substream->ops->prepare(substream);
	if (!err)
		err = core_reset_pointers(substream);
	if (err)
		return err;
	runtime->appl_ptr = runtime->hw_ptr;
	runtime->state = SNDRV_PCM_STATE_PREPARED;
	return 0;
}

int core_reset(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	int err;

	switch (runtime->state) {
	case SNDRV_PCM_STATE_RUNNING:
	case SNDRV_PCM_STATE_PREPARED:
	case SNDRV_PCM_STATE_PAUSED:
	case SNDRV_PCM_STATE_SUSPENDED:
		err = core_reset_pointers(substream);
		if (!err)
			runtime->appl_ptr = runtime->hw_ptr;
		return err;
	default:
		return -EBADFD;
	}
}

int core_drop(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;

	if (runtime->state == SNDRV_PCM_STATE_OPEN ||
	    runtime->state == SNDRV_PCM_STATE_DISCONNECTED)
		return -EBADFD;
	if (runtime->state == SNDRV_PCM_STATE_PAUSED)
		core_pause(substream, false);
	return snd_pcm_stop(substream, SNDRV_PCM_STATE_SETUP);
}

static void core_drain_playback(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;

	switch (runtime->state) {
	case SNDRV_PCM_STATE_PREPARED:
		if (core_available(substream) >= runtime->buffer_size) {
			runtime->state = SNDRV_PCM_STATE_SETUP;
			break;
		}
		core_trigger(substream, SNDRV_PCM_TRIGGER_START);
		core_started(runtime, SNDRV_PCM_STATE_DRAINING);
		break;
	case SNDRV_PCM_STATE_RUNNING:
		runtime->state = SNDRV_PCM_STATE_DRAINING;
		break;
	case SNDRV_PCM_STATE_XRUN:
		runtime->state = SNDRV_PCM_STATE_SETUP;
		break;
	default:
		break;
	}
}

static void core_drain_capture(struct snd_pcm_substream *substream)
{
	if (substream->runtime->state != SNDRV_PCM_STATE_RUNNING)
		return;
	snd_pcm_stop(substream, core_available(substream) ? SNDRV_PCM_STATE_DRAINING :
							    SNDRV_PCM_STATE_SETUP);
}

/**
 * core_drain() - begin to drain
 * @substream: the substream; locked
 *
 * Return: 0, or a negative errno. The end comes later.
 */
int core_drain(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_state_t before;

	if (runtime->state == SNDRV_PCM_STATE_PAUSED)
		core_pause(substream, false);
	if (runtime->state == SNDRV_PCM_STATE_DISCONNECTED ||
	    runtime->state == SNDRV_PCM_STATE_SUSPENDED)
		return -EBADFD;
	before = runtime->state;
	if (substream->stream == SNDRV_PCM_STREAM_PLAYBACK)
		core_drain_playback(substream);
	else
		core_drain_capture(substream);
	/* after a start of its own the core does not know its trigger's master any more */
	if (runtime->state == SNDRV_PCM_STATE_DRAINING && before != SNDRV_PCM_STATE_PREPARED &&
	    runtime->hw.info & SNDRV_PCM_INFO_DRAIN_TRIGGER)
		return core_trigger(substream, SNDRV_PCM_TRIGGER_DRAIN);
	return 0;
}

int core_suspend(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;

	switch (runtime->state) {
	case SNDRV_PCM_STATE_SUSPENDED:
	case SNDRV_PCM_STATE_OPEN:
	case SNDRV_PCM_STATE_SETUP:
	case SNDRV_PCM_STATE_DISCONNECTED:
		return -EBUSY;
	default:
		break;
	}
	if (core_running(substream))
		core_trigger(substream, SNDRV_PCM_TRIGGER_SUSPEND);
	runtime->suspended_state = runtime->state;
	runtime->state = SNDRV_PCM_STATE_SUSPENDED;
	return 0;
}

int core_resume(struct snd_pcm_substream *substream)
{
	struct snd_pcm_runtime *runtime = substream->runtime;
	snd_pcm_state_t before = runtime->suspended_state;
	int err = 0;

	if (runtime->state != SNDRV_PCM_STATE_SUSPENDED)
		return -EBADFD;
	if (before == SNDRV_PCM_STATE_RUNNING ||
	    (before == SNDRV_PCM_STATE_DRAINING &&
	     substream->stream == SNDRV_PCM_STREAM_PLAYBACK))
		err = core_trigger(substream, SNDRV_PCM_TRIGGER_RESUME);
	if (!err)
		runtime->state = before;
	return err;
}
