# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# Shared by check-debug and its parts: how the driver is built and how the debug kernel is booted.

driver_variables=(
	CONFIG_SND_WAVEPORT_KUNIT_TEST=y
	CONFIG_SND_WAVEPORT_ICH_KUNIT_TEST=m
	# The kernel has UBSAN, but only what asks for it is built with it.
	UBSAN_SANITIZE=y
)

# What every VM of a debug kernel needs. --no-unpack: QEMU cannot enter an unpacked one that has
# KASAN. The console is that of the early messages, see vm.config. The limits are for a host that is
# busy with something else.
kernel_arguments=(
	console=ttynull keep_bootcon panic_on_warn=1
	rcupdate.rcu_cpu_stall_timeout=300 workqueue.watchdog_thresh=300 watchdog_thresh=60
)
common_options=(--no-unpack --memory 2048)
# In counted time, for what does not race: a busy host cannot make it late, and waiting takes no time.
counted_options=(--icount shift=3,sleep=off --append nohz=off)
for argument in "${kernel_arguments[@]}"; do
	common_options+=(--append "$argument")
done
# acpi=noirq: ACPI's interpreter takes more than 30 s to find the interrupt of a device of a pc and gives
# up, so they come from the table of the MP specification.
machine_options=("${common_options[@]}" --append acpi=noirq)
# A sleep (ACPI S3) resets the routes of the interrupts, and with acpi=noirq the kernel does not set them
# again. The tables of a q35 have no loop, so ACPI's interpreter finds them at once.
asleep_options=("${common_options[@]}" --machine q35)

# Sets what the tools for the VM read.
use_kernel()
{
	local root=$1

	[ -e "$root/vmlinuz" ] || return
	WAVEPORT_KERNEL=$root/vmlinuz
	WAVEPORT_MODULES=$(echo "$root"/lib/modules/*)
	KDIR=$WAVEPORT_MODULES/build
	export WAVEPORT_KERNEL WAVEPORT_MODULES KDIR
}

# Prints a result for each of the consoles of the VMs that a part has booted.
judge_consoles()
{
	local console found name

	for console in "$@"; do
		name=$(basename "$(dirname "$console")")
		if ! grep -aq 'reboot: Power down' "$console"; then
			echo "not ok - the kernel of the VM $name did not come to its end"
			"$debug/reports" "$console" | head -n 150 | sed 's/^/# /'
		elif found=$("$debug/reports" "$console"); then
			echo "ok - no report in the $(wc -l <"$console") lines of the kernel of the VM $name"
		else
			echo "not ok - the kernel of the VM $name reports:"
			head -n 150 <<<"$found" | sed 's/^/# /'
		fi
	done
}
