// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures the rate of the link while the codec is set to 48 kHz. On some boards the clock of the
 * codec is not the one that the AC'97 standard demands; then every rate is scaled before it is
 * written to the codec.
 *
 * PCM out plays silence for the measurement. The position is read twice, and only the difference is
 * used, because the FIFO is filled at the start faster than the link runs. Two measurements must
 * agree, because one may be wrong if a reading was delayed.
 */

#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/pci.h>
#include <sound/ac97_codec.h>
#include <sound/core.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif

#include "ich.h"
#include "ich_regs.h"
#include "position.h"

#define ICH_CLOCK_BYTES		32768
#define ICH_CLOCK_FRAME_BYTES	4
#define ICH_CLOCK_SETTLE_MS	20
#define ICH_CLOCK_SPAN_MS	100
#define ICH_CLOCK_TRIES		4
/* Two measurements agree if they differ by this at most. */
#define ICH_CLOCK_AGREE_HZ	100
/* A result outside of this range is a failed measurement: no known board has such a clock. */
#define ICH_CLOCK_MIN_HZ	40000
#define ICH_CLOCK_MAX_HZ	60000

/**
 * struct ich_clock_look - a reading of the position with its time
 * @bytes: bytes played since the start
 * @time: monotonic time
 */
struct ich_clock_look {
	u64 bytes;
	ktime_t time;
};

/**
 * ich_clock_is_virtual() - check whether the driver runs in a virtual machine
 *
 * A measurement is useless there: the device has no crystal of its own.
 *
 * Context: Any.
 * Return: true in a virtual machine that says so.
 */
bool ich_clock_is_virtual(void)
{
#ifdef CONFIG_X86
	return boot_cpu_has(X86_FEATURE_HYPERVISOR);
#else
	return false;
#endif
}

/* Interrupts are off, because one between the position and the time would falsify the result. */
static int ich_clock_look(const struct ich_engine *engine, struct ich_clock_look *look)
{
	u32 unit = engine->swapped ? 1 : ICH_SAMPLE_BYTES;
	unsigned long flags;
	u8 before, after;
	u16 left;

	local_irq_save(flags);
	before = ioread8(engine->base + ICH_CIV);
	left = ioread16(ich_engine_picb(engine));
	look->time = ktime_get();
	after = ioread8(engine->base + ICH_CIV);
	local_irq_restore(flags);
	if (before != after || !left || left * unit > ICH_CLOCK_BYTES)
		return -EAGAIN;
	look->bytes = (u64)(before + 1) * ICH_CLOCK_BYTES - left * unit;
	return 0;
}

static void ich_clock_start(struct ich_engine *engine, dma_addr_t silence)
{
	u32 unit = engine->swapped ? 1 : ICH_SAMPLE_BYTES;
	unsigned int i;

	for (i = 0; i < ICH_LIST; i++) {
		engine->list[i].address = cpu_to_le32(lower_32_bits(silence));
		engine->list[i].control = cpu_to_le32(ICH_CLOCK_BYTES / unit);
	}
	iowrite32(lower_32_bits(engine->list_address), engine->base + ICH_BDBAR);
	/* the descriptors before the index that makes them valid */
	dma_wmb();
	iowrite8(ICH_LIST - 1, engine->base + ICH_LVI);
	engine->run_ops->run(engine, 0);
}

/* Returns the rate of the link in frames per second, or a negative errno. */
static int ich_clock_read(struct ich_engine *engine, dma_addr_t silence)
{
	struct ich_clock_look first, second;
	s64 ns;
	int err;

	ich_clock_start(engine, silence);
	msleep(ICH_CLOCK_SETTLE_MS);
	err = ich_clock_look(engine, &first);
	msleep(ICH_CLOCK_SPAN_MS);
	if (!err)
		err = ich_clock_look(engine, &second);
	if (ich_engine_reset(engine))
		return -EIO;
	if (err)
		return err;

	ns = ktime_to_ns(ktime_sub(second.time, first.time));
	if (ns <= 0 || second.bytes <= first.bytes)
		return -EAGAIN;
	return div64_u64((second.bytes - first.bytes) / ICH_CLOCK_FRAME_BYTES * NSEC_PER_SEC, ns);
}

static int ich_clock_measure(struct ich_engine *engine, dma_addr_t silence)
{
	int hz, last = 0;
	unsigned int i;

	for (i = 0; i < ICH_CLOCK_TRIES; i++) {
		hz = ich_clock_read(engine, silence);
		if (hz == -EIO)
			return hz;
		if (hz >= ICH_CLOCK_MIN_HZ && hz < ICH_CLOCK_MAX_HZ &&
		    abs(hz - last) <= ICH_CLOCK_AGREE_HZ)
			return hz;
		last = hz;
	}
	return -EAGAIN;
}

/**
 * ich_clock_of() - compute the clock value for the AC'97 bus
 * @hz: frames per second that were measured with the codec set to 48000 Hz
 *
 * The result is the value that the codec needs for a rate of 48 kHz. Boards that measure about
 * 41,000 or 44,100 Hz are known to need these values themselves. A difference of up to 500 Hz from
 * 48,000 Hz counts as an error of the measurement.
 *
 * Context: Any.
 * Return: the clock value.
 */
unsigned int ich_clock_of(unsigned int hz)
{
	if (hz > 40500 && hz < 41500)
		return 41000;
	if (hz > 43600 && hz < 44600)
		return 44100;
	if (hz >= 47500 && hz <= 48500)
		return 48000;
	return 48000 * 48000U / hz;
}

/**
 * ich_clock_tune() - measure the clock of the codec, unless it is known
 * @chip: the controller; no stream exists yet
 *
 * If the measurement fails, the clock remains 48 kHz.
 *
 * Context: May sleep.
 */
void ich_clock_tune(struct ich *chip)
{
	struct device *dev = &chip->pci->dev;
	dma_addr_t address;
	void *silence;
	int hz;

	if (chip->options.clock_hz > 1 ||
	    (!chip->options.clock_hz && (chip->board->clock_hz || ich_clock_is_virtual())))
		return;
	silence = dma_alloc_coherent(dev, ICH_CLOCK_BYTES, &address, GFP_KERNEL);
	if (!silence)
		return;
	snd_ac97_set_rate(chip->codec, AC97_PCM_FRONT_DAC_RATE, 48000);
	hz = ich_clock_measure(&chip->pins[ICH_PIN_PCM_OUT].engine, address);
	snd_ac97_update_power(chip->codec, AC97_PCM_FRONT_DAC_RATE, 0);
	/* an engine that did not halt may still read the memory */
	if (hz != -EIO)
		dma_free_coherent(dev, ICH_CLOCK_BYTES, silence, address);
	if (hz < 0) {
		dev_warn(dev, "cannot measure the codec's clock: %d, using 48000 Hz\n", hz);
		return;
	}
	chip->bus->clock = ich_clock_of(hz);
	dev_info(dev, "the link runs at %d Hz, using a codec clock of %u Hz\n", hz,
		 chip->bus->clock);
}
