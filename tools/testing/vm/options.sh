# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The runner's options: opt_* variables, and the text that explains them.

opt_accel=auto
opt_append=()
opt_audiodev=dbus
opt_boot_limit=60
opt_cpus=2
opt_driver=waveport
opt_driver_from=$top
opt_feed=counter
opt_flush=yes
opt_kernel=
opt_memory=1024
opt_modules_from=
opt_module_param=
opt_out=$build/vm
opt_play=
opt_qemu_args=()
opt_rate=
opt_terminal=no
opt_time_limit=
opt_timer_period=10000
opt_unpack=yes
opt_command=()

usage()
{
	cat <<EOF
Usage: run [OPTION...] [--] COMMAND [ARG...]
       run [OPTION...] --shell

Boots a kernel in QEMU with an Intel ICH AC'97 device, loads a driver for it and runs COMMAND as
root in the guest. The guest sees the host's files, read-only, and has /tmp, /run and /out (the
output directory) to write to.
EOF
}

# The argument of an option that takes one.
argument()
{
	[ $# -ge 2 ] || die "option $1 needs an argument, see run --help"
	printf '%s' "$2"
}

number()
{
	[[ $2 =~ ^[0-9]+$ ]] || die "option $1 needs a number, not '$2'"
}

parse_options()
{
	while [ $# -gt 0 ]; do
		case $1 in
		-h | --help) usage && exit 0 ;;
		--shell) opt_terminal=yes opt_command=(bash -l) && shift && continue ;;
		--tty) opt_terminal=yes && shift && continue ;;
		--no-flush) opt_flush=no && shift && continue ;;
		--no-unpack) opt_unpack=no && shift && continue ;;
		--) shift && break ;;
		--*) parse_value "$1" "$(argument "$@")" && shift 2 ;;
		*) break ;;
		esac
	done
	[ $# -eq 0 ] || opt_command=("$@")
	[ ${#opt_command[@]} -gt 0 ] || die "no command given, see run --help"
	check_options
}

parse_value()
{
	case $1 in
	--accel) opt_accel=$2 ;;
	--append) opt_append+=("$2") ;;
	--audiodev) opt_audiodev=$2 ;;
	--boot-limit) opt_boot_limit=$2 ;;
	--cpus) opt_cpus=$2 ;;
	--driver) opt_driver=$2 ;;
	--driver-from) opt_driver_from=$2 ;;
	--feed) opt_feed=$2 ;;
	--kernel) opt_kernel=$2 ;;
	--memory) opt_memory=$2 ;;
	--module-param) opt_module_param=$2 ;;
	--modules-from) opt_modules_from=$2 ;;
	--out) opt_out=$2 ;;
	--play) opt_play=$2 ;;
	--qemu-arg) opt_qemu_args+=("$2") ;;
	--rate) opt_rate=$2 ;;
	--time-limit) opt_time_limit=$2 ;;
	--timer-period) opt_timer_period=$2 ;;
	*) die "unknown option $1, see run --help" ;;
	esac
}

check_options()
{
	case $opt_driver in
	waveport | intel8x0 | none) ;;
	*) die "--driver must be waveport, intel8x0 or none, not '$opt_driver'" ;;
	esac
	case $opt_accel in
	auto | kvm | tcg) ;;
	*) die "--accel must be auto, kvm or tcg, not '$opt_accel'" ;;
	esac
	case $opt_audiodev in
	dbus | wav | none) ;;
	*) die "--audiodev must be dbus, wav or none, not '$opt_audiodev'" ;;
	esac
	[ "$opt_audiodev" = dbus ] || opt_flush=no
	# A person at a terminal is not to be thrown out, a test is.
	if [ -z "$opt_time_limit" ]; then
		opt_time_limit=120
		[ "$opt_terminal" = no ] || opt_time_limit=0
	fi
	number --time-limit "$opt_time_limit"
	number --boot-limit "$opt_boot_limit"
	number --cpus "$opt_cpus"
	number --memory "$opt_memory"
}
