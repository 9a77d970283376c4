#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The miniport to start from (samples/) plays on both devices at the speed of its clock.

cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# The first run of aplay waits for its files, so it may have an underrun.
play()
{
	aplay -q -D "hw:sample,$1" -t raw -f dat -B 1000000 -d "$2" /dev/zero 2>&1
}

# Sets how many frames of a device are played, and the times since boot, in hundredths of a second, between
# which it said so. Succeeds once there are as many as wanted. It starts no process, because a slow kernel
# takes seconds for some of them.
look()
{
	local key value

	read -r before _ </proc/uptime
	while read -r key _ value; do
		[ "$key" != hw_ptr ] || frames=$value
	done <"/proc/asound/sample/pcm${1}p/sub0/status"
	read -r after _ </proc/uptime
	before=${before/./} after=${after/./}
	[ "$frames" -ge "$2" ]
}

# Between two looks it has played no less than passes in the shortest time between them, and no more
# than in the longest, within 2 %. A look that comes late moves only these bounds.
plays_at_rate()
{
	local before after frames=0 first earliest latest least most

	eventually look "$1" 4800 || return
	first=$frames earliest=$before latest=$after
	eventually look "$1" $((first + 96000)) || return
	least=$(((before - latest) * 470)) most=$(((after - earliest) * 490))
	echo "$((frames - first)) frames, not less than $least and not more than $most"
	[ $((frames - first)) -ge "$least" ] && [ $((frames - first)) -le "$most" ]
}

plays()
{
	local player status=0

	play "$1" 1
	play "$1" 10 >"$played" &
	player=$!
	plays_at_rate "$1" || status=1
	wait "$player" || status=1
	cat "$played"
	[ ! -s "$played" ] && return "$status"
}

grep -q '^snd_waveport ' /proc/modules || skip_all "snd-waveport is not loaded"
log_mark "sample"
played=$(mktemp)
trap 'rm -f "$played"' EXIT
check "the sample loads" insmod ./snd-waveport-sample.ko
check "its queue device plays" plays 0
check "its cyclic device plays" plays "$CYCLIC"
check "the sample unloads" rmmod snd-waveport-sample
check "nothing left in the kernel log" log_is_clean
finish
