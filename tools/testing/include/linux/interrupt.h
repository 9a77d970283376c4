/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_INTERRUPT_H
#define SHIM_LINUX_INTERRUPT_H

#include <linux/kernel.h>

void synchronize_irq(unsigned int irq);
#include <linux/workqueue.h>

#endif /* SHIM_LINUX_INTERRUPT_H */
