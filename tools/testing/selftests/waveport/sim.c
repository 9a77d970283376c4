// SPDX-License-Identifier: GPL-2.0-only
/*
 * The port with an engine that loops by itself (modules/snd-waveport-sim.c): both devices, the link
 * clock, errors of the miniport, and whether the port keeps the contract.
 * sim.sh loads the module and runs this.
 */
#include <alsa/asoundlib.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

#define CARD		"hw:waveportsim"
#define PARAMETERS	"/sys/module/snd_waveport_sim/parameters/"
#define COUNTERS	"/sys/kernel/debug/snd_waveport/card%d/pcm%u%c0"
#define RATE		48000
#define BUFFER		9600
#define QUEUE		0
#define CYCLIC		32
#define FAR		2	/* on top of one of these: the far engine */
#define WAKE_MS		10000

static snd_pcm_t *pcm;

static void close_pcm(void)
{
	if (pcm)
		snd_pcm_close(pcm);
	pcm = NULL;
}

static void set_parameter(const char *name, int value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "w");
	tap_require(file, "cannot write %s", path);
	fprintf(file, "%d\n", value);
	tap_require(!fclose(file), "cannot set %s to %d", name, value);
}

static unsigned int breaches(void)
{
	FILE *file = fopen(PARAMETERS "breaches", "r");
	unsigned int count;

	tap_require(file && fscanf(file, "%u", &count) == 1, "cannot read the breaches");
	fclose(file);
	return count;
}

static uint64_t counter(const char *name)
{
	char path[128], line[128], wanted[64];
	uint64_t value = UINT64_MAX;
	FILE *file;

	snprintf(path, sizeof(path), COUNTERS, snd_card_get_index("waveportsim"), CYCLIC,
		 snd_pcm_stream(pcm) == SND_PCM_STREAM_CAPTURE ? 'c' : 'p');
	snprintf(wanted, sizeof(wanted), "%s: %%" SCNu64, name);
	file = fopen(path, "r");
	tap_require(file, "cannot read %s", path);
	while (fgets(line, sizeof(line), file))
		sscanf(line, wanted, &value);
	fclose(file);
	tap_require(value != UINT64_MAX, "no %s in %s", name, path);
	return value;
}

static int open_device(unsigned int device, snd_pcm_stream_t direction)
{
	char name[32];

	snprintf(name, sizeof(name), CARD ",%u", device);
	return snd_pcm_open(&pcm, name, direction, SND_PCM_NONBLOCK);
}

static int open_pcm(snd_pcm_stream_t direction)
{
	return open_device(CYCLIC, direction);
}

/* Set the parameters. Returns the result of hw_params. */
static int set_params(unsigned int periods, bool wakeup)
{
	snd_pcm_hw_params_t *params;

	snd_pcm_hw_params_alloca(&params);
	snd_pcm_hw_params_any(pcm, params);
	snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_MMAP_INTERLEAVED);
	snd_pcm_hw_params_set_format(pcm, params, SND_PCM_FORMAT_S16_LE);
	snd_pcm_hw_params_set_channels(pcm, params, 2);
	snd_pcm_hw_params_set_rate(pcm, params, RATE, 0);
	tap_require(!snd_pcm_hw_params_set_buffer_size(pcm, params, BUFFER), "no buffer of %d",
		    BUFFER);
	tap_require(!snd_pcm_hw_params_set_periods(pcm, params, periods, 0), "no %u periods",
		    periods);
	if (!wakeup)
		snd_pcm_hw_params_set_period_wakeup(pcm, params, 0);
	return snd_pcm_hw_params(pcm, params);
}

/* Have the stream run whatever the client does. */
static void set_free(void)
{
	snd_pcm_sw_params_t *params;
	snd_pcm_uframes_t boundary;

	snd_pcm_sw_params_alloca(&params);
	snd_pcm_sw_params_current(pcm, params);
	snd_pcm_sw_params_get_boundary(params, &boundary);
	snd_pcm_sw_params_set_stop_threshold(pcm, params, boundary);
	snd_pcm_sw_params_set_tstamp_mode(pcm, params, SND_PCM_TSTAMP_ENABLE);
	tap_require(!snd_pcm_sw_params(pcm, params), "no software parameters");
}

/* Set up a client that has the buffer looped, and start it. Returns the result of START. */
static int run_free(void)
{
	set_free();
	return snd_pcm_start(pcm);
}

static void begin(snd_pcm_stream_t direction, unsigned int periods, bool wakeup)
{
	tap_require(!open_pcm(direction), "cannot open the simulation");
	tap_require(!set_params(periods, wakeup), "cannot set the parameters");
	tap_require(!run_free(), "no start");
}

static int64_t position(void)
{
	snd_pcm_status_t *status;
	int64_t avail;

	snd_pcm_status_alloca(&status);
	tap_require(!snd_pcm_status(pcm, status), "no status");
	avail = snd_pcm_status_get_avail(status);
	return snd_pcm_stream(pcm) == SND_PCM_STREAM_PLAYBACK ? avail - BUFFER : avail;
}

/*
 * The port's ring: it plays what is committed and no more, waits for the client as long as it
 * takes, and goes on.
 */
static void copied(const void *unused)
{
	static const int16_t frames[BUFFER / 2 * 2];

	(void)unused;
	tap_require(!open_device(QUEUE, SND_PCM_STREAM_PLAYBACK), "no queue device");
	tap_require(!set_params(2, true), "cannot set the parameters");
	set_free();
	/* the first write starts it */
	tap_require(snd_pcm_mmap_writei(pcm, frames, BUFFER / 2) == BUFFER / 2, "not written");
	usleep(250000);
	tap_require(!position(), "%" PRId64 " frames from the end when starved", position());
	tap_require(snd_pcm_mmap_writei(pcm, frames, BUFFER / 2) == BUFFER / 2, "not written");
	usleep(50000);
	tap_require(position() > -BUFFER / 2 && position() < 0, "%" PRId64 " frames from the end",
		    position());
	tap_require(!snd_pcm_nonblock(pcm, 0) && !snd_pcm_drain(pcm), "no drain");
}

/* The numbers are those that the miniport has chosen. */
static void numbered(const void *unused)
{
	unsigned int direction;

	(void)unused;
	for (direction = 0; direction <= SND_PCM_STREAM_LAST; direction++)
		tap_require(open_device(1, direction) == -ENOENT &&
			    open_device(CYCLIC + 1, direction) == -ENOENT,
			    "a device is there that the miniport does not have");
	tap_require(open_device(QUEUE + FAR, SND_PCM_STREAM_CAPTURE) == -ENOENT,
		    "the far device captures");
	tap_require(!open_device(QUEUE + FAR, SND_PCM_STREAM_PLAYBACK), "no far queue");
	close_pcm();
	tap_require(!open_device(CYCLIC + FAR, SND_PCM_STREAM_PLAYBACK), "no far cyclic device");
}

/* Above 48 kHz there are fewer channels, and with more channels no such rate. */
static void fast(const void *unused)
{
	unsigned int channels, rate;
	snd_pcm_hw_params_t *params;

	(void)unused;
	tap_require(!open_pcm(SND_PCM_STREAM_PLAYBACK), "cannot open the simulation");
	snd_pcm_hw_params_alloca(&params);
	snd_pcm_hw_params_any(pcm, params);
	snd_pcm_hw_params_get_channels_max(params, &channels);
	tap_require(channels == 6, "%u channels", channels);
	tap_require(!snd_pcm_hw_params_set_rate(pcm, params, 96000, 0), "no 96 kHz");
	snd_pcm_hw_params_get_channels_max(params, &channels);
	tap_require(channels == 2, "%u channels at 96 kHz", channels);

	snd_pcm_hw_params_any(pcm, params);
	tap_require(!snd_pcm_hw_params_set_channels(pcm, params, 6), "no 6 channels");
	snd_pcm_hw_params_get_rate_max(params, &rate, NULL);
	tap_require(rate == 48000, "%u Hz with 6 channels", rate);
}

/* Each border is notified once, after it has been reached. */
static void notified(const void *argument)
{
	unsigned int direction, periods = *(const unsigned int *)argument;

	for (direction = 0; direction <= SND_PCM_STREAM_LAST; direction++) {
		int64_t period = BUFFER / periods;
		uint64_t count, borders;

		begin(direction, periods, true);
		usleep(450000);
		count = counter("notifications");
		borders = position() / period;
		tap_require(count && count <= borders, "%" PRIu64 " notifications at %" PRIu64
			    " borders", count, borders);
		tap_require(borders - count <= 1, "%" PRIu64 " notifications of %" PRIu64, count,
			    borders);
		close_pcm();
	}
}

static void not_notified(const void *unused)
{
	(void)unused;
	begin(SND_PCM_STREAM_PLAYBACK, 2, false);
	usleep(450000);
	tap_require(position() > RATE * 4 / 10, "position %" PRId64, position());
	tap_require(!counter("interrupts"), "%" PRIu64 " interrupts", counter("interrupts"));
}

static void paused(const void *unused)
{
	int64_t before, after;

	(void)unused;
	begin(SND_PCM_STREAM_PLAYBACK, 2, true);
	usleep(120000);
	tap_require(!snd_pcm_pause(pcm, 1), "no pause");
	before = position();
	usleep(120000);
	tap_require(position() == before, "moved in pause");
	tap_require(!snd_pcm_pause(pcm, 0), "no resume");
	after = position();
	tap_require(after >= before && after < before + RATE / 10, "from %" PRId64 " to %" PRId64,
		    before, after);
	tap_require(!snd_pcm_drop(pcm) && !snd_pcm_prepare(pcm), "no prepare");
	tap_require(!position(), "position %" PRId64 " after prepare", position());
}

static int64_t nanoseconds(const snd_htimestamp_t *stamp)
{
	return stamp->tv_sec * 1000000000LL + stamp->tv_nsec;
}

static void read_clock(int64_t *link, int64_t *system)
{
	snd_pcm_audio_tstamp_config_t config = { .type_requested = 2, .report_delay = 0 };
	snd_pcm_audio_tstamp_report_t report;
	snd_htimestamp_t stamp;
	snd_pcm_status_t *status;

	snd_pcm_status_alloca(&status);
	snd_pcm_status_set_audio_htstamp_config(status, &config);
	tap_require(!snd_pcm_status(pcm, status), "no status");
	snd_pcm_status_get_audio_htstamp_report(status, &report);
	tap_require(report.valid && report.actual_type == 2, "time stamp type %u",
		    report.actual_type);
	snd_pcm_status_get_audio_htstamp(status, &stamp);
	*link = nanoseconds(&stamp);
	snd_pcm_status_get_htstamp(status, &stamp);
	*system = nanoseconds(&stamp);
}

/* The link clock of the simulation is the system clock, so both time stamps advance alike. */
static void clocked(const void *unused)
{
	int64_t link[2], system[2], difference;

	(void)unused;
	begin(SND_PCM_STREAM_PLAYBACK, 2, true);
	usleep(100000);
	read_clock(&link[0], &system[0]);
	usleep(300000);
	read_clock(&link[1], &system[1]);
	difference = (link[1] - link[0]) - (system[1] - system[0]);
	tap_require(link[1] - link[0] > 250000000LL, "the link clock went on by %" PRId64 " ns",
		    link[1] - link[0]);
	/* the test may be preempted between the two readings of a status */
	tap_require(llabs(difference) < 100000000LL, "the clocks differ by %" PRId64 " ns",
		    difference);
}

/* The delay is the fill level of the buffer plus FIFO and codec, 100 and 48 frames. */
static void delayed(const void *unused)
{
	snd_pcm_status_t *status;
	int64_t extra;

	(void)unused;
	begin(SND_PCM_STREAM_PLAYBACK, 2, true);
	usleep(50000);
	snd_pcm_status_alloca(&status);
	tap_require(!snd_pcm_status(pcm, status), "no status");
	extra = snd_pcm_status_get_delay(status) -
		(BUFFER - (int64_t)snd_pcm_status_get_avail(status));
	tap_require(extra == 148, "a delay of %" PRId64 " frames", extra);
}

/**
 * struct refusal - an error of the miniport
 * @parameter: module parameter that injects it
 * @error: errno
 * @step: the call that must fail: open (0), hw_params, in which alsa-lib prepares (1), start (2)
 */
struct refusal {
	const char *parameter;
	int error;
	int step;
};

static void refused(const void *argument)
{
	const struct refusal *refusal = argument;
	int result[3] = {};

	set_parameter(refusal->parameter, refusal->error);
	result[0] = open_pcm(SND_PCM_STREAM_PLAYBACK);
	if (!result[0])
		result[1] = set_params(2, true);
	if (!result[0] && !result[1])
		result[2] = run_free();
	close_pcm();
	set_parameter(refusal->parameter, 0);

	tap_require(result[refusal->step] == -refusal->error, "%s gave %d, not %d",
		    refusal->parameter, result[refusal->step], -refusal->error);
	begin(SND_PCM_STREAM_PLAYBACK, 2, true);
	usleep(50000);
	tap_require(position() > 0, "does not run after the refusal");
}

static void kept(const void *unused)
{
	(void)unused;
	tap_require(!breaches(), "%u breaches of the contract, see dmesg", breaches());
}

static void clean_up(bool passed)
{
	(void)passed;
	close_pcm();
}

#define TEST_SIM(name, function, argument)				\
	TEST(name)							\
	{								\
		TRY_AND_CLEAN_UP(function, argument, clean_up);		\
	}

static const unsigned int one = 1, two = 2;

TEST_SIM(a_queue_that_is_copied, copied, NULL)
TEST_SIM(numbers_of_devices, numbered, NULL)
TEST_SIM(fewer_channels_above_48_khz, fast, NULL)
TEST_SIM(one_notification_per_cycle, notified, &one)
TEST_SIM(two_notifications_per_cycle, notified, &two)
TEST_SIM(none_without_wakeups, not_notified, NULL)
TEST_SIM(pause_resume_prepare, paused, NULL)
TEST_SIM(the_link_clock, clocked, NULL)
TEST_SIM(the_delay, delayed, NULL)

VARIANTS(refusal, struct refusal refusal;)

#define REFUSAL(name, _error, _step)					\
	FIXTURE_VARIANT_ADD(refusal, name##_##_error) {			\
		{ "refuse_" #name, _error, _step } }

REFUSAL(stream, EIO, 0);
REFUSAL(buffer, EINVAL, 1);
REFUSAL(buffer, ENOMEM, 1);
REFUSAL(buffer, ENODEV, 1);
REFUSAL(format, EINVAL, 1);
REFUSAL(run, EBUSY, 2);

TEST_F(refusal, of_the_miniport)
{
	TRY_AND_CLEAN_UP(refused, &variant->refusal, clean_up);
}

FIXTURE(contract) { };
FIXTURE_SETUP(contract) { }
FIXTURE_TEARDOWN(contract) { }

/* the last of all, in a fixture of its own, which runs after the others */
TEST_F(contract, is_kept)
{
	TRY_AND_CLEAN_UP(kept, NULL, clean_up);
}

TEST_HARNESS_MAIN
