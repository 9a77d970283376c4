# SPDX-License-Identifier: GPL-2.0-only
#
# kbuild reads the first part, a person (and DKMS) calls the targets of the second. No test of
# KERNELRELEASE tells the two apart, because DKMS sets it on the command line of the second.

# What kbuild reads, also in "make -C KDIR M=...". A kernel that has the tree grafted in brings
# these from its own configuration.
export CONFIG_SND_WAVEPORT ?= m
export CONFIG_SND_WAVEPORT_ICH ?= m
export CONFIG_SND_WAVEPORT_HDA ?= m

# The version of the modules stands here and nowhere else.
export WAVEPORT_VERSION := 0.2.0

obj-y += sound/

# What a person calls. The newest installed headers serve, unless told otherwise; DKMS tells the
# kernel by KERNELRELEASE.
ifneq ($(KERNELRELEASE),)
KDIR ?= /lib/modules/$(KERNELRELEASE)/build
else
KDIR ?= $(lastword $(shell ls -d /lib/modules/*/build 2>/dev/null | sort -V))
endif
# DESTDIR is for a package; DKMS= for a call with other trees, KERNELRELEASE= for another kernel.
DKMS ?= dkms
dkms_dir = $(DESTDIR)/usr/src/waveport-$(WAVEPORT_VERSION)
modprobe_dir = $(DESTDIR)/usr/lib/modprobe.d

.PHONY: modules modules_install clean kdir dkms_source dkms dkms_remove deb tool tool_install \
	htmldocs check check-long demo help

# kbuild deletes all objects and modules below a tree that it cleans, unless they are in a directory that
# its list has. Those below build/ are of tests and of other kernels.
clean: keep := RCS_FIND_IGNORE='\( -path $(CURDIR)/build -o -path ./build \) -prune -o'

modules modules_install clean:
	@test -n "$(KDIR)" || { echo "no kernel headers found: apt install linux-headers-amd64, or give KDIR=" >&2; exit 1; }
	+$(MAKE) -C $(KDIR) M=$(CURDIR) $(keep) $@

kdir:
	@echo $(KDIR)

dkms_source:
	install -d "$(dkms_dir)" "$(modprobe_dir)"
	find Makefile Kconfig sound '(' -name '*.[ch]' -o -name Makefile -o -name Kconfig ')' \
		! -name '*.mod.c' -print0 | tar -c --null -T - | tar -x -C "$(dkms_dir)"
	sed 's/#MODULE_VERSION#/$(WAVEPORT_VERSION)/' dkms.conf >"$(dkms_dir)/dkms.conf"
	install -m 644 sound/pci/ich/snd-waveport-ich.conf "$(modprobe_dir)"

dkms: dkms_source
	$(DKMS) install "waveport/$(WAVEPORT_VERSION)" $(if $(KERNELRELEASE),-k $(KERNELRELEASE))

dkms_remove:
	$(DKMS) remove "waveport/$(WAVEPORT_VERSION)" --all
	rm -r "$(dkms_dir)"
	rm "$(modprobe_dir)/snd-waveport-ich.conf"

deb:
	@tools/deb

tool:
	+@$(MAKE) -s -C tools/waveport

tool_install:
	+@$(MAKE) -s -C tools/waveport install

htmldocs:
	@tools/testing/docs/html $(SPHINXOPTS)

check:
	tools/check

check-long:
	tools/check-long

demo:
	tools/demo

help:
	@echo 'Targets:'
	@echo '  modules          build snd-waveport and its two drivers of hardware (the default)'
	@echo '  modules_install  install them below INSTALL_MOD_PATH/lib/modules'
	@echo '  clean            remove what the build made'
	@echo '  dkms             have DKMS build and install them, for later kernels too'
	@echo '  dkms_remove      the reverse'
	@echo '  deb              make packages for Debian in build/deb: one that does this, the program'
	@echo '  tool             build the program waveport, in build/waveport'
	@echo '  tool_install     install it below DESTDIR and prefix (/usr)'
	@echo '  htmldocs         render Documentation/ as HTML pages in build/htmldocs'
	@echo '  demo             play and record real audio in a VM and compare it (tools/demo)'
	@echo '  check            all tests, in userspace and in a VM (tools/check)'
	@echo '  check-long       the same with 10^6 random sequences and the fuzzer (tools/check-long)'
	@echo '  help             this list'
	@echo 'Variables:'
	@echo '  KDIR=DIR         kernel build directory (now: $(KDIR))'
	@echo '  SPHINXOPTS=...   options of sphinx-build for htmldocs, such as -W'
	@echo '  W=1 C=1          more compiler warnings, sparse'
	@echo 'Alone, on a host that has the hardware and the modules loaded:'
	@echo '  make -C tools/testing/selftests run_tests'
