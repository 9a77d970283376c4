# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the scripts here that run in the VM share: patience with a host that is busy, and what the
# device has played.
#
# A program that is not scheduled for longer than the duration of its buffer cannot be exact. So a
# test that failed is repeated, but only if the machine was stalled meanwhile.

# Time between two readings of the clock that counts as a stall, in us; well below the smallest
# buffer used here.
stall_us=100000
tries=8
# Silence in front of what goes through dmix, of the duration of a stall: a client joins the mix at the
# position of the device, which may have passed the first frames before dmix has mixed them. Without
# hw_ptr_alignment in its configuration dmix does not look ahead, with any driver.
# shellcheck disable=SC2034 # for the scripts that include this
lead_frames=$((48000 * stall_us / 1000000))
room=/tmp/clients
mkdir -p "$room"

watch_clock()
{
	local now before=${EPOCHREALTIME/./}

	while sleep 0.02; do
		now=${EPOCHREALTIME/./}
		[ $((now - before)) -lt "$stall_us" ] || touch "$room/stalled"
		before=$now
	done
}

# Run a test until it passes, or fails without a stall.
patiently()
{
	local try

	for ((try = 1; try <= tries; try++)); do
		rm -f "$room/stalled"
		"$@" && return
		[ -e "$room/stalled" ] || return 1
		echo "the machine stood still, attempt $try is void"
	done
	return 1
}

# silence FRAMES CHANNELS
silence()
{
	head -c $((2 * $1 * $2)) /dev/zero
}

played_bytes()
{
	flush-played && stat -c %s /out/played.raw
}

# Run a command. What the device has played meanwhile is in $room/played.raw, and what happened to its
# stream in /out/played.log, after line $heard_after.
hear()
{
	local from status=0

	from=$(played_bytes) || return
	# shellcheck disable=SC2034 # for the script that includes this
	heard_after=$(wc -l </out/played.log)
	"$@" || status=$?
	flush-played || return
	[ "$status" -eq 0 ] || { echo "$1 ended with status $status"; return 1; }
	tail -c "+$((from + 1))" /out/played.raw >"$room/played.raw"
}
