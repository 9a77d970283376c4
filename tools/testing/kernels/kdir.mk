# SPDX-License-Identifier: GPL-2.0-only
#
# The Makefile of a kernel's build directory whose compiler is in another root: each target is made
# there. ROOT, HEADERS and INSIDE are defined above.

.PHONY: modules modules_install clean
modules modules_install clean:
	+@$(INSIDE) $(ROOT) $(MAKE) -C $(HEADERS) $@
