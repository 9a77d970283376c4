// SPDX-License-Identifier: GPL-2.0-only
/*
 * The card of a controller, and its lifetime.
 *
 * The card owns everything: its private_free frees the bus and the interrupt, after the codecs and
 * the port, which are devices of the card. The registers are managed by the PCI device and go last.
 *
 * A controller is given to this driver by its file driver_override in sysfs, see README.md. One
 * whose DSP another driver of the kernel runs is refused.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <sound/core.h>
#include <sound/initval.h>
#include <sound/intel-dsp-config.h>

#include "hda.h"

/* An hour, so that the milliseconds fit an int. */
#define HDA_POWER_SAVE_MAX	3600

static int index[SNDRV_CARDS] = SNDRV_DEFAULT_IDX;
module_param_array(index, int, NULL, 0444);
MODULE_PARM_DESC(index, "Index of the card, for each card.");

static char *id[SNDRV_CARDS] = SNDRV_DEFAULT_STR;
module_param_array(id, charp, NULL, 0444);
MODULE_PARM_DESC(id, "ID of the card, for each card.");

/* hda_slots_lock protects what follows. */
static DEFINE_MUTEX(hda_slots_lock);
static DECLARE_BITMAP(hda_slots, SNDRV_CARDS);
/* The controllers whose cards are complete, by slot. */
static struct hda_chip *hda_chips[SNDRV_CARDS];
static unsigned int power_save = CONFIG_SND_HDA_POWER_SAVE_DEFAULT;

/* It holds for the cards that are there, too. */
static int hda_set_power_save(const char *value, const struct kernel_param *param)
{
	unsigned int i;
	int err;

	mutex_lock(&hda_slots_lock);
	err = param_set_uint_minmax(value, param, 0, HDA_POWER_SAVE_MAX);
	for (i = 0; !err && i < SNDRV_CARDS; i++) {
		if (hda_chips[i])
			snd_hda_set_power_save(&hda_chips[i]->bus, power_save * MSEC_PER_SEC);
	}
	mutex_unlock(&hda_slots_lock);
	return err;
}

static const struct kernel_param_ops hda_power_save_ops = {
	.set = hda_set_power_save,
	.get = param_get_uint,
};
module_param_cb(power_save, &hda_power_save_ops, &power_save, 0644);
MODULE_PARM_DESC(power_save, "Power codecs down after so many seconds without use (0: never).");

/* A slot selects the parameters of a card. The lowest free one is taken, as after a fresh load. */
static int hda_slot_take(void)
{
	int slot;

	mutex_lock(&hda_slots_lock);
	slot = find_first_zero_bit(hda_slots, SNDRV_CARDS);
	if (slot < SNDRV_CARDS)
		__set_bit(slot, hda_slots);
	mutex_unlock(&hda_slots_lock);
	return slot < SNDRV_CARDS ? slot : -ENODEV;
}

/* Have power_save apply to a card that is complete, or not any more. */
static void hda_slot_fill(int slot, struct hda_chip *chip)
{
	mutex_lock(&hda_slots_lock);
	hda_chips[slot] = chip;
	if (chip)
		snd_hda_set_power_save(&chip->bus, power_save * MSEC_PER_SEC);
	mutex_unlock(&hda_slots_lock);
}

static void hda_slot_give_back(int slot)
{
	mutex_lock(&hda_slots_lock);
	__clear_bit(slot, hda_slots);
	mutex_unlock(&hda_slots_lock);
}

static void hda_card_free(struct snd_card *card)
{
	struct hda_chip *chip = card->private_data;

	hda_bus_free(chip);
	kfree(chip->pins);
	hda_slot_give_back(chip->slot);
}

/* A DSP is run by another driver of the kernel if the machine says so. */
static int hda_card_refuse_dsp(struct hda_chip *chip)
{
	int driver;

	if (!(chip->model->flags & HDA_MODEL_DSP))
		return 0;
	driver = snd_intel_dsp_driver_probe(chip->pci);
	if (driver == SND_INTEL_DSP_DRIVER_ANY || driver == SND_INTEL_DSP_DRIVER_LEGACY)
		return 0;
	return dev_err_probe(&chip->pci->dev, -ENODEV,
			     "the DSP of this machine needs another driver (SOF or AVS)\n");
}

static int hda_card_free_devices(struct snd_device *device)
{
	hda_pins_forget_devices(device->device_data);
	return 0;
}

/* Freed before the PCM devices, because ALSA frees in reverse order. */
static const struct snd_device_ops hda_card_devices_ops = {
	.dev_free = hda_card_free_devices,
};

static int hda_card_make_port(struct hda_chip *chip)
{
	struct waveport_pin *pins;
	unsigned int i;
	int err;

	pins = kcalloc(chip->pin_count, sizeof(*pins), GFP_KERNEL);
	if (!pins)
		return -ENOMEM;
	for (i = 0; i < chip->pin_count; i++) {
		struct hda_pin *pin = &chip->pins[i];

		pins[i] = (struct waveport_pin) {
			.name = pin->name,
			.capture = pin->capture,
			.device = pin->device,
			.own_channel_maps = true,
			.engine = pin,
		};
	}
	err = waveport_create(chip->card, &chip->pci->dev, &hda_miniport_ops, pins,
			      chip->pin_count, &chip->port);
	kfree(pins);
	if (err)
		return err;
	err = snd_device_new(chip->card, SNDRV_DEV_PCM, chip, &hda_card_devices_ops);
	if (err)
		chip->port = NULL;
	return err;
}

/* The driver name selects the configuration of alsa-lib, as for snd-hda-intel. */
static void hda_card_name(struct hda_chip *chip)
{
	struct snd_card *card = chip->card;

	strscpy(card->driver, "HDA-Intel", sizeof(card->driver));
	snprintf(card->shortname, sizeof(card->shortname), "waveport %s", chip->model->name);
	snprintf(card->longname, sizeof(card->longname), "waveport: %s, %.32s at irq %d",
		 chip->model->name, card->mixername, chip->card->sync_irq);
}

static int hda_card_make(struct hda_chip *chip)
{
	int err;

	err = hda_card_refuse_dsp(chip);
	if (err)
		return err;
	chip->pins = kcalloc(HDA_PINS_MAX, sizeof(*chip->pins), GFP_KERNEL);
	if (!chip->pins)
		return -ENOMEM;
	err = hda_bus_create(chip);
	if (err)
		return err;
	err = hda_interrupt_request(chip);
	if (err)
		return err;
	err = hda_codec_create_all(chip);
	if (err)
		return err;
	err = hda_card_make_port(chip);
	if (err)
		return dev_err_probe(&chip->pci->dev, err, "cannot create the PCM devices\n");
	hda_codec_build_all(chip);
	hda_card_name(chip);
	return snd_card_register(chip->card);
}

static int hda_card_new(struct pci_dev *pci, const struct pci_device_id *pci_id, int slot,
			struct snd_card **card)
{
	struct hda_chip *chip;
	int err;

	err = snd_devm_card_new(&pci->dev, index[slot], id[slot], THIS_MODULE, sizeof(*chip), card);
	if (err)
		return err;
	chip = (*card)->private_data;
	chip->card = *card;
	chip->pci = pci;
	chip->model = hda_model_find(pci_id);
	chip->slot = slot;
	mutex_init(&chip->assign_lock);
	mutex_init(&chip->pin_lock);
	spin_lock_init(&chip->clock_lock);
	spin_lock_init(&chip->sync_lock);
	(*card)->private_free = hda_card_free;
	return 0;
}

static int hda_probe(struct pci_dev *pci, const struct pci_device_id *pci_id)
{
	struct snd_card *card;
	struct hda_chip *chip;
	int slot, err;

	slot = hda_slot_take();
	if (slot < 0)
		return slot;
	err = hda_card_new(pci, pci_id, slot, &card);
	if (err) {
		hda_slot_give_back(slot);
		return err;
	}
	chip = card->private_data;
	err = hda_card_make(chip);
	if (err)
		return snd_card_free_on_error(&pci->dev, err);

	pci_set_drvdata(pci, card);
	hda_slot_fill(slot, chip);
	hda_pm_allow(&pci->dev);
	return 0;
}

/*
 * The card is freed here, when its last client has closed, because what is managed by the PCI
 * device goes right afterwards, the registers among it.
 */
static void hda_remove(struct pci_dev *pci)
{
	struct snd_card *card = pci_get_drvdata(pci);
	struct hda_chip *chip = card->private_data;

	hda_slot_fill(chip->slot, NULL);
	hda_pm_forbid(&pci->dev);
	snd_card_free(card);
}

static void hda_shutdown(struct pci_dev *pci)
{
	struct snd_card *card = pci_get_drvdata(pci);
	struct hda_chip *chip = card ? card->private_data : NULL;

	if (chip && chip->bus.core.chip_init)
		hda_bus_stop(chip);
}

static struct pci_driver hda_driver = {
	.name = KBUILD_MODNAME,
	.id_table = hda_ids,
	.probe = hda_probe,
	.remove = hda_remove,
	.shutdown = hda_shutdown,
	.driver.pm = pm_ptr(&hda_pm_ops),
};
module_pci_driver(hda_driver);

MODULE_DESCRIPTION("waveport miniport for HD Audio controllers");
MODULE_AUTHOR("The waveport developers");
MODULE_VERSION(WAVEPORT_VERSION);
MODULE_LICENSE("GPL");
