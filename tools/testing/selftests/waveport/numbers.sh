#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The numbers of the PCM devices: the queue devices have those that the kernel's own driver gives on the
# same card, the cyclic ones 32 more. alsa-lib finds the same names by them.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

card=$(card_number) || skip_all "no card"
address=$(card_address)
pci=/sys/bus/pci/devices/$address
other=$(kernel_driver)
modprobe -n "$other" 2>/dev/null || skip_all "$other is not installed"
override=$(cat "$pci/driver_override")
[ "$override" != "(null)" ] || override=
loaded=$([ ! -e "/sys/module/${other//-/_}" ] || echo yes)
room=$(mktemp -d)

# Print number and direction of each PCM device of a card whose ID begins as told.
devices()
{
	local info

	for info in /proc/asound/card"$1"/pcm*/info; do
		! grep -q "^id: $2" "$info" || sed -nE 's/^(device|stream): //p' "$info" | paste -s -d ' '
	done | sort
}

# Print the names that alsa-lib's configuration has for a card, without the name of the card.
names()
{
	local id

	id=$(cat "/proc/asound/card$1/id")
	aplay -L | sed -n "s/:CARD=$id,\?/ /p" | grep -E '^(default|sysdefault|front|surround[0-9]*|iec958|hdmi) ' |
		sort
}

remember()
{
	devices "$card" 'waveport queue' >"$room/queues"
	devices "$card" 'waveport cyclic' | awk '{ print $1 - 32, $2 }' >"$room/cyclics"
	devices "$card" '' >"$room/all"
	names "$card" >"$room/names"
	[ -s "$room/queues" ]
}

cyclics_are_32_more()
{
	diff "$room/queues" "$room/cyclics" && [ "$(wc -l <"$room/all")" -eq $((2 * $(wc -l <"$room/queues"))) ]
}

front_plays()
{
	head -c 19200 /dev/zero | aplay -q -D "front:CARD=$(cat "/proc/asound/card$card/id")" -t raw -f dat
}

# snd-intel8x0 has the further devices of an AC'97 link whether a codec is there for them or not.
remember_others()
{
	local number

	give_controller "$address" "$other" "${other//-/_}" && number=$(card_of "$other") || return
	devices "$number" '' >"$room/other"
	devices "$number" 'Intel ICH - ' >"$room/optional"
	names "$number" >"$room/other-names"
	[ -s "$room/other" ]
}

# The devices that only the kernel's driver has.
lacking()
{
	comm -13 "$room/queues" "$room/other"
}

same_numbers()
{
	echo "# of both drivers: $(comm -12 "$room/queues" "$room/other" | paste -s -d ,)" >&3
	paste "$room/queues" "$room/other"
	[ -z "$(comm -23 "$room/queues" "$room/other")" ] &&
		[ -z "$(comm -23 <(lacking) "$room/optional")" ]
}

# A name of S/PDIF goes with its device.
same_names()
{
	diff "$room/names" "$room/other-names" && grep -q '^front ' "$room/names" && return
	[ -n "$(lacking)" ] && [ -z "$(comm -23 "$room/names" "$room/other-names")" ]
}

# alsa-lib has S/PDIF and HDMI of HD Audio at fixed numbers, where no analogue device may be.
digital_names_have_devices()
{
	local name number

	while read -r name number; do
		grep -q "^$number PLAYBACK$" "$room/other" || { echo "$name without device $number"; return 1; }
	done < <(sed -n 's/^iec958 .*/iec958 1/p; s/^hdmi DEV=0/hdmi 3/p' "$room/names")
}

give_back()
{
	give_controller "$address" "$DRIVER" "$override" && card=$(card_number) || return
	[ -n "$loaded" ] || modprobe -r "$other"
}

log_mark "numbers"
check "the card has queue devices" remember
check "the cyclic devices have 32 more" cyclics_are_32_more
check "alsa-lib plays to the front" front_plays
check "the kernel's driver takes the card" remember_others
check "the queue devices have its numbers" same_numbers
check "alsa-lib has the same names" same_names
[ "$other" != snd-hda-intel ] ||
	check "S/PDIF and HDMI are named only where there is a device" digital_names_have_devices
check "the card comes back" give_back
check "play and record" eval "play_silence $CYCLIC && record_moment $QUEUE"
rm -r "$room"
finish
