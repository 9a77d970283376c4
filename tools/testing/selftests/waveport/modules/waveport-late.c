// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delays interrupts, for tests: holds all processors with interrupts off for some milliseconds,
 * again and again, until the module is unloaded.
 */

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/smp.h>

static unsigned int hold_ms = 40;
module_param(hold_ms, uint, 0444);
MODULE_PARM_DESC(hold_ms, "How long interrupts are off, in milliseconds (default 40).");

static unsigned int pause_ms = 20;
module_param(pause_ms, uint, 0444);
MODULE_PARM_DESC(pause_ms, "How long they are on in between (default 20).");

static unsigned int holds;
module_param(holds, uint, 0444);
MODULE_PARM_DESC(holds, "How often they were off (read only).");

static struct task_struct *late_task;

/* Context: Hard interrupt. */
static void late_hold(void *unused)
{
	mdelay(hold_ms);
}

static int late_run(void *unused)
{
	while (!kthread_should_stop()) {
		on_each_cpu(late_hold, NULL, true);
		holds++;
		msleep(pause_ms);
	}
	return 0;
}

static int __init late_init(void)
{
	late_task = kthread_run(late_run, NULL, KBUILD_MODNAME);
	return PTR_ERR_OR_ZERO(late_task);
}
module_init(late_init);

static void __exit late_exit(void)
{
	kthread_stop(late_task);
}
module_exit(late_exit);

MODULE_DESCRIPTION("Delays interrupts, for tests");
MODULE_LICENSE("GPL");
