# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the user sees while the demo works: lines that stay, and at a terminal below them one that
# changes all the time.

# What has to end with us.
children=()
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

# Shows a line that the next one replaces. Without a terminal nothing: it would be hundreds.
show()
{
	[ "$terminal" = no ] || printf '\r\e[K%.79s' "$*"
}

now_ms()
{
	local now=${EPOCHREALTIME/[.,]/}

	echo $((now / 1000))
}

# A bar for so many milliseconds of so many.
bar()
{
	local done=$1 all=$2 width=16 full

	[ "$done" -le "$all" ] || done=$all
	full=$((width * done / (all > 0 ? all : 1)))
	printf '[%s%s] %d.%d of %d.%d s' \
		"$(printf '%*s' "$full" '' | tr ' ' '#')" "$(printf '%*s' $((width - full)) '' | tr ' ' .)" \
		$((done / 1000)) $((done / 100 % 10)) $((all / 1000)) $((all / 100 % 10))
}

# Runs a command whose output only matters if it fails; it is kept in a log.
quietly()
{
	local about=$1 log=$2 start=$SECONDS pid

	shift 2
	[ "$terminal" = yes ] || echo "$about"
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	children+=("$pid")
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
