#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loads and unloads the driver 50 times, or as often as WAVEPORT_RELOADS says, every second time with
# open, play and close in between, and checks that nothing is left allocated.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh
rounds=${WAVEPORT_RELOADS:-50}

nothing_left()
{
	! card_number && [ ! -e /sys/kernel/debug/snd_waveport ] && [ ! -e "$DRIVER_DIR" ] &&
		! grep -q snd_waveport /proc/modules /proc/interrupts /proc/iomem /proc/ioports
}

play_and_record()
{
	local device=$1

	play_silence "$device" && record_moment $((QUEUE + CYCLIC - device))
}

unload_and_load()
{
	local i

	for i in $(seq "$rounds"); do
		modprobe -r "$DRIVER" || return
		nothing_left || return
		modprobe "$DRIVER" && eventually card_number >/dev/null || return
		if [ $((i % 2)) -eq 0 ]; then
			play_and_record $((i / 2 % 2 * CYCLIC)) || return
		fi
	done
}

[ -e "$DRIVER_DIR" ] || skip_all "$DRIVER is not loaded"
modprobe -n "$DRIVER" || skip_all "$DRIVER is not installed"
log_mark "reload"
check "unload and load $rounds times" unload_and_load
check "nothing left in the kernel log" log_is_clean
check "play and record afterwards" play_and_record "$QUEUE"
finish
