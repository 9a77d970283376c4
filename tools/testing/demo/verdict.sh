# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # shared variables
#
# The results of the runs: comparison, picture, table. Adds arrays to the run_* arrays of plan.sh.

run_verdict=()
run_good=()
run_interrupts=()
run_xruns=()
drawings=()

# Prints the base name of a run's files.
run_base()
{
	local name=${run_name[$1]%.*}

	printf '%s/%02d-%s-%s-%s-%s' "$out" $(($1 + 1)) "${run_card[$1]}" \
		"${device_names[run_device[$1]]}" "${run_direction[$1]}" "${name//[^A-Za-z0-9._-]/_}"
}

# Sets description: a line about run N, the M-th of all runs.
describe()
{
	printf -v description '%3d/%d  %-3s %-6s  %-8s  %-20.20s  %s' "$2" ${#run_name[@]} "${run_card[$1]}" \
		"${device_names[run_device[$1]]}" "${run_direction[$1]}" "${run_name[$1]}" "$3"
}

set_verdict()
{
	run_good[$1]=$2
	run_verdict[$1]=$3
	describe "$1" ${#run_verdict[@]} "$3"
	say "$description"
}

# Judges run N by what the guest reported at its end: STATUS INTERRUPTS XRUNS FIRST LAST.
judge()
{
	local n=$1 status=$2 first=$5 last=$6
	local frames difference text good=yes logs=$work/${run_card[$1]}

	run_interrupts[n]=$3
	run_xruns[n]=$4
	if [ "$status" -ne 0 ]; then
		set_verdict "$n" no "failed: $(tail -n 1 "$logs/$n.log")"
		return
	fi
	if ! IFS=$'\t' read -r frames difference text < <(compare_run "$n" "$first" "$last"); then
		set_verdict "$n" no "not compared: $(tail -n 1 "$logs/$n.compare.log")"
		return
	fi
	if [ "${run_direction[n]}" = playback ] && ! all_handed "$n" "$frames"; then
		text="aplay handed only $frames of ${run_frames[n]} frames to the device"
	fi
	run_frames[n]=$frames
	[ "$text" = exact ] || good=no
	if [ "${run_xruns[n]}" -ne 0 ]; then
		text="$text, but ${run_xruns[n]} xruns"
		good=no
	fi
	set_verdict "$n" "$good" "$text"
	draw "$n" "$difference" &
	drawings+=($!)
}

# Tells whether the length of what aplay wrote fits the file. aplay fills its last period with
# silence, so it writes more than the file has; but a resampler may hold back its last frames.
all_handed()
{
	[ $(($2 * 100)) -ge $((run_frames[$1] * 98)) ]
}

compare_run()
{
	local n=$1 first=$2 last=$3 base room=$work/${run_card[$1]}
	local -a how

	base=$(run_base "$n")
	if [ "${run_direction[n]}" = playback ]; then
		dd if="$room/played.raw" of="$room/$n.played.raw" iflag=skip_bytes,count_bytes \
			skip="$first" count=$((last - first)) bs=64K status=none
		how=(playback "$room/$n.raw" "$room/$n.played.raw")
	else
		how=(capture "$work/feed.raw" "$room/$n.raw" --frames "${run_frames[n]}")
	fi
	timeout 300 "$demo/compare" "${how[@]}" --rate "${run_rate[n]}" --source-wav "$base-source.wav" \
		--result-wav "$base-result.wav" 2>"$room/$n.compare.log"
}

# Draws two pictures at a time, with a lower priority than the VM, which has to keep real time.
draw()
{
	local n=$1 difference=$2 verdict=${run_verdict[$1]} base headline lock

	base=$(run_base "$n")
	headline="${run_card[n]} ${device_names[run_device[n]]} (hw:0,${run_device[n]}), ${run_direction[n]}"
	headline+=": ${run_name[n]}, ${run_frames[n]} frames at ${run_rate[n]} Hz"
	export ABOUT_SOURCE="source: handed to the device by aplay" ABOUT_RESULT="result: played by the device"
	if [ "${run_direction[n]}" = capture ]; then
		ABOUT_SOURCE="source: fed to the device" ABOUT_RESULT="result: recorded by arecord"
	fi
	[ "$verdict" != exact ] || verdict="exact: every one of them is the same"
	exec {lock}>"$work/drawing.$((n % 2))"
	flock "$lock"
	exec nice "$demo/picture" "$headline" "$verdict" "$difference" \
		"$base-source.wav" "$base-result.wav" "$base.png" >"$work/${run_card[n]}/$n.picture.log" 2>&1
}

finish_drawings()
{
	local pid missing=0

	for pid in "${drawings[@]}"; do
		wait "$pid" || missing=$((missing + 1))
	done
	[ "$missing" -eq 0 ] || complain "$missing pictures could not be drawn, see $work/*/*.picture.log"
	return "$missing"
}

# Marks the runs that a VM did not get to.
judge_rest()
{
	local n

	for n in "${!run_name[@]}"; do
		[ -n "${run_verdict[n]:-}" ] || set_verdict "$n" no "did not run"
	done
}

count_good()
{
	local n good=0

	for n in "${!run_name[@]}"; do
		[ "${run_good[n]}" = no ] || good=$((good + 1))
	done
	echo "$good"
}

table()
{
	local n width=4 format

	for n in "${!run_name[@]}"; do
		[ ${#run_name[n]} -le "$width" ] || width=${#run_name[n]}
	done
	format="%3s  %-4s  %-14s  %-9s  %-${width}s  %5s  %8s  %10s  %5s  %s\n"
	# shellcheck disable=SC2059 # it is made above
	{
		printf "$format" '#' card device direction file rate frames interrupts xruns result
		for n in "${!run_name[@]}"; do
			printf "$format" $((n + 1)) "${run_card[n]}" "${device_names[run_device[n]]} hw:0,${run_device[n]}" \
				"${run_direction[n]}" "${run_name[n]}" "${run_rate[n]}" "${run_frames[n]}" \
				"${run_interrupts[n]:--}" "${run_xruns[n]:--}" "${run_verdict[n]}"
		done
	}
}
