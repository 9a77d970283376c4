/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_DEVICE_H
#define SHIM_LINUX_DEVICE_H

enum dma_data_direction {
	DMA_BIDIRECTIONAL,
	DMA_TO_DEVICE,
	DMA_FROM_DEVICE,
};

struct dev_pm_ops {
	int unused;
};

struct device_type {
	const char *name;
	const struct dev_pm_ops *pm;
};

struct attribute {
	const char *name;
};

struct attribute_group {
	struct attribute **attrs;
};

struct pm_qos_request {
	int unused;
};

#define cpu_latency_qos_add_request(request, us)	((void)(request))
#define cpu_latency_qos_remove_request(request)		((void)(request))
#define cpu_latency_qos_request_active(request)		((void)(request), false)

typedef struct {
	int event;
} pm_message_t;

struct device {
	const struct attribute_group **groups;
	const struct device_type *type;
};

struct device_attribute {
	struct attribute attr;
};

#define SET_SYSTEM_SLEEP_PM_OPS(suspend, resume)
#define DEVICE_ATTR_RO(name)	struct device_attribute dev_attr_##name
#define dev_set_name(dev, format...)	((void)(dev))
#define dev_set_drvdata(dev, data)	((void)(dev))
#define put_device(dev)		((void)(dev))

#define dev_dbg(dev, format...)	((void)(dev))
#define dev_warn(dev, format...)	((void)(dev))
#define dev_err(dev, format...)	((void)(dev))

/* Only checks the arguments. */
static inline __printf(2, 3)
void dev_err_ratelimited(const struct device *dev, const char *format, ...)
{
	(void)dev;
	(void)format;
}

#define dev_info		dev_err_ratelimited
#define dev_info_ratelimited	dev_err_ratelimited

#endif /* SHIM_LINUX_DEVICE_H */
