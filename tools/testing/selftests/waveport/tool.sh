#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The program waveport, beside real streams of either card: what it lists, shows, finds and draws is
# what the driver does, and the commands that "waveport doctor" names mend what it has found.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# Rounds of commands that may be needed: the mixer of a driver that was just loaded is muted.
ROUNDS=4

card=$(card_number) || skip_all "no card"
address=$(card_address)
pci=/sys/bus/pci/devices/$address
rival=$(kernel_driver)
debugfs=/sys/kernel/debug/snd_waveport/card$card
room=$(mktemp -d)
chmod 755 "$room"
player=
trap '[ -z "$player" ] || kill "$player"; rm -rf "$room"' EXIT

runs()
{
	eventually grep -q '^state: run' "$debugfs/pcm0p0"
}

# Print a value of a stream's file: NAME FILE.
value_of()
{
	sed -n "s/^$1: //p" "$debugfs/$2"
}

# Print how many mappings there have been since the card was made.
mappings_so_far()
{
	cat "$debugfs"/* | awk '/^next_tag:/ { sum += $2 } END { print sum + 0 }'
}

# Print how often the card has interrupted since the boot, with whom it shares the line.
interrupts_so_far()
{
	awk -v driver="${DRIVER//-/_}" 'NR == 1 { cpus = NF }
		$0 ~ driver { for (i = 2; i < 2 + cpus; i++) sum += $i }
		END { print sum + 0 }' /proc/interrupts
}

# Draw a command, and count interrupts: while it runs, and around the recording.
trace()
{
	local status=0

	interrupts_so_far >"$room/around"
	# shellcheck disable=SC2016 # expanded by the shell that is traced
	DRIVER=$DRIVER ./waveport trace "$room/picture.svg" bash -c \
		"$(declare -f interrupts_so_far)"'
		interrupts_so_far >"$0/within"
		"$@"; status=$?
		interrupts_so_far >>"$0/within"
		exit "$status"' "$room" "$@" || status=$?
	interrupts_so_far >>"$room/around"
	return "$status"
}

# Print by how much the second line of a file is more than the first.
grown()
{
	paste -s "$room/$1" | awk '{ print $2 - $1 }'
}

# All while the command ran, and none that was not.
interrupts_are_drawn()
{
	local drawn

	drawn=$(marks interrupt)
	[ "$drawn" -gt 0 ] && [ "$drawn" -ge "$(grown within)" ] && [ "$drawn" -le "$(grown around)" ] &&
		return
	echo "$drawn interrupts are drawn, and there were $(grown within) to $(grown around)"
	return 1
}

# Print how often a text is in the picture.
drawn()
{
	grep -oF "$1" "$room/picture.svg" | wc -l
}

# Print how many marks a strip of the picture has.
marks()
{
	sed -n "s/^<path class=\"$1\" d=\"\\(.*\\)\"\/>/\\1/p" "$room/picture.svg" | tr -cd M | wc -c
}

# Compare two numbers, of which the first is not 0.
same()
{
	[ "$2" -gt 0 ] && [ "$2" -eq "$3" ] && return
	echo "$1: $2 are drawn, and there were $3"
	return 1
}

# Print the names of the codecs, as the kernel's bus has those of HD Audio.
codecs()
{
	local codec

	if [ "$DRIVER" = snd-waveport-ich ]; then
		echo "SigmaTel STAC9700,83,84"
		return
	fi
	for codec in "/sys/class/sound/card$card/hwC${card}D"*; do
		echo "$(<"$codec/vendor_name") $(<"$codec/chip_name")"
	done | paste -s -d ';' | sed 's/;/; /g'
}

lists_card()
{
	./waveport list >"$room/list" && cat "$room/list"
	grep -qxE "card $card: .* at $address, ${DRIVER//-/_}, codec $(codecs)" "$room/list" &&
		grep -qE "^  hw:$card,0 +playback +queue +free" "$room/list" &&
		grep -qE "^  hw:$card,32 +capture +cyclic +free" "$room/list"
}

lists_player()
{
	./waveport list | grep -qE "^  hw:$card,0 +playback +queue +open by aplay \\($player\\)"
}

# Of HD Audio there is no list of descriptors.
shows_descriptors()
{
	if [ "$DRIVER" = snd-waveport-ich ]; then
		grep -qE '\[[o>#+.]{32}\]  plays [0-9]+' "$room/status"
	else
		! grep -E '\[.{32}\]|samples left' "$room/status"
	fi
}

shows_stream()
{
	eventually grep -q '^notifications: [1-9]' "$debugfs/pcm0p0" || return
	./waveport status >"$room/status" && cat "$room/status"
	grep -qE "^hw:$card,0 +queue +playback +$(value_of engine pcm0p0): run, fed, by aplay" "$room/status" &&
		grep -qE '48000 Hz, 4 bytes a frame' "$room/status" &&
		grep -qE 'acquired [1-9][0-9]* in [1-9][0-9]* mappings, committed [1-9]' "$room/status" &&
		grep -qE '\[[=-]+[.]*\]  [0-9]+' "$room/status" && shows_descriptors &&
		grep -qE '[1-9][0-9]* interrupts, [1-9][0-9]* notifications' "$room/status"
}

# Where the hardware loops by itself there are no mappings, and the place in the loop instead.
shows_loop()
{
	local lines=("position [0-9]+, acquired [1-9][0-9]* in [1-9][0-9]* mappings, committed without end")

	[ "$DRIVER" = snd-waveport-ich ] || lines=('position [0-9]+, committed without end'
		'\[[.|]*>[.|]*\]  at byte [0-9]+ of the loop')
	# before it runs, the counters are those of the client before
	eventually grep -q '^state: run' "$debugfs/pcm32c0" &&
		eventually grep -q '^interrupts: [1-9]' "$debugfs/pcm32c0" &&
		./waveport status >"$room/status" || return
	sed -n "/^hw:$card,32 *cyclic *capture/,/RUNNING/p" "$room/status" | tee "$room/loop"
	grep -qE "^hw:$card,32 +cyclic +capture +$(value_of engine pcm32c0): run, looped, by arecord" "$room/loop" &&
		for line in "${lines[@]}"; do
			grep -qE "^    $line\$" "$room/loop" || return
		done
}

# Three times, and the position has moved.
shows_it_again()
{
	./waveport status -w -n 3 | sed -n 's/^ *position \([0-9]*\),.*/\1/p' >"$room/positions"
	cat "$room/positions"
	[ "$(wc -l <"$room/positions")" -eq 3 ] && [ "$(sort -u "$room/positions" | wc -l)" -gt 1 ]
}

as_nobody()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# An ordinary user sees what procfs has, and is told how to see the rest.
nobody_is_told()
{
	cp waveport "$room"
	as_nobody "$room/waveport" list | grep -q "open by aplay" || return
	as_nobody "$room/waveport" status >"$room/status" 2>"$room/errors"
	cat "$room/status" "$room/errors"
	grep -q 'RUNNING: hw_ptr [1-9]' "$room/status" &&
		grep -q 'Permission denied$' "$room/errors" &&
		grep -q 'sudo waveport status' "$room/errors"
}

# A kernel for debugging may be without.
has_tracing()
{
	grep -qw tracefs /proc/filesystems
}

says_that_tracing_is_missing()
{
	./waveport trace -d 1 "$room/picture.svg" 2>"$room/errors"
	[ $? -eq 3 ] && cat "$room/errors" && grep -q CONFIG_TRACING "$room/errors" &&
		[ ! -e "$room/picture.svg" ]
}

nobody_cannot_trace()
{
	as_nobody "$room/waveport" trace -d 1 "/tmp/nobody.$$.svg" 2>"$room/errors"
	[ $? -eq 3 ] && cat "$room/errors" && grep -q 'sudo waveport trace' "$room/errors" &&
		[ ! -e "/tmp/nobody.$$.svg" ]
}

# It names the command that mounts it, and that is enough.
without_debugfs()
{
	unshare --mount sh -c 'umount -l /sys/kernel/debug && ./waveport status' \
		>/dev/null 2>"$room/errors"
	cat "$room/errors"
	grep -q 'sudo mount -t debugfs none /sys/kernel/debug' "$room/errors"
}

# Print the commands that doctor has named for what it has found, without sudo: root needs none.
commands_named()
{
	awk '/^found / { take = 1; next } take && /^ / { print; take = 0 }' "$room/doctor" |
		sed -e 's/^ *//' -e 's/\<sudo //g'
}

satisfied()
{
	./waveport doctor
}

finds_only()
{
	./waveport doctor >"$room/doctor"
	[ $? -eq 1 ] && cat "$room/doctor" && grep -q '^1 found$' "$room/doctor" &&
		grep -q "^found .*$1" "$room/doctor"
}

# HD Audio need not have a mixer at all.
has_master()
{
	amixer -c "$card" sget Master >/dev/null 2>&1
}

mute()
{
	amixer -q -c "$card" sset Master mute && finds_only "Master muted"
}

# Run what doctor names until it finds nothing more.
mend()
{
	local round

	for ((round = 0; round < ROUNDS; round++)); do
		! ./waveport doctor >"$room/doctor" || break
		cat "$room/doctor"
		eval "$(commands_named)" || return
	done
	[ "$round" -gt 0 ] && [ "$round" -lt "$ROUNDS" ]
}

unmuted()
{
	amixer -c "$card" sget Master | grep -qF '[on]'
}

unload()
{
	modprobe -r "$DRIVER" && finds_only "no driver has the controller" || return
	./waveport list
	[ $? -eq 3 ]
}

# Its module stays, and does not look again by itself.
unbind()
{
	echo "$address" >"$DRIVER_DIR/unbind" && finds_only "$DRIVER is loaded and did not take the controller"
}

# Given to waveport while another driver has it.
claim_from_rival()
{
	give_controller "$address" "$rival" "" || return
	[ "$DRIVER" = snd-waveport-ich ] || echo "${DRIVER//-/_}" >"$pci/driver_override"
	finds_only "${rival//-/_} has the controller $address"
}

# That is no fault, and the commands in the note change it.
leave_to_rival()
{
	local commands

	give_controller "$address" "$rival" "" && satisfied >"$room/doctor" && cat "$room/doctor" || return
	commands=$(sed -n "/^note .*${rival//-/_} has the controller $address, and/{n;p}" "$room/doctor" |
		sed 's/\<sudo //g')
	[ -n "$commands" ] && eval "$commands" && eventually card_number && has_card
}

# The same card as before, and nothing of the kernel's driver.
has_card()
{
	modprobe -r "$rival" && [ "$(card_number)" = "$card" ] &&
		./waveport list | grep -q "^card $card: .* at $address, ${DRIVER//-/_}, "
}

# Silence, with a gap of its own at the end of each write that comes late.
trace_playback()
{
	local before

	before=$(mappings_so_far)
	trace aplay -q -D "hw:$card,0" -t raw -f dat -d 2 /dev/zero || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		same commits "$(marks commit)" "$(value_of commits pcm0p0)" &&
		same "period wakeups" "$(marks wakeup)" "$(value_of notifications pcm0p0)" &&
		interrupts_are_drawn
}

# What is acquired at the end is revoked.
trace_capture()
{
	local before

	before=$(mappings_so_far)
	trace arecord -q -D "hw:$card,0" -t raw -f dat -d 1 /dev/null || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		same revoked "$(drawn 'class="revoked"')" "$(value_of revokes pcm0c0)" &&
		same commits "$(marks commit)" "$(value_of commits pcm0c0)" &&
		same "period wakeups" "$(marks wakeup)" "$(value_of notifications pcm0c0)" &&
		interrupts_are_drawn
}

# A loop over descriptors is revoked at the end; one of the hardware's own has no mappings.
trace_loop()
{
	local before

	before=$(mappings_so_far)
	trace arecord -q -D "hw:$card,32" -t raw -f dat -d 1 /dev/null || return
	grep -q "hw:$card,32 cyclic capture ($(value_of engine pcm32c0))" "$room/picture.svg" &&
		same commits "$(marks commit)" "$(value_of commits pcm32c0)" &&
		same "period wakeups" "$(marks wakeup)" "$(value_of notifications pcm32c0)" &&
		interrupts_are_drawn || return
	if [ "$DRIVER" = snd-waveport-ich ]; then
		same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
			same revoked "$(drawn 'class="revoked"')" "$(value_of revokes pcm32c0)"
	else
		[ "$(mappings_so_far)" -eq "$before" ] && ! grep -E 'class="mapping"|>mappings<|-line" d=' "$room/picture.svg"
	fi
}

# Half a second of data for each second. The threshold lets the stream go on.
starve()
{
	for _ in 1 2 3; do
		head -c 96000 /dev/zero
		sleep 1
	done | aplay -q -D "hw:$card,0" -t raw -f dat --buffer-size=12000 --stop-delay=600000000
}

trace_starvation()
{
	local before

	before=$(mappings_so_far)
	trace bash -c "card=$card; $(declare -f starve); starve" || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		same starvations "$(drawn 'class="starved"')" "$(value_of starvations pcm0p0)" &&
		[ "$(drawn 'class="starved"')" -ge 2 ]
}

nothing_to_trace()
{
	./waveport trace -d 1 "$room/picture.svg" 2>"$room/errors" || return
	grep -q 'no stream of waveport was used' "$room/errors" &&
		grep -q 'no stream was used' "$room/picture.svg" && no_buffer_left
}

no_buffer_left()
{
	! compgen -G '/sys/kernel/tracing/instances/waveport*'
}

command_fails()
{
	./waveport trace "$room/picture.svg" sh -c 'exit 5' 2>"$room/errors"
	[ $? -eq 3 ] && grep -q 'sh has failed (status 5)' "$room/errors" && no_buffer_left
}

# What a report has of the hardware and of nothing else.
hardware_parts()
{
	if [ "$DRIVER" = snd-waveport-ich ]; then
		printf '%s\n' "^codec clock: " "SigmaTel STAC9700"
	else
		printf '%s\n' "^=== /proc/asound/card$card/codec#0" "^Codec: " "State of AFG node" \
			"driver_override ${DRIVER//-/_}\$"
	fi
}

reports()
{
	local part id

	id="$(sed s/0x// "$pci/vendor"):$(sed s/0x// "$pci/device")"
	./waveport report "$room/report" || return
	{
		hardware_parts
		printf '%s\n' "waveport status" "waveport doctor" "position [0-9]" "=== /proc/version" \
			"^${DRIVER//-/_}: file .*; loaded version [0-9]" "next_tag: [1-9]" \
			"^${DRIVER//-/_} .*(Live|0x)" "state: RUNNING" "=== LC_ALL=C amixer -c $card scontents" \
			"^$address $id subsystem 0x[0-9a-f]+:0x[0-9a-f]+ driver ${DRIVER//-/_} " \
			"^ *[0-9]+:.* ${DRIVER//-/_}(,|\$)"
		! has_master || echo "Simple mixer control 'Master'"
	} >"$room/parts"
	while read -r part; do
		grep -qE -- "$part" "$room/report" && continue
		echo "no \"$part\" in the report"
		return 1
	done <"$room/parts"
	! grep -A 1 -E '^=== /(proc|sys)' "$room/report" | grep '^([A-Z]' &&
		grep -A 100 "the kernel's log" "$room/report" | grep -q waveport
}

# The mixer of a driver that was just loaded is muted, and other tests load it.
if has_master; then
	amixer -q -c "$card" sset Master 80% unmute
	[ "$DRIVER" != snd-waveport-ich ] || amixer -q -c "$card" sset PCM 80% unmute
fi

check "list has the card and its devices" lists_card
# the largest buffer, so that a slow machine keeps it filled
aplay -q -D "hw:$card,0" -t raw -f dat -d 600 --buffer-size=131072 /dev/zero >/dev/null &
player=$!
check "a stream runs" runs
check "list tells who plays" lists_player
check "status shows the stream, its queue and its descriptor list, if it has one" shows_stream
check "status -w shows that the position moves" shows_it_again
check "an ordinary user is told what needs root" nobody_is_told
check "status names what mounts debugfs" without_debugfs
check "the report has what a report needs" reports
kill "$player"
wait "$player"
arecord -q -D "hw:$card,32" -t raw -f dat -d 600 /dev/null >/dev/null &
player=$!
check "status shows a loop" shows_loop
kill "$player"
wait "$player"
player=
check "doctor finds nothing" satisfied
if has_master; then
	check "doctor finds a muted mixer" mute
	check "the command that it names mends that" eval "mend && unmuted"
fi
if has_tracing; then
	check "an ordinary user cannot trace" nobody_cannot_trace
	check "the picture has every mapping, commit, wakeup and interrupt of a playback" trace_playback
	check "the picture has every mapping, commit, wakeup, interrupt and revoke of a capture" trace_capture
	check "the picture has every commit, wakeup and interrupt of a loop" trace_loop
	check "the picture has every mapping and starvation" trace_starvation
	check "a recording of nothing says so" nothing_to_trace
	check "a command that fails is told of" command_fails
else
	check "trace says that the kernel has no tracing" says_that_tracing_is_missing
fi
check "doctor finds that no driver has the card" unload
check "the commands that it names mend that" mend
if modprobe -n "$rival" 2>/dev/null; then
	check "doctor finds that the kernel's driver has the card" claim_from_rival
	check "the commands that it names mend that" eval "mend && has_card"
fi
if [ "$DRIVER" = snd-waveport-hda ]; then
	check "doctor finds that the driver has not looked again" unbind
	check "the command that it names mends that" eval "mend && has_card"
	check "that the kernel's driver has what nobody has given away is no fault" leave_to_rival
fi
finish
