// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a client does with a stream, and what it must get.
 */

#include <string.h>

#include <linux/minmax.h>

#include "check.h"
#include "client.h"
#include "truth.h"

/* Accesses of a look: 4 times CIV and then 4 times PICB and CIV, and the status. */
#define LOOK_MOST	37

snd_pcm_state_t client_state(const struct client *client)
{
	return client->runtime.state;
}

bool client_runs(const struct client *client)
{
	return client_state(client) == SNDRV_PCM_STATE_RUNNING;
}

static void client_lock(struct client *client)
{
	card_call();
	snd_pcm_stream_lock_irq(&client->substream);
}

static void client_unlock(struct client *client)
{
	snd_pcm_stream_unlock_irq(&client->substream);
}

/* An interrupt waits for the lock that another client holds. */
void client_contends(void)
{
	void (*contender)(void) = card.contender;

	card.contender = NULL;
	if (contender)
		contender();
}

static void client_set(struct snd_pcm_hw_params *params, int variable, unsigned int value)
{
	params->intervals[variable - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL].min = value;
}

/* An engine cannot have a frame in two pieces. */
static void client_offer(struct client *client, struct snd_pcm_hw_params *params)
{
	bool whole = memory_holds_frames(&client->memory, card_frame_bytes());
	int err;

	card_call();
	err = client->substream.ops->hw_params(&client->substream, params);
	if (!whole)
		check(err == -ENOMEM, "frames in two pieces are accepted: %d", err);
	else
		check(!err || card.faulty, "the parameters are refused: %d", err);
	if (err)
		client->runtime.state = SNDRV_PCM_STATE_OPEN;
}

static void client_set_parameters(struct client *client)
{
	struct snd_pcm_hw_params params = { 0 };
	struct snd_pcm_runtime *runtime = &client->runtime;
	u32 period = card.plan.period * card_frame_bytes();

	client_set(&params, SNDRV_PCM_HW_PARAM_RATE, card.plan.rate);
	client_set(&params, SNDRV_PCM_HW_PARAM_CHANNELS, card.plan.channels);
	client_set(&params, SNDRV_PCM_HW_PARAM_PERIODS, card.plan.periods);
	client_set(&params, SNDRV_PCM_HW_PARAM_PERIOD_BYTES, period);
	client_set(&params, SNDRV_PCM_HW_PARAM_BUFFER_BYTES, card_buffer_bytes());
	params.msbits = 8 * card.plan.switches.sample_bytes;
	params.flags = card.plan.wakeups ? 0 : SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP;
	runtime->state = SNDRV_PCM_STATE_SETUP;
	client_offer(client, &params);
	runtime->rate = card.plan.rate;
	runtime->no_period_wakeup = !card.plan.wakeups;
	runtime->period_size = card.plan.period;
	runtime->buffer_size = card_buffer();
	runtime->boundary = (u64)card_buffer() << 20;
	runtime->start_threshold = card.plan.start_threshold;
	runtime->stop_threshold = card.plan.free_runs ? runtime->boundary : runtime->buffer_size;
	runtime->hw_ptr = 0;
	runtime->appl_ptr = 0;
	client->stream->queue.next_tag = card.plan.tag;
	client->tag = card.plan.tag;
}

/**
 * client_open() - open a device and set the parameters
 * @client: the client
 * @number: of the engine
 */
void client_open(struct client *client, unsigned int number)
{
	bool cyclic = card.plan.cyclic & BIT(number);
	enum waveport_transport_id device = cyclic ? WAVEPORT_CYCLIC : WAVEPORT_QUEUE;
	struct snd_pcm_substream *substream = &client->substream;

	client->number = number;
	client->stream = &card.streams[device * MODEL_ENGINES + number];
	memory_make(&client->memory, card_buffer_bytes(), card.plan.page_bytes,
		    cyclic ? 8 : card.plan.adjacent,
		    card.plan.origin + number * 0x1000000);
	substream->pcm = &card.pcms[device];
	substream->private_data = card.pcms[device].private_data;
	substream->stream = number == CARD_CAPTURE ? SNDRV_PCM_STREAM_CAPTURE :
						     SNDRV_PCM_STREAM_PLAYBACK;
	substream->ops = substream->pcm->ops[substream->stream];
	substream->runtime = &client->runtime;
	check(!substream->ops->open(substream), "the device cannot be opened");
	client_set_parameters(client);
	truth_begin(client);
}

/**
 * client_close() - stop and close
 * @client: the client
 */
void client_close(struct client *client)
{
	client_drop(client);
	card_call();
	client->substream.ops->hw_free(&client->substream);
	client->substream.ops->close(&client->substream);
	check(!waveport_acquired_count(client->stream), "mappings outlive their stream");
	check(card.faulty || !model_running(client->number), "the engine outlives its stream");
	check(!card.port.owners[client->number], "the engine stays claimed");
}

/**
 * client_reopen() - stop and set the parameters again
 * @client: the client
 */
void client_reopen(struct client *client)
{
	client_drop(client);
	client_set_parameters(client);
	truth_begin(client);
}

static u32 client_index(const struct client *client, u64 position)
{
	return (position - card.plan.base) % client->memory.bytes / sizeof(u32);
}

/* Write what comes next, or read it. */
static void client_transfer(struct client *client, u32 frames)
{
	u32 words = frames * card_frame_bytes() / sizeof(u32);
	bool exact = !card.faulty && client->next - client->appl <= client->memory.bytes &&
		     (s64)(client->next - client->looked) >= 0;
	u32 i;

	for (i = 0; i < words; i++) {
		u64 position = client->appl + i * sizeof(u32);
		u32 *word = &client->memory.words[client_index(client, position)];

		if (!client->stream->capture)
			*word = memory_stamp(position);
		else if (exact && (s64)(position - card.plan.base) >= 0)
			check(*word == memory_stamp(position), "a wrong sample is captured at %lld",
			      (long long)(position - card.plan.base));
	}
}

static u64 client_end(const struct client *client, u64 appl)
{
	return appl + (client->stream->capture ? client->memory.bytes : 0);
}

/* Move the application pointer, forward or back. */
static int client_apply(struct client *client, s64 frames)
{
	struct snd_pcm_runtime *runtime = &client->runtime;
	u64 appl = client->appl + frames * card_frame_bytes();
	s64 pointer = (s64)runtime->appl_ptr + frames;
	int err;

	if (pointer < 0)
		pointer += runtime->boundary;
	if (pointer >= (s64)runtime->boundary)
		pointer -= runtime->boundary;
	if (frames > 0) {
		truth_commit(client);
		client->bound = client_end(client, appl);
	}
	err = core_apply(&client->substream, pointer);
	if (!err)
		client->appl = appl;
	client->bound = client_end(client, client->appl);
	return err;
}

static void client_advance(struct client *client, u32 frames)
{
	int err;

	client_transfer(client, frames);
	err = client_apply(client, frames);
	/* the client of a loop may be behind its engine when it runs no more */
	if (!client->loops || client_runs(client))
		check(!err || card.faulty, "a commit of %u frames fails: %d", frames, err);
}

static bool client_may_transfer(const struct client *client)
{
	switch (client_state(client)) {
	case SNDRV_PCM_STATE_PREPARED:
	case SNDRV_PCM_STATE_RUNNING:
	case SNDRV_PCM_STATE_PAUSED:
		return true;
	case SNDRV_PCM_STATE_DRAINING:
		return client->stream->capture;
	default:
		return false;
	}
}

static void client_start_if_due(struct client *client)
{
	struct snd_pcm_runtime *runtime = &client->runtime;

	if (client_state(client) == SNDRV_PCM_STATE_PREPARED &&
	    snd_pcm_playback_hw_avail(runtime) >= (snd_pcm_sframes_t)runtime->start_threshold)
		core_start(&client->substream);
}

/**
 * client_write() - write or read by the system call
 * @client: the client
 * @frames: at most
 */
void client_write(struct client *client, u32 frames)
{
	u32 some;

	client_lock(client);
	if (client_state(client) == SNDRV_PCM_STATE_RUNNING)
		core_synchronise(&client->substream);
	if (client->stream->capture && client_state(client) == SNDRV_PCM_STATE_PREPARED)
		core_start(&client->substream);
	while (frames && client_may_transfer(client)) {
		some = min_t(snd_pcm_uframes_t, frames, core_available(&client->substream));
		some = min(some, card_buffer() - (u32)(client->runtime.appl_ptr % card_buffer()));
		if (!some)
			break;
		client_advance(client, some);
		frames -= some;
		if (!client->stream->capture)
			client_start_if_due(client);
	}
	if (core_running(&client->substream))
		core_judge(&client->substream);
	client_unlock(client);
}

/**
 * client_commit() - write or read in the mapped buffer, without a look at the position
 * @client: the client
 * @frames: at most
 */
void client_commit(struct client *client, u32 frames)
{
	u32 some;

	client_lock(client);
	some = min_t(snd_pcm_uframes_t, frames, core_available(&client->substream));
	if (some && client_state(client) != SNDRV_PCM_STATE_DISCONNECTED &&
	    client_state(client) != SNDRV_PCM_STATE_OPEN)
		client_advance(client, some);
	client_unlock(client);
}

/**
 * client_forward() - skip what the buffer holds
 * @client: the client
 * @frames: at most
 */
void client_forward(struct client *client, u32 frames)
{
	client_lock(client);
	if (!core_synchronise(&client->substream)) {
		u32 some = min_t(snd_pcm_uframes_t, frames, core_available(&client->substream));

		if (some)
			client_advance(client, some);
	}
	client_unlock(client);
}

static void client_poison(struct client *client, u64 from, u64 to)
{
	if (client->stream->capture || truth_looped(client))
		return;
	for (; from != to; from += sizeof(u32))
		client->memory.words[client_index(client, from)] = MEMORY_POISON;
}

static void client_take_back(struct client *client, u32 frames)
{
	u64 before = client->appl;
	u64 end = client_end(client, before - frames * card_frame_bytes());
	int err = client_apply(client, -(s64)frames);

	if (err) {
		check(card.faulty || client->loops || (s64)(truth_whole(client) - end) > 0,
		      "a rewind to %lld is refused (%d), the engine is at %lld",
		      (long long)(end - card.plan.base), err,
		      (long long)(client->next - card.plan.base));
		return;
	}
	if (client->loops || client->stream->transport->id == WAVEPORT_CYCLIC)
		return;
	check(card.faulty || (s64)(truth_whole(client) - end) <= 0,
	      "a rewind to %lld is granted, the engine is at %lld",
	      (long long)(end - card.plan.base), (long long)(client->next - card.plan.base));
	client_poison(client, client->appl, before);
}

/**
 * client_rewind() - take back what is written, or has been read
 * @client: the client
 * @frames: at most
 */
void client_rewind(struct client *client, u32 frames)
{
	snd_pcm_sframes_t most;

	client_lock(client);
	if (!core_synchronise(&client->substream)) {
		most = client->stream->capture ? snd_pcm_capture_hw_avail(&client->runtime) :
						 snd_pcm_playback_hw_avail(&client->runtime);
		most = min_t(snd_pcm_sframes_t, frames, most);
		if (most > 0)
			client_take_back(client, most);
	}
	client_unlock(client);
}

/**
 * client_look() - ask for the position
 * @client: the client
 */
void client_look(struct client *client)
{
	u32 accesses = model.traffic.reads + model.traffic.writes - card.aside;
	u64 before = truth_whole(client);
	u64 behind;
	int err;

	client_lock(client);
	err = core_synchronise(&client->substream);
	client_unlock(client);
	if (err || client_state(client) != SNDRV_PCM_STATE_RUNNING || card.faulty)
		return;

	accesses = model.traffic.reads + model.traffic.writes - card.aside - accesses;
	check(accesses <= LOOK_MOST, "a look takes %u accesses", accesses);
	if (truth_looped(client))
		return;
	if ((s64)(client->looked - before) >= 0)
		return;
	/* of a whole buffer the last frame is kept back */
	behind = before - client->looked;
	check(behind == card_frame_bytes(), "the position is %llu bytes late", behind);
}

/**
 * client_prepare() - prepare to run
 * @client: the client
 */
void client_prepare(struct client *client)
{
	card_call();
	if (core_prepare(&client->substream))
		return;
	truth_begin(client);
	/* the core's own counters may be anywhere too */
	client->runtime.hw_ptr = client->runtime.boundary - card_buffer();
	client->runtime.appl_ptr = client->runtime.hw_ptr;
	client->runtime.hw_ptr_base = client->runtime.hw_ptr;
	client->runtime.hw_ptr_interrupt = client->runtime.hw_ptr;
}

void client_start(struct client *client)
{
	client_lock(client);
	core_start(&client->substream);
	client_unlock(client);
}

void client_pause(struct client *client)
{
	client_lock(client);
	core_pause(&client->substream, client_state(client) == SNDRV_PCM_STATE_RUNNING);
	client_unlock(client);
}

void client_drop(struct client *client)
{
	client_lock(client);
	client->dropping = true;
	core_drop(&client->substream);
	client->dropping = false;
	client_unlock(client);
}

/**
 * client_drain() - begin to drain
 * @client: the client
 */
void client_drain(struct client *client)
{
	client_lock(client);
	core_drain(&client->substream);
	client_unlock(client);
}

/**
 * client_reset() - take everything back that is committed
 * @client: the client
 */
void client_reset(struct client *client)
{
	bool running = client_state(client) == SNDRV_PCM_STATE_RUNNING;
	int err;

	card_call();
	client->dry = false;
	/* the whole buffer becomes room to capture into, from wherever the engine is by then */
	if (client->stream->capture)
		client->bound = client_end(client, client->next + client->memory.bytes);
	/* the core would add what its pointer has lost if it looked between the steps of this */
	card.alone = true;
	err = core_reset(&client->substream);
	card.alone = false;
	if (err) {
		client->bound = client_end(client, client->appl);
		return;
	}
	if (!running) {
		truth_begin(client);
		return;
	}
	/* a whole buffer is no move for a core that forgets how many there were */
	if (client->stream->reported - client->looked == client->memory.bytes)
		client->looked = client->stream->reported;
	client->appl = client->looked;
	client->bound = client_end(client, client->appl);
}

void client_suspend(struct client *client)
{
	client_lock(client);
	core_suspend(&client->substream);
	client_unlock(client);
}

void client_resume(struct client *client)
{
	client_lock(client);
	core_resume(&client->substream);
	client_unlock(client);
}

/**
 * client_check_notified() - check that every border that was passed has been told
 * @client: the client; no interrupt is waiting
 */
void client_check_notified(const struct client *client)
{
	if (client_state(client) != SNDRV_PCM_STATE_RUNNING || !card.plan.wakeups ||
	    client->halted || card.faulty)
		return;
	check((s64)(client->border - client->next) > 0, "a border has passed without notification");
}
