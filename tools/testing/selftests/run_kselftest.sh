#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the installed tests that kselftest-list.txt beside it names, or those given as COLLECTION:TEST,
# and prints TAP, the output of each test as comments before its result. Exit status: 0 if all have
# passed, 4 if nothing was tested, else 1.

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
passed=0
failed=0
skipped=0
timeout=60

# Print the verdict on a test and count it.
judge()
{
	local number=$1 name=$2 status=$3

	case $status in
	0)
		passed=$((passed + 1))
		echo "ok $number selftests: $name"
		;;
	4)
		skipped=$((skipped + 1))
		echo "ok $number selftests: $name # SKIP"
		;;
	124)
		failed=$((failed + 1))
		echo "not ok $number selftests: $name # TIMEOUT $timeout seconds"
		;;
	*)
		failed=$((failed + 1))
		echo "not ok $number selftests: $name # exit=$status"
		;;
	esac
}

run_test()
{
	local number=$1 collection=${2%%:*} test=${2#*:}

	cd "$here/$collection" || exit 1
	if [ -e settings ]; then
		# shellcheck source=/dev/null
		. ./settings
	fi
	echo "# selftests: $collection: $test"
	timeout -k 10 "$timeout" "./$test" 2>&1 </dev/null | sed -u 's/^/# /'
	judge "$number" "$collection: $test" "${PIPESTATUS[0]}"
}

if [ $# -gt 0 ]; then
	tests=("$@")
else
	mapfile -t tests <"$here/kselftest-list.txt"
fi
echo "TAP version 13"
echo "1..${#tests[@]}"
for i in "${!tests[@]}"; do
	run_test $((i + 1)) "${tests[i]}"
done
echo "# Totals: pass:$passed fail:$failed xfail:0 xpass:0 skip:$skipped error:0"
[ "$failed" -eq 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 4
