# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # shared variables
#
# The demo's output: lines that stay and, at a terminal, a last line that shows the progress.

terminal=no
[ ! -t 1 ] || [ "${TERM:-dumb}" = dumb ] || terminal=yes

say()
{
	[ "$terminal" = no ] || printf '\r\e[K'
	printf '%s\n' "$*"
}

complain()
{
	[ "$terminal" = no ] || printf '\r\e[K'
	echo "demo: $*" >&2
}

die()
{
	complain "$*"
	exit 2
}

# Shows a line that the next one replaces. Prints nothing without a terminal, where the lines would
# stay.
show()
{
	[ "$terminal" = no ] || printf '\r\e[K%.79s' "$*"
}

# Sets now, in milliseconds. Functions that are called often set a variable, because a subshell for
# each call would take processor time from the VM.
look_at_clock()
{
	now=$((${EPOCHREALTIME/[.,]/} / 1000))
}

# Sets bar to a progress bar for $1 of $2 milliseconds.
draw_bar()
{
	local done=$1 all=$2 width=16 full empty

	[ "$done" -le "$all" ] || done=$all
	printf -v full '%*s' $((width * done / (all > 0 ? all : 1))) ''
	printf -v empty '%*s' $((width - ${#full})) ''
	printf -v bar '[%s%s] %d.%d of %d.%d s' "${full// /#}" "${empty// /.}" \
		$((done / 1000)) $((done / 100 % 10)) $((all / 1000)) $((all / 100 % 10))
}

# Runs a command with its output in a log, and shows the log if it fails.
quietly()
{
	local about=$1 log=$2 start=$SECONDS pid

	shift 2
	[ "$terminal" = yes ] || echo "$about"
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		show "$about ... $((SECONDS - start)) s"
		sleep 0.2
	done
	if wait "$pid"; then
		[ "$terminal" = no ] || say "$about"
		return
	fi
	complain "$about failed:"
	tail -n 20 "$log" >&2
	return 1
}
