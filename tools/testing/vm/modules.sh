# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # shared variables; commas belong to QEMU
#
# The module tree that the guest gets as its /lib/modules/RELEASE: the distribution's, with the
# project's modules added by its own "make modules_install". The files that differ from the
# distribution's are in stage_dir. Each build of the modules gets another stage_dir, so that a
# running VM keeps its files when the modules are rebuilt.

stage_modules()
{
	local -a built
	local key

	stage_dir=
	mapfile -t built < <(find "$opt_driver_from/sound" -name '*.ko' 2>/dev/null | sort)
	built_for_kernel "${built[@]}" || return 0
	key=$(sha256sum "$vm/modules.sh" "$kernel_modules/modules.dep" "${built[@]}" | sha256sum | cut -c 1-16)
	stage_dir=$build/vm-cache/modules-$key/lib/modules/$kernel_release
	mkdir -p "$build/vm-cache"
	exec {stage_lock}>"$build/vm-cache/.lock"
	flock -w 60 "$stage_lock" || die "waited 60 s for another run to stage its modules in $build/vm-cache"
	forget_stages
	is_staged "${#built[@]}" || fill_stage "$build/vm-cache/modules-$key"
	touch "$build/vm-cache/modules-$key"
	exec {stage_lock}>&-
}

# Tells whether the tree is complete: kbuild's own "clean" of this directory deletes all modules below it.
# The directory that kbuild installs to depends on the kernel, and whether it compresses them.
is_staged()
{
	[ -e "$stage_dir/modules.dep" ] &&
		[ "$(find "$stage_dir" -type f -name '*.ko*' | wc -l)" -eq "$1" ]
}

# Tells whether modules were built for this kernel. It is an error only if waveport is to be loaded.
built_for_kernel()
{
	local file release complain=die

	[ "$opt_driver" = waveport ] || complain=say
	if [ $# -eq 0 ]; then
		[ "$opt_driver" != waveport ] ||
			die "the modules are not built below $opt_driver_from/sound: run make KDIR=$kernel_modules/build"
		return 1
	fi
	[ "$opt_driver" != waveport ] || [[ "$* " == *"/$(driver_module).ko "* ]] ||
		die "there is no $(driver_module).ko below $opt_driver_from/sound, which --card $opt_card needs"
	for file in "$@"; do
		release=$(modinfo -F vermagic "$file" | cut -d ' ' -f 1)
		if [ "$release" != "$kernel_release" ]; then
			$complain "$file is built for kernel $release, the VM boots $kernel_release:" \
				"run make KDIR=$kernel_modules/build"
			return 1
		fi
	done
}

fill_stage()
{
	local tree=$1 entry

	rm -rf "$tree"
	mkdir -p "$stage_dir"
	for entry in "$kernel_modules"/{kernel,modules.order,modules.builtin,modules.builtin.modinfo}; do
		[ ! -e "$entry" ] || ln -s "$entry" "$stage_dir/"
	done
	{
		make -C "$opt_driver_from" modules_install "KDIR=$kernel_modules/build" \
			INSTALL_MOD_PATH="$tree" DEPMOD=true &&
			depmod -b "$tree" "$kernel_release"
	} >"$run_dir/stage.log" 2>&1 && return
	rm -rf "$tree"
	tail -n 20 "$run_dir/stage.log" >&2
	die "make modules_install of $opt_driver_from for kernel $kernel_release failed"
}

# Removes cached files that no run has used for two days: no VM runs that long.
forget_stages()
{
	find "$build/vm-cache" -mindepth 1 -maxdepth 1 -mtime +1 \
		\( -name 'modules-*' -o -name 'initramfs-*' -o -name 'vmlinux-*' -o -name 'awake-*' \) -exec rm -rf {} +
}

# Builds the module that lets the guest keep its files over a suspend, for the booted kernel.
build_awake()
{
	local key dir

	awake_module=
	[ "$opt_suspend" = yes ] || return 0
	[ -d "$kernel_modules/build/" ] ||
		die "--suspend needs the headers of kernel $kernel_release in $kernel_modules/build"
	key=$({ cat "$vm"/awake/* && echo "$kernel_modules"; } | sha256sum | cut -c 1-16)
	dir=$build/vm-cache/awake-$key
	awake_module=$dir/waveport-vm-awake.ko
	[ ! -e "$awake_module" ] || return 0
	mkdir -p "$build/vm-cache"
	rm -rf "$dir"
	cp -r "$vm/awake" "$dir.$$"
	if ! make -C "$kernel_modules/build" M="$dir.$$" modules >"$run_dir/awake.log" 2>&1; then
		rm -r "$dir.$$"
		tail -n 20 "$run_dir/awake.log" >&2
		die "cannot build $vm/awake for kernel $kernel_release"
	fi
	mv -T "$dir.$$" "$dir" || [ -e "$awake_module" ]
}
