#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The program waveport, beside real streams: what it lists, shows, finds and draws is what the
# driver does, and the commands that "waveport doctor" names mend what it has found.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# Rounds of commands that may be needed: the mixer of a driver that was just loaded is muted.
ROUNDS=4

card=$(card_number) || skip_all "no card"
debugfs=/sys/kernel/debug/snd_waveport/card$card
room=$(mktemp -d)
chmod 755 "$room"
player=
trap '[ -z "$player" ] || kill "$player"; rm -rf "$room"' EXIT

runs()
{
	eventually grep -q '^state: run' "$debugfs/pcm0p0"
}

# Print a number of a stream's file: NAME FILE.
number_of()
{
	sed -n "s/^$1: //p" "$debugfs/$2"
}

# Print how many mappings there have been since the card was made.
mappings_so_far()
{
	cat "$debugfs"/* | awk '/^next_tag:/ { sum += $2 } END { print sum + 0 }'
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

lists_card()
{
	./waveport list >"$room/list" && cat "$room/list"
	grep -q "^card $card: .*$(card_address), snd_waveport_ich, codec .*STAC9700" "$room/list" &&
		grep -qE "^  hw:$card,0 +playback +queue +free" "$room/list" &&
		grep -qE "^  hw:$card,32 +capture +cyclic +free" "$room/list"
}

lists_player()
{
	./waveport list | grep -qE "^  hw:$card,0 +playback +queue +open by aplay \\($player\\)"
}

shows_stream()
{
	./waveport status >"$room/status" && cat "$room/status"
	grep -qE "^hw:$card,0 +queue +playback +PCM out: run, fed, by aplay" "$room/status" &&
		grep -qE '48000 Hz, 4 bytes a frame' "$room/status" &&
		grep -qE '\[[=-]+[.]*\]  [0-9]+' "$room/status" &&
		grep -qE '\[[o>#+.]{32}\]  plays [0-9]+' "$room/status" &&
		grep -qE '[1-9][0-9]* interrupts, [1-9][0-9]* notifications' "$room/status"
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

# Print the commands that doctor names for what it has found, without sudo: root needs none.
commands_named()
{
	./waveport doctor | awk '/^found / { take = 1; next } take && /^ / { print; take = 0 }' |
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

mute()
{
	amixer -q -c "$card" sset Master mute && finds_only "Master muted"
}

# Run what doctor names until it finds nothing more.
mend()
{
	local round commands

	for ((round = 0; round < ROUNDS; round++)); do
		commands=$(commands_named)
		[ -n "$commands" ] || break
		echo "$commands"
		eval "$commands" || return
	done
	[ "$round" -gt 0 ] && satisfied
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

# Silence, with a gap of its own at the end of each write that comes late.
trace_playback()
{
	local before

	before=$(mappings_so_far)
	./waveport trace "$room/picture.svg" aplay -q -D "hw:$card,0" -t raw -f dat -d 2 \
		/dev/zero || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		same commits "$(marks commit)" "$(number_of commits pcm0p0)" &&
		same "period wakeups" "$(marks wakeup)" "$(number_of notifications pcm0p0)" &&
		[ "$(marks interrupt)" -ge "$(number_of interrupts pcm0p0)" ]
}

# A looped buffer is revoked at the end.
trace_capture()
{
	local before

	before=$(mappings_so_far)
	./waveport trace "$room/picture.svg" arecord -q -D "hw:$card,32" -t raw -f dat -d 1 \
		/dev/null || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		same revoked "$(drawn 'class="revoked"')" "$(number_of revokes pcm32c0)" &&
		grep -q "hw:$card,32 cyclic capture (PCM in)" "$room/picture.svg"
}

# A test that fails because the machine stood still tries again: there may be more than it counts.
trace_starvation()
{
	local before

	before=$(mappings_so_far)
	program env WAVEPORT_VARIANTS=starve.mmap_4096x64 ./waveport trace "$room/picture.svg" \
		./starve || return
	same mappings "$(drawn 'class="mapping"')" $(($(mappings_so_far) - before)) &&
		[ "$(drawn 'class="starved"')" -ge "$(number_of starvations pcm0p0)" ] &&
		[ "$(number_of starvations pcm0p0)" -gt 0 ]
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

reports()
{
	local part

	./waveport report "$room/report" || return
	for part in "waveport status" "waveport doctor" "position [0-9]" "^codec clock: " \
		"^/proc/version|=== /proc/version" "loaded version [0-9]" "next_tag: [1-9]" \
		"snd_waveport_ich .*Live|^snd_waveport_ich " "SigmaTel STAC9700" "state: RUNNING" \
		"Simple mixer control 'Master'" "^[0-9a-f:.]+ 8086:2415 subsystem "; do
		grep -qE -- "$part" "$room/report" && continue
		echo "no \"$part\" in the report"
		return 1
	done
	grep -A 100 "the kernel's log" "$room/report" | grep -q waveport
}

# The mixer of a driver that was just loaded is muted, and other tests load it.
amixer -q -c "$card" sset Master 80% unmute
amixer -q -c "$card" sset PCM 80% unmute

check "list has the card and its devices" lists_card
# the largest buffer, so that a slow machine keeps it filled
aplay -q -D "hw:$card,0" -t raw -f dat -d 600 --buffer-size=131072 /dev/zero >/dev/null &
player=$!
check "a stream runs" runs
check "list tells who plays" lists_player
check "status shows the stream, its queue and its descriptor list" shows_stream
check "status -w shows that the position moves" shows_it_again
check "an ordinary user is told what needs root" nobody_is_told
check "status names what mounts debugfs" without_debugfs
check "the report has what a report needs" reports
kill "$player"
wait "$player"
player=
check "doctor finds nothing" satisfied
check "doctor finds a muted mixer" mute
check "the command that it names mends that" eval "mend && unmuted"
if has_tracing; then
	check "an ordinary user cannot trace" nobody_cannot_trace
	check "the picture has every mapping, commit and wakeup of a playback" trace_playback
	check "the picture has every mapping and revoke of a capture" trace_capture
	check "the picture has every mapping and starvation" trace_starvation
	check "a recording of nothing says so" nothing_to_trace
	check "a command that fails is told of" command_fails
else
	check "trace says that the kernel has no tracing" says_that_tracing_is_missing
fi
check "doctor finds that no driver has the card" unload
check "the commands that it names mend that" mend
finish
