#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The codec: a semaphore that was left taken, an unknown quirk, the codec in procfs, and the power
# saving of codec and controller while they are not used.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# Register of the bus master, and its PCI region.
SEMAPHORE=52
MASTER=resource1

address=$(card_address) || skip_all "no card"
device=/sys/bus/pci/devices/$address
power_save=/sys/module/snd_ac97_codec/parameters/power_save

# Take the semaphore by a read, as any program does that dumps the whole region.
take_semaphore()
{
	dd if="$device/$MASTER" of=/dev/null bs=1 skip="$SEMAPHORE" count=1 status=none
}

codec_file()
{
	echo "/proc/asound/card$(card_number)/codec97#0/ac97#0-0$1"
}

# Print a register of the codec, both in hexadecimal.
codec_register()
{
	sed -n "s/^0:$1 = //p" "$(codec_file +regs)"
}

# Check that a write of the mixer has reached the register.
set_volume()
{
	amixer -q -c "$(card_number)" sset Master "$1" unmute
}

volume_is()
{
	[ "$(codec_register 02)" = "$1" ]
}

write_behind_a_taken_semaphore()
{
	set_volume 63 && volume_is 0000 || return
	take_semaphore && set_volume 53 && volume_is 0a0a || return
	set_volume 43 && volume_is 1414
}

warned_once_of()
{
	[ "$(log_since_mark | grep -cE "warn *:.*$1")" -eq 1 ]
}

bind_with_a_taken_semaphore()
{
	echo "$address" >"$DRIVER_DIR/unbind" || return
	echo 1 >"$device/enable" && take_semaphore && echo 0 >"$device/enable" || return
	echo "$address" >"$DRIVER_DIR/bind" && set_volume 63 && volume_is 0000
}

load()
{
	modprobe -r "$DRIVER" && modprobe "$DRIVER" "$@"
}

knows_the_device()
{
	grep -qi "^PCI Subsys Vendor *: 0x$(sed s/0x// "$device/subsystem_vendor")" "$(codec_file)"
}

# Bits of the converters in the codec's power register.
converters_off()
{
	[ $((0x$(codec_register 26) & 0x300)) -eq $((0x300)) ]
}

converters_on()
{
	[ $((0x$(codec_register 26) & 0x300)) -eq 0 ]
}

codec_sleeps()
{
	echo 1 >"$power_save" && play_silence 0 || return
	eventually converters_off
}

codec_wakes()
{
	play_silence 0 && record_moment 0 || return
	echo 0 >"$power_save" && play_silence 0 && record_moment 0 && converters_on
}

controller_is()
{
	[ "$(cat "$device/power/runtime_status")" = "$1" ]
}

controller_sleeps()
{
	set_volume 63 && echo auto >"$device/power/control" || return
	eventually controller_is suspended
}

# A write to the mixer while it is powered down must reach the codec at the resume.
controller_wakes()
{
	set_volume 43 || return
	aplay -q -D "hw:$(card_number),0" -t raw -f S16_LE -c 2 -r 48000 -d 2 /dev/zero &
	eventually controller_is active && volume_is 1414 || return
	wait $! && eventually controller_is suspended
}

controller_stays()
{
	echo on >"$device/power/control" && controller_is active && volume_is 1414
}

log_mark "codec"
check "a mixer write behind a taken semaphore arrives" write_behind_a_taken_semaphore
check "a message tells of it" warned_once_of "semaphore freed"
log_mark "codec, bind"
check "bind with a taken semaphore" bind_with_a_taken_semaphore
check "nothing in the kernel log" log_is_clean
log_mark "codec, quirk"
check "load with a mistyped quirk" load ac97_quirk=hp_onyl
check "a message tells of it" warned_once_of "hp_onyl"
check "play and record" eval "play_silence 0 && record_moment 0"
log_mark "codec, sleep"
check "load with the clock measured" load ac97_clock=1
check "play and record" eval "play_silence 0 && record_moment 0"
check "load as before" load
check "the codec library knows the device" knows_the_device
check "the codec's converters sleep when nobody uses them" codec_sleeps
check "they wake" codec_wakes
check "the controller sleeps when nobody has it open" controller_sleeps
check "it wakes, and the mixer's write arrives" controller_wakes
check "it stays awake" controller_stays
check "play and record afterwards" eval "play_silence $CYCLIC && record_moment $CYCLIC"
finish
