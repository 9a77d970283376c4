/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An irq_work runs as soon as interrupts are enabled: when the CPU has released its lock.
 */
#ifndef SHIM_LINUX_IRQ_WORK_H
#define SHIM_LINUX_IRQ_WORK_H

#include <linux/types.h>

struct irq_work {
	void (*func)(struct irq_work *work);
	struct irq_work *next;
	bool pending;
};

static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *work))
{
	*work = (struct irq_work) { .func = func };
}

bool irq_work_queue(struct irq_work *work);
void irq_work_sync(struct irq_work *work);

#endif /* SHIM_LINUX_IRQ_WORK_H */
