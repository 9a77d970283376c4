/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The C library's errno.h includes linux/errno.h, which is this file. So this file cannot include
 * errno.h.
 */
#ifndef SHIM_LINUX_ERRNO_H
#define SHIM_LINUX_ERRNO_H

#include <asm/errno.h>

#define ERESTARTSYS	512
#define ENOIOCTLCMD	515

#endif /* SHIM_LINUX_ERRNO_H */
