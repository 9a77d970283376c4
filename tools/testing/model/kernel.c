// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of ALSA and of the kernel that the PCM core, which is compiled from the kernel's
 * own source, needs: locks, device files, memory.
 */

#include <linux/irq_work.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <sound/control.h>
#include <sound/core.h>
#include <sound/info.h>
#include <sound/pcm.h>

#include "check.h"
#include "card.h"
#include "controller.h"
#include "truth.h"

/* Unused: the test opens the devices without their device numbers. */
int snd_major;

unsigned long jiffies;

struct task_struct kernel_idle_task;
struct task_struct kernel_client_task;
struct task_struct *kernel_task = &kernel_client_task;

/* The Makefile defines functions that must not be called as aliases of this one. */
void alsa_unused(void)
{
	check_failed("the core calls a function that is not there");
}

void lockdep_assert_held(const spinlock_t *lock)
{
	check(lock->held, "the stream is not locked");
}

/* If an interrupt is being handled, a client on another CPU may have the lock first. */
void spin_wait(spinlock_t *lock)
{
	(void)lock;
	if (card.busy && !card_locked())
		card_contend();
}

void spin_lock(spinlock_t *lock)
{
	check(!lock->held, "a lock is taken twice");
	lock->held = true;
}

void spin_unlock(spinlock_t *lock)
{
	check(lock->held, "a lock is not held");
	lock->held = false;
	card_unlocked(lock);
}

bool irq_work_queue(struct irq_work *work)
{
	if (work->pending)
		return false;
	work->pending = true;
	work->next = card.irq_works;
	card.irq_works = work;
	if (!card_locked())
		card_run_irq_works();
	return true;
}

void irq_work_sync(struct irq_work *work)
{
	check(!work->pending, "irq_work_sync() is called with the stream locked");
}

static void delayed_work_remove(struct delayed_work *work)
{
	struct delayed_work **link = &card.delayed_works;

	while (*link != work)
		link = &(*link)->next;
	*link = work->next;
	work->work.pending = false;
}

bool mod_delayed_work(void *queue, struct delayed_work *work, unsigned long delay)
{
	bool pending = work->work.pending;

	(void)queue;
	if (!pending) {
		work->next = card.delayed_works;
		card.delayed_works = work;
	}
	work->work.pending = true;
	work->due = jiffies + delay;
	return pending;
}

bool cancel_delayed_work_sync(struct delayed_work *work)
{
	bool pending = work->work.pending;

	check(!card_locked(), "cancel_delayed_work_sync() is called with the stream locked");
	if (pending)
		delayed_work_remove(work);
	return pending;
}

/**
 * kernel_next_work() - take the next delayed work that is due
 *
 * Return: the work, or NULL.
 */
struct delayed_work *kernel_next_work(void)
{
	struct delayed_work *work = card.delayed_works;

	while (work && (long)(jiffies - work->due) < 0)
		work = work->next;
	if (work)
		delayed_work_remove(work);
	return work;
}

void *snd_lookup_minor_data(unsigned int minor, int type)
{
	(void)type;
	return card.pcms[minor];
}

int snd_ctl_get_preferred_subdevice(struct snd_card *sound, int type)
{
	(void)sound;
	(void)type;
	return -1;
}

/* A control has only the private data of its creator. */
struct snd_kcontrol *snd_ctl_new1(const struct snd_kcontrol_new *template, void *private_data)
{
	struct snd_kcontrol *control = kzalloc(sizeof(*control), GFP_KERNEL);

	(void)template;
	if (control)
		control->private_data = private_data;
	return control;
}

int snd_ctl_add(struct snd_card *sound, struct snd_kcontrol *control)
{
	(void)sound;
	(void)control;
	return 0;
}

int snd_ctl_remove(struct snd_card *sound, struct snd_kcontrol *control)
{
	(void)sound;
	control->private_free(control);
	kfree(control);
	return 0;
}

int snd_dma_alloc_dir_pages(int type, struct device *dev, enum dma_data_direction direction,
			    size_t size, struct snd_dma_buffer *buffer)
{
	struct memory *memory = &card.clients[direction == DMA_FROM_DEVICE ? CARD_CAPTURE :
							 CARD_PLAYBACK].memory;

	(void)type;
	(void)dev;
	if (direction == DMA_BIDIRECTIONAL)
		return controller_alloc_ring(size, buffer);
	/* a client has its own memory, so nothing is preallocated */
	if (!memory->bytes)
		return -ENOMEM;
	check(size == memory->bytes, "a buffer of %zu bytes", size);
	buffer->area = (unsigned char *)memory->words;
	buffer->bytes = size;
	buffer->private_data = memory;
	memory->live = true;
	return 0;
}

void snd_dma_free_pages(struct snd_dma_buffer *buffer)
{
	if (controller_owns_ring(buffer))
		controller_free_ring(buffer);
	else
		((struct memory *)buffer->private_data)->live = false;
	buffer->private_data = NULL;
}

struct snd_info_entry *snd_info_create_card_entry(struct snd_card *sound, const char *name,
						  struct snd_info_entry *parent)
{
	static struct snd_info_entry entry;

	(void)sound;
	(void)name;
	(void)parent;
	return &entry;
}

void snd_info_free_entry(struct snd_info_entry *entry)
{
	(void)entry;
}

/* Since 6.2 the core allocates the device of a stream by this. */
int snd_device_alloc(struct device **dev, struct snd_card *sound)
{
	static struct device device;

	(void)sound;
	*dev = &device;
	return 0;
}

void snd_device_initialize(struct device *dev, struct snd_card *sound)
{
	(void)dev;
	(void)sound;
}

int snd_card_file_add(struct snd_card *sound, struct file *file)
{
	(void)sound;
	(void)file;
	return 0;
}

int snd_card_file_remove(struct snd_card *sound, struct file *file)
{
	(void)sound;
	(void)file;
	return 0;
}

int snd_power_wait(struct snd_card *sound)
{
	(void)sound;
	return 0;
}

int snd_fasync_helper(int fd, struct file *file, int on, struct snd_fasync **fasync)
{
	(void)fd;
	(void)file;
	(void)on;
	(void)fasync;
	return 0;
}

void snd_kill_fasync(struct snd_fasync *fasync, int signal, int poll)
{
	(void)fasync;
	(void)signal;
	(void)poll;
}

void snd_fasync_free(struct snd_fasync *fasync)
{
	(void)fasync;
}

void synchronize_irq(unsigned int irq)
{
	(void)irq;
}
