// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest, for the program "faults": has the n-th call of a function of the kernel by one
 * thread return a value, without the function being run. Its parameters:
 *
 *	function	its name; it has to exist
 *	value		what it returns instead
 *	point		n; the thread that writes it is the one. What is read is how many calls are
 *			left, 0 once the function has failed
 *	allocation	if it is not 0, the function is run, and in it the allocation of this number
 *			fails, as by /proc/thread-self/fail-nth
 */

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

static DEFINE_MUTEX(fault_lock);
static char fault_name[KSYM_NAME_LEN];
static long fault_value;
static int fault_point;
static unsigned int fault_allocation;
static struct task_struct *fault_thread;

/* Takes the place of the function, and returns to its caller. */
static noinline long fault_function(void)
{
	return fault_value;
}

/* A breakpoint counts as an NMI and a hard interrupt, so these are no reason to let a call be. */
static int fault_before(struct kprobe *probe, struct pt_regs *regs)
{
	if (current != fault_thread || !fault_point || --fault_point)
		return 0;
	if (fault_allocation) {
		current->fail_nth = fault_allocation;
		return 0;
	}
	instruction_pointer_set(regs, (unsigned long)fault_function);
	return 1;
}

/* A probe that has this is not made a jump, after which no other place could be returned to. */
static void fault_after(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}

static struct kprobe fault_probe;

static void fault_forget(void)
{
	fault_point = 0;
	fault_thread = NULL;
	if (fault_probe.symbol_name)
		unregister_kprobe(&fault_probe);
	fault_probe = (struct kprobe) { };
}

static int fault_set_function(const char *name, const struct kernel_param *param)
{
	int err = 0;

	mutex_lock(&fault_lock);
	fault_forget();
	strscpy(fault_name, name, sizeof(fault_name));
	strim(fault_name);
	if (*fault_name) {
		fault_probe.symbol_name = fault_name;
		fault_probe.pre_handler = fault_before;
		fault_probe.post_handler = fault_after;
		err = register_kprobe(&fault_probe);
		if (err)
			fault_probe = (struct kprobe) { };
	}
	mutex_unlock(&fault_lock);
	return err;
}

static const struct kernel_param_ops fault_function_ops = {
	.set = fault_set_function,
};
module_param_cb(function, &fault_function_ops, NULL, 0200);
MODULE_PARM_DESC(function, "Name of the function.");

static int fault_set_point(const char *value, const struct kernel_param *param)
{
	int err = param_set_int(value, param);

	fault_thread = current;
	return err;
}

static const struct kernel_param_ops fault_point_ops = {
	.set = fault_set_point,
	.get = param_get_int,
};
module_param_cb(point, &fault_point_ops, &fault_point, 0600);
MODULE_PARM_DESC(point, "Which of its calls fails.");

module_param_named(value, fault_value, long, 0600);
MODULE_PARM_DESC(value, "What it returns then.");

module_param_named(allocation, fault_allocation, uint, 0600);
MODULE_PARM_DESC(allocation, "Which allocation in it fails instead.");

static int __init fault_init(void)
{
	return 0;
}
module_init(fault_init);

static void __exit fault_exit(void)
{
	fault_forget();
}
module_exit(fault_exit);

MODULE_DESCRIPTION("Has functions of the kernel fail, for tests");
MODULE_LICENSE("GPL");
