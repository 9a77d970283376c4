# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# Follows a VM through its life: it boots, starts the command, reports its exit status, powers off.
# Each of these steps may fail or take too long.

kvm_limit=20
status_line=
status_part=

run_machine()
{
	local accel=$opt_accel limit=$opt_boot_limit rc=0

	if [ "$accel" = auto ]; then
		accel=tcg
		if [ -z "$opt_icount" ] && usable_kvm; then
			accel=kvm
		fi
	fi
	[ "$accel-$opt_accel" != kvm-auto ] || limit=$kvm_limit
	start_machine "$accel"
	if next_status $((SECONDS + limit)); then
		:
	elif [ "$accel-$opt_accel" = kvm-auto ]; then
		start_again "the guest does not answer under KVM"
	elif [ "$accel" = tcg ] && panicked; then
		# The kernel patches code that another processor executes. The emulator gets that
		# wrong in one of some dozens of boots. No module of ours is loaded so early.
		start_again "the kernel panicked before anything of ours was loaded"
	fi
	follow_machine || rc=$?
	stop_machine
	finish_audio
	return "$rc"
}

start_again()
{
	say "$1, so it is started again in software emulation"
	stop_machine
	start_machine tcg
	status_line='' status_part=''
	next_status $((SECONDS + opt_boot_limit)) || true
}

# Waits for the next line from the guest and sets status_line to it. If none can come, fails and
# sets it to the reason: "gone" (QEMU has ended), "silent" (its audio peer has ended), "unread"
# (nobody reads the output any more), "late" (the deadline has passed; 0 is no deadline).
next_status()
{
	local gone piece

	while :; do
		gone=
		[ -z "$peer_pid" ] || kill -0 "$peer_pid" 2>/dev/null || gone=silent
		[ -z "$output_pid" ] || kill -0 "$output_pid" 2>/dev/null || gone=unread
		kill -0 "$qemu_pid" 2>/dev/null || gone=gone
		# Lines that were written before the end can still be read.
		if IFS= read -r -t 0.1 -u "$status_fd" piece; then
			status_line=$status_part$piece
			status_part=
			[[ $status_line == note* ]] || return 0
			say "${status_line#note }"
			continue
		fi
		# At a timeout read returns the first part of a line; the rest follows.
		status_part+=$piece
		# Both end when QEMU does, and may be gone a moment before it.
		if [ -n "$gone" ] && wait_for "$qemu_pid" 2; then
			gone=gone
		fi
		status_line=$gone
		[ -z "$gone" ] || return 1
		status_line=late
		[ "$1" = 0 ] || [ "$SECONDS" -lt "$1" ] || return 1
	done
}

follow_machine()
{
	if [ "$status_line" != up ]; then
		autopsy "the guest did not come up (limit $opt_boot_limit s, --boot-limit changes it)"
		return 125
	fi
	if ! next_status $((SECONDS + opt_boot_limit)); then
		autopsy "the guest came up but did not start the command (limit $opt_boot_limit s)"
		return 125
	fi
	if [ "$status_line" != start ]; then
		say "${status_line#fail }, so the command was not started"
		say "the last of the guest's kernel messages ($opt_out/dmesg.txt):"
		tail -n 15 "$opt_out/dmesg.txt" >&2
		return 125
	fi
	follow_command
}

follow_command()
{
	local deadline=0 status off_limit=20

	[ "$opt_time_limit" = 0 ] || deadline=$((SECONDS + opt_time_limit))
	if ! next_status "$deadline"; then
		explain_end
		return
	fi
	status=${status_line#exit }
	[ -z "$opt_system" ] || off_limit=300
	if next_status $((SECONDS + off_limit)) || [ "$status_line" = late ]; then
		autopsy "the command ended with status $status, but the VM did not power off within $off_limit s"
		return 125
	fi
	# No limit: the reader of the output may be slow.
	[ -z "$output_pid" ] || wait "$output_pid" || true
	return "$status"
}

# Prints why the command did not run to its end, and returns the exit status for that.
explain_end()
{
	if [ "$status_line" = late ]; then
		say "the command's time limit of $opt_time_limit s is over, so the VM was ended" \
			"(--time-limit SECONDS changes it, 0 is none); its console is in $opt_out/console.log"
		return 124
	fi
	if [ "$status_line" = unread ]; then
		say "nobody reads the command's output any more, so the VM was ended"
		return 141
	fi
	if [ "$opt_terminal" = yes ] && ! panicked; then
		say "the VM was ended at the terminal"
	else
		autopsy "the VM ended before the command did"
	fi
	return 125
}

panicked()
{
	grep -aq 'Kernel panic' "$opt_out/console.log" 2>/dev/null
}

# Prints what is known about a VM that failed.
autopsy()
{
	say "$*"
	case $status_line in
	gone) say "QEMU has ended" ;;
	silent) say "the audio peer has ended while QEMU was running" ;;
	esac
	if panicked; then
		say "the kernel panicked: $(grep -am1 'Kernel panic' "$opt_out/console.log" | tr -d '\r')"
	fi
	if [ -s "$opt_out/qemu.log" ]; then
		say "QEMU said ($opt_out/qemu.log):"
		tail -n 5 "$opt_out/qemu.log" >&2
	fi
	if [ -s "$opt_out/console.log" ]; then
		say "the last of the kernel's console ($opt_out/console.log):"
		tail -n 30 "$opt_out/console.log" | tr -d '\r' >&2
		echo >&2
	else
		say "the kernel's console is empty"
	fi
}
