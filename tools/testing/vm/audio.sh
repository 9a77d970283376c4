# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The audio backend of the emulated sound device: our own peer over D-Bus, which records playback
# and feeds capture without loss; or QEMU's wav backend, which only records; or none.

peer_pid=

# Sets options to the -audiodev options for all streams. Without --rate each stream leaves QEMU
# unchanged, at its own rate: mixing engine, resampler and buffer are off. --rate needs the mixing
# engine.
stream_options()
{
	options=timer-period=$opt_timer_period,in.voices=2
	if [ -n "$opt_rate" ]; then
		options+=,out.frequency=$opt_rate,in.frequency=$opt_rate
	else
		options+=,out.mixing-engine=off,in.mixing-engine=off
	fi
}

audio_arguments()
{
	local options card display=none

	stream_options
	case $opt_audiodev in
	dbus)
		display="dbus,addr=unix:path=$run_dir/bus,gl=off,audiodev=audio0"
		qemu+=(-audiodev "dbus,id=audio0,$options,out.voices=2")
		;;
	wav) qemu+=(-audiodev "wav,id=audio0,path=$opt_out/played.wav,$options") ;;
	none) qemu+=(-audiodev "none,id=audio0") ;;
	esac
	qemu+=(-display "$display")
	card_arguments 0
	# Only one device can use the D-Bus backend.
	for ((card = 1; card < opt_cards; card++)); do
		qemu+=(-audiodev "wav,id=audio$card,path=$run_dir/played-$((card + 1)),$options")
		card_arguments "$card"
	done
}

build_tools()
{
	local tools=$build/vm-tools log=$run_dir/tools.log lock

	need gcc gcc
	need make make
	need pkg-config pkg-config
	pkg-config --exists gio-unix-2.0 ||
		die "GIO is missing, which the audio peer needs: apt-get install libglib2.0-dev"
	mkdir -p "$tools"
	exec {lock}>"$tools/.lock"
	flock -w 60 "$lock" || die "waited 60 s for another run to build the programs in $tools"
	if ! make -C "$vm" OUTPUT="$tools" >"$log" 2>&1; then
		cat "$log" >&2
		die "cannot build the programs of $vm"
	fi
	exec {lock}>&-
}

start_peer()
{
	local tick=0

	[ "$opt_audiodev" = dbus ] || return 0
	# With -icount the guest's clock is not the host's: the feed counts the emulator's ticks.
	[ -z "$opt_icount" ] || tick=$opt_timer_period
	helper "$build/vm-tools/peer" "$run_dir/bus" "$opt_out" "$opt_feed" "$tick" "$(last_read)"
	peer_pid=$!
	for ((tries = 250; tries > 0; tries--)); do
		[ ! -S "$run_dir/bus" ] || return 0
		kill -0 "$peer_pid" 2>/dev/null || die "the audio peer did not start"
		sleep 0.02
	done
	die "the audio peer did not listen within 5 s"
}

# QEMU begins a new file, with a header, each time the rate changes. So it gets a pipe.
start_recorders()
{
	local card pipe

	rm -f "$run_dir/ended"
	for ((card = 2; card <= opt_cards; card++)); do
		pipe=$run_dir/played-$card
		[ -p "$pipe" ] || mkfifo "$pipe"
		: >"$pipe.wav"
		# shellcheck disable=SC2016 # the inner shell expands it
		helper sh -c 'until [ -e "$2" ]; do cat "$1" >>"$1.wav"; done' sh "$pipe" "$run_dir/ended"
		relay_pids+=($!)
	done
}

# Has the recorders end, as soon as they have read what QEMU has written.
end_recorders()
{
	local card

	: >"$run_dir/ended"
	for ((card = 2; card <= opt_cards; card++)); do
		: <>"$run_dir/played-$card"
	done
}

# Removes the headers.
finish_recordings()
{
	local card header='RIFF.{4}WAVEfmt .{20}data.{4}'

	for ((card = 2; card <= opt_cards; card++)); do
		LC_ALL=C perl -0777 -pe "s/$header//gs" "$run_dir/played-$card.wav" >"$opt_out/played-$card.raw"
	done
}

finish_audio()
{
	local kind=raw

	finish_recordings
	[ "$opt_audiodev" = dbus ] || kind=wav
	if [ -n "$opt_play" ] && [ -e "$opt_out/played.$kind" ]; then
		mv "$opt_out/played.$kind" "$opt_play"
	fi
}
