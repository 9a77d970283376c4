/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_LIST_H
#define SHIM_LINUX_LIST_H

#include <linux/types.h>

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

#endif /* SHIM_LINUX_LIST_H */
