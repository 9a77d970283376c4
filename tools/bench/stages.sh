# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# The stages: each one boots a virtual machine and measures with both drivers in it.

# What must not be traced twice or be waited for without end.
trace_limit=20
guest_limit=900

# Boot and measure. Arguments before "--" go to the VM's runner, those behind it to "guest".
machine()
{
	local stage=$1 rc=0
	local -a vm=() environment=()

	shift
	while [ "$1" != -- ]; do
		vm+=("$1")
		shift
	done
	shift
	[ "$quick" = no ] || environment+=(BENCH_QUICK=1)
	rm -rf "${out:?}/$stage" "$work/stdout"
	mkfifo "$work/stdout"
	mkdir -p "$out/$stage"
	"$top/tools/testing/vm/run" --card "$card" --driver none --accel tcg --out "$out/$stage" \
		--time-limit "$guest_limit" --boot-limit "$guest_limit" "${vm[@]}" -- \
		env "${environment[@]}" "$bench/guest" "$top" "$peer" "$@" \
		>"$work/stdout" 2>"$out/$stage/vm.log" &
	vm_pid=$!
	follow "$stage" <"$work/stdout"
	wait "$vm_pid" || rc=$?
	vm_pid=
	if [ "$rc" -ne 0 ]; then
		say "$stage: the virtual machine ended with status $rc:"
		tail -n 20 "$out/$stage/vm.log" >&2
		return 1
	fi
}

# Log the client's output, and read the emulator's processor time where the client asks for it.
follow()
{
	local stage=$1 line event driver name before=0 since=0

	while IFS= read -r line; do
		printf '%s\n' "$line" >>"$out/$stage/client.log"
		case $line in
		"not ok"*) say "$stage: $line: $(tail -n 2 "$out/$stage/client.log" | head -n 1)" ;;
		"# load begin "*)
			before=$(emulator_ns) since=$(now_ns)
			;;
		"# load end "*)
			read -r _ _ event driver name <<<"$line"
			printf '%s\tqemu-ms\t%s\t%s\n' "$driver" "$name" \
				"$(per_second "$before" "$since")" >>"$out/$stage/raw.tsv"
			;;
		esac
		[ ! -t 2 ] || printf '\r\e[K%s: %.60s' "$stage" "$line" >&2
	done
	[ ! -t 2 ] || printf '\r\e[K' >&2
}

now_ns()
{
	date +%s%N
}

# Processor time of all threads of the emulator so far.
emulator_ns()
{
	local pid

	pid=$(pgrep -P "$vm_pid" -x qemu-system-x86) || { echo 0 && return; }
	# a thread may end meanwhile
	{ cat "/proc/$pid"/task/*/schedstat 2>/dev/null || true; } |
		awk '{ ns += $1 } END { printf "%.0f", ns }'
}

# Milliseconds of the emulator's processor time per second since then.
per_second()
{
	awk -v ns=$(($(emulator_ns) - $1)) -v length_ns=$(($(now_ns) - $2)) \
		'BEGIN { printf "%.4f", ns * 1e3 / length_ns }'
}

# Keep the lines of our device from a trace, which has every access of every device.
start_trace()
{
	mkfifo "$work/trace"
	grep --line-buffered -E "$1" "$work/trace" >"$work/traced" &
	trace_pid=$!
}

# The reader ends when the emulator closes the pipe, which it never does if it failed to open it.
finish_trace()
{
	local stage=$1 deadline=$((SECONDS + trace_limit))

	while kill -0 "$trace_pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do
		sleep 0.1
	done
	kill "$trace_pid" 2>/dev/null || true
	wait "$trace_pid" 2>/dev/null || true
	trace_pid=
	rm -f "$work/trace"
	"$bench/trace" -v "device=$device" "$out/$stage/windows.tsv" "$work/traced" >>"$out/$stage/raw.tsv"
	gzip -c "$work/traced" >"$out/$stage/trace.gz"
	rm -f "$work/traced"
}

# Append the figures of a stage to those of the others.
collect()
{
	[ ! -e "$out/$1/raw.tsv" ] || sed "s/^/$1\t/" "$out/$1/raw.tsv" >>"$out/raw.tsv"
}

compare_recording()
{
	"$build/recording" "$out/$1/manifest" "$out/$1/played.raw" >>"$out/$1/raw.tsv"
	# hundreds of megabytes that nothing needs any more
	rm -f "$out/$1/played.raw"
}

# Print the smallest period, for each number of periods, of which every frame was played once.
compare_periods()
{
	compare_recording "$1"
	awk -F '\t' -v OFS='\t' '
		$2 == "period-lost" || $2 == "period-stale" { wrong[$1 OFS $3] += $4 }
		END {
			for (run in wrong) {
				split(run, f, /[\t:]/)
				key = f[1] OFS "smallest-period" OFS f[2]
				if (!wrong[run] && (!(key in least) || f[3] + 0 < least[key]))
					least[key] = f[3] + 0
			}
			for (key in least)
				print key, least[key]
		}' "$out/$1/raw.tsv" >"$work/least"
	cat "$work/least" >>"$out/$1/raw.tsv"
}

# How often something is to be measured.
rounds()
{
	if [ "$quick" = yes ]; then
		echo 1
	else
		echo "$1"
	fi
}

stage_registers()
{
	local rc=0

	start_trace "name '?(ac97-nabm|intel-hda)|pci_cfg_read $device"
	machine registers --qemu-arg -trace --qemu-arg 'memory_region_ops_*' \
		--qemu-arg -trace --qemu-arg pci_cfg_read --qemu-arg -D --qemu-arg "$work/trace" \
		-- 1 steady || rc=1
	finish_trace registers
	collect registers
	return "$rc"
}

stage_fine()
{
	local rc=0

	start_trace "ioapic_set_irq|pci_cfg_read $device"
	machine fine --timer-period 1000 "${line_options[@]}" --qemu-arg -trace --qemu-arg ioapic_set_irq \
		--qemu-arg -trace --qemu-arg pci_cfg_read --qemu-arg -msg --qemu-arg timestamp=on \
		--qemu-arg -D --qemu-arg "$work/trace" \
		-- "$(rounds 3)" wakeup,drain || rc=1
	finish_trace fine
	[ "$rc" != 0 ] || compare_recording fine
	collect fine
	return "$rc"
}

stage_coarse()
{
	local rc=0

	machine coarse -- 1 loss "$(rounds 2)" load || rc=1
	[ "$rc" != 0 ] || compare_recording coarse
	collect coarse
	return "$rc"
}

# Map what the plugin has recorded in a stage to functions, for each driver by its own symbols.
count_instructions()
{
	local driver objects=$work/objects dir=$out/$1

	find "$top/sound" -name '*.o' ! -name 'snd-*' ! -name '*.mod.o' | while IFS= read -r object; do
		nm --defined-only "$object" |
			awk -v OFS='\t' -v file="${object#"$top/sound/"}" \
				'$2 ~ /[tT]/ { sub(/\.o$/, ".c", file); print $3, file }'
	done >"$objects"
	for driver in "$peer" waveport; do
		"$build/layers" "$driver" "${handlers[$driver]}" "$dir/symbols.$driver" "$objects" \
			"$bench/layers.tsv" "$dir/parts.tsv" "$work/instructions" || return 1
	done >"$work/counts"
	awk -F '\t' -v OFS='\t' '
		$1 == "figure" { print $2, "cost-" $3, $4, $5 }
		$1 == "own" { print $2, "cost-own-" $3, $4, $5 }
		$1 == "all" { print $2, "cost-whole-" $3, $4, $5 }
		$1 == "access" { print $2, "cost-accesses-" $3, $4, $5 }' "$work/counts" >>"$dir/raw.tsv"
	sed -n 's/^part\t//p' "$work/counts" >"$dir/functions.tsv"
	rm -f "$work/instructions"
}

# Have instructions recorded in a stage, with more arguments for the machine.
record_instructions()
{
	local stage=$1 rc=0

	machine "$stage" "${@:2}" --icount "$icount" --timer-period 1000 --qemu-arg -plugin \
		--qemu-arg "$build/instructions.so,out=$work/instructions" -- 1 "$stage" || rc=1
	count_instructions "$stage" || rc=1
	collect "$stage"
	return "$rc"
}

stage_cost()
{
	record_instructions cost
}

# The cards of the emulator have one interrupt line in common.
stage_cards()
{
	record_instructions cards --cards 2
}

stage_icount()
{
	local rc=0

	machine icount --icount "$icount" -- "$(rounds 2)" load 1 period || rc=1
	[ "$rc" != 0 ] || compare_periods icount
	# a nanosecond in which the guest is not idle is one instruction
	awk -F '\t' -v OFS='\t' '$2 == "busy-ns-second" { print $1, "instructions", $3, $4 / 1000 }' \
		"$out/icount/raw.tsv" >"$work/instructions"
	cat "$work/instructions" >>"$out/icount/raw.tsv"
	collect icount
	return "$rc"
}

stage_small()
{
	local rc=0

	machine small --icount "$icount" --timer-period 1000 -- 1 period || rc=1
	[ "$rc" != 0 ] || compare_periods small
	collect small
	return "$rc"
}
