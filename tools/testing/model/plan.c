// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decodes the parameters of a card from the bytes of a sequence. 0 is always the simplest choice.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "plan.h"
#include "profile.h"
#include "sequence.h"

/* Periods of an engine that only loops are multiples of this. */
#define LOOPER_STEP	128
/* The driver refuses a shorter cyclic buffer. */
#define LOOPER_LOOP_MIN	1024

enum {
	PLAN_ENGINES,
	PLAN_DEVICES,
	PLAN_CHANNELS,
	PLAN_RATE,
	PLAN_PAGE,
	PLAN_ADJACENT,
	PLAN_PERIOD,
	PLAN_PERIOD_FINE,
	PLAN_PERIODS,
	PLAN_RUN,
	PLAN_CLIENT,
	PLAN_THRESHOLD,
	PLAN_FETCH,
	PLAN_REGISTERS,
	PLAN_END,
	PLAN_HALT,
	PLAN_HALT_SAMPLES,
	PLAN_RESET,
	PLAN_BURST,
	PLAN_PATIENCE,
	PLAN_BASE,
	PLAN_FAULT,
	PLAN_ORIGIN,
	PLAN_SEED,
	PLAN_ACCESS,
	PLAN_PREEMPTS,
	PLAN_PROFILE = SEQUENCE_PROFILE,
	PLAN_MACHINE,
	PLAN_TICK,
};

static void plan_read_switches(struct model_switches *switches, const u8 *bytes)
{
	static const u16 late[] = { 0, 0, 8, 3000 };
	static const u8 ends[] = { 0, 0, 0, 2, 24, 64 };
	/* from a part of a frame to more than a short descriptor */
	static const u16 accesses[] = { 0, 0, 0, 2, 6, 24, 90, 600 };

	switches->prefetches = bytes[PLAN_FETCH] & 1 ? 0 : bytes[PLAN_TICK] & 0x80 ? 2 : 1;
	switches->in_place = !(bytes[PLAN_FETCH] & 2);
	switches->lazy = bytes[PLAN_FETCH] & 4;
	switches->lags = (bytes[PLAN_FETCH] & 24) == 8;
	switches->blank = (bytes[PLAN_FETCH] & 24) == 16;
	switches->piv_beyond = !(bytes[PLAN_REGISTERS] & 1);
	switches->blocks = bytes[PLAN_REGISTERS] & 2;
	switches->narrow = (bytes[PLAN_REGISTERS] & 12) == 12;
	switches->no_progress = (bytes[PLAN_TICK] & 0x60) == 0x60;
	switches->late_end = ends[bytes[PLAN_END] % ARRAY_SIZE(ends)];
	switches->halt_reads = bytes[PLAN_HALT] % 8;
	/* with more than two channels the halt may be inside a frame */
	switches->halt_samples = bytes[PLAN_HALT_SAMPLES] % 8 * 10;
	switches->sample_bytes = bytes[PLAN_CHANNELS] & 0x80 ? ICH_WIDE_SAMPLE_BYTES :
							       ICH_SAMPLE_BYTES;
	switches->reset_reads = bytes[PLAN_RESET] % 4;
	switches->access_samples = accesses[bytes[PLAN_ACCESS] % ARRAY_SIZE(accesses)];
	/* the driver can detect a late PIV only if CIV is not late and accesses take no time */
	if (!switches->lags && !switches->access_samples)
		switches->late_fetch = late[bytes[PLAN_MACHINE] / 64];
	switches->latched = bytes[PLAN_MACHINE] & 2;
	switches->silent_power = bytes[PLAN_MACHINE] & 1;
	if (switches->silent_power && bytes[PLAN_MACHINE] & 4)
		switches->left = ICH_SR_BCIS | ICH_SR_LVBCI;
	switches->swapped = (bytes[PLAN_MACHINE] & 0x30) == 0x30;
	switches->narrow |= switches->swapped;
}

static void plan_read_loops(struct model_switches *switches, const u8 *bytes)
{
	static const u16 fifos[] = { 0, 64, 192, 256, 1024, 4096 };
	static const u16 grains[] = { 0, 64, 256 };

	switches->fifo = fifos[bytes[PLAN_FETCH] % ARRAY_SIZE(fifos)];
	switches->early = min_t(u32, bytes[PLAN_END] % 5 * 64, switches->fifo);
	switches->grain = grains[bytes[PLAN_RESET] % ARRAY_SIZE(grains)];
	switches->posbuf = !(bytes[PLAN_REGISTERS] & 1);
}

/* An engine that only loops is not in the memory of a queue, and that of a loop is contiguous. */
static void plan_loop(struct plan *plan)
{
	u32 frame = plan->channels * plan->switches.sample_bytes;
	u32 step = LOOPER_STEP / (frame & -frame);
	u32 most = MEMORY_BYTES / frame / step * step;
	u32 least = 2 * step;

	/* it may be that of a cyclic device */
	if (plan->periods <= 2)
		least = max(least, DIV_ROUND_UP(LOOPER_LOOP_MIN, frame * plan->periods));
	plan->adjacent = 8;
	plan->page_bytes = 4096;
	plan->period = min(roundup(max(plan->period, least), step), most / 2 / step * step);
	plan->periods = min(plan->periods, most / plan->period);
}

/* A client that commits without a call has at least four periods. */
static void plan_map(struct plan *plan)
{
	u32 most = MEMORY_BYTES / plan->channels / plan->switches.sample_bytes;

	plan->periods = max(plan->periods, 4U);
	plan->period = min(plan->period, most / plan->periods);
	plan->moves = true;
}

static void plan_read_buffer(struct plan *plan, const u8 *bytes)
{
	static const u32 channels[] = { 2, 2, 2, 4, 6 };
	static const u32 rates[] = { 48000, 8000, 44100, 96000 };
	static const u32 pages[] = { 4096, 384, 768, 1536, 96 };
	static const u32 runs[] = { 131064, 131064, 960, 192, 96, 48 };
	u32 frame, most;

	plan->channels = channels[bytes[PLAN_CHANNELS] % ARRAY_SIZE(channels)];
	plan->channels = min(plan->channels, profile_channels(profile_of(bytes[PLAN_PROFILE])));
	frame = plan->channels * plan->switches.sample_bytes;
	plan->rate = rates[bytes[PLAN_RATE] % ARRAY_SIZE(rates)];
	plan->page_bytes = pages[bytes[PLAN_PAGE] % ARRAY_SIZE(pages)];
	/* a frame across pages that are not adjacent is only refused, so it is tested rarely */
	if (bytes[PLAN_PAGE] < 0xf0)
		plan->page_bytes -= plan->page_bytes % frame;
	plan->adjacent = 8 - bytes[PLAN_ADJACENT] % 9;
	plan->run_bytes = runs[bytes[PLAN_RUN] % ARRAY_SIZE(runs)];
	if (plan->switches.swapped && plan->run_bytes > ICH_SAMPLES_MAX)
		plan->run_bytes = ICH_SAMPLES_MAX - ICH_SAMPLES_MAX % frame;

	plan->period = (16U << bytes[PLAN_PERIOD] % 6) + bytes[PLAN_PERIOD_FINE] % 32;
	plan->periods = 2 + (bytes[PLAN_PERIODS] & 1 ? bytes[PLAN_PERIODS] % 64 : 0);
	most = MEMORY_BYTES / frame / plan->period;
	if (plan->cyclic && plan->periods > 2)
		plan->periods = 1;
	if (plan->periods > most)
		plan->periods = most;
}

/**
 * plan_read() - decode a plan
 * @plan: filled in
 * @bytes: SEQUENCE_PLAN bytes
 *
 * Return: the seed of the random numbers.
 */
u64 plan_read(struct plan *plan, const u8 *bytes)
{
	static const u32 bursts[] = { 16, 1, 48, 480, 97, 2400 };
	static const u64 buffers[] = { 0, -1ULL, -3ULL, -200ULL };
	u8 devices = bytes[PLAN_DEVICES];

	*plan = (struct plan) { 0 };
	plan->engines = BIT(CARD_PLAYBACK);
	if (bytes[PLAN_ENGINES] % 4 == 1)
		plan->engines = BIT(CARD_CAPTURE);
	else if (bytes[PLAN_ENGINES] % 4 == 2)
		plan->engines |= BIT(CARD_CAPTURE);
	plan->cyclic = devices % 4 == 3 ? 3 : 0;
	plan_read_switches(&plan->switches, bytes);
	plan_read_loops(&plan->switches, bytes);
	profile_switches(profile_of(bytes[PLAN_PROFILE]), plan);
	plan_read_buffer(plan, bytes);
	if (plan->switches.loops)
		plan_loop(plan);
	profile_ticks(profile_of(bytes[PLAN_PROFILE]), plan, bytes[PLAN_TICK]);
	plan->maps = !plan->switches.loops && !plan->cyclic && (devices & 12) == 4;
	if (plan->maps)
		plan_map(plan);
	if (devices % 4 == 2 && plan->periods <= 2)
		plan->cyclic = BIT(CARD_CAPTURE);

	plan->wakeups = !(bytes[PLAN_CLIENT] & 1) || plan->maps;
	plan->free_runs = bytes[PLAN_CLIENT] & 2;
	plan->start_threshold = bytes[PLAN_THRESHOLD] & 1 ? plan->period * plan->periods :
							    1U + bytes[PLAN_THRESHOLD] * 8;
	plan->burst = bursts[bytes[PLAN_BURST] % ARRAY_SIZE(bursts)];
	plan->patience = bytes[PLAN_PATIENCE] & 3 ? 0 : bytes[PLAN_PATIENCE] / 16;
	plan->base = buffers[bytes[PLAN_BASE] % ARRAY_SIZE(buffers)] * plan->channels *
		     plan->switches.sample_bytes * plan->period * plan->periods;
	plan->tag = (s64)(s8)bytes[PLAN_BASE];
	plan->fault = bytes[PLAN_FAULT] >= 250 ? MODEL_STUCK :
		      bytes[PLAN_FAULT] >= 240 ? MODEL_GARBAGE : MODEL_SOUND;
	plan->preempts = bytes[PLAN_PREEMPTS] & 1 ? bytes[PLAN_PREEMPTS] >> 5 : 0;
	plan->forced = bytes[PLAN_ORIGIN] & 2;
	plan->origin = bytes[PLAN_ORIGIN] & 1 ? 0xfe000000 : 0x10000000;
	plan->late = bytes[PLAN_HALT_SAMPLES] * 16;
	/* a ring of a quarter of a second serves interrupts that are not too late */
	if (plan->switches.loops)
		plan->burst = min(plan->burst, plan->rate / 20);
	/* the positions of a loop that has no list begin at 0, and so do its clients */
	if (plan->switches.loops && plan->cyclic)
		plan->base = 0;
	if (plan->switches.loops)
		plan->fault = MODEL_SOUND;
	return bytes[PLAN_SEED] + 1;
}

/**
 * plan_print() - print a plan in readable form
 * @plan: the plan
 * @file: file to print to
 */
void plan_print(const struct plan *plan, FILE *file)
{
	const struct model_switches *switches = &plan->switches;

	fprintf(file, "# engines %u, cyclic %u, %u channels, %u Hz, ", plan->engines, plan->cyclic,
		plan->channels, plan->rate);
	fprintf(file, "%u periods of %u frames%s%s%s\n",
		plan->periods, plan->period, plan->wakeups ? "" : ", no wakeups",
		plan->maps ? ", commits by the mapped page" : "",
		plan->free_runs ? ", never stopped" : "");
	fprintf(file, "# pages of %u bytes, %u of 8 adjacent, runs of %u bytes, from %#x\n",
		plan->page_bytes, plan->adjacent, plan->run_bytes, plan->origin);
	fprintf(file, "# from %lld, tag %lld, start threshold %u\n", (long long)plan->base,
		(long long)plan->tag, plan->start_threshold);
	fprintf(file, "# samples of %u bytes, burst %u, patience %u, fault %d\n",
		switches->sample_bytes, plan->burst, plan->patience, plan->fault);
	fprintf(file, "# up to %u samples of time in an access, preempted in %u of 16\n",
		switches->access_samples, plan->preempts);
	fprintf(file, "# fetches %u samples late\n", switches->late_fetch);
	fprintf(file, "# %s: ticks of %u samples%s, %u ahead, SR %#x at first\n", plan->profile,
		switches->tick, switches->bounded ? ", within a descriptor" : "", switches->ahead,
		switches->left);
	if (switches->loops) {
		fprintf(file, "# FIFO %u, early %u, %s every %u,%s chunks of %u, late by %u us\n",
			switches->fifo, switches->early, switches->posbuf ? "position" : "LPIB",
			switches->grain, switches->starts_over ? " starts over," : "",
			switches->chunk, plan->late);
		return;
	}
	fprintf(file, "# %u prefetched%s%s%s%s%s%s%s%s%s%s%s%s, ",
		switches->prefetches, switches->in_place ? ", in_place" : "",
		switches->no_progress ? " no_progress" : "",
		switches->full_end ? " full_end" : "",
		switches->piv_beyond ? " piv_beyond" : "", switches->narrow ? " narrow" : "",
		switches->blocks ? " blocks" : "", switches->lazy ? " lazy" : "",
		switches->lags ? " lags" : "", switches->blank ? " blank" : "",
		switches->latched ? " latched" : "",
		switches->silent_power ? " silent_power" : "",
		switches->swapped ? " swapped" : "");
	fprintf(file, "end %u late, halt %u reads of %u, reset %u reads\n",
		switches->late_end, switches->halt_reads, switches->halt_samples,
		switches->reset_reads);
}
