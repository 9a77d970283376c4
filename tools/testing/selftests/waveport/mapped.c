// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clients that map the control page and commit without a call, which the parameter mmap_control
 * allows: mapped.sh sets it. The driver picks up at each period what they have committed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "card.h"
#include "chance.h"
#include "harness.h"
#include "raw.h"
#include "transfer.h"

#define RATE		48000
#define FRAMES		60000
#define WAIT_MS		10000
#define PIECES		8
#define STARVATIONS	6
#define PARAMETER	"/sys/module/snd_waveport/parameters/mmap_control"

#define ATTACKS		3000
#define ATTACK_BUFFER	8192
#define ATTACK_PERIODS	8

/* What may be written, without a call that would have the driver look. */
static snd_pcm_uframes_t room(struct stream *stream, uint64_t total)
{
	snd_pcm_sframes_t avail = snd_pcm_avail_update(stream->pcm);
	uint64_t left = total - stream->moved;

	tap_require(avail >= 0, "avail: %s", snd_strerror(avail));
	return (uint64_t)avail < left ? (uint64_t)avail : left;
}

/* Write all that there is room for, in pieces. Return: how many. */
static unsigned int write_pieces(struct stream *stream, const struct material *material,
				 uint64_t total)
{
	static uint8_t data[FRAMES * FRAME_BYTES];
	snd_pcm_uframes_t frames = room(stream, total), piece;
	unsigned int pieces = 0;

	while (frames) {
		piece = frames > PIECES ? chance(1, frames / PIECES * 2) : frames;
		piece = piece > frames ? frames : piece;
		material_fill(material, data, stream->moved, piece);
		frames -= stream_write(stream, data, piece);
		pieces++;
	}
	return pieces;
}

static void wait_for_room(struct stream *stream)
{
	tap_require(stream_wait(stream, WAIT_MS), "no wakeup in %d ms", WAIT_MS);
}

/* The client only waits to be woken, so each commit is picked up at a later interrupt. */
static void play_by_wakeups(const void *argument)
{
	const struct stream_setup *setup = argument;
	uint64_t total = FRAMES + setup->buffer + SILENCE_FRAMES;
	struct material material;
	struct stream *stream;
	uint64_t pieces = 0;

	material_make(&material, FRAMES + setup->buffer);
	material_expect(&material, setup, "exact", "mapped");
	stream = stream_open(setup);
	stream_wake_at(stream, setup->buffer / setup->periods);
	while ((uint64_t)stream->moved < total) {
		pieces += write_pieces(stream, &material, total);
		if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		if ((uint64_t)stream->moved < total)
			wait_for_room(stream);
	}
	tap_note("%" PRIu64 " commits, the driver saw %" PRIu64, pieces,
		 stream_counter(stream, "commits"));
	tap_require(stream_counter(stream, "commits") < pieces, "each commit is a call");
	stream_drain(stream);
	stream_close(stream);
}

/* It drains just after a commit, and inside a period. */
static void drain_at_once(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct stream *stream;
	uint64_t frames = setup->buffer + chance(1, setup->buffer), position;

	material_make(&material, frames);
	material_expect(&material, setup, "exact", "mapped-drain");
	stream = stream_open(setup);
	write_pieces(stream, &material, setup->buffer);
	if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
		stream_start(stream);
	while ((uint64_t)stream->moved < frames) {
		wait_for_room(stream);
		write_pieces(stream, &material, frames);
	}
	stream_drain(stream);
	position = stream_counter(stream, "position") / FRAME_BYTES;
	stream_close(stream);
	tap_require(position == frames, "ended at frame %" PRIu64 " of %" PRIu64, position, frames);
}

/*
 * A client that is never stopped has played all, and goes on. Nothing but the pointer in the page
 * tells the driver, and the client is woken at the period at whose end the engine has played all.
 */
static void starve_and_wait(const void *argument)
{
	struct stream_setup setup = *(const struct stream_setup *)argument;
	snd_pcm_uframes_t piece = setup.buffer / 2;
	struct material material;
	struct stream *stream;
	unsigned int i;

	setup.free_run = true;
	material_make(&material, STARVATIONS * piece);
	material_expect(&material, &setup, "gaps", "mapped-starve");
	stream = stream_open(&setup);
	stream_wake_at(stream, setup.buffer);
	for (i = 0; i < STARVATIONS; i++) {
		write_pieces(stream, &material, stream->moved + piece);
		if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
			stream_start(stream);
		/* room for all of the buffer is there when all is played */
		wait_for_room(stream);
		usleep(1000 * chance(0, 200));
		stream_require_state(stream, SND_PCM_STATE_RUNNING);
	}
	tap_require(stream_counter(stream, "starvations") >= STARVATIONS, "it has not starved");
	stream_close(stream);
}

/* One that is stopped has played all, and gets an XRUN. */
static void starve_and_stop(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct material material;
	struct stream *stream;
	unsigned int ms;

	material_make(&material, setup->buffer - SILENCE_FRAMES);
	material_expect(&material, setup, "exact", "mapped-xrun");
	stream = stream_open(setup);
	write_pieces(stream, &material, setup->buffer);
	if (snd_pcm_state(stream->pcm) == SND_PCM_STATE_PREPARED)
		stream_start(stream);
	for (ms = 0; ms < WAIT_MS && snd_pcm_state(stream->pcm) == SND_PCM_STATE_RUNNING; ms += 10)
		usleep(10000);
	stream_require_state(stream, SND_PCM_STATE_XRUN);
	stream_close(stream);
}

STREAMS(mapped)

#define MAPPED(name, ...) \
	STREAM(mapped, name, .device = CARD_QUEUE, .rate = RATE, .mmap = true, __VA_ARGS__)

MAPPED(of_4, .buffer = 16384, .periods = 4);
MAPPED(of_64, .buffer = 32768, .periods = 64);

TEST_STREAM(mapped, plays_by_wakeups, play_by_wakeups)
TEST_STREAM(mapped, drains_at_once, drain_at_once)
TEST_STREAM(mapped, goes_on_after_it_has_starved, starve_and_wait)
TEST_STREAM(mapped, is_stopped_when_it_has_starved, starve_and_stop)

static void succeeds(int result, const char *what)
{
	tap_require(!result, "%s fails", what);
}

static unsigned long any_pointer(const struct raw_pointers *pointers)
{
	unsigned long any = (unsigned long)chance(0, ~0U) << 32 | chance(0, ~0U);

	switch (chance(0, 3)) {
	case 0:
		return any;
	case 1:
		return pointers->hw + chance(0, 4 * ATTACK_BUFFER) - 2 * ATTACK_BUFFER;
	case 2:
		return pointers->hw + (1UL << chance(28, 63)) + chance(0, ATTACK_BUFFER);
	default:
		return pointers->application + chance(0, ATTACK_BUFFER);
	}
}

/* Never more is committed than the buffer. */
static void require_bounded(void)
{
	uint64_t committed, position;
	int64_t ahead;

	if (!card_counter(CARD_QUEUE, false, "committed", &committed) ||
	    !card_counter(CARD_QUEUE, false, "position", &position))
		return;
	/* the position is read later, so it may be beyond */
	ahead = committed - position;
	tap_require(ahead <= ATTACK_BUFFER * RAW_FRAME_BYTES, "%" PRId64 " bytes are committed",
		    ahead);
}

static void attack(int fd, unsigned long *pointer)
{
	struct raw_pointers pointers;

	succeeds(raw_pointers(fd, &pointers), "SYNC_PTR");
	if (pointers.state != SND_PCM_STATE_RUNNING && pointers.state != SND_PCM_STATE_DRAINING) {
		raw_do(fd, RAW_DROP);
		succeeds(raw_do(fd, RAW_PREPARE), "prepare");
		raw_point(pointer, ATTACK_BUFFER);
		succeeds(raw_do(fd, RAW_START), "start");
	}
	raw_point(pointer, any_pointer(&pointers));
	if (!chance(0, 3))
		raw_do(fd, RAW_HWSYNC);
	else if (!chance(0, 15))
		raw_do(fd, RAW_DRAIN);
	else if (!chance(0, 15))
		raw_rewind(fd, chance(0, ATTACK_BUFFER));
	usleep(chance(0, 2000));
}

/* The buffer has silence only, so it does not matter what is played. */
static void write_any_pointer(const void *argument)
{
	const bool *stops = argument;
	int fd = raw_open(card_number(), CARD_QUEUE, false);
	unsigned long *pointer;
	unsigned int i;

	tap_require(fd >= 0, "the device cannot be opened");
	pointer = raw_map_pointer(fd);
	tap_require(pointer, "the control page cannot be mapped");
	succeeds(raw_hw_params_mapped(fd, RATE, ATTACK_BUFFER, ATTACK_PERIODS), "hw_params");
	/* the boundary is at most that */
	succeeds(raw_sw_params(fd, ATTACK_BUFFER, *stops ? ATTACK_BUFFER : 1UL << 62),
		 "sw_params");
	for (i = 0; i < ATTACKS; i++) {
		attack(fd, pointer);
		if (i % 50 == 0)
			require_bounded();
	}
	raw_unmap_pointer(pointer);
	close(fd);
}

VARIANTS(pointer, bool stops;)

FIXTURE_VARIANT_ADD(pointer, of_a_client_that_stops) { .stops = true };
FIXTURE_VARIANT_ADD(pointer, of_a_client_that_never_stops) { .stops = false };

TEST_F_TIMEOUT(pointer, may_be_any_value, TEST_SECONDS)
{
	TRY(write_any_pointer, &variant->stops);
}

/* Whether the control page can be mapped, two periods are refused, and wakeups are needed. */
static void require_option(bool on)
{
	snd_pcm_hw_params_t *params;
	snd_pcm_t *pcm;
	unsigned long *pointer;
	int fd;

	fd = raw_open(card_number(), CARD_QUEUE, false);
	tap_require(fd >= 0, "the device cannot be opened");
	pointer = raw_map_pointer(fd);
	if (pointer)
		raw_unmap_pointer(pointer);
	close(fd);
	tap_require(!!pointer == on, "the control page can%s be mapped", on ? "not" : "");
	tap_require(!stream_try(CARD_QUEUE, false, &pcm), "the device cannot be opened");
	snd_pcm_hw_params_alloca(&params);
	snd_pcm_hw_params_any(pcm, params);
	tap_require(!!snd_pcm_hw_params_test_periods(pcm, params, 2, 0) == on, "two periods");
	tap_require(!!snd_pcm_hw_params_test_periods(pcm, params, 3, 0) == on, "three periods");
	tap_require(!snd_pcm_hw_params_test_periods(pcm, params, 4, 0), "four periods");
	tap_require(!snd_pcm_hw_params_can_disable_period_wakeup(params) == on, "wakeups");
	snd_pcm_close(pcm);
}

static void switch_it(const void *argument)
{
	(void)argument;
	require_option(true);
	tap_require(card_write(PARAMETER, "N"), "cannot write " PARAMETER);
	require_option(false);
	tap_require(card_write(PARAMETER, "Y"), "cannot write " PARAMETER);
	require_option(true);
}

static void switch_back(bool passed)
{
	(void)passed;
	card_write(PARAMETER, "Y");
}

TEST(parameter_counts_at_open)
{
	TRY_AND_CLEAN_UP(switch_it, NULL, switch_back);
}

TEST_HARNESS_MAIN
