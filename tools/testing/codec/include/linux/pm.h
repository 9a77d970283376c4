/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_PM_H
#define SHIM_LINUX_PM_H

struct device;

struct dev_pm_ops {
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
};

#define SYSTEM_SLEEP_PM_OPS(down, up) .suspend = (down), .resume = (up),
#define RUNTIME_PM_OPS(down, up, idle) .runtime_suspend = (down), .runtime_resume = (up),

#endif /* SHIM_LINUX_PM_H */
