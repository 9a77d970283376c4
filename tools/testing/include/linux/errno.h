/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The C library's errno.h takes its numbers from linux/errno.h, so from this file. Including
 * errno.h here would go round in a circle.
 */
#ifndef SHIM_LINUX_ERRNO_H
#define SHIM_LINUX_ERRNO_H

#include <asm/errno.h>

#define ERESTARTSYS	512
#define ENOIOCTLCMD	515

#endif /* SHIM_LINUX_ERRNO_H */
