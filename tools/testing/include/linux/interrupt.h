/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interrupt thread, which the model runs.
 */
#ifndef SHIM_LINUX_INTERRUPT_H
#define SHIM_LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/workqueue.h>

void synchronize_irq(unsigned int irq);
void irq_wake_thread(unsigned int irq, void *dev_id);

#endif /* SHIM_LINUX_INTERRUPT_H */
