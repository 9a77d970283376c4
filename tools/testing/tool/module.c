// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a module says of itself.
 */

static const char module_version[]
__attribute__((used, section(".modinfo"))) = "version=0.2.0";
