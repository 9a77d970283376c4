/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_SCHED_H
#define SHIM_LINUX_SCHED_H

/* Enough to tell the task that is interrupted from one that makes calls. */
struct task_struct {
	int unused;
};

extern struct task_struct kernel_idle_task;
extern struct task_struct kernel_client_task;
extern struct task_struct *kernel_task;

#define current	kernel_task

#endif /* SHIM_LINUX_SCHED_H */
