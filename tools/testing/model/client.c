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
