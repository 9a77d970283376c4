#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unbinds and binds the device more often than there can be cards, and removes it from the bus and
# rescans. Each time the card must have the index and the ID of the module parameters.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh
rounds=40

address=$(card_address) || skip_all "no card"

unbind()
{
	echo "$address" >"$DRIVER_DIR/unbind" && ! card_number
}

bind()
{
	echo "$address" >"$DRIVER_DIR/bind"
}

rebind()
{
	local i

	for i in $(seq "$rounds"); do
		if ! unbind || ! bind; then
			echo "round $i"
			return 1
		fi
	done
}

# A device that was found anew has forgotten which driver may take it.
replug()
{
	local override

	override=$(cat "/sys/bus/pci/devices/$address/driver_override") || return
	echo 1 >"/sys/bus/pci/devices/$address/remove" && ! card_number || return
	echo 1 >/sys/bus/pci/rescan || return
	if [ "$override" != "(null)" ]; then
		echo "$override" >"/sys/bus/pci/devices/$address/driver_override" || return
		echo "$address" >/sys/bus/pci/drivers_probe || return
	fi
	eventually card_number >/dev/null
}

load()
{
	modprobe -r "$DRIVER" && modprobe "$DRIVER" "$@"
}

# Another card may exist, so the card is found by its PCI address.
called()
{
	local index=$1 id=$2

	[ "$(basename "$(readlink -f "/sys/class/sound/card$index/device")")" = "$address" ] &&
		[ "$(cat "/proc/asound/card$index/id")" = "$id" ]
}

no_card()
{
	[ ! -e "/sys/bus/pci/devices/$address/driver" ]
}

log_mark "rebind"
check "unbind and bind $rounds times" rebind
check "take it off the bus and find it again" replug
check "load with an index and a name" load index=7,8 id=seventh,eighth
check "the card has both" called 7 seventh
check "unbind and bind" eval "unbind && bind"
check "the card has both again" called 7 seventh
check "take it off the bus and find it again" replug
check "the card has both again" called 7 seventh
if [ "$CAN_DISABLE" = yes ]; then
	check "load disabled" load enable=0,1
	check "no card is made" no_card
	check "a bind is refused" eval "! bind 2>/dev/null"
fi
check "load as before" load
check "play and record" eval "play_silence 0 && record_moment 0"
check "nothing left in the kernel log" log_is_clean
finish
