// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded into a program, lets it see PCMs of no more than PERIODS periods, as the driver of such
 * a device would tell, and with AVAIL_MIN has the kernel wake it from so many frames on. Says on
 * stderr what the program has chosen.
 */
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "avail_min.h"

/* The function of this name that the program would call without us. */
static void *next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function) {
		fprintf(stderr, "periods: there is no %s\n", name);
		abort();
	}
	return function;
}

static void tell(snd_pcm_t *pcm)
{
	snd_pcm_sw_params_t *params;
	snd_pcm_uframes_t buffer, period, avail, start;

	snd_pcm_sw_params_alloca(&params);
	if (snd_pcm_sw_params_current(pcm, params) < 0 ||
	    snd_pcm_get_params(pcm, &buffer, &period) < 0)
		return;
	snd_pcm_sw_params_get_avail_min(params, &avail);
	snd_pcm_sw_params_get_start_threshold(params, &start);
	fprintf(stderr, "%s: %s, buffer %lu, period %lu, avail_min %lu, start_threshold %lu\n",
		snd_pcm_name(pcm), snd_pcm_stream_name(snd_pcm_stream(pcm)), buffer, period, avail,
		start);
}

/* alsa-lib sets what the program has chosen, at the end of both functions. */
static void take_avail_min(snd_pcm_t *pcm)
{
	const char *frames = getenv("AVAIL_MIN");
	struct pollfd file;

	if (!frames)
		return;
	if (snd_pcm_poll_descriptors(pcm, &file, 1) != 1 ||
	    avail_min_set(file.fd, atol(frames)) < 0) {
		perror("periods: cannot set avail_min");
		return;
	}
	fprintf(stderr, "the kernel has avail_min %s\n", frames);
}

/* Both functions that set parameters end here, with what alsa-lib returned. */
static int set(snd_pcm_t *pcm, int ret)
{
	if (ret < 0)
		return ret;
	tell(pcm);
	take_avail_min(pcm);
	return ret;
}

int snd_pcm_hw_params_any(snd_pcm_t *pcm, snd_pcm_hw_params_t *params)
{
	int (*any)(snd_pcm_t *pcm, snd_pcm_hw_params_t *params) = next(__func__);
	const char *periods = getenv("PERIODS");
	unsigned int most;
	int ret, dir = 0;

	ret = any(pcm, params);
	if (ret < 0 || !periods)
		return ret;
	most = atoi(periods);
	return snd_pcm_hw_params_set_periods_max(pcm, params, &most, &dir);
}

int snd_pcm_hw_params(snd_pcm_t *pcm, snd_pcm_hw_params_t *params)
{
	int (*function)(snd_pcm_t *pcm, snd_pcm_hw_params_t *params) = next(__func__);

	return set(pcm, function(pcm, params));
}

int snd_pcm_sw_params(snd_pcm_t *pcm, snd_pcm_sw_params_t *params)
{
	int (*function)(snd_pcm_t *pcm, snd_pcm_sw_params_t *params) = next(__func__);

	return set(pcm, function(pcm, params));
}
