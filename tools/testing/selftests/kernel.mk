# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own lib.mk and runner of selftests, from the kernel source tree KSRC=, else from
# Debian's package linux-source-6.1.

ifndef KSRC
KSRC := $(shell $(dir $(lastword $(MAKEFILE_LIST)))../kernel-files \
	$(addprefix tools/testing/selftests/,lib.mk kselftest.h kselftest_harness.h \
	run_kselftest.sh kselftest/prefix.pl kselftest/runner.sh))
endif

kselftest := $(KSRC)/tools/testing/selftests
ifeq ($(wildcard $(kselftest)/lib.mk),)
$(error no selftests in the kernel source '$(KSRC)': apt install linux-source-6.1, or give KSRC=)
endif
