/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_DEVICE_H
#define SHIM_LINUX_DEVICE_H

struct device;

/* Only checks the arguments. */
static inline __printf(2, 3)
void dev_err_ratelimited(const struct device *dev, const char *format, ...)
{
	(void)dev;
	(void)format;
}

#endif /* SHIM_LINUX_DEVICE_H */
