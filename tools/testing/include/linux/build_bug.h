/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_BUILD_BUG_H
#define SHIM_LINUX_BUILD_BUG_H

#define static_assert(expression)	_Static_assert(expression, #expression)

#endif /* SHIM_LINUX_BUILD_BUG_H */
