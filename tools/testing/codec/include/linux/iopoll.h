/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waits for a condition in the fake time.
 */
#ifndef SHIM_LINUX_IOPOLL_H
#define SHIM_LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>

#define readx_poll_timeout(op, address, value, condition, delay, timeout) ({	\
	unsigned long _waited = 0;						\
	int _err;								\
										\
	for (;;) {								\
		(value) = op(address);						\
		_err = (condition) ? 0 : -ETIMEDOUT;				\
		if (!_err || _waited > (timeout))				\
			break;							\
		fake_wait(delay);						\
		_waited += (delay);						\
	}									\
	_err; })

#endif /* SHIM_LINUX_IOPOLL_H */
