// SPDX-License-Identifier: GPL-2.0-only
/*
 * System suspend, and runtime suspend of the controller while no codec is in use.
 *
 * The codecs are devices of their own, children of the controller, with the power management of
 * their drivers: they are suspended before the controller and resumed after it. A stream cannot be
 * resumed by a trigger, because its codec has to be prepared, which may sleep
 * (WAVEPORT_FRAMING_NO_RESUME).
 */

#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <sound/core.h>

#include "hda.h"

static struct hda_chip *hda_pm_chip(struct device *dev)
{
	struct snd_card *card = dev_get_drvdata(dev);

	return card->private_data;
}

static int hda_pm_suspend(struct device *dev)
{
	struct hda_chip *chip = hda_pm_chip(dev);

	snd_power_change_state(chip->card, SNDRV_CTL_POWER_D3hot);
	hda_bus_stop(chip);
	return 0;
}

static int hda_pm_resume(struct device *dev)
{
	struct hda_chip *chip = hda_pm_chip(dev);

	hda_bus_start(chip);
	snd_power_change_state(chip->card, SNDRV_CTL_POWER_D0);
	return 0;
}

/* A codec that tells something, such as a plug, wakes the controller. */
static int hda_pm_runtime_suspend(struct device *dev)
{
	struct hda_chip *chip = hda_pm_chip(dev);
	struct hdac_bus *bus = &chip->bus.core;

	snd_hdac_chip_updatew(bus, WAKEEN, 0, STATESTS_INT_MASK);
	hda_bus_stop(chip);
	return 0;
}

static int hda_pm_runtime_resume(struct device *dev)
{
	struct hda_chip *chip = hda_pm_chip(dev);
	struct hdac_bus *bus = &chip->bus.core;
	unsigned long woken = snd_hdac_chip_readw(bus, STATESTS);
	struct hda_codec *codec;

	hda_bus_start(chip);
	snd_hdac_chip_updatew(bus, WAKEEN, STATESTS_INT_MASK, 0);
	list_for_each_codec(codec, &chip->bus) {
		if (codec->forced_resume || woken & BIT(codec->addr))
			pm_request_resume(hda_codec_dev(codec));
	}
	return 0;
}

static int hda_pm_runtime_idle(struct device *dev)
{
	return hda_pm_chip(dev)->bus.core.codec_powered ? -EBUSY : 0;
}

const struct dev_pm_ops hda_pm_ops = {
	SYSTEM_SLEEP_PM_OPS(hda_pm_suspend, hda_pm_resume)
	RUNTIME_PM_OPS(hda_pm_runtime_suspend, hda_pm_runtime_resume, hda_pm_runtime_idle)
};

/**
 * hda_pm_allow() - allow the runtime suspend of the controller
 * @dev: device of the controller
 *
 * It is suspended only if the user has written "auto" to power/control in sysfs.
 *
 * Context: May sleep; at the end of the probe.
 */
void hda_pm_allow(struct device *dev)
{
	pm_runtime_use_autosuspend(dev);
	pm_runtime_put_autosuspend(dev);
}

/**
 * hda_pm_forbid() - undo hda_pm_allow()
 * @dev: device of the controller
 *
 * Context: May sleep; at the removal.
 */
void hda_pm_forbid(struct device *dev)
{
	pm_runtime_get_sync(dev);
	pm_runtime_dont_use_autosuspend(dev);
}
