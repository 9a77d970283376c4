// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three cards that play at the same time, and the first of them records. One goes while its clients
 * use it: they get ENODEV, and the streams of the other cards go on, exact to the frame, also if
 * they are linked with a stream of the card that goes. The card comes back and plays.
 *
 * Two cards that are linked, one of which has nothing left to play: a drain plays all of the other.
 */
#include <unistd.h>

#include "card.h"
#include "gone.h"
#include "harness.h"
#include "plug.h"
#include "transfer.h"

#define CARDS		3
/* The capture stream of the first card stands behind the playback streams. */
#define CAPTURE		CARDS
#define TRANSFERS		(CARDS + 1)

/* No xrun comes while a slow machine takes a card away: a buffer holds 8 s. */
#define LOSS_RATE	16000
#define BUFFER		131072
#define FRAMES		(BUFFER + 20000)
#define UNDER_WAY	4096

#define AGAIN_BUFFER	16384
#define AGAIN_FRAMES	4096

/* What the two linked cards have to play. */
#define DRY_RATE	48000
#define LONG_FRAMES	57600
#define SHORT_FRAMES	2000
#define LONG_BUFFER	65536
#define LIMIT_MS	10000

#define TIMEOUT_S	180

/**
 * struct loss - a run
 * @card: which goes
 * @way: how
 * @device: CARD_QUEUE or CARD_CYCLIC, of the first and the third card; the other one of the second
 * @linked: the streams are linked, and so start as one
 */
struct loss {
	unsigned int card;
	enum plug_way way;
	unsigned int device;
	bool linked;
};

static struct plug plug;

static void clean_up(bool passed)
{
	stream_clean_up(passed);
	if (!plug_restore(&plug))
		tap_note("%s stays away", plug.address);
}

static void need_cards(unsigned int count)
{
	if (card_nth(count - 1) < 0)
		tap_skip("less than %u cards", count);
}

static void link_streams(struct stream *first, struct stream *second)
{
	int err = snd_pcm_link(first->pcm, second->pcm);

	tap_require(!err, "link: %s", snd_strerror(err));
}

/* The streams in the order of the cards, the first card's capture stream last. */
static void open_all(const struct loss *loss, struct transfer *transfers)
{
	struct stream_setup setup = { .rate = LOSS_RATE, .buffer = BUFFER, .periods = 2 };
	struct material material;
	struct stream *stream;
	unsigned int i;

	for (i = 0; i < CARDS; i++) {
		setup.card = i;
		setup.device = i & 1 ? CARD_OTHER(loss->device) : loss->device;
		material_make(&material, FRAMES);
		material_expect(&material, &setup, i == loss->card ? material_torn() : "exact",
				"cards");
		stream = stream_open(&setup);
		transfer_play(&transfers[i], stream, &material);
		if (loss->linked && i)
			link_streams(transfers[0].stream, stream);
	}
	setup.card = 0;
	setup.device = loss->device;
	setup.capture = true;
	transfers[CAPTURE].stream = stream_open(&setup);
	transfers[CAPTURE].total = FRAMES;
	transfers[CAPTURE].ended = false;
	if (loss->linked)
		link_streams(transfers[0].stream, transfers[CAPTURE].stream);
}

/* A full buffer starts the stream, and all that are linked with it, so the first comes last. */
static void start_all(const struct loss *loss, struct transfer *transfers)
{
	unsigned int i;

	for (i = CARDS - 1; i; i--)
		transfer_step(&transfers[i], loss->linked ? BUFFER - 1 : BUFFER);
	transfer_step(&transfers[0], BUFFER);
	if (!loss->linked)
		stream_start(transfers[CAPTURE].stream);
	for (i = 0; i < TRANSFERS; i++)
		stream_require_state(transfers[i].stream, SND_PCM_STATE_RUNNING);
}

static void wait_until_under_way(struct transfer *transfers)
{
	unsigned int i, idle_us = 0;

	for (i = 0; i < TRANSFERS; i++) {
		while (stream_position(transfers[i].stream) < UNDER_WAY)
			transfer_pace(false, &idle_us);
	}
}

static bool goes(const struct loss *loss, unsigned int i)
{
	return i == loss->card || (i == CAPTURE && !loss->card);
}

/* Close the streams of the card that goes, and gather the others. Return: their number. */
static unsigned int part(const struct loss *loss, struct transfer *transfers,
			 struct transfer *others)
{
	unsigned int i, count = 0;

	for (i = 0; i < TRANSFERS; i++) {
		if (goes(loss, i)) {
			gone_require(transfers[i].stream);
			stream_close(transfers[i].stream);
		} else {
			stream_require_state(transfers[i].stream, SND_PCM_STATE_RUNNING);
			others[count++] = transfers[i];
		}
	}
	return count;
}

static void play_again(const struct loss *loss)
{
	struct stream_setup setup = { .rate = LOSS_RATE, .buffer = AGAIN_BUFFER, .periods = 2 };
	struct transfer transfers[CARDS];
	struct material material;
	unsigned int i;

	for (i = 0; i < CARDS; i++) {
		setup.card = i;
		setup.device = loss->device;
		material_make(&material, AGAIN_FRAMES);
		material_expect(&material, &setup, "exact", "return");
		transfer_play(&transfers[i], stream_open(&setup), &material);
	}
	transfer_finish_all(transfers, CARDS);
	for (i = 0; i < CARDS; i++)
		stream_close(transfers[i].stream);
}

static void lose_a_card(const void *argument)
{
	struct transfer transfers[TRANSFERS], others[TRANSFERS];
	const struct loss *loss = argument;
	unsigned int i, count;

	need_cards(CARDS);
	plug_choose(&plug, loss->card, loss->way);
	open_all(loss, transfers);
	start_all(loss, transfers);
	wait_until_under_way(transfers);
	plug_pull(&plug);
	count = part(loss, transfers, others);
	plug_require_gone(&plug);
	/* without this a stream stops with the first of the group that ends */
	for (i = 0; loss->linked && i < count; i++)
		snd_pcm_unlink(others[i].stream->pcm);
	transfer_finish_all(others, count);
	for (i = 0; i < count; i++)
		stream_close(others[i].stream);
	plug_put_back(&plug);
	play_again(loss);
}

VARIANTS(cards, struct loss loss;)

FIXTURE_VARIANT_ADD(cards, first_is_unplugged) { { 0, PLUG_EJECT, CARD_QUEUE, false } };
FIXTURE_VARIANT_ADD(cards, second_is_removed) { { 1, PLUG_REMOVE, CARD_CYCLIC, false } };
FIXTURE_VARIANT_ADD(cards, third_is_unbound) { { 2, PLUG_UNBIND, CARD_QUEUE, false } };
FIXTURE_VARIANT_ADD(cards, first_of_linked_is_unplugged) { { 0, PLUG_EJECT, CARD_CYCLIC, true } };
FIXTURE_VARIANT_ADD(cards, second_of_linked_is_unbound) { { 1, PLUG_UNBIND, CARD_QUEUE, true } };
FIXTURE_VARIANT_ADD(cards, third_of_linked_is_removed) { { 2, PLUG_REMOVE, CARD_CYCLIC, true } };

TEST_F_TIMEOUT(cards, others_go_on, TIMEOUT_S)
{
	TRY_AND_CLEAN_UP(lose_a_card, &variant->loss, clean_up);
}

static struct transfer commit(const struct stream_setup *setup, uint64_t frames)
{
	bool again = frames == SHORT_FRAMES && setup->device == CARD_CYCLIC;
	struct transfer transfer;
	struct material material;

	material_make(&material, frames);
	material_expect(&material, setup, again ? "cycle" : "exact", "dry");
	transfer_play(&transfer, stream_open(setup), &material);
	return transfer;
}

static void wait_until_dry(struct stream *stream)
{
	unsigned int idle_us = 0;

	while (stream_position(stream) < stream->moved)
		transfer_pace(false, &idle_us);
}

static void wait_for_end(struct stream *stream)
{
	unsigned int ms;

	for (ms = 0; ms < LIMIT_MS; ms += 5) {
		if (snd_pcm_state(stream->pcm) != SND_PCM_STATE_DRAINING)
			break;
		usleep(5000);
	}
	stream_require_state(stream, SND_PCM_STATE_SETUP);
}

/* @argument: the setup of the stream that has nothing left */
static void drain_dry(const void *argument)
{
	const struct stream_setup *setup = argument;
	struct stream_setup setups[2] = { *setup, *setup };
	struct transfer transfers[2];
	unsigned int i;

	need_cards(2);
	setups[0].free_run = true;
	setups[1].free_run = true;
	setups[1].card = !setups[1].card;
	transfers[0] = commit(&setups[0], SHORT_FRAMES);
	transfers[1] = commit(&setups[1], LONG_FRAMES);
	link_streams(transfers[0].stream, transfers[1].stream);
	for (i = 0; i < 2; i++)
		transfer_step(&transfers[i], transfers[i].total);
	stream_start(transfers[0].stream);
	wait_until_dry(transfers[0].stream);
	stream_begin_drain(transfers[0].stream);
	for (i = 0; i < 2; i++)
		wait_for_end(transfers[i].stream);
	for (i = 0; i < 2; i++)
		stream_close(transfers[i].stream);
}

STREAMS(dry)

#define DRY(_name, ...)								\
	STREAM(dry, _name, .rate = DRY_RATE, .buffer = LONG_BUFFER, .periods = 2, __VA_ARGS__)

DRY(first_card_queue, .device = CARD_QUEUE);
DRY(first_card_cyclic, .device = CARD_CYCLIC);
DRY(second_card_queue, .card = 1, .device = CARD_QUEUE);
DRY(second_card_cyclic, .card = 1, .device = CARD_CYCLIC);

TEST_STREAM(dry, drain_plays_the_other, drain_dry)

TEST_HARNESS_MAIN
