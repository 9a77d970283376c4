// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "card.h"
#include "kind.h"
#include "operations.h"
#include "raw.h"

#define DRIVERS		"/sys/bus/pci/drivers/"
#define DEVICES		"/sys/bus/pci/devices/"
/* By the number of the card, which is not the first one after a fault: see core-proposals.rst. */
#define CODECS		"/sys/bus/hdaudio/devices"
#define CORE		"waveport/snd-waveport.ko"
#define MINIPORTS	"pci/"

#define RATE		48000
#define BUFFER		16384
#define WAIT_MS		20000

/**
 * struct target - what differs between the cards
 * @driver: the PCI driver
 * @folder: of the miniport's module, and the third word of its calls in the list
 * @options: parameters of the module
 * @owner: what driver_override has to be for the driver to take a device
 * @codec: the codec is a device with power management of its own: it sleeps, while the controller
 *	of an emulator does not, because that codec cannot be without a clock
 * @save: the parameter that has the codec sleep when it is set
 */
struct target {
	const char *driver;
	const char *folder;
	const char *options;
	const char *owner;
	bool codec;
	const char *save;
};

static const struct target targets[] = {
	/* In a virtual machine the clock of the codec is measured only if that is asked for. */
	{ "snd_waveport_ich", "ich", "ac97_clock=1", "\n", false, NULL },
	{ "snd_waveport_hda", "hda", "", "snd_waveport_hda", true,
	  "/sys/module/snd_waveport_hda/parameters/power_save" },
};

static const struct target *target;
static char address[32];	/* of the device on the PCI bus */
/* the driver's files in sysfs, and those of the device */
static char bind[128], unbind[128];
static char override[128], control[128], status[128], enabled[128];
static int card;
static int stream = -1, other = -1;
static void *mapped;
static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];

/**
 * struct image - the file of a module
 * @name: of the module
 * @options: its parameters
 * @data: of the file, in memory, so that no file system fails
 * @size: of the file
 */
struct image {
	const char *name;
	const char *options;
	void *data;
	size_t size;
};

static struct image core = { .name = "snd_waveport", .options = "" };
static struct image miniport;

static bool read_image(struct image *image, const char *folder, const char *file)
{
	char path[512];
	struct stat stat;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &stat))
		return false;
	image->size = stat.st_size;
	image->data = mmap(NULL, image->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	close(fd);
	return image->data != MAP_FAILED;
}

static int load(const struct image *image)
{
	return syscall(SYS_init_module, image->data, image->size, image->options) ? -errno : 0;
}

static bool unload(const struct image *image)
{
	return !syscall(SYS_delete_module, image->name, O_NONBLOCK) || errno == ENOENT;
}

/* What an operation writes to a file of sysfs in one call. */
static int put(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static bool is_bound(void)
{
	char path[128];

	snprintf(path, sizeof(path), DRIVERS "%s/%s", target->driver, address);
	return !access(path, F_OK);
}

static bool find_card(void)
{
	card = card_number();
	return card >= 0;
}

/* The core */

static bool begin_core(const struct place *place)
{
	(void)place;
	return unload(&miniport) && unload(&core);
}

static int load_core(const struct place *place)
{
	(void)place;
	return load(&core);
}

static void unload_core(const struct place *place)
{
	(void)place;
	unload(&core);
}

static void end_core(const struct place *place)
{
	(void)place;
	load(&core);
	load(&miniport);
}

/* The miniport, without a device: what a probe returns is not told to who loads a module. */

static bool begin_miniport(const struct place *place)
{
	(void)place;
	return !put(override, "none") && unload(&miniport);
}

static int load_miniport(const struct place *place)
{
	(void)place;
	return load(&miniport);
}

static void unload_miniport(const struct place *place)
{
	(void)place;
	unload(&miniport);
}

static void end_miniport(const struct place *place)
{
	(void)place;
	put(override, target->owner);
	load(&miniport);
}

/*
 * The probe. The device stays enabled meanwhile, because to find its interrupt takes the
 * interpreter of ACPI seconds under KASAN; that the driver cannot enable it is one of the calls.
 */

static bool begin_probe(const struct place *place)
{
	(void)place;
	return !put(unbind, address) && !put(enabled, "1");
}

static int probe(const struct place *place)
{
	(void)place;
	return put(bind, address);
}

static void give_up(const struct place *place)
{
	(void)place;
	put(unbind, address);
}

/*
 * snd-hda-codec tells only that a codec has no driver, whatever the reason. So a codec for which
 * there was no memory is left out, as one that does not answer. snd-hda-core makes ENOMEM of every
 * error of an allocation.
 */
static bool is_hidden(int err)
{
	return target->codec && (err == -ENODEV || err == -ENOMEM);
}

static void end_probe(const struct place *place)
{
	(void)place;
	put(enabled, "0");
	if (!is_bound())
		put(bind, address);
}

/* Streams */

/* The cyclic device has no more than two. */
static unsigned int periods_of(unsigned int device)
{
	return device == CARD_CYCLIC ? 2 : 4;
}

static void close_stream(void)
{
	if (stream >= 0)
		close(stream);
	stream = -1;
}

static int open_stream(const struct place *place)
{
	stream = raw_open(card, place->device, place->capture);
	return stream < 0 ? -errno : 0;
}

static bool begin_open(const struct place *place)
{
	(void)place;
	return find_card();
}

static void undo_open(const struct place *place)
{
	(void)place;
	close_stream();
}

static bool begin_hw_params(const struct place *place)
{
	return find_card() && !open_stream(place);
}

static int set_hw_params(const struct place *place)
{
	return raw_hw_params(stream, RATE, BUFFER, periods_of(place->device)) ? -errno : 0;
}

static void free_hw_params(const struct place *place)
{
	(void)place;
	raw_do(stream, RAW_HW_FREE);
}

static void end_stream(const struct place *place)
{
	(void)place;
	close_stream();
}

static bool begin_prepare(const struct place *place)
{
	return begin_hw_params(place) && !set_hw_params(place);
}

static int prepare(const struct place *place)
{
	(void)place;
	return raw_do(stream, RAW_PREPARE) ? -errno : 0;
}

static bool ready_to_start(const struct place *place)
{
	raw_do(stream, RAW_DROP);
	return !prepare(place) &&
	       (place->capture || raw_write(stream, silence, BUFFER) == BUFFER);
}

static bool begin_start(const struct place *place)
{
	return begin_prepare(place) && !raw_sw_params(stream, 1u << 30, 1u << 30);
}

static int start(const struct place *place)
{
	(void)place;
	return raw_do(stream, RAW_START) ? -errno : 0;
}

static void drop(const struct place *place)
{
	(void)place;
	raw_do(stream, RAW_DROP);
}

static void nothing(const struct place *place)
{
	(void)place;
}

static bool begin_map(const struct place *place)
{
	return begin_hw_params(place) &&
	       !raw_hw_params_mapped(stream, RATE, BUFFER, periods_of(place->device));
}

static int map(const struct place *place)
{
	(void)place;
	mapped = mmap(NULL, BUFFER * RAW_FRAME_BYTES, PROT_READ, MAP_SHARED, stream, 0);
	return mapped == MAP_FAILED ? -errno : 0;
}

static void unmap(const struct place *place)
{
	(void)place;
	munmap(mapped, BUFFER * RAW_FRAME_BYTES);
}

/* Two linked streams */

static bool begin_link(const struct place *place)
{
	unsigned int device = CARD_OTHER(place->device);

	if (!begin_prepare(place))
		return false;
	other = raw_open(card, device, !place->capture);
	return other >= 0 && !raw_hw_params(other, RATE, BUFFER, periods_of(device)) &&
	       !prepare(place) && !raw_do(other, RAW_PREPARE);
}

static int link_streams(const struct place *place)
{
	(void)place;
	return raw_link(stream, other) ? -errno : 0;
}

static void unlink_streams(const struct place *place)
{
	(void)place;
	raw_unlink(stream);
}

static void end_link(const struct place *place)
{
	close(other);
	other = -1;
	end_stream(place);
}

/* A stream that is opened while the controller sleeps */

static bool begin_wake(const struct place *place)
{
	char delay[128];

	(void)place;
	if (!find_card())
		return false;
	if (target->codec)
		snprintf(status, sizeof(status), CODECS "/hdaudioC%dD0/power/runtime_status",
			 card);
	snprintf(delay, sizeof(delay), DEVICES "%s/power/autosuspend_delay_ms", address);
	return !put(delay, "0") && !put(control, "auto") &&
	       (!target->codec || !put(target->save, "1"));
}

static bool is_asleep(void)
{
	char text[16] = "";
	int fd = open(status, O_RDONLY | O_CLOEXEC);
	bool asleep = fd >= 0 && read(fd, text, sizeof(text) - 1) > 0 &&
		!strncmp(text, "suspended", 9);

	if (fd >= 0)
		close(fd);
	return asleep;
}

static bool ready_to_wake(const struct place *place)
{
	unsigned int ms;

	(void)place;
	for (ms = 0; ms < WAIT_MS && !is_asleep(); ms += 5)
		usleep(5000);
	return ms < WAIT_MS;
}

static int wake(const struct place *place)
{
	int err = open_stream(place);

	if (!err)
		err = set_hw_params(place);
	if (!err)
		err = prepare(place);
	if (err)
		close_stream();
	return err;
}

static void end_wake(const struct place *place)
{
	(void)place;
	if (target->codec)
		put(target->save, "0");
	put(control, "on");
}

/* The system's suspend and resume, in this thread */

static bool begin_resume(const struct place *place)
{
	(void)place;
	return find_card() && !put("/sys/power/pm_async", "0") &&
	       !put("/sys/module/suspend/parameters/pm_test_delay", "0") &&
	       !put("/sys/power/pm_test", "devices");
}

/* The error of a device's resume is only logged, so what counts is that the card works. */
static int suspend_and_resume(const struct place *place)
{
	int err = put("/sys/power/state", "mem"), after = wake(place);

	close_stream();
	return err ?: after;
}

static void end_resume(const struct place *place)
{
	(void)place;
	put("/sys/power/pm_test", "none");
}

static const struct operation operations[] = {
	{ .name = "load snd-waveport", .is_load = true, .begin = begin_core,
	  .act = load_core, .undo = unload_core, .end = end_core },
	{ .name = "load the miniport", .is_load = true, .begin = begin_miniport,
	  .act = load_miniport, .undo = unload_miniport, .end = end_miniport },
	{ .name = "probe", .has_many = true, .begin = begin_probe, .act = probe,
	  .hides = is_hidden, .undo = give_up, .end = end_probe },
	{ .name = "open", .of_stream = true, .begin = begin_open, .act = open_stream,
	  .undo = undo_open, .end = end_stream },
	{ .name = "hw_params", .of_stream = true, .begin = begin_hw_params, .act = set_hw_params,
	  .undo = free_hw_params, .end = end_stream },
	{ .name = "prepare", .of_stream = true, .begin = begin_prepare, .act = prepare,
	  .undo = nothing, .end = end_stream },
	{ .name = "mmap", .of_stream = true, .begin = begin_map, .act = map,
	  .undo = unmap, .end = end_stream },
	{ .name = "start", .of_stream = true, .begin = begin_start, .ready = ready_to_start,
	  .act = start, .undo = drop, .end = end_stream },
	{ .name = "link", .of_stream = true, .begin = begin_link, .act = link_streams,
	  .undo = unlink_streams, .end = end_link },
	{ .name = "runtime resume, open, prepare", .of_stream = true, .begin = begin_wake,
	  .ready = ready_to_wake, .act = wake, .undo = undo_open, .end = end_wake },
	{ .name = "suspend and resume", .calls_only = true, .begin = begin_resume,
	  .act = suspend_and_resume, .undo = nothing, .end = end_resume },
};

static const struct target *find_target(void)
{
	const char *driver = kind()->driver;
	const struct target *found = targets;

	while (strcmp(found->driver, driver))
		found++;
	return found;
}

/* The device that the driver is bound to. */
static bool find_device(void)
{
	char pattern[128];
	glob_t found;

	snprintf(pattern, sizeof(pattern), DRIVERS "%s/0000:*", target->driver);
	if (glob(pattern, 0, NULL, &found))
		return false;
	snprintf(address, sizeof(address), "%s", strrchr(found.gl_pathv[0], '/') + 1);
	globfree(&found);
	snprintf(bind, sizeof(bind), DRIVERS "%s/bind", target->driver);
	snprintf(unbind, sizeof(unbind), DRIVERS "%s/unbind", target->driver);
	snprintf(override, sizeof(override), DEVICES "%s/driver_override", address);
	snprintf(enabled, sizeof(enabled), DEVICES "%s/enable", address);
	snprintf(control, sizeof(control), DEVICES "%s/power/control", address);
	snprintf(status, sizeof(status), DEVICES "%s/power/runtime_status", address);
	return true;
}

static bool read_miniport(const char *modules)
{
	char file[128];

	miniport.name = target->driver;
	miniport.options = target->options;
	snprintf(file, sizeof(file), MINIPORTS "%s/snd-waveport-%s.ko", target->folder,
		 target->folder);
	return read_image(&miniport, modules, file);
}

/**
 * operations_begin - find the device and read the modules
 * @modules: the directory that they are in
 */
bool operations_begin(const char *modules)
{
	target = find_target();
	return find_device() && read_image(&core, modules, CORE) && read_miniport(modules);
}

/**
 * operations_folder - tell the folder of the miniport's module
 */
const char *operations_folder(void)
{
	return target->folder;
}

/**
 * operations_get - get an operation
 * @i: which
 *
 * Return: the operation, or NULL if there are not as many.
 */
const struct operation *operations_get(unsigned int i)
{
	return i < sizeof(operations) / sizeof(*operations) ? &operations[i] : NULL;
}
