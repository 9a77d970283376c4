# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The guest's initramfs: busybox, guest-boot, and the modules that mount the host's files. It is
# cached under a hash of all its parts; the files of a single run are appended as a second archive.

guest_needs=(virtio_pci virtio_console 9pnet_virtio 9p)

# Prints the files that these modules need, in the order of loading. A built-in module has no file.
module_files()
{
	local module

	for module in "${guest_needs[@]}"; do
		modprobe -d "${kernel_modules%/lib/modules/*}" -S "$kernel_release" --ignore-install \
			--show-depends "$module" 2>"$run_dir/modprobe.log" ||
			die "kernel $kernel_release has no module $module, which the guest needs" \
				"to reach its files: $(cat "$run_dir/modprobe.log")"
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++'
}

build_base()
{
	local tree=$run_dir/initramfs file files=("$@")

	mkdir -p "$tree/bin" "$tree/modules"
	cp "$(command -v busybox)" "$tree/bin/busybox"
	for file in $(busybox --list); do
		[ "$file" = busybox ] || ln -s busybox "$tree/bin/$file"
	done
	install -m 755 "$vm/guest-boot" "$tree/init"
	: >"$tree/modules/order"
	for file in "${files[@]}"; do
		cp "$file" "$tree/modules/"
		echo "${file##*/}" >>"$tree/modules/order"
	done
	archive "$tree" >"$base.$$"
	mv "$base.$$" "$base"
	rm -rf "$tree"
}

archive()
{
	(cd "$1" && find . | busybox cpio -o -H newc -R 0:0 2>/dev/null)
}

settings()
{
	local -a pairs=(
		"VM_TOP=$top" "VM_CWD=$PWD" "VM_MODULES=${kernel_modules:-}" "VM_STAGE=${stage_dir:-}"
		"VM_CARD=$opt_card" "VM_MODULE=$(driver_module)" "VM_MODULE_PARAM=$opt_module_param"
		"VM_AUDIODEV=$opt_audiodev" "VM_FLUSH=$opt_flush" "VM_CARDS=$opt_cards" "VM_AWAKE=${awake_module:-}"
		"VM_S3=$opt_s3" "VM_SYSTEM=$opt_system"
		"VM_TERMINAL=$opt_terminal" "VM_TERM=${TERM:-dumb}"
		"VM_ROWS=${terminal_rows:-24}" "VM_COLUMNS=${terminal_columns:-80}"
	)
	local pair

	for pair in "${pairs[@]}"; do
		printf "%s='%s'\n" "${pair%%=*}" "${pair#*=}"
	done
}

# What this run is to do, for guest-init.
make_job()
{
	mkdir -p "$run_dir/tree/job"
	settings >"$run_dir/tree/job/settings"
	printf '%q ' "${opt_command[@]}" >"$run_dir/tree/job/command"
}

make_initramfs()
{
	local -a files
	local base key

	mapfile -t files < <(module_files)
	[ ! -s "$run_dir/modprobe.log" ] || exit 2
	key=$(sha256sum "$vm/initramfs.sh" "$vm/guest-boot" "$(command -v busybox)" "${files[@]}" |
		sha256sum | cut -c 1-16)
	base=$build/vm-cache/initramfs-$key
	mkdir -p "$build/vm-cache"
	[ -e "$base" ] || build_base "${files[@]}"
	touch "$base"
	make_job
	{ cat "$base" && archive "$run_dir/tree"; } >"$run_dir/initramfs.img"
}
