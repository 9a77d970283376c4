# SPDX-License-Identifier: GPL-2.0-only
#
# What the Makefile of a test includes where there is no kernel source to bring its own lib.mk: the
# same variables (TEST_GEN_PROGS, TEST_PROGS, TEST_FILES, TEST_GEN_FILES, OUTPUT, INSTALL_PATH) and
# the same targets, as far as they are used here.

OUTPUT ?= $(CURDIR)

TEST_GEN_PROGS := $(addprefix $(OUTPUT)/,$(TEST_GEN_PROGS))
TEST_GEN_FILES := $(addprefix $(OUTPUT)/,$(TEST_GEN_FILES))

.PHONY: all install emit_tests clean

all: $(TEST_GEN_PROGS) $(TEST_GEN_FILES)

install: all
	install -d $(INSTALL_PATH)
	install $(TEST_GEN_PROGS) $(TEST_PROGS) $(INSTALL_PATH)
	cp $(TEST_GEN_FILES) $(TEST_FILES) $(wildcard settings) $(INSTALL_PATH)

emit_tests:
	@for test in $(notdir $(TEST_GEN_PROGS)) $(TEST_PROGS); do \
		echo "$(COLLECTION):$$test"; \
	done

clean:
	$(RM) -r $(TEST_GEN_PROGS) $(TEST_GEN_FILES) $(EXTRA_CLEAN)

$(OUTPUT)/%: %.c
	$(LINK.c) $(filter-out %.h,$^) $(LDLIBS) -o $@
