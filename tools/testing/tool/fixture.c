// SPDX-License-Identifier: GPL-2.0-only
/*
 * The copy of a system in which everything is as it should be.
 */

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "tree.h"

#define MODULES		"lib/modules/" FIXTURE_RELEASE
#define DKMS		MODULES "/updates/dkms"
#define PCI		"sys/bus/pci/devices/0000:00:05.0"
#define HDA		"sys/bus/pci/devices/0000:00:1b.0"

static char root[64];

const char *fixture_path(const char *path)
{
	static char all[512];

	snprintf(all, sizeof(all), "%s/%s", root, path);
	return all;
}

static void fixture_make_folders(const char *path)
{
	char all[512], *slash;

	snprintf(all, sizeof(all), "%s/%s", root, path);
	for (slash = strchr(all + strlen(root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		assert_true(!mkdir(all, 0755) || errno == EEXIST);
		*slash = '/';
	}
}

void fixture_write_bytes(const char *path, const void *bytes, size_t count)
{
	FILE *file;

	fixture_make_folders(path);
	file = fopen(fixture_path(path), "we");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, count, file), count);
	assert_int_equal(fclose(file), 0);
}

void fixture_write(const char *path, const char *text)
{
	fixture_write_bytes(path, text, strlen(text));
}

void fixture_link(const char *path, const char *target)
{
	fixture_make_folders(path);
	fixture_remove(path);
	assert_int_equal(symlink(target, fixture_path(path)), 0);
}

static int fixture_remove_one(const char *path, const struct stat *status, int flag,
			      struct FTW *walk)
{
	(void)status;
	(void)flag;
	(void)walk;
	return remove(path);
}

void fixture_remove(const char *path)
{
	nftw(fixture_path(path), fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The end of a signed module: signer, key, signature, their lengths, and a magic text. */
static size_t fixture_sign(char *end, const char *signer)
{
	static const char key[] = "key!", signature[] = "signature";
	static const char magic[] = "~Module signature appended~\n";
	const unsigned char lengths[] = {
		1, 4, 1, strlen(signer), strlen(key), 0, 0, 0, 0, 0, 0, strlen(signature),
	};
	size_t bytes = sprintf(end, "%s%s%s", signer, key, signature);

	memcpy(end + bytes, lengths, sizeof(lengths));
	bytes += sizeof(lengths);
	return bytes + sprintf(end + bytes, "%s", magic);
}

void fixture_module(const char *path, const char *signer)
{
	static char module[16384];
	FILE *file = fopen(getenv("MODULE"), "re");
	size_t bytes;

	assert_non_null(file);
	bytes = fread(module, 1, sizeof(module) - 256, file);
	fclose(file);
	assert_true(bytes > 0);
	if (signer)
		bytes += fixture_sign(module + bytes, signer);
	fixture_write_bytes(path, module, bytes);
}

static void fixture_make_kernel(void)
{
	fixture_write("proc/sys/kernel/osrelease", FIXTURE_RELEASE "\n");
	fixture_write("proc/cmdline", "BOOT_IMAGE=/vmlinuz quiet\n");
	fixture_write(MODULES "/modules.dep",
		      "kernel/sound/pci/snd-intel8x0.ko: kernel/sound/core/snd.ko\n"
		      "kernel/sound/pci/hda/snd-hda-intel.ko: kernel/sound/core/snd.ko\n"
		      "updates/dkms/snd-waveport-hda.ko: updates/dkms/snd-waveport.ko\n"
		      "updates/dkms/snd-waveport-ich.ko: updates/dkms/snd-waveport.ko\n"
		      "updates/dkms/snd-waveport.ko:\n");
	fixture_write(MODULES "/modules.alias",
		      "# Aliases\n"
		      "alias pci:v00008086d00002415sv*sd*bc*sc*i* snd_intel8x0\n"
		      "alias pci:v00008086d00002415sv*sd*bc*sc*i* snd_waveport_ich\n");
	fixture_write(MODULES "/kernel/sound/pci/snd-intel8x0.ko", "");
	fixture_write(MODULES "/build/Makefile", "");
	fixture_module(DKMS "/snd-waveport-ich.ko", NULL);
	fixture_module(DKMS "/snd-waveport-hda.ko", NULL);
	fixture_module(DKMS "/snd-waveport.ko", NULL);
	fixture_write("usr/src/waveport-" FIXTURE_VERSION "/dkms.conf", "");
	fixture_write("usr/lib/modprobe.d/snd-waveport-ich.conf",
		      "# first\nsoftdep snd_intel8x0 pre: snd_waveport_ich\n");
	fixture_write("sys/module/snd_waveport/version", FIXTURE_VERSION "\n");
	fixture_write("sys/module/snd_waveport_ich/version", FIXTURE_VERSION "\n");
}

static void fixture_make_pcm(const char *name, const char *id, const char *status)
{
	char path[128], text[128];

	snprintf(path, sizeof(path), "proc/asound/card0/%s/info", name);
	snprintf(text, sizeof(text), "card: 0\nid: %s\nname: %s\n", id, id);
	fixture_write(path, text);
	snprintf(path, sizeof(path), "proc/asound/card0/%s/sub0/status", name);
	fixture_write(path, status);
}

static void fixture_make_card(void)
{
	fixture_write(PCI "/class", "0x040100\n");
	fixture_write(PCI "/vendor", "0x8086\n");
	fixture_write(PCI "/device", "0x2415\n");
	fixture_write(PCI "/modalias", "pci:v00008086d00002415sv00001AF4sd00001100bc04sc01i00\n");
	fixture_link(PCI "/driver", "../../../../bus/pci/drivers/snd_waveport_ich");
	fixture_link("sys/class/sound/card0/device", "../../../bus/pci/devices/0000:00:05.0");
	fixture_write("proc/asound/cards",
		      " 0 [waveport       ]: ICH - waveport Intel 82801AA-ICH\n"
		      "                      waveport: Intel 82801AA-ICH with STAC9700\n");
	fixture_write("proc/asound/card0/id", "waveport\n");
	fixture_write("proc/asound/card0/codec97#0/ac97#0-0", "0-0/0: SigmaTel STAC9700\n\nx\n");
	fixture_write("proc/asound/card0/codec97#0/ac97#0-0+regs", "0:00 = 0000\n");
	fixture_make_pcm("pcm0p", "waveport queue", "closed\n");
	fixture_make_pcm("pcm32p", "waveport cyclic", "closed\n");
	fixture_write("dev/snd/controlC0", "");
	fixture_write("proc/1/comm", "systemd\n");
}

void fixture_change_to_hda(void)
{
	fixture_remove(PCI);
	fixture_remove("proc/asound/card0/codec97#0");
	fixture_remove("sys/module/snd_waveport_ich");
	fixture_write("sys/module/snd_waveport_hda/version", FIXTURE_VERSION "\n");
	fixture_write(HDA "/class", "0x040300\n");
	fixture_write(HDA "/vendor", "0x8086\n");
	fixture_write(HDA "/device", "0x2668\n");
	fixture_write(HDA "/modalias", "pci:v00008086d00002668sv00001AF4sd00001100bc04sc03i00\n");
	fixture_write(HDA "/driver_override", "snd_waveport_hda\n");
	fixture_link(HDA "/driver", "../../../../bus/pci/drivers/snd_waveport_hda");
	fixture_link("sys/class/sound/card0/device", "../../../bus/pci/devices/0000:00:1b.0");
	fixture_write("proc/asound/cards",
		      " 0 [AudioIntel     ]: HDA-Intel - waveport HD Audio (Intel)\n"
		      "                      waveport: HD Audio (Intel), QEMU Generic at irq 30\n");
	fixture_write("proc/asound/card0/id", "AudioIntel\n");
	fixture_write("proc/asound/card0/codec#0", "Codec: QEMU Generic\nAddress: 0\n");
	fixture_write("proc/asound/card0/codec#2", "Codec: Intel Haswell HDMI\nAddress: 2\n");
}

int fixture_setup(void **state)
{
	(void)state;
	strcpy(root, "/tmp/waveport-tool.XXXXXX");
	assert_non_null(mkdtemp(root));
	/* others may look into it, as into a system */
	assert_int_equal(chmod(root, 0755), 0);
	tree_set_root(root);
	fixture_make_kernel();
	fixture_make_card();
	return 0;
}

int fixture_teardown(void **state)
{
	(void)state;
	fixture_remove("");
	return 0;
}
