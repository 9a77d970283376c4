# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The virtual machine: its QEMU command line and its processes. follow.sh watches it.
#
# The guest talks to us over three virtio-serial ports, so that kernel messages never mix with the
# command's output: waveport.status (one line per event, see guest-init), waveport.stdout and
# waveport.stdin. On our side they are pipes in run_dir.

qemu_pid=
output_pid=
helper_pids=()
relay_pids=()
saved_terminal=

# Starts a helper process that the kernel kills when this shell ends, even by SIGKILL.
helper()
{
	# "<&0", because the shell gives a background process /dev/null as its input.
	setpriv --pdeathsig KILL "$@" <&0 &
	helper_pids+=($!)
}

usable_kvm()
{
	grep -qwE 'vmx|svm' /proc/cpuinfo && [ -w /dev/kvm ]
}

kernel_arguments()
{
	local -a args=(
		console=ttyS0 earlyprintk=ttyS0,115200 printk.time=1 ignore_loglevel
		# These save boot time.
		cryptomgr.notests no_timer_check
		# A panic has to end the VM at once, and an oops has to count as a failure.
		panic=-1 oops=panic
		sysrq_always_enabled
		# The program flush writes to registers that a driver has.
		iomem=relaxed
	)
	if [ -n "$opt_system" ]; then
		args+=(root=/dev/vda rw waveport-vm)
	else
		args+=(rdinit=/init)
	fi
	args+=("${opt_append[@]}")
	echo "${args[*]}"
}

accel_arguments()
{
	if [ "$1" = kvm ]; then
		qemu+=(-accel kvm -cpu host)
	elif [ -n "$opt_icount" ]; then
		qemu+=(-accel tcg,thread=single -cpu max -icount "$opt_icount")
	else
		qemu+=(-accel tcg,thread=multi -cpu max)
	fi
}

# QEMU traces each access of each device; a filter keeps those of the sound device's two regions.
trace_arguments()
{
	[ -n "$opt_trace_registers" ] || return 0
	qemu+=(-trace 'memory_region_ops_*' -D "$run_dir/trace")
}

# Wakes the guest whenever it sleeps. The pipe is QEMU's two: one for each direction.
s3_arguments()
{
	[ -n "$opt_s3" ] || return 0
	rm -f "$run_dir"/wake.{in,out}
	mkfifo "$run_dir"/wake.{in,out}
	qemu+=(-chardev "pipe,id=wake,path=$run_dir/wake" -mon chardev=wake,mode=control)
	# shellcheck disable=SC2016 # the inner shell expands it
	helper bash -c 'echo "{\"execute\": \"qmp_capabilities\"}" >&3
		while read -r line; do
			[[ $line != *\"SUSPEND\"* ]] || echo "{\"execute\": \"system_wakeup\"}" >&3
		done' 3<>"$run_dir/wake.in" <>"$run_dir/wake.out"
}

# QEMU is its own client: the guest's port is the other end of the monitor.
monitor_arguments()
{
	[ "$opt_monitor" = yes ] || return 0
	qemu+=(
		-chardev "socket,id=monitor,path=$run_dir/monitor,server=on,wait=off"
		-mon chardev=monitor,mode=control
		-chardev "socket,id=monitor-port,path=$run_dir/monitor"
		-device virtserialport,chardev=monitor-port,name=waveport.monitor
		-chardev "file,id=stall,path=$run_dir/stall"
		-device virtserialport,chardev=stall,name=waveport.stall
	)
}

port_arguments()
{
	qemu+=(
		-device virtio-serial
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

# The properties that the patches have added to QEMU's devices. The AD1980 is VirtualBox's default for
# Linux guests. What no case has is a fault of HD Audio.
hardware_options()
{
	case $opt_hardware in
	qemu | digital | hdmi) ;;
	virtualbox) echo ,virtualbox=on,codec=ad1980 ;;
	virtualbox-ad1981b) echo ,virtualbox=on,codec=ad1981b ;;
	virtualbox-stac9700) echo ,virtualbox=on ;;
	crosvm) echo ,crosvm=on ;;
	six-channels) echo ,six-channels=on ;;
	ich4) echo ,six-channels=on,spdif=on ;;
	pch) echo ,pch=on ;;
	*) echo ",fault=$opt_hardware" ;;
	esac
}

# A QEMU of our own does not know where Debian has the firmware.
find_qemu()
{
	local program

	qemu_program=(qemu-system-x86_64)
	device_options=$(hardware_options)
	[ "$opt_hardware" != qemu ] || return 0
	program=$("$vm/build-qemu") || die "cannot build the QEMU for --hardware $opt_hardware"
	qemu_program=("$program" -L /usr/share/qemu -L /usr/share/seabios -L /usr/lib/ipxe/qemu)
}

machine_arguments()
{
	qemu=(
		"${qemu_program[@]}" -nodefaults -no-user-config -no-reboot -vga none
		-machine "$opt_machine" -m "$opt_memory" -smp "$opt_cpus"
		-kernel "$kernel_boot" -initrd "$run_dir/initramfs.img"
		-append "$(kernel_arguments)"
		-serial "file:$opt_out/console.log"
		-virtfs "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
		-virtfs "local,path=$opt_out,mount_tag=out,security_model=none,multidevs=remap"
	)
	system_arguments
	accel_arguments "$1"
	port_arguments
	monitor_arguments
	s3_arguments
	audio_arguments
	trace_arguments
	qemu+=("${opt_qemu_args[@]}")
}

# QEMU changes the terminal's settings and is killed, so they are restored here.
take_terminal()
{
	[ "$opt_terminal" = yes ] || return 0
	[ -t 0 ] || die "--shell and --tty need a terminal as standard input"
	saved_terminal=$(stty -g)
	read -r terminal_rows terminal_columns < <(stty size)
	# stty prints 0 for a terminal of unknown size.
	[ "$terminal_rows" != 0 ] || terminal_rows=24 terminal_columns=80
}

# Opens our ends of the guest's ports and starts QEMU on the other ends.
start_machine()
{
	local input=$run_dir/stdin output=$opt_out/qemu.log

	machine_arguments "$1"
	rm -f "$run_dir"/{status,stdout,stdin,trace,stall,bus,monitor}
	mkfifo "$run_dir"/{status,stdout,stdin,trace,stall}
	exec {status_fd}<>"$run_dir/status"
	start_peer
	start_recorders
	if [ -n "$opt_trace_registers" ]; then
		helper grep --line-buffered -E "name '?$(register_regions)" "$run_dir/trace" >"$opt_trace_registers"
		relay_pids+=($!)
	fi
	if [ "$opt_terminal" = yes ]; then
		input=/dev/stdin output=/dev/stdout
	else
		helper cat "$run_dir/stdout"
		output_pid=$!
		relay_pids+=("$output_pid")
		# guest-init waits for this line, which shows that the host's side is connected.
		# shellcheck disable=SC2016 # the inner shell expands it
		helper sh -c 'exec >"$1" && echo && exec cat' sh "$run_dir/stdin"
	fi
	setpriv --pdeathsig KILL "${qemu[@]}" <"$input" >"$output" 2>"$opt_out/qemu.log" &
	qemu_pid=$!
	start_stalls
}

# Does not run the VM for as many seconds as each line from the guest's program "stall" says.
start_stalls()
{
	[ "$opt_monitor" = yes ] || return 0
	# shellcheck disable=SC2016 # the inner shell expands it
	helper bash -c 'while read -r seconds; do
			kill -STOP "$2"
			sleep "$seconds"
			kill -CONT "$2"
		done <>"$1"' bash "$run_dir/stall" "$qemu_pid"
}

stop_machine()
{
	local pid

	[ -z "$qemu_pid" ] || kill -KILL "$qemu_pid" 2>/dev/null || true
	wait "$qemu_pid" 2>/dev/null || true
	qemu_pid=
	# If QEMU failed to start it never opened its ends of the pipes: a reader would block.
	: <>"$run_dir/stdout" <>"$run_dir/trace"
	end_recorders
	[ -z "$peer_pid" ] || [ -s "$opt_out/played.log" ] || kill "$peer_pid" 2>/dev/null || true
	# The relays end when QEMU has closed its ends.
	for pid in "${relay_pids[@]}" $peer_pid; do
		wait_for "$pid" 5 || say "a helper of the VM did not end within 5 s"
	done
	for pid in "${helper_pids[@]}"; do
		kill -KILL "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	helper_pids=() relay_pids=() output_pid='' peer_pid=''
	exec {status_fd}>&-
}

# Waits for the end of a child for so many seconds.
wait_for()
{
	local deadline=$((SECONDS + $2))

	while kill -0 "$1" 2>/dev/null; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.02
	done
}

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
