// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runtime power management: the codec's converters are off, or the whole controller is suspended,
 * while no stream is open. An open wakes them, and what is played and captured then is exact.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "kind.h"
#include "transfer.h"

#define POWER_SAVE	"/sys/module/snd_ac97_codec/parameters/power_save"
#define POWER_SAVE_HDA	"/sys/module/snd_waveport_hda/parameters/power_save"
/* The bits of the converters in the codec's power register. */
#define CONVERTERS	0x300
#define LIMIT_MS	20000
#define LOOK_MS		50

/**
 * struct idle - a run
 * @controller: the controller is suspended too
 * @setup: of the stream that is opened then
 */
struct idle {
	bool controller;
	struct stream_setup setup;
};

static const char *device_file(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/class/sound/card%d/device/power/%s", card_number(),
		 name);
	return path;
}

static const char *codec_file(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/hdaudio/devices/hdaudioC%dD0/power/%s",
		 card_number(), name);
	return path;
}

static bool is_suspended(const char *path)
{
	FILE *file = fopen(path, "r");
	char word[32] = "";
	bool is;

	tap_require(file, "cannot open %s", path);
	is = fscanf(file, "%31s", word) == 1 && !strcmp(word, "suspended");
	fclose(file);
	return is;
}

static bool converters_are_off(void)
{
	unsigned int value = 0;
	char line[128];
	FILE *file;

	snprintf(line, sizeof(line), "/proc/asound/card%d/codec97#0/ac97#0-0+regs",
		 card_number());
	file = fopen(line, "r");
	tap_require(file, "cannot open %s", line);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "0:26 = %x", &value) == 1)
			break;
	}
	fclose(file);
	return (value & CONVERTERS) == CONVERTERS;
}

static bool codec_is_off(void)
{
	return kind()->codec_device ? is_suspended(codec_file("runtime_status")) :
				      converters_are_off();
}

static bool is_idle(const struct idle *idle)
{
	return idle->controller ? is_suspended(device_file("runtime_status")) : codec_is_off();
}

/* A codec is powered down a second after the last use. */
static void allow_codec(bool allow)
{
	tap_require(card_write(kind()->codec_device ? POWER_SAVE_HDA : POWER_SAVE,
			       allow ? "1" : "0"), "no power_save");
}

static void wait_until_idle(const struct idle *idle)
{
	unsigned int ms;

	for (ms = 0; ms < LIMIT_MS && !is_idle(idle); ms += LOOK_MS)
		usleep(1000 * LOOK_MS);
	tap_require(is_idle(idle), "not powered down in %u ms", LIMIT_MS);
}

static void wake_up(const void *argument)
{
	const struct idle *idle = argument;
	struct stream *stream;

	allow_codec(true);
	tap_require(card_write(device_file("control"), idle->controller ? "auto" : "on"),
		    "no control");
	/* the codec counts from the last use */
	stream = stream_open(&idle->setup);
	stream_close(stream);
	wait_until_idle(idle);
	transfer_exactly(&idle->setup);
	wait_until_idle(idle);
	stream = stream_open(&idle->setup);
	tap_require(!is_idle(idle), "powered down while a stream is open");
	stream_close(stream);
}

static void clean_up(bool passed)
{
	card_write(device_file("control"), "on");
	allow_codec(false);
	stream_clean_up(passed);
}

VARIANTS(idle, struct idle idle;)

#define IDLE(_name, _controller, ...)						\
	FIXTURE_VARIANT_ADD(idle, _name) { .idle = { _controller, {			\
		.buffer = COMFORTABLE_BUFFER, .periods = 2, __VA_ARGS__ } } }

IDLE(codec_queue, false, .device = CARD_QUEUE, .rate = 48000);
IDLE(codec_cyclic_capture, false, .device = CARD_CYCLIC, .rate = 48000, .capture = true);
IDLE(controller_queue, true, .device = CARD_QUEUE, .rate = 44100);
IDLE(controller_cyclic, true, .device = CARD_CYCLIC, .rate = 48000);
IDLE(controller_queue_capture, true, .device = CARD_QUEUE, .rate = 48000, .capture = true);

TEST_F_TIMEOUT(idle, open_wakes, TEST_SECONDS)
{
	TRY_AND_CLEAN_UP(wake_up, &variant->idle, clean_up);
}

TEST_HARNESS_MAIN
