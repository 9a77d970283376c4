# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# Boots a whole system from its disk image, by its own kernel, initial RAM disk and init. The image is
# one ext4 file system. Its service waveport-vm.service (in this directory) mounts the host's files and
# starts guest-init.

# Prints the name of the newest file in /boot of the image that begins so.
newest_in_boot()
{
	debugfs -R 'ls -p /boot' "$opt_system" 2>/dev/null | cut -d / -f 6 | grep "^$1" | sort -V | tail -n 1
}

take_file()
{
	debugfs -R "dump /boot/$1 $run_dir/$2" "$opt_system" 2>"$run_dir/debugfs.log"
	[ -s "$run_dir/$2" ] ||
		die "cannot take /boot/$1 from $opt_system: $(tail -n 1 "$run_dir/debugfs.log")"
}

# Takes the kernel that a boot loader would choose, which is the newest, and its initial RAM disk.
take_boot_files()
{
	local release

	need debugfs e2fsprogs
	release=$(newest_in_boot vmlinuz-)
	release=${release#vmlinuz-}
	[ -n "$release" ] || die "found no /boot/vmlinuz-* in $opt_system"
	take_file "vmlinuz-$release" vmlinuz
	take_file "initrd.img-$release" initramfs.img
	kernel_image=$run_dir/vmlinuz
	kernel_release=$release
	kernel_boot=$kernel_image
}

system_arguments()
{
	local discard=off

	[ -n "$opt_system" ] || return 0
	[ "$opt_discard" = no ] || discard=on
	qemu+=(
		-drive "file=$opt_system,format=raw,if=virtio,cache=unsafe,snapshot=$discard"
		-virtfs "local,path=$run_dir/tree/job,mount_tag=job,security_model=none,readonly=on"
	)
}
