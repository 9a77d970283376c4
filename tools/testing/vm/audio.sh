# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# What the emulated sound device is connected to: our own peer over D-Bus, which records and feeds
# without loss; or QEMU's wav backend, which only records; or nothing.

# The device's own stream goes out as it is: no mixing engine, no resampler, no buffer in between.
direct=out.mixing-engine=off,in.mixing-engine=off,in.voices=2

audio_arguments()
{
	local device=id=audio0,timer-period=$opt_timer_period options=$direct

	if [ -n "$opt_rate" ]; then
		options=out.frequency=$opt_rate,in.frequency=$opt_rate,in.voices=2
	fi
	case $opt_audiodev in
	dbus)
		qemu+=(
			-audiodev "dbus,$device,$options"
			-display "dbus,addr=unix:path=$run_dir/bus,gl=off,audiodev=audio0"
		)
		;;
	wav) qemu+=(-audiodev "wav,$device,path=$opt_out/played.wav,$options" -display none) ;;
	none) qemu+=(-audiodev "none,$device" -display none) ;;
	esac
	qemu+=(-device AC97,audiodev=audio0)
}

build_tools()
{
	local tools=$build/vm-tools log=$run_dir/tools.log lock

	need gcc gcc
	need make make
	need pkg-config pkg-config
	pkg-config --exists gio-unix-2.0 || die "GIO is missing, which the audio peer needs: apt-get install libglib2.0-dev"
	mkdir -p "$tools"
	exec {lock}>"$tools/.lock"
	flock -w 60 "$lock" || die "waited 60 s for another run to build the programs in $tools"
	if ! make -C "$vm" OUTPUT="$tools" >"$log" 2>&1; then
		cat "$log" >&2
		die "cannot build the programs of $vm"
	fi
	exec {lock}>&-
	peer=$tools/peer
}

start_peer()
{
	[ "$opt_audiodev" = dbus ] || return 0
	helper "$peer" "$run_dir/bus" "$opt_out" "$opt_feed"
	peer_pid=$!
}

# All that was played is in the files once the peer has ended, which it does when QEMU has.
finish_audio()
{
	[ "$opt_audiodev" != dbus ] || wait "$peer_pid" || say "the audio peer failed, played.raw may be incomplete"
	if [ -n "$opt_play" ]; then
		mv "$opt_out/played.${1:-raw}" "$opt_play"
	fi
}
