/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wait queues. All files of the test are O_NONBLOCK, so nothing ever waits.
 */
#ifndef SHIM_LINUX_WAIT_H
#define SHIM_LINUX_WAIT_H

typedef struct {
	int unused;
} wait_queue_head_t;

typedef struct {
	int unused;
} wait_queue_entry_t;

#define task_pid(task)			((struct pid *)(task))
#define get_pid(pid)			(pid)
#define put_pid(pid)			((void)(pid))
#define TASK_RUNNING			0
#define TASK_INTERRUPTIBLE		1
#define MAX_SCHEDULE_TIMEOUT		LONG_MAX

#define init_waitqueue_head(head)	((void)(head))
#define init_waitqueue_entry(entry, task) ((void)(entry))
#define init_wait_entry(entry, flags)	((void)(entry))
#define add_wait_queue(head, entry)	((void)(entry))
#define remove_wait_queue(head, entry)	((void)(entry))
#define prepare_to_wait(head, entry, state) ((void)(entry))
#define finish_wait(head, entry)	((void)(entry))
#define set_current_state(state)	((void)(state))
#define signal_pending(task)		true
#define wake_up(head)			((void)(head))
#define wait_event(head, condition)	((void)(condition))
#define schedule()			((void)0)
#define schedule_timeout(timeout)	((void)(timeout), 0L)
#define msecs_to_jiffies(ms)		((ms) * HZ / 1000)

#endif /* SHIM_LINUX_WAIT_H */
