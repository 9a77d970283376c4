#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loads the miniport without hardware, runs its test, and reports the results.

cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

grep -q '^snd_waveport ' /proc/modules || skip_all "snd-waveport is not loaded"
log_mark "sim"
check "the simulation loads" insmod ./snd-waveport-sim.ko
check "the simulation's tests" program ./sim
check "the simulation unloads" rmmod snd-waveport-sim
check "nothing left in the kernel log" log_is_clean
finish
