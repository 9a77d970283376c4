# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The module tree that the guest gets as its /lib/modules/RELEASE: the distribution's, with the
# project's modules added. What has to differ from the distribution's is staged in stage_dir.

stage_modules()
{
	stage_dir=
	[ "$opt_driver" != waveport ] || die "--driver waveport cannot be had yet"
}
