/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_MODULE_H
#define SHIM_LINUX_MODULE_H

#include <linux/export.h>

/* A test sets a parameter by this. */
#define module_param(name, type, mode)	typeof(name) *const parameter_##name = &(name)
#define module_init(function)
#define module_exit(function)
#define MODULE_PARM_DESC(name, text)	_Static_assert(1, "")
#define MODULE_AUTHOR(text)		_Static_assert(1, "")
#define MODULE_DESCRIPTION(text)	_Static_assert(1, "")
#define MODULE_LICENSE(text)		_Static_assert(1, "")
#define MODULE_ALIAS_CHARDEV(major, minor) _Static_assert(1, "")
#define try_module_get(module)		((void)(module), true)
#define module_put(module)		((void)(module))
#define THIS_MODULE			NULL

#endif /* SHIM_LINUX_MODULE_H */
