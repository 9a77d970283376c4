// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stream descriptor: it loops over a list of buffers until it is stopped, and interrupts at the
 * end of those that ask for it.
 *
 * Pause: hardware goes on where it was halted. An emulated engine may begin at the beginning of its
 * list instead. So a halted engine is set up anew with a list that begins where it was halted, if
 * that is at a multiple of 128 bytes, as it always is in QEMU. Elsewhere it is started as it is; if
 * that shows that it starts over, its list is rebuilt all the same.
 *
 * An engine belongs to a stream from hda_engine_take() to hda_engine_give_back(). It names the
 * stream to the interrupt handler only while it runs; a handler that has got it then may still use
 * it when the engine has been stopped, and the port waits for it before it closes the stream. Lock:
 * the stream lock, except where the stream is below WAVEPORT_ACQUIRE.
 */

#include <linux/bits.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/iopoll.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>
#include <sound/core.h>

#include "hda.h"
#include "compat.h"

/* Most entries of a list (LVI has eight bits). */
#define HDA_ENTRIES_MAX		256
#define HDA_ENTRY_INTERRUPT	BIT(0)
/* A frame of the link takes 21 us; an engine halts at the end of one. */
#define HDA_HALT_POLL_US	2
#define HDA_HALT_US		500
/* Some frames of the link. */
#define HDA_LINK_FRAMES_US	100
/* A controller writes its position buffer much more often. */
#define HDA_POSITION_LATE_MS	10

/* An entry of the list, as the controller reads it. */
struct hda_entry {
	__le64 address;
	__le32 bytes;
	__le32 flags;
};

/**
 * hda_engine_take() - assign a free engine to a stream
 * @chip: the controller
 * @capture: the direction
 *
 * Context: May sleep.
 * Return: the engine, or NULL if all of the direction are in use.
 */
struct hda_engine *hda_engine_take(struct hda_chip *chip, bool capture)
{
	int direction = capture ? SNDRV_PCM_STREAM_CAPTURE : SNDRV_PCM_STREAM_PLAYBACK;
	struct hda_engine *found = NULL;
	unsigned int i;

	mutex_lock(&chip->assign_lock);
	for (i = 0; i < chip->engine_count && !found; i++) {
		if (chip->engines[i].core.direction == direction && !chip->engines[i].taken)
			found = &chip->engines[i];
	}
	if (found)
		found->taken = true;
	mutex_unlock(&chip->assign_lock);
	return found;
}

/**
 * hda_engine_give_back() - free an engine
 * @chip: the controller
 * @engine: the engine; it is reset, and no interrupt handler uses it
 *
 * Context: May sleep.
 */
void hda_engine_give_back(struct hda_chip *chip, struct hda_engine *engine)
{
	mutex_lock(&chip->assign_lock);
	engine->taken = false;
	mutex_unlock(&chip->assign_lock);
}

/**
 * hda_engine_reset() - reset an engine; it accesses no memory afterwards
 * @engine: the engine
 *
 * Context: Any that may access the engine. Waits for at most 0.6 ms.
 */
void hda_engine_reset(struct hda_engine *engine)
{
	snd_hdac_stream_reset(&engine->core);
	engine->rotation = 0;
	engine->offset = 0;
	engine->position = 0;
	engine->serviced = 0;
	engine->placed = 0;
	engine->owed = false;
	engine->paused = false;
	WRITE_ONCE(engine->completed, false);
}

/* Get the bytes from an offset in the buffer to the next notification, maybe in the next lap. */
static u32 hda_engine_left(const struct waveport_loop *loop, u32 offset)
{
	if (offset < loop->first_bytes)
		return loop->first_bytes - offset;
	return loop->notify_bytes - (offset - loop->first_bytes) % loop->notify_bytes;
}

/*
 * Append the entries of a part of the buffer. A list has to have two at least, so none is longer
 * than half of the buffer. Returns 0 or -EINVAL if the list is full.
 */
static int hda_engine_append(struct hda_engine *engine, u32 from, u32 to, bool notify)
{
	const struct waveport_memory *memory = engine->loop.memory;
	struct hda_entry *entries = (void *)engine->core.bdl.area;
	u32 most = roundup(engine->loop.bytes / 2, HDA_ALIGN_BYTES);

	while (from < to) {
		dma_addr_t address;
		u32 bytes = memory->ops->run(memory, from, min(to - from, most), &address);
		struct hda_entry *entry = &entries[engine->core.frags];

		if (engine->core.frags == HDA_ENTRIES_MAX)
			return -EINVAL;
		engine->core.frags++;
		from += bytes;
		entry->address = cpu_to_le64(address);
		entry->bytes = cpu_to_le32(bytes);
		entry->flags = cpu_to_le32(notify && from == to ? HDA_ENTRY_INTERRUPT : 0);
	}
	return 0;
}

/* Append the parts from an offset of the buffer to a later one. */
static int hda_engine_append_range(struct hda_engine *engine, u32 from, u32 to)
{
	const struct waveport_loop *loop = &engine->loop;
	int err;

	while (from < to) {
		u32 left = loop->notify_bytes ? hda_engine_left(loop, from) : U32_MAX;
		u32 end = min(left, to - from) + from;

		err = hda_engine_append(engine, from, end, end == from + left);
		if (err)
			return err;
		from = end;
	}
	return 0;
}

/* Check whether an engine has left its reset, and can be programmed. */
static int hda_engine_check_reset(struct hda_engine *engine)
{
	u8 control = snd_hdac_stream_readb(&engine->core, SD_CTL);

	if (control == U8_MAX)
		return -ENODEV;
	if (!(control & SD_CTL_STREAM_RESET))
		return 0;
	dev_err_ratelimited(engine->core.bus->dev, "stream %u: does not leave its reset\n",
			    engine->core.index);
	return -EIO;
}

/* Program an engine that is reset, with a list that begins at @rotation in the buffer. */
static int hda_engine_program(struct hda_engine *engine, u32 rotation)
{
	int err = hda_engine_check_reset(engine);

	if (err)
		return err;
	engine->core.frags = 0;
	engine->core.bufsize = engine->loop.bytes;
	err = hda_engine_append_range(engine, rotation, engine->loop.bytes);
	if (!err)
		err = hda_engine_append_range(engine, 0, rotation);
	if (err)
		return err;
	engine->rotation = rotation;
	hda_compat_stream_setup(&engine->core);
	if (engine->stripe)
		snd_hdac_stream_updateb(&engine->core, SD_CTL_3B, SD_CTL_STRIPE_MASK,
					engine->stripe);
	return 0;
}

/**
 * hda_engine_set_up() - set up an engine that is reset
 * @engine: the engine; the format in its hdac_stream is set
 * @loop: what it loops over
 *
 * Context: As hda_engine_reset().
 * Return: 0, -EINVAL if the buffer has too many parts, -EIO if the engine stays in reset, or
 *	-ENODEV if it is gone.
 */
int hda_engine_set_up(struct hda_engine *engine, const struct waveport_loop *loop)
{
	engine->loop = *loop;
	return hda_engine_program(engine, 0);
}

/* Record the time where a lap has only one notification. */
static void hda_engine_note_time(struct hda_engine *engine)
{
	if (engine->loop.notify_bytes == engine->loop.bytes)
		engine->noted = ktime_get();
}

static void hda_engine_start(struct hda_engine *engine, struct waveport_stream *stream)
{
	engine->core.running = true;
	WRITE_ONCE(engine->stream, stream);
	snd_hdac_stream_updateb(&engine->core, SD_CTL, SD_INT_MASK,
				SD_CTL_DMA_START | SD_INT_COMPLETE);
	hda_engine_note_time(engine);
}

/* Returns where LPIB says that the engine is in its list. */
static u32 hda_engine_lpib(struct hda_engine *engine)
{
	return snd_hdac_stream_readl(&engine->core, SD_LPIB);
}

/*
 * Check whether an engine has moved by more than its position buffer could be late, which still
 * shows what the driver has put there.
 */
static bool hda_engine_shows_nothing(struct hda_engine *engine)
{
	u32 bytes = engine->loop.bytes;
	u32 late = min(engine->bytes_per_ms * HDA_POSITION_LATE_MS, bytes / 2);
	u32 reading = hda_engine_lpib(engine);

	if (reading > bytes)
		return false;
	if (reading < engine->placed)
		reading += bytes;
	return reading - engine->placed > late;
}

/*
 * Find out whether the controller writes its position buffer. Returns how far the engine is in its
 * list.
 */
static u32 hda_engine_try_buffer(struct hda_chip *chip, struct hda_engine *engine, u32 reading)
{
	if (reading != engine->placed) {
		WRITE_ONCE(chip->positions, HDA_POSITIONS_BUFFER);
		return reading;
	}
	if (!hda_engine_shows_nothing(engine))
		return reading;
	dev_warn(&chip->pci->dev,
		 "stream %u: the position buffer is not written, LPIB is read from now on\n",
		 engine->core.index);
	WRITE_ONCE(chip->positions, HDA_POSITIONS_LPIB);
	return hda_engine_lpib(engine);
}

/* Get how far an engine is in its list. The position buffer takes no register access. */
static u32 hda_engine_reading(struct hda_engine *engine)
{
	struct hda_chip *chip = hda_chip_of_bus(engine->core.bus);
	enum hda_positions positions = READ_ONCE(chip->positions);
	u32 reading;

	if (positions == HDA_POSITIONS_LPIB)
		return hda_engine_lpib(engine);
	reading = le32_to_cpu(READ_ONCE(*engine->core.posbuf));
	if (positions == HDA_POSITIONS_BUFFER)
		return reading;
	return hda_engine_try_buffer(chip, engine, reading);
}

/* Update the position from a reading of where the engine is in its list, if that is possible. */
static void hda_engine_advance(struct hda_engine *engine, u32 reading)
{
	u32 bytes = engine->loop.bytes;
	u32 offset = reading + engine->rotation;
	u32 moved;

	if (reading > bytes)
		return;
	offset -= offset >= bytes ? bytes : 0;
	/* both at the end of the list, and the list begins at the beginning of the buffer */
	offset -= offset >= bytes ? bytes : 0;
	moved = offset - engine->offset;
	if (offset < engine->offset)
		moved += bytes;
	engine->position += moved;
	engine->offset = offset;
}

/* Stop an engine, and wait until it has halted. */
static int hda_engine_stop(struct hda_chip *chip, struct hda_engine *engine)
{
	u8 control;
	int err;

	snd_hdac_stream_updateb(&engine->core, SD_CTL, SD_CTL_DMA_START | SD_INT_MASK, 0);
	WRITE_ONCE(engine->stream, NULL);
	engine->core.running = false;
	err = snd_hdac_stream_readb_poll(&engine->core, SD_CTL, control,
					 !(control & SD_CTL_DMA_START), HDA_HALT_POLL_US,
					 HDA_HALT_US);
	if (err)
		dev_err_ratelimited(&chip->pci->dev, "stream %u: not halted in %u us\n",
				    engine->core.index, HDA_HALT_US);
	snd_hdac_stream_writeb(&engine->core, SD_STS, SD_INT_MASK);
	return err;
}

/* Set up an engine that starts over so that it goes on where it was halted. */
static int hda_engine_rebuild(struct hda_engine *engine)
{
	u64 position = engine->position;
	u64 serviced = engine->serviced;
	u32 offset = engine->offset;
	int err;

	hda_engine_reset(engine);
	err = hda_engine_program(engine, offset);
	engine->position = position;
	engine->serviced = serviced;
	engine->offset = offset;
	return err;
}

/*
 * Check whether an engine that was just started again has not moved further than in the time since
 * then. One that starts over is at the beginning of its list: from where it was halted, that is the
 * rest of the buffer.
 */
static bool hda_engine_went_on(const struct hda_engine *engine, u64 moved, ktime_t started)
{
	u64 most = ktime_us_delta(ktime_get(), started) * engine->bytes_per_ms;

	/* it moves in frames of the link */
	return moved * USEC_PER_MSEC <= most + engine->bytes_per_ms * HDA_LINK_FRAMES_US;
}

/*
 * Start an engine that was halted. Where a list may begin at its position, it is rebuilt to begin
 * there, which works with any engine. Elsewhere the engine is started as it is, and it is seen
 * whether it goes on.
 */
static int hda_engine_go_on(struct hda_chip *chip, struct hda_engine *engine,
			    struct waveport_stream *stream)
{
	u32 offset = engine->offset;
	u64 position = engine->position;
	int err;

	if (!chip->starts_over && offset % HDA_ALIGN_BYTES) {
		ktime_t started = ktime_get();
		bool went_on;

		hda_engine_start(engine, stream);
		hda_engine_advance(engine, hda_engine_lpib(engine));
		went_on = hda_engine_went_on(engine, engine->position - position, started);
		/* the position buffer may show less than LPIB */
		engine->position = position;
		engine->offset = offset;
		if (went_on)
			return 0;
		dev_info(&chip->pci->dev, "a halted stream starts over, so its list is rebuilt\n");
		chip->starts_over = true;
		err = hda_engine_stop(chip, engine);
		if (err)
			return err;
	}
	err = hda_engine_rebuild(engine);
	if (!err)
		hda_engine_start(engine, stream);
	return err;
}

/**
 * hda_engine_run() - start an engine at its position
 * @chip: the controller
 * @engine: the engine; set up, or halted
 * @stream: the stream that it serves
 *
 * Context: Stream locked.
 * Return: 0, -EINVAL if its list has too many parts, -ETIMEDOUT if it could not be halted, or as
 *	hda_engine_set_up() if it is to be set up again and cannot be.
 */
int hda_engine_run(struct hda_chip *chip, struct hda_engine *engine, struct waveport_stream *stream)
{
	int err = 0;

	/* the halt has discarded the interrupts of what was done before it */
	WRITE_ONCE(engine->completed, false);
	engine->owed = false;
	engine->serviced = max(engine->serviced, engine->position);
	if (engine->paused)
		err = hda_engine_go_on(chip, engine, stream);
	else
		hda_engine_start(engine, stream);
	/* one that could not be set up again must not be started as it is */
	engine->paused = err;
	return err;
}

/**
 * hda_engine_halt() - halt an engine; its position is exact then
 * @chip: the controller
 * @engine: the engine, which runs
 *
 * Context: Stream locked. Waits for at most 0.5 ms.
 * Return: 0 or -ETIMEDOUT.
 */
int hda_engine_halt(struct hda_chip *chip, struct hda_engine *engine)
{
	int err = hda_engine_stop(chip, engine);
	u32 reading = hda_engine_lpib(engine);

	hda_engine_advance(engine, reading);
	/* it may be older, and would be the first reading after the next start */
	WRITE_ONCE(*engine->core.posbuf, cpu_to_le32(reading));
	engine->placed = reading;
	engine->paused = true;
	return err;
}

/**
 * hda_engine_position() - get the position of an engine
 * @engine: the engine
 *
 * Context: Stream locked.
 * Return: bytes since it was reset.
 */
u64 hda_engine_position(struct hda_engine *engine)
{
	if (engine->core.running)
		hda_engine_advance(engine, hda_engine_reading(engine));
	return engine->position;
}

/*
 * Get how far an engine is beyond its position, which shows no notification although it has told
 * one. It is just before that, by @left bytes, or has made a whole lap since its position was read
 * last, as it may with one notification in a lap. It is not before it by a lap, nor by half of one
 * that is longer than the position may be late. For the rest the time since the last service, in
 * which the position has moved by @moved bytes, tells which it is.
 */
static u32 hda_engine_told(struct hda_engine *engine, u32 left, s64 moved)
{
	u32 bytes = engine->loop.bytes;
	s64 passed;

	if (engine->loop.notify_bytes < bytes)
		return left;
	passed = ktime_us_delta(ktime_get(), engine->noted) * engine->bytes_per_ms;
	if (left < bytes && left <= max_t(u32, bytes / 2, 2 * HDA_LATE_BYTES) &&
	    passed < (moved + (left + bytes) / 2) * USEC_PER_MSEC)
		return left;
	engine->position += bytes;
	return bytes;
}

/*
 * Match an interrupt with a notification. One that the position shows since the last service has
 * had its interrupt, or will have it: then it is owed. An interrupt that is not owed, and for which
 * the position shows nothing, tells a notification that the position does not show yet.
 */
static u64 hda_engine_account(struct hda_engine *engine, u64 position)
{
	u32 notify = engine->loop.notify_bytes;
	u32 left = hda_engine_left(&engine->loop, engine->offset);
	/* negative if the position does not show the last notification yet */
	s64 moved = position - engine->serviced;
	bool shown = moved > (s64)(notify - left);

	if (!engine->completed) {
		engine->owed |= shown;
		return position;
	}
	WRITE_ONCE(engine->completed, false);
	if (!shown && !engine->owed)
		return position + hda_engine_told(engine, left, moved);
	/* of several notifications only the first may have interrupted yet */
	engine->owed = shown && (engine->owed || moved - (notify - left) > notify);
	return position;
}

/**
 * hda_engine_service() - get the position of an engine after its interrupt
 * @engine: the engine
 *
 * Context: Stream locked.
 * Return: bytes since it was reset; the position of the notification if the engine has told it but
 *	its position is still before it.
 */
u64 hda_engine_service(struct hda_engine *engine)
{
	u64 position = hda_engine_position(engine);

	if (engine->loop.notify_bytes)
		position = hda_engine_account(engine, position);
	hda_engine_note_time(engine);
	engine->serviced = position;
	return position;
}
