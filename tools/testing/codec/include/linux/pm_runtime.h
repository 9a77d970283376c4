/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of runtime power management as counts who uses the device.
 */
#ifndef SHIM_LINUX_PM_RUNTIME_H
#define SHIM_LINUX_PM_RUNTIME_H

#include <linux/device.h>

static inline void pm_runtime_get_noresume(struct device *dev)
{
	dev->users++;
}

static inline void pm_runtime_put_noidle(struct device *dev)
{
	dev->users--;
}

static inline int pm_runtime_resume_and_get(struct device *dev)
{
	dev->users++;
	return 0;
}

static inline void pm_runtime_put_autosuspend(struct device *dev)
{
	dev->users--;
}

static inline void pm_runtime_mark_last_busy(struct device *dev)
{
	(void)dev;
}

static inline void pm_runtime_set_autosuspend_delay(struct device *dev, int delay)
{
	(void)dev;
	(void)delay;
}

static inline void pm_runtime_use_autosuspend(struct device *dev)
{
	dev->autosuspend = true;
}

static inline void pm_runtime_dont_use_autosuspend(struct device *dev)
{
	dev->autosuspend = false;
}

#endif /* SHIM_LINUX_PM_RUNTIME_H */
