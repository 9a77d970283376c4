// SPDX-License-Identifier: GPL-2.0-only
/*
 * System suspend, and runtime suspend of the controller while no stream is open.
 *
 * The RESUME trigger of a stream resets its engine and rebuilds the list. If the codecs do not
 * become ready after a resume, the card remains: its streams fail, and each prepare tries again to
 * start the link.
 */

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/pm.h>
#include <linux/pm_runtime.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>

#include "ich.h"

#define ICH_PM_IDLE_MS		2000

static void ich_pm_sleep(struct ich *chip)
{
	unsigned int i;

	mutex_lock(&chip->wake_lock);
	if (!chip->asleep) {
		for (i = 0; i < ICH_CODECS; i++)
			snd_ac97_suspend(chip->codecs[i]);
		ich_access_allow(chip, false);
	}
	mutex_unlock(&chip->wake_lock);
}

static int ich_pm_wake_all(struct ich *chip)
{
	unsigned int i;
	int err = ich_link_start(chip);

	if (err)
		return err;
	ich_access_allow(chip, true);
	for (i = 0; i < ICH_PINS; i++) {
		if (chip->pins[i].present)
			ich_engine_power_on(&chip->pins[i].engine);
	}
	for (i = 0; i < ICH_CODECS; i++)
		snd_ac97_resume(chip->codecs[i]);
	return 0;
}

/**
 * ich_pm_wake() - start the link and resume the codecs if they are powered down
 * @chip: the controller
 *
 * Context: May sleep, for 1.5 s if the codecs do not become ready.
 * Return: 0, also if they were not powered down; otherwise the error of ich_link_start().
 */
int ich_pm_wake(struct ich *chip)
{
	int err = 0;

	mutex_lock(&chip->wake_lock);
	if (chip->asleep)
		err = ich_pm_wake_all(chip);
	mutex_unlock(&chip->wake_lock);
	return err;
}

static int ich_pm_suspend(struct device *dev)
{
	struct snd_card *card = dev_get_drvdata(dev);

	snd_power_change_state(card, SNDRV_CTL_POWER_D3hot);
	ich_pm_sleep(card->private_data);
	return 0;
}

/* The card is set to D0 after a failure too, because clients would wait for D0 without end. */
static int ich_pm_resume(struct device *dev)
{
	struct snd_card *card = dev_get_drvdata(dev);
	int err = ich_pm_wake(card->private_data);

	if (err)
		dev_err(dev, "the codecs do not answer after the resume: %d\n", err);
	snd_power_change_state(card, SNDRV_CTL_POWER_D0);
	return err;
}

static int ich_pm_runtime_suspend(struct device *dev)
{
	struct snd_card *card = dev_get_drvdata(dev);

	ich_pm_sleep(card->private_data);
	return 0;
}

/* Returns 0 even on a failure: after an error runtime PM would not try to resume again. */
static int ich_pm_runtime_resume(struct device *dev)
{
	struct snd_card *card = dev_get_drvdata(dev);
	int err = ich_pm_wake(card->private_data);

	if (err)
		dev_err(dev, "the codecs do not answer after the controller slept: %d\n", err);
	return 0;
}

const struct dev_pm_ops ich_pm_ops = {
	SYSTEM_SLEEP_PM_OPS(ich_pm_suspend, ich_pm_resume)
	RUNTIME_PM_OPS(ich_pm_runtime_suspend, ich_pm_runtime_resume, NULL)
};

static void ich_pm_forbid(void *data)
{
	pm_runtime_get_noresume(data);
	pm_runtime_dont_use_autosuspend(data);
}

/**
 * ich_pm_allow() - allow the runtime suspend of the controller while no stream is open
 * @dev: device of the controller
 *
 * It is suspended only if the user has written "auto" to power/control in sysfs.
 *
 * Context: May sleep; at the end of the probe.
 * Return: 0 or -ENOMEM.
 */
int ich_pm_allow(struct device *dev)
{
	pm_runtime_set_autosuspend_delay(dev, ICH_PM_IDLE_MS);
	pm_runtime_use_autosuspend(dev);
	pm_runtime_mark_last_busy(dev);
	pm_runtime_put_noidle(dev);
	return devm_add_action_or_reset(dev, ich_pm_forbid, dev);
}

/**
 * ich_pm_get() - resume the controller and prevent its runtime suspend
 * @dev: device of the controller
 *
 * Context: May sleep.
 * Return: 0, or a negative errno if it cannot be powered up.
 */
int ich_pm_get(struct device *dev)
{
	return pm_runtime_resume_and_get(dev);
}

/**
 * ich_pm_put() - allow the runtime suspend that ich_pm_get() has prevented
 * @dev: device of the controller
 *
 * Context: Any.
 */
void ich_pm_put(struct device *dev)
{
	pm_runtime_mark_last_busy(dev);
	pm_runtime_put_autosuspend(dev);
}
