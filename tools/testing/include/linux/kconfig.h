/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before each file of ALSA's core: what a kernel build includes there, and what the files
 * use without including it. The headers that they include are in this directory, or empty, see the
 * Makefile of tools/testing/model. The options are those of Debian's kernel that affect the core,
 * and the one that enables its tracepoints.
 */
#ifndef SHIM_LINUX_KCONFIG_H
#define SHIM_LINUX_KCONFIG_H

#define CONFIG_64BIT			1
#define CONFIG_PM			1
#define CONFIG_X86			1
#define CONFIG_SND_DMA_SGBUF		1
#define CONFIG_SND_PCM_XRUN_DEBUG	1
#define CONFIG_SND_PROC_FS		1
#define CONFIG_SND_VERBOSE_PROCFS	1
#define IS_ENABLED(option)		0
#define IS_MODULE(option)		0

#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <linux/atomic.h>
#include <linux/compiler_types.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/time64.h>
#include <linux/wait.h>
#include <linux/device.h>
#include <linux/fs.h>

#endif /* SHIM_LINUX_KCONFIG_H */
