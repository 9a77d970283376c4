#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The miniport to start from (samples/) plays on both devices at the speed of its clock.

cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# Plays so many seconds of silence, without an underrun, and sets how many ms that took.
play()
{
	local start text

	start=$(date +%s%N)
	text=$(aplay -q -D "hw:sample,$1" -t raw -f dat -d "$2" /dev/zero 2>&1) || { echo "$text"; return 1; }
	ms=$((($(date +%s%N) - start) / 1000000))
	echo "$2 s took $ms ms; $text"
	[ -z "$text" ]
}

# Two seconds last one longer than one: on a slow kernel aplay itself takes seconds, the first time most.
plays()
{
	local one ms

	play "$1" 1 && play "$1" 1 || return
	one=$ms
	play "$1" 2 || return
	[ "$one" -ge 990 ] && [ $((ms - one)) -ge 800 ] && [ $((ms - one)) -lt 1500 ]
}

grep -q '^snd_waveport ' /proc/modules || skip_all "snd-waveport is not loaded"
log_mark "sample"
check "the sample loads" insmod ./snd-waveport-sample.ko
check "its queue device plays" plays 0
check "its cyclic device plays" plays "$CYCLIC"
check "the sample unloads" rmmod snd-waveport-sample
check "nothing left in the kernel log" log_is_clean
finish
