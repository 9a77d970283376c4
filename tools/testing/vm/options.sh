# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# The runner's options: opt_* variables. help.txt explains them.

opt_accel=auto
opt_append=()
opt_discard=no
opt_audiodev=dbus
opt_boot_limit=
opt_card=ich
opt_cards=1
opt_cpus=
opt_driver=waveport
opt_driver_from=$top
opt_feed=counter
opt_flush=yes
opt_hardware=qemu
opt_icount=
opt_kernel=
opt_machine=pc
opt_memory=1024
opt_modules_from=
opt_monitor=no
opt_module_param=
opt_out=$build/vm
opt_play=
opt_qemu_args=()
opt_rate=
opt_s3=
opt_suspend=no
opt_system=
opt_terminal=no
opt_time_limit=
opt_timer_period=10000
opt_trace_registers=
opt_unpack=yes
opt_command=()

usage()
{
	cat "$vm/help.txt"
}

# The argument of an option that takes one.
argument()
{
	[ $# -ge 2 ] || die "option $1 is not known or needs an argument, see run --help"
	printf '%s' "$2"
}

number()
{
	[[ $2 =~ ^[0-9]+$ ]] || die "option $1 needs a number, not '$2'"
}

one_of()
{
	local option=$1 value=$2

	shift 2
	[[ " $* " == *" $value "* ]] || die "option $option needs one of: $* (not '$value')"
}

parse_options()
{
	local value

	while [ $# -gt 0 ]; do
		case $1 in
		-h | --help) usage && exit 0 ;;
		--shell) opt_terminal=yes opt_command=(bash -l) ;;
		--tty) opt_terminal=yes ;;
		--suspend) opt_suspend=yes ;;
		--monitor) opt_monitor=yes ;;
		--discard) opt_discard=yes ;;
		--no-flush) opt_flush=no ;;
		--no-unpack) opt_unpack=no ;;
		--) shift && break ;;
		-*)
			value=$(argument "$@")
			parse_value "$1" "$value"
			shift
			;;
		*) break ;;
		esac
		shift
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
	--card) opt_card=$2 ;;
	--cards) opt_cards=$2 ;;
	--cpus) opt_cpus=$2 ;;
	--driver) opt_driver=$2 ;;
	--driver-from) opt_driver_from=$2 ;;
	--feed) opt_feed=$2 ;;
	--hardware) opt_hardware=$2 ;;
	--icount) opt_icount=$2 ;;
	--kernel) opt_kernel=$2 ;;
	--machine) opt_machine=$2 ;;
	--memory) opt_memory=$2 ;;
	--module-param) opt_module_param=$2 ;;
	--modules-from) opt_modules_from=$2 ;;
	--out) opt_out=$2 ;;
	--play) opt_play=$2 ;;
	--qemu-arg) opt_qemu_args+=("$2") ;;
	--rate) opt_rate=$2 ;;
	--s3) opt_s3=$2 ;;
	--system) opt_system=$2 ;;
	--time-limit) opt_time_limit=$2 ;;
	--timer-period) opt_timer_period=$2 ;;
	--trace-registers) opt_trace_registers=$2 ;;
	*) die "unknown option $1, see run --help" ;;
	esac
}

check_options()
{
	one_of --card "$opt_card" ich hda ich9-hda
	one_of --driver "$opt_driver" waveport "$(kernel_driver)" none
	# shellcheck disable=SC2046 # they are words
	one_of --hardware "$opt_hardware" $(card_hardware)
	one_of --machine "$opt_machine" pc q35
	one_of --accel "$opt_accel" auto kvm tcg
	one_of --cards "$opt_cards" 1 2 3
	one_of --audiodev "$opt_audiodev" dbus wav none
	# A time limit is for tests, not for a person at a terminal.
	if [ -z "$opt_time_limit" ]; then
		opt_time_limit=120
		[ "$opt_terminal" = no ] || opt_time_limit=0
	fi
	# With -icount the kernel does not get past the start of a second processor.
	if [ -z "$opt_cpus" ]; then
		opt_cpus=2
		[ -z "$opt_icount" ] || opt_cpus=1
	fi
	[ -z "$opt_system" ] || check_system
	[ -n "$opt_boot_limit" ] || opt_boot_limit=60
	[ -z "$opt_s3" ] || opt_s3=$(readlink -e "$opt_s3") || die "there is no program for --s3"
	[ -z "$opt_s3" ] || [ "$opt_terminal" = no ] || die "--s3 is not for a terminal"
	number --time-limit "$opt_time_limit"
	number --boot-limit "$opt_boot_limit"
	number --cpus "$opt_cpus"
	number --memory "$opt_memory"
	number --timer-period "$opt_timer_period"
	number --rate "${opt_rate:-0}"
	check_files
	case $opt_icount in
	auto | [0-9]*) opt_icount=shift=$opt_icount ;;
	esac
	# Only the peer can tell when the last frames have come out, and only in a file of the host.
	[ "$opt_audiodev" = dbus ] && [ -z "$opt_s3" ] || opt_flush=no
	# QEMU loads an unpacked kernel again whenever it resets the machine, also when it wakes.
	[ -z "$opt_s3" ] || opt_unpack=no
}

# A system has its kernel and drivers of its own, and its services take their time to start.
check_system()
{
	[ "$opt_kernel$opt_modules_from$opt_s3$opt_suspend" = no ] ||
		die "--system brings its own kernel: not with --kernel, --modules-from, --s3 or --suspend"
	[ -w "$opt_system" ] || die "cannot write the image $opt_system"
	opt_system=$(readlink -f "$opt_system")
	opt_driver=none
	[ -n "$opt_boot_limit" ] || opt_boot_limit=600
}

# Checks the files that the options name. A file to be written need not exist, its directory has to.
check_files()
{
	local file

	for file in "$opt_play" "$opt_trace_registers"; do
		[ -z "$file" ] || [ -d "$(dirname "$file")" ] || die "there is no directory for the file $file"
	done
	case $opt_feed in
	counter | silence) ;;
	*) [ -r "$opt_feed" ] || die "cannot read the feed $opt_feed: give counter, silence or a raw file" ;;
	esac
	[[ $PWD$top$opt_out != *\'* ]] || die "paths with a ' in them are more than the guest's scripts can take"
	[[ $opt_out != *,* ]] || die "the output directory's name must not have a comma in it: $opt_out"
}
