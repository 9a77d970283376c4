# SPDX-License-Identifier: GPL-2.0-only
#
# How Sphinx renders the pages of this directory. tools/testing/docs/html calls it, with the
# directory of the kernel's own Sphinx extensions in KERNEL_SOURCE.

import os
import re
import sys

top = os.path.abspath('..')
kernel = os.environ['KERNEL_SOURCE']

# kerneldoc renders kernel-doc, automarkup makes links of names such as waveport_create()
sys.path.insert(0, os.path.join(kernel, 'Documentation', 'sphinx'))
extensions = ['kerneldoc', 'automarkup']
kerneldoc_bin = os.path.join(kernel, 'scripts', 'kernel-doc')
kerneldoc_srctree = top

with open(os.path.join(top, 'Makefile'), encoding='utf-8') as makefile:
    version = re.search(r'^export WAVEPORT_VERSION := (\S+)$', makefile.read(), re.M).group(1)
release = version
project = 'waveport'
author = 'The waveport developers'

primary_domain = 'c'
highlight_language = 'none'
html_theme = 'alabaster'
html_show_copyright = False
