// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock of the link, which the register WALCLK counts in 32 bits: it wraps around after 179 s
 * and begins again when the controller is reset. The time since the last reading tells how often
 * it has.
 *
 * Locking: clock_lock protects the count. It is taken inside the stream lock, and is the innermost.
 */

#include <linux/ktime.h>
#include <linux/math.h>
#include <linux/pci.h>
#include <linux/time64.h>

#include "hda.h"

/* All bits of the link are clocked by this. */
#define HDA_CLOCK_HZ		24000000
#define HDA_CLOCK_PER_US	(HDA_CLOCK_HZ / USEC_PER_SEC)

/**
 * hda_clock_restart() - go on counting after the register has begun again
 * @chip: the controller, which was just reset
 *
 * Context: May sleep.
 */
void hda_clock_restart(struct hda_chip *chip)
{
	unsigned long flags;

	spin_lock_irqsave(&chip->clock_lock, flags);
	chip->clock.reading = snd_hdac_chip_readl(&chip->bus.core, WALLCLK);
	chip->clock.read_at = ktime_get();
	spin_unlock_irqrestore(&chip->clock_lock, flags);
}

/* Get the ticks since the last reading, by a new reading and the time. */
static u64 hda_clock_passed(const struct hda_clock *clock, u32 reading, ktime_t now)
{
	u32 rest = reading - clock->reading;
	u64 about = ktime_us_delta(now, clock->read_at) * HDA_CLOCK_PER_US;

	if (about <= rest)
		return rest;
	return rest + round_down(about - rest + BIT_ULL(31), BIT_ULL(32));
}

/**
 * hda_clock_read() - read the clock of the link
 * @chip: the controller, which runs
 * @clock: set to the reading; it counts on over a suspend of the controller
 *
 * Context: Any; takes clock_lock.
 */
void hda_clock_read(struct hda_chip *chip, struct waveport_clock *clock)
{
	struct hda_clock *count = &chip->clock;
	unsigned long flags;
	ktime_t now;
	u32 reading;

	spin_lock_irqsave(&chip->clock_lock, flags);
	reading = snd_hdac_chip_readl(&chip->bus.core, WALLCLK);
	now = ktime_get();
	count->ticks += hda_clock_passed(count, reading, now);
	count->reading = reading;
	count->read_at = now;
	clock->ticks = count->ticks;
	spin_unlock_irqrestore(&chip->clock_lock, flags);
	clock->hz = HDA_CLOCK_HZ;
}
