# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# The audio to play and record: the file_* arrays have one entry for each sound, the run_* arrays
# one for each run of aplay or arecord. On each card first one device plays all files while the other
# records, then the other way round.

file_path=()
file_rate=()
file_frames=()
run_card=()
run_direction=()
run_device=()
run_name=()
run_rate=()
run_frames=()

# As --card of the runner of the VM wants them: AC'97 and HD Audio.
cards=(ich hda)
device_names=([0]=queue [32]=cyclic)
# A choice of alsa-utils' samples that both devices play in well under a minute.
samples=(/usr/share/sounds/alsa/{Front_Center,Front_Left,Front_Right,Noise,Side_Left,Side_Right}.wav)
capture_s=8

# Both cards support these rates; all others are converted to 48000.
hardware_rate()
{
	case $1 in
	16000 | 22050 | 32000 | 44100 | 48000) echo "$1" ;;
	*) echo 48000 ;;
	esac
}

add_file()
{
	local path=$1 type rate frames

	[ -r "$path" ] || die "cannot read $path"
	if ! type=$(soxi -t "$path" 2>/dev/null) || [[ $type != wav* ]]; then
		die "$path is not a WAV file"
	fi
	rate=$(soxi -r "$path")
	frames=$(soxi -s "$path")
	[ "$frames" -gt 0 ] || die "$path has no sound in it"
	file_path+=("$path")
	file_rate+=("$(hardware_rate "$rate")")
	file_frames+=($((frames * $(hardware_rate "$rate") / rate)))
}

find_files()
{
	local path

	[ $# -gt 0 ] || set -- "${samples[@]}"
	for path in "$@"; do
		add_file "$path"
	done
}

# Copies the files for the guests, which cannot see those in /tmp and /run of the host.
copy_files()
{
	local file card

	mkdir -p "$work/source"
	for file in "${!file_path[@]}"; do
		cp -- "${file_path[file]}" "$work/source/$file.wav"
	done
	for card in "${cards[@]}"; do
		mkdir "$work/$card"
		cp -lr "$work/source" "$work/$card/source"
	done
}

frames_in()
{
	echo $(($(stat -c %s "$1") / 4))
}

# Makes the feed: all files one after another, as the plug layer converts them for a device,
# repeated until it is long enough for both recordings and for the frames that the device reads
# before and after them.
make_feed()
{
	local rate=${file_rate[0]} file all wanted

	for file in "${!file_path[@]}"; do
		ALSA_CONFIG_PATH=$demo/alsa.conf timeout 120 aplay -q \
			-D "demo:null,$rate,$work/piece.raw" "$work/source/$file.wav" || return
		cat "$work/piece.raw" >>"$work/pieces.raw"
	done
	all=$(frames_in "$work/pieces.raw")
	record_frames=$((capture_s * rate))
	[ "$all" -ge "$record_frames" ] || record_frames=$all
	for ((wanted = 2 * record_frames + 4 * rate; wanted > 0; wanted -= all)); do
		cat "$work/pieces.raw" >>"$work/feed.raw"
	done
	rm "$work/piece.raw" "$work/pieces.raw"
}

add_run()
{
	run_card+=("$1")
	run_direction+=("$2")
	run_device+=("$3")
	run_name+=("$4")
	run_rate+=("$5")
	run_frames+=("$6")
}

make_runs_of()
{
	local card=$1 device file

	for device in "${!device_names[@]}"; do
		add_run "$card" capture $((32 - device)) feed "${file_rate[0]}" "$record_frames"
		for file in "${!file_path[@]}"; do
			add_run "$card" playback "$device" "${file_path[file]##*/}" \
				"${file_rate[file]}" "${file_frames[file]}"
		done
	done
}

make_runs()
{
	local card

	for card in "${cards[@]}"; do
		make_runs_of "$card"
	done
}

# Prints the numbers of the runs on a card.
runs_of()
{
	local n

	for n in "${!run_name[@]}"; do
		[ "${run_card[n]}" != "$1" ] || echo "$n"
	done
}

# Prints the plan for "guest" with a card. The time limit of a run is 20 s plus three times its length.
write_plan()
{
	local n limit file=0

	for n in $(runs_of "$1"); do
		limit=$((20 + 3 * run_frames[n] / run_rate[n]))
		if [ "${run_direction[n]}" = capture ]; then
			echo wait
			echo "record $n ${run_device[n]} ${run_rate[n]} $limit ${run_frames[n]}"
			file=0
		else
			echo "play $n ${run_device[n]} ${run_rate[n]} $limit /out/source/$file.wav"
			file=$((file + 1))
		fi
	done
	echo wait
}
