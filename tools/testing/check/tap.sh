# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# TAP for shell scripts: check DESCRIPTION COMMAND..., and finish at the end.

tap_number=0
tap_failed=0

# Runs a command without input, and prints its output only if it fails. Tells the duration of what
# takes long.
check()
{
	local description=$1 output start=$SECONDS

	shift
	tap_number=$((tap_number + 1))
	if output=$("$@" 2>&1 </dev/null); then
		echo "ok $tap_number - $description"
		[ $((SECONDS - start)) -lt 5 ] || echo "# $((SECONDS - start)) s"
		return
	fi
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_number - $description"
	tail -n 40 <<<"$output" | sed 's/^/# /'
}

finish()
{
	echo "1..$tap_number"
	[ "$tap_failed" -eq 0 ] && [ "$tap_number" -gt 0 ]
}
