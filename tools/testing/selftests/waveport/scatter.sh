#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Playback, capture and rewinds with mappings cut at every page, as in memory without two adjacent
# pages.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

scatter_pages || skip_all "no parameter scatter"
check "playback and capture" program ./scattered
check "rewind" program ./rewind
check "pause" program ./pause
finish
