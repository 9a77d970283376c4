#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The largest buffers, on pages of which no two are adjacent, so a descriptor is at most a page.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

scatter_pages || skip_all "no parameter scatter"
check "deep" program env DESCRIPTOR_BYTES="$(getconf PAGE_SIZE)" ./deep
finish
