# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # shared variables
#
# What a program does with the device: what was played or recorded, xruns, interrupts. For both drivers
# by the same means, which are the kernel's.

tracing=/sys/kernel/tracing
counter=$top/build/vm-tools/counter
frames=48000
# dmix plays from where the device is, and so loses what a client writes first, with any driver.
lead_frames=4800

# ALSA's core tells of an xrun by a call of this function alone.
count_xruns()
{
	echo 'p:waveport_xrun __snd_pcm_xrun' >"$tracing/kprobe_events" &&
		echo 1 >"$tracing/events/kprobes/waveport_xrun/enable"
}

xruns()
{
	awk '$1 == "waveport_xrun" { print $2 }' "$tracing/kprobe_profile"
}

interrupts()
{
	awk -v irq="$(cat "$device/irq"):" '$1 == irq { print $2 }' /proc/interrupts
}

silence()
{
	head -c $((4 * $1)) /dev/zero
}

# The counter, alone and behind silence, and what stands in one channel alone, for two at once.
make_material()
{
	local what

	"$counter" write 0 "$frames" >"$room/counter.raw"
	{ silence "$lead_frames" && cat "$room/counter.raw"; } >"$room/shared.raw"
	for what in left right; do
		{ silence "$lead_frames" && "$material" make "$frames" "$what"; } >"$room/$what.raw"
	done
	sox "${format[@]}" "$room/counter.raw" "$room/counter.wav"
	sox "${format[@]}" "$room/shared.raw" "$room/shared.wav"
	chmod -R a+rwX "$room"
}

# Tells who has a stream open.
tell_owners()
{
	local pid

	while read -r pid; do
		echo "open in $(tr '\0' ' ' <"/proc/$pid/cmdline")"
	done < <(sed -n 's/^owner_pid *: //p' /proc/asound/card*/pcm*/sub*/status | sort -u)
}

# What the device has played since the last call, in $room/played.raw. No stream may be open. The silence by
# which the flush brings it out is not part of that, and its end comes when the host has time.
take_played()
{
	local size end

	flush-played || { tell_owners; return 1; }
	size=$(stat -c %s /out/played.raw)
	end=$(awk '$4 == "flushed" { frames = $6 } END { print 4 * frames }' /out/played.log)
	[ "$end" -gt "$taken" ] || end=$taken
	tail -c "+$((taken + 1))" /out/played.raw | head -c "$((end - taken))" >"$room/played.raw"
	taken=$size
	echo "$taken" >"$room/taken"
}

# Tells whether the recording is the counter from frame $2 on, $3 frames of it in one piece, and silence.
is_counter()
{
	"$counter" show "$1" | awk -v first="$2" -v length_="$3" '
		$3 == "silence" { next }
		$3 == "counter" && $4 == first && $2 == length_ && !found { found = 1; next }
		{ print "at frame " $1 ": " $2 " frames of " $3 " " $4; bad = 1; exit }
		END { if (!bad && !found) print "silence"; exit bad || !found }'
}
