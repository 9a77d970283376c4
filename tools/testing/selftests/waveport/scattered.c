// SPDX-License-Identifier: GPL-2.0-only
/* A part of playback and capture; scatter.sh runs it with mappings cut at every page. */
#include "rates.h"

RATE(48000);

TEST_HARNESS_MAIN
