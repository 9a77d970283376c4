// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sequence: a plan and steps, decoded from bytes. After the steps follows a finale, in which
 * everything that is due must happen.
 */

#include <string.h>

#include <linux/minmax.h>

#include "check.h"
#include "client.h"
#include "plan.h"
#include "profile.h"
#include "sequence.h"
#include "stream.h"
#include "truth.h"

/* The driver ends a stream that has not moved 5 s after its start. */
#define WATCH_SECONDS	7
/* Many times more than any stream needs to come to its end. */
#define FINALE_ROUNDS	10000

/**
 * struct step - one kind of step; one of the functions is not NULL
 * @name: name for messages
 * @run: function for a client and a number of frames
 * @work: function for a client
 * @act: function for the card and a number of frames
 */
struct step {
	const char *name;
	void (*run)(struct client *client, u32 frames);
	void (*work)(struct client *client);
	void (*act)(u32 frames);
};

static void step_pass(u32 frames)
{
	card_pass(frames);
}

static void step_interrupt(u32 frames)
{
	(void)frames;
	card_interrupt();
}

static void step_hold(u32 frames)
{
	(void)frames;
	card.held = !card.held;
}

static void step_power(u32 frames)
{
	unsigned int i;

	(void)frames;
	for (i = 0; i < MODEL_ENGINES; i++) {
		if (card.clients[i].stream)
			client_suspend(&card.clients[i]);
	}
	card_power();
}

static void step_disturb(u32 frames)
{
	model_disturb(frames & 1);
}

/* Most faults either last or are over after some register accesses. */
static void step_fail(u32 frames)
{
	static const enum model_fault faults[] = {
		MODEL_SOUND, MODEL_SOUND, MODEL_SOUND, MODEL_SOUND, MODEL_SOUND, MODEL_FLICKER,
		MODEL_GONE, MODEL_GARBAGE, MODEL_FLICKER, MODEL_BEYOND, MODEL_STORM, MODEL_DEAD,
		MODEL_STUCK, MODEL_GARBAGE, MODEL_STUCK, MODEL_GONE,
	};
	u32 kind = frames % ARRAY_SIZE(faults);
	u32 heals = 50 + frames / 256 * 10;

	if (model.switches.loops)
		return;
	if (kind >= 13 || (kind >= 8 && kind < 12 && frames / 256 & 1))
		heals = 0;
	if (faults[kind] != MODEL_SOUND)
		card_break(faults[kind], frames / 16 % 16, heals);
}

static void step_contend(u32 frames);

static const struct step steps[] = {
	{ .name = "pass", .act = step_pass },
	{ .name = "write", .run = client_write },
	{ .name = "pass", .act = step_pass },
	{ .name = "commit", .run = client_commit },
	{ .name = "write", .run = client_write },
	{ .name = "start", .work = client_start },
	{ .name = "rewind", .run = client_rewind },
	{ .name = "pause", .work = client_pause },
	{ .name = "look", .work = client_look },
	{ .name = "prepare", .work = client_prepare },
	{ .name = "pass", .act = step_pass },
	{ .name = "forward", .run = client_forward },
	{ .name = "drain", .work = client_drain },
	{ .name = "drop", .work = client_drop },
	{ .name = "contend", .act = step_contend },
	{ .name = "interrupt", .act = step_interrupt },
	{ .name = "hold", .act = step_hold },
	{ .name = "reset", .work = client_reset },
	{ .name = "suspend", .act = step_power },
	{ .name = "resume", .work = client_resume },
	{ .name = "disturb", .act = step_disturb },
	{ .name = "reopen", .work = client_reopen },
	{ .name = "rewind", .run = client_rewind },
	{ .name = "fail", .act = step_fail },
};

static const struct step *step_kind(const u8 *bytes)
{
	return &steps[(bytes[0] & 0x7f) % ARRAY_SIZE(steps)];
}

/* Decode a number of frames: a few, or a part or all of a period or of the buffer. */
static u32 step_frames(const u8 *bytes)
{
	u32 part = bytes[2];

	switch (bytes[1] % 6) {
	case 0:
		return card_buffer() * part / 255;
	case 1:
		return part % 20;
	case 2:
		return card.plan.period;
	case 3:
		return card.plan.period * part / 128;
	case 4:
		return card_buffer();
	default:
		return part * 40;
	}
}

static struct client *step_client(const u8 *bytes)
{
	struct client *client = &card.clients[bytes[0] & 0x80 ? CARD_CAPTURE : CARD_PLAYBACK];

	return client->stream ? client : &card.clients[client->number ^ 1];
}

static void step_run(const u8 *bytes)
{
	const struct step *step = step_kind(bytes);
	u32 frames = step_frames(bytes);

	if (step->run)
		step->run(step_client(bytes), frames);
	else if (step->work)
		step->work(step_client(bytes));
	else
		step->act(frames);
}

/* The step of a client that runs while an interrupt waits for the lock. */
static const u8 *contending;

static void step_contended(void)
{
	const struct step *step = step_kind(contending);

	if (step->act || step->work == client_prepare || step->work == client_reset ||
	    step->work == client_reopen)
		return;
	step_run(contending);
}

static void step_contend(u32 frames)
{
	(void)frames;
	card.contender = step_contended;
}

static void sequence_settle(void)
{
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		struct client *client = &card.clients[i];

		if (!client->stream)
			continue;
		truth_settle(client);
		if (!card_asserted())
			client_check_notified(client);
	}
}

/* Sum of the positions of all streams that are not looped. */
static u64 finale_progress(void)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		const struct client *client = &card.clients[i];

		if (client->stream && !truth_looped(client))
			sum += client->next;
	}
	return sum;
}

/* Let enough time pass for everything that is due, with interrupts handled. */
static void finale_pass(void)
{
	u32 ticks = 2 * card.plan.switches.tick / card.plan.channels;
	u32 rounds = 0;
	u64 before;

	card_attend();
	card_pass(2 * card_buffer() + 4096);
	/* an event that is acknowledged late may cost a tick */
	do {
		check(++rounds < FINALE_ROUNDS, "a stream does not come to its end");
		before = finale_progress();
		card_pass(2 * card.plan.burst + 64 + ticks);
	} while (finale_progress() != before);
	card_told();
	sequence_settle();
}

static void finale_playback(struct client *client)
{
	snd_pcm_state_t state = client_state(client);
	u64 bound;

	if (state == SNDRV_PCM_STATE_RUNNING && !truth_looped(client)) {
		check(card.plan.free_runs, "no XRUN of a starved stream");
		/* the core may have missed cycles of a loop that a commit has ended */
		bound = client->loops ? client->stream->queue.committed : client->bound;
		/* of a looped queue that is halted, what was copied is lost and counts as played */
		check(truth_whole(client) == bound ||
		      (client->loops && client->stream->queue.released == bound),
		      "%lld of %lld played",
		      (long long)(client->next - card.plan.base),
		      (long long)(client->bound - card.plan.base));
	}
	check(state != SNDRV_PCM_STATE_DRAINING, "the drain does not end");
}

static void finale_capture(struct client *client)
{
	if (client_state(client) != SNDRV_PCM_STATE_RUNNING || truth_looped(client))
		return;
	check(card.plan.free_runs, "no XRUN of a stream that is full");
	if (model.switches.loops) {
		check((s64)(client->next - client->bound) >= 0, "%lld of %lld captured",
		      (long long)(client->next - card.plan.base),
		      (long long)(client->bound - card.plan.base));
		return;
	}
	check(truth_whole(client) == client->bound, "%lld of %lld captured",
	      (long long)(client->next - card.plan.base),
	      (long long)(client->bound - card.plan.base));
}

/* A stream that still runs must continue after a commit, without another call. */
static void finale_continue(struct client *client)
{
	u64 before = client->next;
	u32 frames = min(card_buffer(), card.plan.period + 3);

	if (client_state(client) != SNDRV_PCM_STATE_RUNNING)
		return;
	client_write(client, frames);
	if (client_state(client) != SNDRV_PCM_STATE_RUNNING)
		return;
	finale_pass();
	check(client->next != before, "the stream does not continue");
}

/* The hardware is sound again. */
static bool card_healed(void)
{
	return card.faulty && model.fault == MODEL_SOUND;
}

static bool finale_is_open(const struct client *client)
{
	return client->stream && client_state(client) != SNDRV_PCM_STATE_OPEN;
}

/* After a fault that is over, all streams can be used again. */
static void finale_recover(void)
{
	u64 before[MODEL_ENGINES] = { 0 };
	struct client *client;
	unsigned int i;

	for (i = 0; i < MODEL_ENGINES; i++) {
		client = &card.clients[i];
		if (!finale_is_open(client))
			continue;
		client_drop(client);
		client_prepare(client);
		check(client_state(client) == SNDRV_PCM_STATE_PREPARED,
		      "the stream cannot be prepared after the fault");
	}
	for (i = 0; i < MODEL_ENGINES; i++) {
		client = &card.clients[i];
		if (!finale_is_open(client))
			continue;
		before[i] = client->next;
		client_write(client, card_buffer());
		if (client_state(client) == SNDRV_PCM_STATE_PREPARED)
			client_start(client);
	}
	card_pass(card_buffer() + 2 * card.plan.switches.tick);
	for (i = 0; i < MODEL_ENGINES; i++)
		check(!finale_is_open(&card.clients[i]) || card.clients[i].next != before[i],
		      "nothing moves after the fault");
}

/* Returns true if a stream waits for an engine that the fault keeps from moving. */
static bool finale_hangs(const struct client *client)
{
	const struct model_engine *engine = &model.engines[client->number];
	snd_pcm_state_t state = client_state(client);

	if (!(engine->cr & ICH_CR_RPBM) ||
	    (state != SNDRV_PCM_STATE_RUNNING && state != SNDRV_PCM_STATE_DRAINING))
		return false;
	switch (model.fault) {
	case MODEL_DEAD:
		return engine->dead && !waveport_stream_idle(client->stream);
	case MODEL_STORM:
		/* if accesses take long, descriptors are completed even in a storm */
		return engine->sr & ICH_SR_BCIS && !card.plan.switches.access_samples;
	case MODEL_STUCK:
		return !model.mastering && !(engine->sr & ICH_SR_DCH);
	case MODEL_BEYOND:
		return engine->sr & ICH_SR_DCH && !waveport_stream_idle(client->stream);
	default:
		return false;
	}
}

/* Under a fault that lasts, the streams that it affects end. */
static void finale_suffer(void)
{
	unsigned int i;

	if (model.fault == MODEL_DEAD) {
		card.plan.burst = 2400;
		card_pass(WATCH_SECONDS * card.plan.rate);
	}
	for (i = 0; i < MODEL_ENGINES; i++)
		check(!card.clients[i].stream || !finale_hangs(&card.clients[i]),
		      "a stream goes on in state %d though the hardware does not",
		      client_state(&card.clients[i]));
}

static void sequence_finale(void)
{
	unsigned int i;

	card.held = false;
	card.waiting = 0;
	card.plan.patience = 0;
	card.plan.moves = false;
	card.contender = NULL;
	card.fuse = 0;
	finale_pass();
	for (i = 0; i < MODEL_ENGINES && !card.faulty; i++) {
		if (!card.clients[i].stream)
			continue;
		if (i == CARD_PLAYBACK)
			finale_playback(&card.clients[i]);
		else
			finale_capture(&card.clients[i]);
		finale_continue(&card.clients[i]);
	}
	for (i = 0; i < MODEL_ENGINES && card_healed() && card.failing == MODEL_STUCK; i++) {
		if (card.clients[i].stream)
			finale_continue(&card.clients[i]);
	}
	if (card_healed())
		finale_recover();
	else if (card.faulty)
		finale_suffer();
	for (i = 0; i < MODEL_ENGINES; i++) {
		if (card.clients[i].stream)
			client_close(&card.clients[i]);
	}
	card_unmake();
}

static void sequence_plan(const struct sequence *sequence, struct plan *plan, u64 *seed)
{
	u8 bytes[SEQUENCE_PLAN] = { 0 };

	memcpy(bytes, sequence->bytes, min(sequence->size, sizeof(bytes)));
	*seed = plan_read(plan, bytes);
}

/**
 * sequence_run() - run a sequence
 * @sequence: the sequence
 *
 * Calls check_failed() if a property is violated.
 */
void sequence_run(const struct sequence *sequence)
{
	struct plan plan;
	size_t at;
	u64 seed;
	unsigned int i;

	sequence_plan(sequence, &plan, &seed);
	card_make(&plan, seed);
	for (i = 0; i < MODEL_ENGINES; i++) {
		card.clients[i].number = i;
		if (plan.engines & BIT(i)) {
			client_open(&card.clients[i], i);
			client_prepare(&card.clients[i]);
		}
	}
	for (at = SEQUENCE_PLAN; at + SEQUENCE_STEP <= sequence->size; at += SEQUENCE_STEP) {
		const u8 *bytes = sequence->bytes + at;

		contending = at + 2 * SEQUENCE_STEP <= sequence->size ? bytes + SEQUENCE_STEP :
									bytes;
		card_call();
		step_run(bytes);
		if (model_random() & 1)
			card_told();
		sequence_settle();
	}
	sequence_finale();
}

/**
 * sequence_random() - make a random sequence
 * @sequence: filled in
 * @seed: the same seed gives the same sequence
 * @profile: number of its profile; negative: any of them
 */
void sequence_random(struct sequence *sequence, u64 seed, int profile)
{
	size_t i, steps;

	model.random = (seed + 1) * 0x9e3779b97f4a7c15ULL;
	model_random();
	steps = 1 + model_random() % (model_random() & 1 ? 24 : SEQUENCE_STEPS);
	sequence->size = SEQUENCE_PLAN + steps * SEQUENCE_STEP;
	for (i = 0; i < sequence->size; i++)
		sequence->bytes[i] = model_random();
	if (profile >= 0)
		sequence->bytes[SEQUENCE_PROFILE] = profile;
}

/**
 * sequence_profile() - get the profile of a sequence
 * @sequence: the sequence
 *
 * Return: its number.
 */
unsigned int sequence_profile(const struct sequence *sequence)
{
	return sequence->size > SEQUENCE_PROFILE ?
	       profile_of(sequence->bytes[SEQUENCE_PROFILE]) : 0;
}

/**
 * sequence_print() - print a sequence in readable form
 * @sequence: the sequence
 * @file: file to print to
 */
void sequence_print(const struct sequence *sequence, FILE *file)
{
	struct plan plan;
	size_t at;
	u64 seed;

	sequence_plan(sequence, &plan, &seed);
	plan_print(&plan, file);
	card.plan = plan;
	for (at = SEQUENCE_PLAN; at + SEQUENCE_STEP <= sequence->size; at += SEQUENCE_STEP) {
		const u8 *bytes = sequence->bytes + at;
		const struct step *step = step_kind(bytes);

		fprintf(file, "# %s", step->name);
		if (!step->act && plan.engines == 3)
			fprintf(file, " %s", bytes[0] & 0x80 ? "capture" : "playback");
		if (step->run || step->act == step_pass)
			fprintf(file, " %u", step_frames(bytes));
		fputc('\n', file);
	}
}

/**
 * sequence_write() - write a sequence as sequence_parse() reads it
 * @sequence: the sequence
 * @file: file to write to
 */
void sequence_write(const struct sequence *sequence, FILE *file)
{
	size_t i;

	for (i = 0; i < sequence->size; i++)
		fprintf(file, "%02x", sequence->bytes[i]);
}

/**
 * sequence_parse() - read a sequence
 * @sequence: filled in
 * @text: two hexadecimal digits for each byte
 *
 * Return: false if it is no sequence.
 */
bool sequence_parse(struct sequence *sequence, const char *text)
{
	unsigned int byte;

	sequence->size = 0;
	while (sscanf(text, "%2x", &byte) == 1 && sequence->size < sizeof(sequence->bytes)) {
		sequence->bytes[sequence->size++] = byte;
		text += strlen(text) < 2 ? strlen(text) : 2;
	}
	return !*text && sequence->size;
}
