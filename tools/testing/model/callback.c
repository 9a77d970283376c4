// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls of ALSA's core into the driver, with checks of their results.
 */

#include "check.h"
#include "client.h"
#include "truth.h"

/**
 * client_end() - get how far the engine may go
 * @client: the client
 * @appl: application pointer, as a stream position
 *
 * Return: the end of what is committed, or of the room for what is captured, as a stream position.
 */
u64 client_end(const struct client *client, u64 appl)
{
	return appl + (client->stream->capture ? client->memory.bytes : 0);
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
