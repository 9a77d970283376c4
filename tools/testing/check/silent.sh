# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# For scripts that build kernel modules.

# Runs make. Every line that is neither progress nor the name of a directory is a warning.
silent()
{
	local log

	log=$("$@" 2>&1) || { echo "$log"; return 1; }
	if grep -vE '^ +(CC|LD|AR|MODPOST|CHECK|CLEAN|BTF|GEN|MKELF|HOST(CC|LD)|CALL|DESCEND|SYNC|UPD) |^Skipping BTF|^make' \
		<<<"$log"; then
		return 1
	fi
}
