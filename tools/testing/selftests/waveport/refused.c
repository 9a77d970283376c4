// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is refused, and how: sizes and rates by the constraints, before anything is set; a second
 * client of an engine at open; a buffer for which there is no memory by ENOMEM.
 */
#include <errno.h>
#include <stdio.h>

#include "card.h"
#include "tap.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define LARGE_BUFFER	(1 << 18)
#define MEMORY_LIMIT	"/sys/module/snd_pcm/parameters/max_alloc_per_card"

typedef int (*test_value)(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir);

/**
 * struct value - a value that hw_params takes or refuses
 * @device: CARD_QUEUE or CARD_CYCLIC
 * @name: of what
 * @test: how to ask
 * @value: the value
 * @taken: whether it is taken
 */
struct value {
	unsigned int device;
	const char *name;
	test_value test;
	unsigned int value;
	bool taken;
};

static int test_buffer(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir)
{
	(void)dir;
	return snd_pcm_hw_params_test_buffer_size(pcm, params, value);
}

static int test_period(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir)
{
	return snd_pcm_hw_params_test_period_size(pcm, params, value, dir);
}

static int test_channels(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir)
{
	(void)dir;
	return snd_pcm_hw_params_test_channels(pcm, params, value);
}

static int test_format(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir)
{
	(void)dir;
	return snd_pcm_hw_params_test_format(pcm, params, value);
}

/* Two periods of the value, and one frame more: no number of frames is left for a period. */
static int test_two_and_odd(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value,
			    int dir)
{
	int err = snd_pcm_hw_params_set_periods(pcm, params, 2, dir);

	return err ? err : snd_pcm_hw_params_test_buffer_size(pcm, params, value);
}

static const struct value values[] = {
	{ CARD_CYCLIC, "periods", snd_pcm_hw_params_test_periods, 1, true },
	{ CARD_CYCLIC, "periods", snd_pcm_hw_params_test_periods, 2, true },
	{ CARD_CYCLIC, "periods", snd_pcm_hw_params_test_periods, 3, false },
	{ CARD_CYCLIC, "periods", snd_pcm_hw_params_test_periods, 4, false },
	{ CARD_CYCLIC, "periods", snd_pcm_hw_params_test_periods, 32, false },
	{ CARD_CYCLIC, "buffer of two periods", test_two_and_odd, 1000, true },
	{ CARD_CYCLIC, "buffer of two periods", test_two_and_odd, 1001, false },
	{ CARD_CYCLIC, "buffer", test_buffer, CARD_BUFFER_FRAMES, true },
	{ CARD_CYCLIC, "buffer", test_buffer, CARD_BUFFER_FRAMES + 32, false },
	{ CARD_QUEUE, "periods", snd_pcm_hw_params_test_periods, 1, false },
	{ CARD_QUEUE, "periods", snd_pcm_hw_params_test_periods, 2, true },
	{ CARD_QUEUE, "periods", snd_pcm_hw_params_test_periods, 3, true },
	{ CARD_QUEUE, "periods", snd_pcm_hw_params_test_periods, 1024, true },
	{ CARD_QUEUE, "buffer of two periods", test_two_and_odd, 1001, false },
	{ CARD_QUEUE, "buffer", test_buffer, CARD_BUFFER_FRAMES, true },
	{ CARD_QUEUE, "buffer", test_buffer, CARD_BUFFER_FRAMES + 32, false },
	{ CARD_QUEUE, "period", test_period, 16, true },
	{ CARD_QUEUE, "period", test_period, 1, false },
	{ CARD_QUEUE, "rate", snd_pcm_hw_params_test_rate, 8000, true },
	{ CARD_QUEUE, "rate", snd_pcm_hw_params_test_rate, 48000, true },
	{ CARD_QUEUE, "rate", snd_pcm_hw_params_test_rate, 4000, false },
	{ CARD_QUEUE, "rate", snd_pcm_hw_params_test_rate, 96000, false },
	{ CARD_QUEUE, "channels", test_channels, 2, true },
	{ CARD_QUEUE, "channels", test_channels, 1, false },
	{ CARD_QUEUE, "channels", test_channels, 8, false },
	{ CARD_QUEUE, "format", test_format, SND_PCM_FORMAT_S16_LE, true },
	{ CARD_QUEUE, "format", test_format, SND_PCM_FORMAT_S24_LE, false },
	{ CARD_QUEUE, "format", test_format, SND_PCM_FORMAT_U8, false },
};

/* What is taken where nothing is preallocated: the transport's own limit. */
static const struct value large_values[] = {
	{ CARD_CYCLIC, "buffer", test_buffer, 1 << 19, true },
	{ CARD_CYCLIC, "buffer", test_buffer, (1 << 19) + 32, false },
	{ CARD_QUEUE, "buffer", test_buffer, 1 << 21, true },
	{ CARD_QUEUE, "buffer", test_buffer, (1 << 21) + 32, false },
};

static int ask_one(const struct value *value, bool capture)
{
	snd_pcm_hw_params_t *params;
	snd_pcm_t *pcm;
	int err;

	snd_pcm_hw_params_alloca(&params);
	tap_require(!stream_try(value->device, capture, &pcm), "cannot open");
	snd_pcm_hw_params_any(pcm, params);
	err = value->test(pcm, params, value->value, 0);
	snd_pcm_close(pcm);
	return err;
}

static void ask(const void *argument)
{
	const struct value *value = argument;
	int capture, err;

	for (capture = 0; capture < 2; capture++) {
		err = ask_one(value, capture);
		tap_require(!err == value->taken, "%s", err ? "refused" : "taken");
	}
}

static void ask_without_limit(const void *argument)
{
	const struct value *value = argument;
	unsigned long preallocated;
	int capture, err;

	for (capture = 0; capture < 2; capture++) {
		preallocated = card_preallocate(value->device, capture, 0);
		if (!preallocated)
			tap_skip("cannot choose what is preallocated");
		err = ask_one(value, capture);
		card_preallocate(value->device, capture, preallocated);
		tap_require(!err == value->taken, "%s", err ? "refused" : "taken");
	}
}

/* Run a stream for a while, so that it is known to work. */
static void use(unsigned int device, bool capture)
{
	struct stream_setup setup = {
		.device = device,
		.capture = capture,
		.rate = RATE,
		.buffer = BUFFER,
		.periods = 2,
	};
	struct material material;
	struct transfer transfer;
	struct stream *stream;

	stream = stream_open(&setup);
	if (capture) {
		transfer_capture(&transfer, stream, BUFFER);
	} else {
		material_make(&material, BUFFER);
		material_expect(&material, &setup, "exact", "refused");
		transfer_play(&transfer, stream, &material);
	}
	transfer_finish(&transfer);
	stream_close(stream);
}

/**
 * struct rivals - two clients of an engine
 * @first: device that has it
 * @second: device that wants it
 * @capture: direction
 */
struct rivals {
	unsigned int first;
	unsigned int second;
	bool capture;
};

static void open_twice(const void *argument)
{
	const struct rivals *rivals = argument;
	snd_pcm_t *first, *second;
	int err;

	tap_require(!stream_try(rivals->first, rivals->capture, &first), "cannot open the first");
	err = stream_try(rivals->second, rivals->capture, &second);
	if (!err)
		snd_pcm_close(second);
	else
		use(rivals->second, !rivals->capture);
	snd_pcm_close(first);
	tap_require(err == -EBUSY, "the second open gives %d", err);
	use(rivals->second, rivals->capture);
}

static bool read_limit(char *text, int size)
{
	FILE *file = fopen(MEMORY_LIMIT, "r+");
	bool done = file && fgets(text, size, file);

	if (file)
		fclose(file);
	return done;
}

static void write_limit(const char *text)
{
	FILE *file = fopen(MEMORY_LIMIT, "w");

	if (file) {
		fputs(text, file);
		fclose(file);
	}
}

static int set_large_buffer(snd_pcm_t *pcm)
{
	snd_pcm_hw_params_t *params;
	int err;

	snd_pcm_hw_params_alloca(&params);
	snd_pcm_hw_params_any(pcm, params);
	snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_RW_INTERLEAVED);
	err = snd_pcm_hw_params_set_buffer_size(pcm, params, LARGE_BUFFER);
	tap_require(!err, "set_buffer_size: %d", err);
	return snd_pcm_hw_params(pcm, params);
}

static void run_out_of_memory(const void *argument)
{
	unsigned int device = *(const unsigned int *)argument;
	unsigned long preallocated;
	char limit[32];
	snd_pcm_t *pcm;
	int err;

	if (!read_limit(limit, sizeof(limit)))
		tap_skip("cannot write " MEMORY_LIMIT);
	preallocated = card_preallocate(device, false, 0);
	tap_require(!stream_try(device, false, &pcm), "cannot open");
	write_limit("65536");
	err = set_large_buffer(pcm);
	write_limit(limit);
	tap_require(err == -ENOMEM, "hw_params gives %d", err);
	err = set_large_buffer(pcm);
	snd_pcm_close(pcm);
	card_preallocate(device, false, preallocated);
	tap_require(!err, "hw_params gives %d when there is memory again", err);
	use(device, false);
}

static void run_rivals(void)
{
	struct rivals rivals;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		rivals.first = i & 1;
		rivals.second = i >> 1 & 1;
		rivals.capture = i >> 2;
		if (rivals.first == rivals.second)
			continue;
		tap_run(open_twice, &rivals, "%s on the engine of the %s device's %s: EBUSY",
			stream_device_name(rivals.second), stream_device_name(rivals.first),
			rivals.capture ? "capture" : "playback");
	}
}

int main(void)
{
	unsigned int i;

	tap_start(stream_clean_up);
	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		tap_run(ask, &values[i], "%s: %s %u is %s", stream_device_name(values[i].device),
			values[i].name, values[i].value, values[i].taken ? "taken" : "refused");
	}
	for (i = 0; i < sizeof(large_values) / sizeof(*large_values); i++) {
		tap_run(ask_without_limit, &large_values[i],
			"%s: buffer %u is %s, if nothing is preallocated",
			stream_device_name(large_values[i].device), large_values[i].value,
			large_values[i].taken ? "taken" : "refused");
	}
	run_rivals();
	for (i = CARD_QUEUE; i <= CARD_CYCLIC; i++)
		tap_run(run_out_of_memory, &i, "%s: no memory gives ENOMEM", stream_device_name(i));
	return tap_end();
}
