// SPDX-License-Identifier: GPL-2.0-only
/*
 * Invalid requests and their errors: sizes and rates are refused by the constraints, before
 * anything is set; a second client of an engine gets EBUSY at open; a buffer for which there is no
 * memory gets ENOMEM.
 */
#include <errno.h>
#include <stdio.h>

#include "card.h"
#include "harness.h"
#include "transfer.h"

#define RATE		48000
#define BUFFER		16384
#define LARGE_BUFFER	(1 << 18)
#define MEMORY_LIMIT	"/sys/module/snd_pcm/parameters/max_alloc_per_card"

typedef int (*test_value)(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value, int dir);

/**
 * struct value - a value that hw_params takes or refuses
 * @device: CARD_QUEUE or CARD_CYCLIC
 * @test: function that tests the value
 * @value: the value
 * @taken: the value must be accepted
 */
struct value {
	unsigned int device;
	test_value test;
	unsigned int value;
	bool taken;
};

#define test_periods	snd_pcm_hw_params_test_periods
#define test_rate	snd_pcm_hw_params_test_rate

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

/* A buffer of two periods of the value and one more frame has no valid period size. */
static int test_two_and_odd(snd_pcm_t *pcm, snd_pcm_hw_params_t *params, unsigned int value,
			    int dir)
{
	int err = snd_pcm_hw_params_set_periods(pcm, params, 2, dir);

	return err ? err : snd_pcm_hw_params_test_buffer_size(pcm, params, value);
}

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
 * @first: device that is opened first
 * @second: device whose open must fail
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

enum { refused, taken };

VARIANTS(value, struct value value;)

#define VALUE_OF(fixture, _device, name, number, answer)			\
	FIXTURE_VARIANT_ADD(fixture, _device##_##name##_##number##_##answer) {	\
		.value = { CARD_##_device, test_##name, number, answer } }

#define VALUE(...) \
	VALUE_OF(value, __VA_ARGS__)

VALUE(CYCLIC, periods, 1, taken);
VALUE(CYCLIC, periods, 2, taken);
VALUE(CYCLIC, periods, 3, refused);
VALUE(CYCLIC, periods, 4, refused);
VALUE(CYCLIC, periods, 32, refused);
VALUE(CYCLIC, two_and_odd, 1000, taken);
VALUE(CYCLIC, two_and_odd, 1001, refused);
VALUE(CYCLIC, buffer, 131072, taken);
VALUE(CYCLIC, buffer, 131104, refused);
VALUE(QUEUE, periods, 1, refused);
VALUE(QUEUE, periods, 2, taken);
VALUE(QUEUE, periods, 3, taken);
VALUE(QUEUE, periods, 1024, taken);
VALUE(QUEUE, two_and_odd, 1001, refused);
VALUE(QUEUE, buffer, 131072, taken);
VALUE(QUEUE, buffer, 131104, refused);
VALUE(QUEUE, period, 16, taken);
VALUE(QUEUE, period, 1, refused);
VALUE(QUEUE, rate, 4000, refused);
VALUE(QUEUE, rate, 8000, taken);
VALUE(QUEUE, rate, 8000, refused);
VALUE(QUEUE, rate, 16000, taken);
VALUE(QUEUE, rate, 48000, taken);
VALUE(QUEUE, rate, 96000, taken);
VALUE(QUEUE, rate, 96000, refused);
VALUE(QUEUE, rate, 192000, refused);
VALUE(QUEUE, channels, 2, taken);
VALUE(QUEUE, channels, 1, refused);
VALUE(QUEUE, channels, 8, refused);
VALUE(QUEUE, format, SND_PCM_FORMAT_S16_LE, taken);
VALUE(QUEUE, format, SND_PCM_FORMAT_S24_LE, refused);
VALUE(QUEUE, format, SND_PCM_FORMAT_U8, refused);

TEST_F(value, by_hw_params)
{
	TRY(ask, &variant->value);
}

/* Without preallocation only the limit of the transport applies. */
VARIANTS(large, struct value value;)

VALUE_OF(large, CYCLIC, buffer, 524288, taken);
VALUE_OF(large, CYCLIC, buffer, 524320, refused);
VALUE_OF(large, QUEUE, buffer, 2097152, taken);
VALUE_OF(large, QUEUE, buffer, 2097184, refused);

TEST_F(large, without_preallocation)
{
	TRY(ask_without_limit, &variant->value);
}

VARIANTS(rivals, struct rivals rivals;)

FIXTURE_VARIANT_ADD(rivals, playback_queue_then_cyclic) {
	{ CARD_QUEUE, CARD_CYCLIC, false } };
FIXTURE_VARIANT_ADD(rivals, playback_cyclic_then_queue) {
	{ CARD_CYCLIC, CARD_QUEUE, false } };
FIXTURE_VARIANT_ADD(rivals, capture_queue_then_cyclic) {
	{ CARD_QUEUE, CARD_CYCLIC, true } };
FIXTURE_VARIANT_ADD(rivals, capture_cyclic_then_queue) {
	{ CARD_CYCLIC, CARD_QUEUE, true } };

TEST_F(rivals, second_gets_EBUSY)
{
	TRY(open_twice, &variant->rivals);
}

VARIANTS(memory, unsigned int device;)

FIXTURE_VARIANT_ADD(memory, cyclic) { CARD_CYCLIC };
FIXTURE_VARIANT_ADD(memory, queue) { CARD_QUEUE };

TEST_F(memory, none_gives_ENOMEM)
{
	TRY(run_out_of_memory, &variant->device);
}

TEST_HARNESS_MAIN
