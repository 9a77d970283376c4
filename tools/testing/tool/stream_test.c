// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of a stream, and the cards.
 */

#include <errno.h>
#include <string.h>

#include "card.h"
#include "fixture.h"
#include "stream.h"

static const char running[] =
	"engine: PCM out\npin: 3\nstate: run\nbuffer_bytes: 96000\npacket_bytes: 24000\n"
	"wakeups: 1\nsupply: fed\ncommitted: 241832\nacquired: 193376\nreleased: 144000\n"
	"mappings: 4\nposition: 150172\nreported: 150000\nrate: 48000\nframe_bytes: 4\n"
	"next_tag: 34\ninterrupts: 13\nnotifications: 12\ncommits: 35\nrevokes: 3\nrefusals: 2\n"
	"starvations: 1\n";

static void open_stream(void **state)
{
	struct stream stream;

	(void)state;
	stream_parse(&stream, running);
	assert_string_equal(stream.engine, "PCM out");
	assert_int_equal(stream.pin, 3);
	assert_true(stream.open);
	assert_true(stream.wakeups);
	assert_string_equal(stream.supply, "fed");
	assert_int_equal(stream.committed, 241832);
	assert_int_equal(stream.acquired, 193376);
	assert_int_equal(stream.released, 144000);
	assert_int_equal(stream.position, 150172);
	assert_int_equal(stream.mappings, 4);
	assert_int_equal(stream.next_tag, 34);
	assert_int_equal(stream.interrupts, 13);
	assert_int_equal(stream.notifications, 12);
	assert_int_equal(stream.commits, 35);
	assert_int_equal(stream.revokes, 3);
	assert_int_equal(stream.refusals, 2);
	assert_int_equal(stream.starvations, 1);
	assert_true(stream_ms(&stream, 96000) == 500);
	stream_free(&stream);
}

static void closed_stream(void **state)
{
	struct stream stream;

	(void)state;
	stream_parse(&stream, "engine: PCM in\npin: 1\nstate: closed\nrate: 0\nframe_bytes: 0\n");
	assert_false(stream.open);
	assert_true(stream_ms(&stream, 96000) == 0);
	stream_free(&stream);
}

static void cards_are_found(void **state)
{
	struct cards cards;

	(void)state;
	fixture_write("proc/asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 1\n");
	cards_read(&cards);
	assert_int_equal(cards.count, 1);
	assert_int_equal(cards_count_waveport(&cards), 1);
	assert_string_equal(cards.list[0].chip, "Intel 82801AA-ICH");
	assert_string_equal(cards.list[0].codec, "SigmaTel STAC9700");
	assert_string_equal(cards.list[0].driver, "snd_waveport_ich");
	assert_string_equal(cards.list[0].address, "0000:00:05.0");
	assert_int_equal(cards.list[0].pcm_count, 2);
	assert_string_equal(pcm_transport(&cards.list[0].pcms[0]), "queue");
	assert_string_equal(pcm_transport(&cards.list[0].pcms[1]), "cyclic");
	assert_int_equal(cards.list[0].pcms[0].owner, 1);
	assert_string_equal(cards.list[0].pcms[0].program, "systemd");
	assert_int_equal(cards.list[0].pcms[1].owner, 0);
	cards_free(&cards);
}

static void hda_cards_are_found(void **state)
{
	struct cards cards;

	(void)state;
	fixture_change_to_hda();
	cards_read(&cards);
	assert_int_equal(cards.count, 1);
	assert_int_equal(cards_count_waveport(&cards), 1);
	assert_string_equal(cards.list[0].chip, "HD Audio (Intel)");
	assert_string_equal(cards.list[0].codec, "QEMU Generic; Intel Haswell HDMI");
	assert_string_equal(cards.list[0].driver, "snd_waveport_hda");
	assert_string_equal(cards.list[0].address, "0000:00:1b.0");
	cards_free(&cards);
}

static void other_cards_are_not_ours(void **state)
{
	struct cards cards;

	(void)state;
	fixture_write("proc/asound/card0/pcm0p/info", "id: Intel ICH\nname: Intel ICH\n");
	fixture_remove("proc/asound/card0/pcm32p");
	cards_read(&cards);
	assert_int_equal(cards.count, 1);
	assert_int_equal(cards_count_waveport(&cards), 0);
	assert_string_equal(pcm_transport(&cards.list[0].pcms[0]), "Intel ICH");
	cards_free(&cards);
}

static void file_is_missing(void **state)
{
	struct stream stream;
	struct cards cards;

	(void)state;
	cards_read(&cards);
	errno = 0;
	assert_false(stream_read(&stream, &cards.list[0], &cards.list[0].pcms[0]));
	assert_int_equal(errno, ENOENT);
	cards_free(&cards);
}

#define IN_COPY(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

const struct CMUnitTest stream_tests[] = {
	cmocka_unit_test(open_stream),
	cmocka_unit_test(closed_stream),
	IN_COPY(cards_are_found),
	IN_COPY(hda_cards_are_found),
	IN_COPY(other_cards_are_not_ours),
	IN_COPY(file_is_missing),
	{ }
};
