/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_MODULE_H
#define SHIM_LINUX_MODULE_H

#define MODULE_DEVICE_TABLE(type, table)	_Static_assert(1, "")

#endif /* SHIM_LINUX_MODULE_H */
