# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# Chooses the kernel to boot. Sets kernel_image, kernel_release, kernel_modules (its module
# directory) and kernel_boot (the file that QEMU gets).

find_kernel()
{
	local hint='apt-get install linux-image-amd64, or give --kernel IMAGE'

	if [ -n "$opt_kernel" ]; then
		kernel_image=$(readlink -f "$opt_kernel")
		[ -f "$kernel_image" ] || die "there is no kernel image $opt_kernel"
	else
		kernel_image=$(fitting_kernel)
		[ -n "$kernel_image" ] || kernel_image=$(newest_kernel)
		[ -n "$kernel_image" ] || die "found no /boot/vmlinuz-* with modules: $hint"
	fi
	[ -r "$kernel_image" ] ||
		die "cannot read the kernel image $kernel_image: run as root, or give a readable copy with --kernel"
	if [ -n "$opt_modules_from" ]; then
		find_modules "$opt_modules_from"
	else
		find_modules "/lib/modules/${kernel_image##*/vmlinuz-}"
	fi
}

# Prints the installed kernel that the driver is built for; nothing if the driver is not built.
fitting_kernel()
{
	local module release

	[ "$opt_driver" = waveport ] || return 0
	module=$(find "$opt_driver_from/sound" -name '*.ko' 2>/dev/null | head -n 1)
	[ -n "$module" ] || return 0
	release=$(modinfo -F vermagic "$module" | cut -d ' ' -f 1)
	if [ -e "/boot/vmlinuz-$release" ] && [ -e "/lib/modules/$release/modules.dep" ]; then
		echo "/boot/vmlinuz-$release"
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

# Unpacks the kernel once here, in half a second: an emulated processor takes seconds at each boot.
prepare_kernel()
{
	local key unpacked

	kernel_boot=$kernel_image
	[ "$opt_unpack" = yes ] || return 0
	key=$(stat -Lc '%n %s %Y' "$kernel_image" "$vm/kernel.sh" | sha256sum | cut -c 1-16)
	unpacked=$build/vm-cache/vmlinux-$key
	if [ ! -e "$unpacked" ]; then
		mkdir -p "$build/vm-cache"
		unpack_kernel >"$unpacked.$$" 2>"$run_dir/unpack.log" || : >"$unpacked.$$"
		mv "$unpacked.$$" "$unpacked"
	fi
	# An empty file in the cache means that this kernel has to be booted packed.
	[ ! -s "$unpacked" ] || kernel_boot=$unpacked
	touch "$unpacked"
}

# Prints the unsigned number of $2 bytes at offset $1 of the kernel image.
image_number()
{
	od -An "-tu$2" -j "$1" -N "$2" "$kernel_image" | tr -d ' '
}

# Prints the ELF file in a bzImage, if QEMU can boot it: see the kernel's Documentation/x86/boot.rst
# for the header, and QEMU for the PVH entry (an ELF note "Xen" of type 18) that it needs.
unpack_kernel()
{
	local offset length unpacked=$run_dir/vmlinux

	[ "$(image_number $((0x1fe)) 2)" = $((0xaa55)) ] || return 1
	offset=$((($(image_number $((0x1f1)) 1) + 1) * 512 + $(image_number $((0x248)) 4)))
	length=$(image_number $((0x24c)) 4)
	tail -c "+$((offset + 1))" "$kernel_image" | head -c "$length" >"$run_dir/payload"
	unpack_payload "$run_dir/payload" >"$unpacked" || true
	# The last four bytes of the payload are its unpacked size.
	[ "$(stat -c %s "$unpacked")" = "$(image_number $((offset + length - 4)) 4)" ] || return 1
	LC_ALL=C grep -aqP '\x04\0\0\0[\x04\x08]\0\0\0\x12\0\0\0Xen\0' "$unpacked" || return 1
	cat "$unpacked"
	rm "$unpacked" "$run_dir/payload"
}

unpack_payload()
{
	case $(od -An -tx1 -N 4 "$1" | tr -d ' ') in
	fd377a58) xz -dc --single-stream "$1" ;;
	1f8b08*) gzip -dc "$1" ;;
	28b52ffd) zstd -dc "$1" ;;
	*) return 1 ;;
	esac
}
