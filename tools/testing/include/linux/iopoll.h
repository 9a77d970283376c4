/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The timeout counts the reads, because time passes only in the model.
 */
#ifndef SHIM_LINUX_IOPOLL_H
#define SHIM_LINUX_IOPOLL_H

#include <linux/errno.h>

#define readx_poll_timeout_atomic(op, address, value, condition, delay, timeout) ({	\
	unsigned int _tries = (timeout) / (delay) + 1;					\
	int _err;									\
											\
	do {										\
		(value) = op(address);							\
		_err = (condition) ? 0 : -ETIMEDOUT;					\
	} while (_err && --_tries);							\
	_err; })

#endif /* SHIM_LINUX_IOPOLL_H */
