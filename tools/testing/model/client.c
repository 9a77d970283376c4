// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls that a client makes on a stream, with checks of their results.
 */

#include <string.h>

#include <linux/minmax.h>
#include <sound/pcm_params.h>

#include "check.h"
#include "client.h"
#include "truth.h"

/* Most accesses of a position query: 4 times CIV and then 4 times PICB and CIV, and the status. */
#define LOOK_MOST	37

static struct snd_pcm_runtime *client_runtime(const struct client *client)
{
	return client->substream->runtime;
}

snd_pcm_state_t client_state(const struct client *client)
{
	return client_runtime(client)->state;
}

bool client_runs(const struct client *client)
{
	return client_state(client) == SNDRV_PCM_STATE_RUNNING;
}

/**
 * client_find() - find the client of a substream
 * @substream: the substream
 *
 * Return: the client.
 */
struct client *client_find(const struct snd_pcm_substream *substream)
{
	return &card.clients[substream->stream == SNDRV_PCM_STREAM_CAPTURE ? CARD_CAPTURE :
									     CARD_PLAYBACK];
}

/* Make an ioctl as a program does. */
static int client_ioctl(struct client *client, unsigned int command, void *argument)
{
	const struct file_operations *operations = &snd_pcm_f_ops[client->substream->stream];

	int err;

	card_call();
	card.calling = true;
	err = operations->unlocked_ioctl(&client->file, command, (unsigned long)argument);
	card.calling = false;
	return err;
}

static void client_set(struct snd_pcm_hw_params *params, int variable, unsigned int value)
{
	*hw_param_interval(params, variable) = (struct snd_interval) {
		.min = value,
		.max = value,
		.integer = 1,
	};
}

/* Allow every value of each parameter. The caller then sets some of them. */
static void client_want(struct snd_pcm_hw_params *params)
{
	int i;

	memset(params, 0, sizeof(*params));
	for (i = SNDRV_PCM_HW_PARAM_FIRST_MASK; i <= SNDRV_PCM_HW_PARAM_LAST_MASK; i++)
		snd_mask_any(hw_param_mask(params, i));
	for (i = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL; i++)
		snd_interval_any(hw_param_interval(params, i));
	snd_mask_leave(hw_param_mask(params, SNDRV_PCM_HW_PARAM_ACCESS),
		       (__force unsigned int)SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	params->rmask = ~0U;
	params->info = ~0U;
}

/* Set the parameters. They must be refused if a frame is not contiguous for the device. */
static bool client_offer(struct client *client, struct snd_pcm_hw_params *params)
{
	bool whole = memory_holds_frames(&client->memory, card_frame_bytes());
	int err = client_ioctl(client, SNDRV_PCM_IOCTL_HW_PARAMS, params);

	if (!whole)
		check(err == -ENOMEM, "frames that are not contiguous are accepted: %d", err);
	else
		check(!err || card.faulty, "the parameters are refused: %d", err);
	return !err;
}

static void client_set_thresholds(struct client *client)
{
	struct snd_pcm_runtime *runtime = client_runtime(client);
	struct snd_pcm_sw_params params = {
		.period_step = 1,
		.avail_min = 1,
		.start_threshold = card.plan.start_threshold,
		.stop_threshold = card.plan.free_runs ? runtime->boundary : runtime->buffer_size,
	};
	int err = client_ioctl(client, SNDRV_PCM_IOCTL_SW_PARAMS, &params);

	check(!err, "the thresholds are refused: %d", err);
}

static void client_set_parameters(struct client *client)
{
	struct snd_pcm_hw_params params;

	client_want(&params);
	client_set(&params, SNDRV_PCM_HW_PARAM_RATE, card.plan.rate);
	client_set(&params, SNDRV_PCM_HW_PARAM_CHANNELS, card.plan.channels);
	client_set(&params, SNDRV_PCM_HW_PARAM_PERIODS, card.plan.periods);
	client_set(&params, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, card.plan.period);
	client_set(&params, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, card_buffer());
	params.flags = card.plan.wakeups ? 0 : SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP;
	if (!client_offer(client, &params))
		return;
	/* the core has set the buffer to 0, which is the value of the first sample */
	memory_poison(&client->memory);
	client->stream->queue.next_tag = card.plan.tag;
	client->tag = card.plan.tag;
	client_set_thresholds(client);
}

/**
 * client_open() - open a device and set the parameters
 * @client: the client
 * @number: number of the engine
 */
void client_open(struct client *client, unsigned int number)
{
	bool cyclic = card.plan.cyclic & BIT(number);
	enum waveport_transport_id device = cyclic ? WAVEPORT_CYCLIC : WAVEPORT_QUEUE;
	unsigned int direction = number == CARD_CAPTURE ? SNDRV_PCM_STREAM_CAPTURE :
							  SNDRV_PCM_STREAM_PLAYBACK;
	struct inode inode = { .i_minor = device };

	client->number = number;
	client->stream = &card.streams[device * MODEL_ENGINES + number];
	memory_make(&client->memory, card_buffer_bytes(), card.plan.page_bytes,
		    cyclic ? 8 : card.plan.adjacent,
		    card.plan.origin + number * 0x1000000);
	client->substream = card.pcms[device]->streams[direction].substream;
	client->file.f_flags = O_RDWR | O_NONBLOCK;
	check(!snd_pcm_f_ops[direction].open(&inode, &client->file), "the device cannot be opened");
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
	snd_pcm_f_ops[client->substream->stream].release(NULL, &client->file);
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

/* The value of a word that the client writes now. */
static u32 client_sample(const struct client *client, u64 position)
{
	return memory_stamp(position) + client->salt * 0x85ebca6bU;
}

/**
 * client_expected() - get the value of a word that the client has committed
 * @client: the client
 * @position: its stream position
 *
 * Return: the value.
 */
u32 client_expected(const struct client *client, u64 position)
{
	return client->expected[client_index(client, position)];
}

/* Record what the client commits. */
static void client_expect(struct client *client, u64 from, u64 to)
{
	for (; from != to; from += sizeof(u32))
		client->expected[client_index(client, from)] = client_sample(client, from);
}

/* Fill words with the next samples of the stream. */
static void client_fill(const struct client *client, u32 *words, u32 frames)
{
	u32 i;

	for (i = 0; i < frames * card_frame_bytes() / sizeof(u32); i++)
		words[i] = client_sample(client, client->appl + i * sizeof(u32));
}

static void client_map(struct client *client, u32 frames)
{
	u64 end = client->appl + frames * card_frame_bytes();
	u64 position;

	if (client->stream->capture)
		return;
	for (position = client->appl; position != end; position += sizeof(u32))
		client->memory.words[client_index(client, position)] =
			client_sample(client, position);
}

/* Check that what the client reads now was captured, and is not overwritten. */
static void client_compare(struct client *client, u64 end)
{
	u64 position;

	if (client->stream->capture && waveport_stream_bounces(client->stream)) {
		for (position = client->appl; position != end && !client->loops;
		     position += sizeof(u32))
			truth_loop_read(client, position,
					client->memory.words[client_index(client, position)]);
		return;
	}
	if (!client->stream->capture || card.faulty ||
	    client->next - client->appl > client->memory.bytes ||
	    (s64)(client->next - client->looked) < 0)
		return;
	for (position = client->appl; position != end; position += sizeof(u32)) {
		u32 word = client->memory.words[client_index(client, position)];

		if ((s64)(position - card.plan.base) >= 0)
			check(word == memory_stamp(position), "a wrong sample is captured at %lld",
			      (long long)(position - card.plan.base));
	}
}

static u64 client_end(const struct client *client, u64 appl)
{
	return appl + (client->stream->capture ? client->memory.bytes : 0);
}

static void client_poison(struct client *client, u64 from, u64 to)
{
	if (client->stream->capture || truth_looped(client))
		return;
	for (; from != to; from += sizeof(u32))
		client->memory.words[client_index(client, from)] = MEMORY_POISON;
}

/*
 * Check the result of a forward move of the application pointer. The client of a loop may be behind
 * the engine when the stream has stopped, so an error is possible then.
 */
static void client_advanced(const struct client *client, u64 appl, int err)
{
	bool behind = client->loops || (s64)(client_end(client, appl) - truth_whole(client)) < 0;

	if (client_runs(client) || !behind)
		check(!err || card.faulty, "a commit up to %lld fails: %d",
		      (long long)(appl - card.plan.base), err);
}

static void client_took_back(struct client *client, u64 before, u64 appl, int err)
{
	u64 end = client_end(client, appl);

	if (err) {
		check(card.faulty || client->loops ||
		      (s64)(truth_whole(client) + truth_slack(client) - end) > 0,
		      "a rewind to %lld is refused (%d), the engine is at %lld",
		      (long long)(end - card.plan.base), err,
		      (long long)(client->next - card.plan.base));
		return;
	}
	/* what was captured without room may be lost, and then the client is not that far */
	if (client->loops || client->stream->transport->id == WAVEPORT_CYCLIC || client->full)
		return;
	check(card.faulty || (s64)(truth_whole(client) - end) <= 0,
	      "a rewind to %lld is granted, the engine is at %lld",
	      (long long)(end - card.plan.base), (long long)(client->next - card.plan.base));
	client_poison(client, appl, before);
}

/* The operations of the driver, and those that the core calls instead, which check the calls. */
static struct snd_pcm_ops watched, watching;

static snd_pcm_uframes_t client_pointer(struct snd_pcm_substream *substream)
{
	truth_look(client_find(substream));
	return watched.pointer(substream);
}

static int client_trigger(struct snd_pcm_substream *substream, int command)
{
	struct client *client = client_find(substream);

	truth_look(client);
	client->ends = command == SNDRV_PCM_TRIGGER_STOP &&
		       client_state(client) == SNDRV_PCM_STATE_DRAINING;
	return watched.trigger(substream, command);
}

/* An engine that only loops captures on when the buffer is full. */
static bool client_was_full(const struct client *client, u64 bound)
{
	return model.switches.loops && client->stream->capture &&
	       (s64)(client->next - bound) >= 0;
}

/* The core calls this after a move of the application pointer; the driver may refuse it. */
static int client_ack(struct snd_pcm_substream *substream)
{
	struct client *client = client_find(substream);
	snd_pcm_uframes_t pointer = substream->runtime->control->appl_ptr;
	snd_pcm_uframes_t boundary = substream->runtime->boundary;
	snd_pcm_sframes_t frames = pointer - client->appl_ptr;
	u64 before = client->appl;
	u64 bound = client->bound;
	u32 stood = model.traffic.ends;
	u64 appl;
	int err;

	truth_look(client);
	if (frames > (snd_pcm_sframes_t)boundary / 2)
		frames -= boundary;
	if (frames < -(snd_pcm_sframes_t)boundary / 2)
		frames += boundary;
	appl = before + frames * card_frame_bytes();
	if (frames > 0) {
		client_compare(client, appl);
		truth_commit(client);
		client_expect(client, before, appl);
		client->bound = client_end(client, appl);
	}
	err = watched.ack(substream);
	if (!err) {
		client->appl = appl;
		client->appl_ptr = pointer;
		/* an end before a suspend is told at the resume, one that is pending later */
		if (client_runs(client) && !(card.owed & BIT(client->number)) &&
		    !(model.engines[client->number].sr & ICH_SR_LVBCI))
			client->stood = stood;
	}
	client->bound = client_end(client, client->appl);
	if (frames < 0 && !err)
		client->salt++;
	if (err == -EPIPE)
		check(card.faulty || truth_stood(client) || client_was_full(client, bound),
		      "XRUN of an engine that never halted");
	else if (frames > 0)
		client_advanced(client, appl, err);
	else
		client_took_back(client, before, appl, err);
	return err;
}

/**
 * client_watch() - check the calls of the core into the driver
 * @pcm: the device
 */
void client_watch(struct snd_pcm *pcm)
{
	watched = *pcm->streams[SNDRV_PCM_STREAM_PLAYBACK].substream->ops;
	watching = watched;
	watching.pointer = client_pointer;
	watching.trigger = client_trigger;
	watching.ack = client_ack;
	snd_pcm_set_ops(pcm, SNDRV_PCM_STREAM_PLAYBACK, &watching);
	snd_pcm_set_ops(pcm, SNDRV_PCM_STREAM_CAPTURE, &watching);
}

static snd_pcm_uframes_t client_available(const struct client *client)
{
	return client->stream->capture ? snd_pcm_capture_avail(client_runtime(client)) :
					 snd_pcm_playback_avail(client_runtime(client));
}

/**
 * client_write() - write or read by the system call
 * @client: the client
 * @frames: most frames
 */
void client_write(struct client *client, u32 frames)
{
	static u32 words[MEMORY_BYTES / sizeof(u32)];
	struct snd_xferi transfer = {
		.buf = words,
		.frames = min(frames, card_buffer()),
	};

	if (client->stream->capture) {
		client_ioctl(client, SNDRV_PCM_IOCTL_READI_FRAMES, &transfer);
	} else {
		client_fill(client, words, transfer.frames);
		client_ioctl(client, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &transfer);
	}
}

static bool client_maps(const struct client *client)
{
	return card.plan.maps && client->stream->transport->id == WAVEPORT_QUEUE;
}

/* Move the pointer in the mapped page, which the driver sees when it looks. */
static void client_move(struct client *client, u32 frames)
{
	struct snd_pcm_runtime *runtime = client_runtime(client);
	u64 appl = client->appl + frames * card_frame_bytes();

	client_compare(client, appl);
	truth_commit(client);
	client_expect(client, client->appl, appl);
	client->bound = client_end(client, appl);
	client->appl = appl;
	client->appl_ptr = (client->appl_ptr + frames) % runtime->boundary;
	runtime->control->appl_ptr = client->appl_ptr;
}

/**
 * client_commit() - write or read in the mapped buffer, without a query of the position
 * @client: the client
 * @frames: most frames
 */
void client_commit(struct client *client, u32 frames)
{
	struct snd_pcm_runtime *runtime = client_runtime(client);
	struct snd_pcm_sync_ptr sync = { 0 };
	u32 some;

	if (client_state(client) == SNDRV_PCM_STATE_OPEN)
		return;
	some = min_t(snd_pcm_uframes_t, frames, client_available(client));
	client_map(client, some);
	if (client_maps(client)) {
		client_move(client, some);
		return;
	}
	sync.c.control.appl_ptr = (runtime->control->appl_ptr + some) % runtime->boundary;
	sync.c.control.avail_min = runtime->control->avail_min;
	client_ioctl(client, SNDRV_PCM_IOCTL_SYNC_PTR, &sync);
}

/**
 * client_point() - write any value into the mapped pointer
 * @client: the client
 * @pointer: the value
 */
void client_point(struct client *client, snd_pcm_uframes_t pointer)
{
	client_runtime(client)->control->appl_ptr = pointer;
}

/**
 * client_move_aside() - have clients move their mapped pointers while an interrupt is handled
 *
 * Called in each register access. A client that is in a call itself does not, or one that drains.
 */
void client_move_aside(void)
{
	unsigned int i;

	if (!card.plan.moves || !card.handling || card.calling || card.alone)
		return;
	for (i = 0; i < MODEL_ENGINES; i++) {
		struct client *client = &card.clients[i];

		if (client->stream && client_maps(client) && client_runs(client) &&
		    !(model_random() % 8))
			client_commit(client, 1 + model_random() % card.plan.period);
	}
}

/**
 * client_forward() - move the application pointer forward
 * @client: the client
 * @frames: most frames
 */
void client_forward(struct client *client, u32 frames)
{
	snd_pcm_uframes_t some;

	if (client_ioctl(client, SNDRV_PCM_IOCTL_HWSYNC, NULL))
		return;
	some = min_t(snd_pcm_uframes_t, frames, client_available(client));
	client_map(client, some);
	client_ioctl(client, SNDRV_PCM_IOCTL_FORWARD, &some);
}

/**
 * client_rewind() - move the application pointer back
 * @client: the client
 * @frames: most frames
 */
void client_rewind(struct client *client, u32 frames)
{
	snd_pcm_uframes_t some = frames;

	client_ioctl(client, SNDRV_PCM_IOCTL_REWIND, &some);
}

/**
 * client_look() - query the position
 * @client: the client
 */
void client_look(struct client *client)
{
	u32 accesses = model.traffic.reads + model.traffic.writes - card.aside;
	u64 before = truth_whole(client);
	u64 behind;
	int err;

	err = client_ioctl(client, SNDRV_PCM_IOCTL_HWSYNC, NULL);
	if (err || client_state(client) != SNDRV_PCM_STATE_RUNNING || card.faulty)
		return;

	accesses = model.traffic.reads + model.traffic.writes - card.aside - accesses;
	/* what is picked up may have to start the engine */
	check(accesses <= LOOK_MOST || client_maps(client),
	      "a query of the position takes %u accesses", accesses);
	if (client->loops || model.switches.loops)
		return;
	if ((s64)(client->looked - before) >= 0)
		return;
	/* of a whole buffer one frame is not reported yet; a late PIV is detected by and by */
	behind = before - client->looked;
	if (card.plan.switches.late_fetch && !card.engines[client->number].narrow)
		return;
	check(behind == card_frame_bytes(), "the position is %llu bytes late", behind);
}

/**
 * client_prepare() - prepare to run
 * @client: the client
 */
void client_prepare(struct client *client)
{
	struct snd_pcm_runtime *runtime = client_runtime(client);

	if (client_ioctl(client, SNDRV_PCM_IOCTL_PREPARE, NULL))
		return;
	/* the pointers of the core are close to their wrap-around too */
	runtime->status->hw_ptr = runtime->boundary - card_buffer();
	runtime->control->appl_ptr = runtime->status->hw_ptr;
	runtime->hw_ptr_base = runtime->status->hw_ptr;
	runtime->hw_ptr_interrupt = runtime->status->hw_ptr;
	truth_begin(client);
}

void client_start(struct client *client)
{
	client_ioctl(client, SNDRV_PCM_IOCTL_START, NULL);
}

void client_pause(struct client *client)
{
	client_ioctl(client, SNDRV_PCM_IOCTL_PAUSE, client_runs(client) ? client : NULL);
}

void client_drop(struct client *client)
{
	client->dropping = true;
	client_ioctl(client, SNDRV_PCM_IOCTL_DROP, NULL);
	client->dropping = false;
}

/**
 * client_drain() - begin to drain
 * @client: the client
 */
void client_drain(struct client *client)
{
	client_ioctl(client, SNDRV_PCM_IOCTL_DRAIN, NULL);
}

/**
 * client_reset() - reset the stream: nothing remains committed
 * @client: the client
 */
void client_reset(struct client *client)
{
	bool running = client_runs(client);
	int err;

	client->dry = false;
	/* the engine may write the whole buffer, from its position at that time */
	if (client->stream->capture)
		client->bound = client_end(client, client->next + client->memory.bytes);
	/* a pointer update between the steps of the reset would make the core add a buffer */
	card.alone = true;
	client->resetting = true;
	/* nothing follows the silence any more */
	client->silence = false;
	err = client_ioctl(client, SNDRV_PCM_IOCTL_RESET, NULL);
	client->resetting = false;
	card.alone = false;
	if (err) {
		client->bound = client_end(client, client->appl);
		return;
	}
	if (!running) {
		truth_begin(client);
		return;
	}
	/* the core keeps the pointer modulo the buffer, so a whole buffer is no move */
	if (client->stream->reported - client->looked == client->memory.bytes)
		client->looked = client->stream->reported;
	client->appl = client->looked;
	client->appl_ptr = client_runtime(client)->control->appl_ptr;
	client->bound = client_end(client, client->appl);
}

void client_suspend(struct client *client)
{
	card_call();
	snd_pcm_suspend_all(client->substream->pcm);
}

void client_resume(struct client *client)
{
	client_ioctl(client, SNDRV_PCM_IOCTL_RESUME, NULL);
}

/**
 * client_check_notified() - check that every crossed period border was reported
 * @client: the client; no interrupt is pending
 */
void client_check_notified(const struct client *client)
{
	const struct model_switches *switches = &card.plan.switches;

	if (switches->loops) {
		truth_loop_notified(client);
		return;
	}
	/*
	 * Where PIV stops at LVI and CIV is late, both may tell the descriptor before the last one,
	 * while the event of its end was merged with the one before and is acknowledged. Then its
	 * notification comes with the next event. To read CIV again would cost each notification
	 * more than half an access.
	 */
	if (switches->lags && !switches->piv_beyond)
		return;
	if (client_state(client) != SNDRV_PCM_STATE_RUNNING || !card.plan.wakeups ||
	    client->halted || card.faulty)
		return;
	check((s64)(client->border - client->next) > 0, "a border has passed without notification");
}
