# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The virtual machine: its QEMU command line, its processes, and what becomes of it.
#
# The guest talks to us over three virtio-serial ports, so that kernel messages never mix with the
# command's output: waveport.status (one line per event, see guest-init), waveport.stdout and
# waveport.stdin. On our side they are pipes in run_dir.

qemu_pid=
helper_pids=()
saved_terminal=

clean_up()
{
	local pid

	trap '' HUP INT TERM
	for pid in $qemu_pid "${helper_pids[@]}"; do
		kill -KILL "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	[ -z "$saved_terminal" ] || stty "$saved_terminal" 2>/dev/null || true
	rm -rf "$run_dir"
}

usable_kvm()
{
	grep -qwE 'vmx|svm' /proc/cpuinfo && [ -w /dev/kvm ]
}

# Starts a helper that cannot outlive us, whatever ends us.
helper()
{
	# Without "<&0" the shell would give it /dev/null.
	setpriv --pdeathsig KILL "$@" <&0 &
	helper_pids+=($!)
}

kernel_arguments()
{
	local -a args=(
		console=ttyS0 earlyprintk=ttyS0,115200 printk.time=1 ignore_loglevel
		# What takes time and tells nothing here.
		cryptomgr.notests no_timer_check
		# A dead kernel has to end the VM at once, and an oops is a failure, not an accident.
		panic=-1 oops=panic
		sysrq_always_enabled rdinit=/init
		"${opt_append[@]}"
	)
	echo "${args[*]}"
}

machine_arguments()
{
	qemu=(
		qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -vga none
		-machine pc -m "$opt_memory" -smp "$opt_cpus"
		-kernel "$kernel_boot" -initrd "$run_dir/initramfs.img"
		-append "$(kernel_arguments)"
		-serial "file:$opt_out/console.log"
		-virtfs "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
		-virtfs "local,path=$opt_out,mount_tag=out,security_model=none,multidevs=remap"
		-device virtio-serial
	)
	if [ "$1" = kvm ]; then
		qemu+=(-accel kvm -cpu host)
	else
		qemu+=(-accel tcg,thread=multi -cpu max)
	fi
	port_arguments
	audio_arguments
	qemu+=("${opt_qemu_args[@]}")
}

port_arguments()
{
	qemu+=(
		-chardev "file,id=status,path=$run_dir/status"
		-device virtserialport,chardev=status,name=waveport.status
	)
	if [ "$opt_terminal" = yes ]; then
		qemu+=(-chardev stdio,id=terminal,mux=on,signal=off -device virtconsole,chardev=terminal)
		return
	fi
	qemu+=(
		-chardev "file,id=stdout,path=$run_dir/stdout"
		-device virtserialport,chardev=stdout,name=waveport.stdout
		-chardev stdio,id=stdin,signal=off
		-device virtserialport,chardev=stdin,name=waveport.stdin
	)
}

# Opens our ends of the guest's ports and starts QEMU on the other ends.
start_machine()
{
	mkfifo "$run_dir/status" "$run_dir/stdout" "$run_dir/stdin"
	exec {status_fd}<>"$run_dir/status"
	if [ "$opt_terminal" = yes ]; then
		setpriv --pdeathsig KILL "${qemu[@]}" <&"$our_stdin" 2>"$opt_out/qemu.log" &
		qemu_pid=$!
		return
	fi
	helper cat "$run_dir/stdout"
	output_pid=$!
	# The line in front tells the guest that it is connected.
	# shellcheck disable=SC2016 # the inner shell expands it
	helper sh -c 'exec >"$1" && echo && exec cat' sh "$run_dir/stdin" <&"$our_stdin"
	setpriv --pdeathsig KILL "${qemu[@]}" <"$run_dir/stdin" >"$opt_out/qemu.log" 2>&1 &
	qemu_pid=$!
}

# Waits for the next line from the guest: status_line. Fails when QEMU is gone or it is too late;
# a deadline of 0 never comes.
next_status()
{
	local gone

	while :; do
		gone=no
		kill -0 "$qemu_pid" 2>/dev/null || gone=yes
		# What was written before QEMU ended is still there to be read.
		if IFS= read -r -t 0.1 -u "$status_fd" status_line; then
			[[ $status_line == note* ]] || return 0
			say "${status_line#note }"
			continue
		fi
		if [ "$gone" = yes ]; then
			status_line=gone
			return 1
		fi
		if [ "$1" -gt 0 ] && [ "$SECONDS" -ge "$1" ]; then
			status_line=late
			return 1
		fi
	done
}

# Says what is known about a VM that did not do its part.
autopsy()
{
	say "$*"
	if grep -aq 'Kernel panic' "$opt_out/console.log" 2>/dev/null; then
		say "the kernel panicked: $(grep -am1 'Kernel panic' "$opt_out/console.log" | tr -d '\r')"
	fi
	if [ -s "$opt_out/qemu.log" ]; then
		say "QEMU said ($opt_out/qemu.log):"
		tail -n 5 "$opt_out/qemu.log" >&2
	fi
	if [ -s "$opt_out/console.log" ]; then
		say "the last of the kernel's console ($opt_out/console.log):"
		tail -n 25 "$opt_out/console.log" | tr -d '\r' >&2
	else
		say "the kernel's console is empty"
	fi
}

run_machine()
{
	local accel=$opt_accel

	exec {our_stdin}<&0
	if [ "$opt_terminal" = yes ]; then
		[ -t 0 ] || die "--shell and --tty need a terminal as standard input"
		saved_terminal=$(stty -g)
		read -r terminal_rows terminal_columns < <(stty size)
	fi
	if [ "$accel" = auto ]; then
		accel=tcg
		usable_kvm && accel=kvm
	fi
	machine_arguments "$accel"
	start_peer
	start_machine
	follow_machine
}

follow_machine()
{
	local result

	if ! next_status $((SECONDS + opt_boot_limit)); then
		autopsy "the guest did not come up within its boot limit of $opt_boot_limit s ($status_line)"
		return 125
	fi
	if ! next_status $((SECONDS + opt_boot_limit)); then
		autopsy "the guest came up but did not start the command within $opt_boot_limit s ($status_line)"
		return 125
	fi
	result=$status_line
	if [ "$result" != start ]; then
		say "${result#fail }"
		say "the last of the guest's dmesg ($opt_out/dmesg.txt):"
		tail -n 15 "$opt_out/dmesg.txt" >&2
		return 125
	fi
	follow_command || return
	return "$command_status"
}

follow_command()
{
	local deadline=0

	[ "$opt_time_limit" = 0 ] || deadline=$((SECONDS + opt_time_limit))
	if ! next_status "$deadline"; then
		if [ "$status_line" = late ]; then
			say "the command's time limit of $opt_time_limit s is over, the VM was ended" \
				"(--time-limit SECONDS changes it)"
			return 124
		fi
		autopsy "the VM ended before the command did"
		return 125
	fi
	command_status=${status_line#exit }
	if next_status $((SECONDS + 20)) || [ "$status_line" = late ]; then
		autopsy "the command ended with $command_status, but the VM did not power off within 20 s"
		return 125
	fi
	[ "$opt_terminal" = yes ] || wait "$output_pid" || true
}
