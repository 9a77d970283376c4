// SPDX-License-Identifier: GPL-2.0-only
/* Some tests of playback and capture, which scatter.sh runs with mappings cut at every page. */
#include "rates.h"

RATE(48000);

TEST_HARNESS_MAIN
