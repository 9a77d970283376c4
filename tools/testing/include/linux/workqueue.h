/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work items: the headers of ALSA embed one, and nothing here uses it.
 */
#ifndef SHIM_LINUX_WORKQUEUE_H
#define SHIM_LINUX_WORKQUEUE_H

#include <linux/types.h>

struct work_struct {
	void (*function)(struct work_struct *work);
	bool pending;
};

#endif /* SHIM_LINUX_WORKQUEUE_H */
