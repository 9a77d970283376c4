# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Shared by the shell tests: streams of the card under test, and checks of the kernel log.

# shellcheck source-path=SCRIPTDIR source=kind.sh
. ./kind.sh
# The PCM devices.
# shellcheck disable=SC2034 # for those who include this
QUEUE=0 CYCLIC=32
# where a test shows what does not wait for its end
exec 3>&1

# shellcheck source-path=SCRIPTDIR source=../../check/tap.sh
. ./tap.sh

# Skip all tests of the script, because they are not possible on this host.
skip_all()
{
	echo "1..0 # SKIP $*"
	exit 4
}

# Report the results of another TAP producer as results of this script.
pass_on()
{
	local verdict

	while read -r verdict; do
		case $verdict in
		"ok "*) check "${verdict#ok * }" true ;;
		"not ok "*) check "${verdict#not ok * }" false ;;
		"#"*) echo "$verdict" ;;
		esac
	done
}

# Wait up to 60 s for a command to succeed. A slow kernel takes seconds for one try, so there are at least
# some of them.
eventually()
{
	local tries=0 start=$SECONDS

	until "$@"; do
		tries=$((tries + 1))
		if [ "$tries" -ge 20 ] && [ $((SECONDS - start)) -ge 60 ]; then
			echo "waited $((SECONDS - start)) s in vain: $*"
			return 1
		fi
		sleep 0.1
	done
}

log_mark()
{
	echo "selftest: $*" >/dev/kmsg
	log_line="selftest: $*"
}

# Print what the kernel has logged since the mark, with the level in front.
log_since_mark()
{
	dmesg --decode | awk -v mark="$log_line" 'seen { print } index($0, mark) { seen = 1 }'
}

# Succeed if the kernel has logged no warning, error or trace since the mark.
log_is_clean()
{
	local bad

	# many messages push the first ones out
	dmesg | grep -qF "$log_line" || { echo "the kernel log does not reach back so far"; return 1; }
	# these messages are caused by a slow machine and not by the driver
	bad=$(log_since_mark | grep -v 'hrtimer: interrupt took' |
		grep -E '^[a-z]+ *:(emerg|alert|crit|err|warn) *:|Call Trace|leak') || return 0
	echo "in the kernel log:"
	echo "$bad"
	return 1
}

# Run a test program, its output as comments.
program()
{
	"$@" 2>&1 | sed -u 's/^/# /' >&3
	return "${PIPESTATUS[0]}"
}

# What the parameters were before set_parameter: VALUE FILE.
former_parameters=()

restore_parameters()
{
	local i

	for ((i = ${#former_parameters[@]} - 1; i >= 0; i--)); do
		echo "${former_parameters[i]%% *}" >"${former_parameters[i]#* }"
	done
}

# Set a parameter of snd-waveport until the test ends, or fail: NAME VALUE.
set_parameter()
{
	local parameter=/sys/module/snd_waveport/parameters/$1

	[ -w "$parameter" ] || return
	former_parameters+=("$(cat "$parameter") $parameter")
	trap restore_parameters EXIT
	echo "$2" >"$parameter"
}

# Have mappings cut at every page until the test ends, or fail.
scatter_pages()
{
	set_parameter scatter Y
}

# Have another driver take a controller, with a driver_override or none: ADDRESS DRIVER OVERRIDE.
give_controller()
{
	local pci=/sys/bus/pci/devices/$1

	echo "$1" >"$pci/driver/unbind" || return
	echo "$3" >"$pci/driver_override" || return
	modprobe "$2" && echo "$1" >/sys/bus/pci/drivers_probe || return
	eventually card_of "$2" >/dev/null
}

# Play silence for a moment on a PCM device.
play_silence()
{
	head -c 19200 /dev/zero |
		aplay -q -D "hw:$(card_number),$1" -t raw -f S16_LE -c 2 -r 48000
}

# The buffer is long, because ALSA's timeout of a read is 110 % of the duration of the buffer.
record_moment()
{
	timeout 60 arecord -q -D "hw:$(card_number),$1" -t raw -f S16_LE -c 2 -r 48000 -B 1000000 \
		-s 4800 >/dev/null
}
