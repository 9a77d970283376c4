#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loads the module that tests page lists in the kernel, and passes its results on.

cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh
module=waveport_pages_test

grep -q '^snd_waveport ' /proc/modules || skip_all "snd-waveport is not loaded"
log_mark "pages"
check "the test module loads" insmod "./$module.ko"
check "the test module unloads" rmmod "$module"
pass_on <<<"$(log_since_mark | sed -n "s/.*$module: //p")"
[ "$tap_number" -gt 2 ] || check "the test module has reported" false
check "nothing left in the kernel log" log_is_clean
finish
