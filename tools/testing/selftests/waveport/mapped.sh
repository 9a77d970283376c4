#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Clients that may commit without a call, on pages of which no two are adjacent; and clients that
# call, on the same devices.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

# Run a program with those of its variants that fit the patterns.
variants()
{
	program env WAVEPORT_VARIANTS="$1" "$2"
}

scatter_pages || skip_all "no parameter scatter"
set_parameter mmap_control Y || skip_all "no parameter mmap_control"
check "commits without a call" program ./mapped
check "rewinds by call" variants "rewind.*_16_* rewind.*_128_*" ./rewind
check "drains of clients that call" variants "drain.queue_4" ./drain
set_parameter mmap_control N
check "rewinds without the option" variants "rewind.mmap_*" ./rewind
finish
