// SPDX-License-Identifier: GPL-2.0-only
/* Playback and capture at rates that must be set in the codec, as far as the card has them. */
#include "rates.h"

RATE(44100);
RATE(8000);
RATE(32000);
RATE(16000);
RATE(96000);

TEST_HARNESS_MAIN
