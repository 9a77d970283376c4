# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# Which kernel is booted: kernel_image, kernel_release and kernel_modules (its module directory).

find_kernel()
{
	local hint='apt-get install linux-image-amd64, or give --kernel IMAGE'

	if [ -n "$opt_kernel" ]; then
		kernel_image=$opt_kernel
		[ -e "$kernel_image" ] || die "there is no kernel image $kernel_image"
	else
		kernel_image=$(newest_kernel)
		[ -n "$kernel_image" ] || die "found no /boot/vmlinuz-* with modules: $hint"
	fi
	[ -r "$kernel_image" ] ||
		die "cannot read the kernel image $kernel_image: run as root or give a readable copy with --kernel"
	if [ -n "$opt_modules_from" ]; then
		find_modules "$opt_modules_from"
	else
		find_modules "/lib/modules/${kernel_image##*/vmlinuz-}"
	fi
}

newest_kernel()
{
	local image

	while read -r image; do
		if [ -e "/lib/modules/${image#/boot/vmlinuz-}/modules.dep" ]; then
			echo "$image"
			return
		fi
	done < <(printf '%s\n' /boot/vmlinuz-* | sort -rV)
}

find_modules()
{
	[ -e "$1/modules.dep" ] ||
		die "found no modules (modules.dep) in $1 for $kernel_image: give their directory," \
			"which ends in lib/modules/RELEASE, with --modules-from"
	kernel_modules=$(readlink -f "$1")
	kernel_release=${kernel_modules##*/}
	[[ $kernel_modules == */lib/modules/* ]] ||
		die "the module directory $kernel_modules must end in lib/modules/RELEASE"
}
