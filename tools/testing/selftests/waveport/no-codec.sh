#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A device without a codec: the driver must print a clear message and create no card. An RTL8139
# without a driver (QEMU's -device rtl8139) is used as such a device.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh
vendor=0x10ec
device=0x8139

find_device()
{
	local dir

	for dir in /sys/bus/pci/devices/*; do
		if [ "$(cat "$dir/vendor" "$dir/device")" = "$vendor"$'\n'"$device" ] &&
			[ ! -e "$dir/driver" ]; then
			basename "$dir"
			return
		fi
	done
	return 1
}

count_cards()
{
	find /proc/asound -maxdepth 1 -name 'card[0-9]*' | wc -l
}

offer()
{
	echo "${vendor#0x} ${device#0x}" >"$DRIVER_DIR/new_id"
}

forget()
{
	echo "${vendor#0x} ${device#0x}" >"$DRIVER_DIR/remove_id"
}

refused()
{
	[ ! -e "/sys/bus/pci/devices/$address/driver" ] && [ "$(count_cards)" -eq "$cards" ]
}

complained()
{
	log_since_mark | grep -E ':err *:.*no AC.97 codec'
}

no_trace()
{
	! log_since_mark | grep -E 'Call Trace|BUG|WARNING'
}

[ -e "$DRIVER_DIR" ] || skip_all "$DRIVER is not loaded"
address=$(find_device) || skip_all "no RTL8139 without a driver"
cards=$(count_cards)
log_mark "no codec"
check "the driver is offered the device" offer
check "no card is made" refused
check "a message says why" complained
check "nothing else went wrong" no_trace
check "the device is forgotten" forget
check "the card that there was still plays" play_silence 0
finish
