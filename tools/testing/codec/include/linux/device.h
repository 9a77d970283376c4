/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages are kept for the tests to look at.
 */
#ifndef SHIM_LINUX_DEVICE_H
#define SHIM_LINUX_DEVICE_H

#include <linux/types.h>

struct device {
	void *data;
	int users;
	bool autosuspend;
};

__printf(2, 3)
void fake_message(bool error, const char *format, ...);

#define dev_err(dev, ...)	((void)(dev), fake_message(true, __VA_ARGS__))
#define dev_info(dev, ...)	((void)(dev))
#define dev_warn(dev, ...)	((void)(dev), fake_message(false, __VA_ARGS__))
#define dev_err_ratelimited	dev_err
#define dev_warn_ratelimited	dev_warn
#define dev_err_probe(dev, err, ...) (dev_err(dev, __VA_ARGS__), (err))

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->data;
}

static inline int devm_add_action_or_reset(struct device *dev, void (*action)(void *), void *data)
{
	(void)dev;
	(void)action;
	(void)data;
	return 0;
}

#endif /* SHIM_LINUX_DEVICE_H */
