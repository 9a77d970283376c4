// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checks of doctor, each on a copy of a system in which one thing is wrong.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "examine.h"
#include "fixture.h"
#include "memory.h"

#define MODULES		"lib/modules/" FIXTURE_RELEASE
#define DKMS		MODULES "/updates/dkms"
#define PCI		"sys/bus/pci/devices/0000:00:05.0"
#define EFI		"sys/firmware/efi/efivars"
#define SECURE_BOOT	EFI "/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define ENROLLED	EFI "/MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23"
#define REBUILD		"sudo dkms install --force waveport/0.2.0 -k " FIXTURE_RELEASE "\n"
#define RELOAD		"sudo modprobe -r snd-waveport-ich && sudo modprobe snd-waveport-ich\n"

static struct mixer_element ich_elements[] = {
	{ "Master", false, false }, { "Headphone", false, true },
	{ "PCM", false, false }, { "Capture", true, false },
};

static void turn_up(void)
{
	ich_elements[0].off = false;
	ich_elements[3].off = false;
	examine_mixer(ich_elements, sizeof(ich_elements) / sizeof(ich_elements[0]));
}

static int setup(void **state)
{
	turn_up();
	return fixture_setup(state);
}

static void healthy(void **state)
{
	(void)state;
	expect_said("\n0 found\n");
}

static void no_controller(void **state)
{
	(void)state;
	fixture_write(PCI "/modalias", "pci:v00008086d00002668sv0sd0bc04sc03i00\n");
	fixture_remove("proc/asound/card0");
	expect_found("no controller", "lspci -nn");
}

static void remove_modules(void)
{
	fixture_write(MODULES "/modules.dep", "kernel/sound/pci/snd-intel8x0.ko:\n");
	fixture_remove("sys/module");
}

static void no_headers(void **state)
{
	(void)state;
	remove_modules();
	fixture_remove(MODULES "/build");
	expect_found("headers of " FIXTURE_RELEASE ", which runs",
		     "sudo apt install linux-headers-" FIXTURE_RELEASE "\n");
}

static void not_built(void **state)
{
	(void)state;
	remove_modules();
	expect_found("has not built", REBUILD);
}

static void built_and_not_installed(void **state)
{
	(void)state;
	remove_modules();
	fixture_write("var/lib/dkms/waveport/0.2.0/" FIXTURE_RELEASE "/x86_64/module/x.ko", "");
	expect_found("and not installed it", REBUILD);
}

static void build_failed(void **state)
{
	(void)state;
	remove_modules();
	fixture_write("var/lib/dkms/waveport/0.2.0/build/make.log", "error\n");
	expect_found("make.log", REBUILD);
}

static void no_source(void **state)
{
	(void)state;
	remove_modules();
	fixture_remove("usr/src");
	expect_found("is not installed", "sudo make modules_install");
}

static void next_kernel(void **state)
{
	(void)state;
	fixture_write("lib/modules/6.1.0-100-amd64/kernel/x", "");
	expect_found("6.1.0-100-amd64, the newest kernel", "linux-headers-6.1.0-100-amd64\n");
	fixture_write("lib/modules/6.1.0-100-amd64/build/Makefile", "");
	expect_said("6.1.0-100-amd64, the newest kernel, are there");
}

static void older_is_loaded(void **state)
{
	(void)state;
	fixture_write("sys/module/snd_waveport/version", "0.1.0\n");
	fixture_write("sys/module/snd_waveport_ich/version", "0.1.0\n");
	expect_found("0.1.0 of snd-waveport-ich is loaded, and 0.2.0", RELOAD);
}

static void halves_differ(void **state)
{
	(void)state;
	fixture_write("sys/module/snd_waveport/version", "0.1.0\n");
	expect_found("snd-waveport is loaded with version 0.1.0", RELOAD);
}

static void older_is_installed(void **state)
{
	(void)state;
	fixture_write("usr/src/waveport-0.10.0/dkms.conf", "");
	expect_found("0.2.0 is installed, and 0.10.0 is the source",
		     "sudo dkms install --force waveport/0.10.0 -k");
}

static void enforce(void)
{
	fixture_write_bytes(SECURE_BOOT, "\6\0\0\0\1", 5);
	fixture_write_bytes("var/lib/dkms/mok.pub", "a\0key", 5);
	fixture_write_bytes(ENROLLED, "\6\0\0\0list a\0key end", 18);
}

static void unsigned_module(void **state)
{
	(void)state;
	enforce();
	expect_found("not signed", REBUILD);
}

static void signed_module(void **state)
{
	(void)state;
	enforce();
	fixture_module(DKMS "/snd-waveport-ich.ko", "the test");
	expect_said("signed by the test");
}

static void key_not_enrolled(void **state)
{
	(void)state;
	enforce();
	fixture_module(DKMS "/snd-waveport-ich.ko", "the test");
	fixture_write_bytes(ENROLLED, "\6\0\0\0list a\0kex", 14);
	expect_found("does not have the key", "sudo mokutil --import /var/lib/dkms/mok.pub");
}

static void lockdown(void **state)
{
	(void)state;
	fixture_write("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
	expect_said("does not ask for signed modules");
	fixture_write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
	expect_found("not signed", REBUILD);
}

static void blacklisted(void **state)
{
	(void)state;
	fixture_write("etc/modprobe.d/x.conf", "blacklist snd-waveport-ich\n");
	expect_found("/etc/modprobe.d/x.conf keeps",
		     "sudo sed -i '/^ *blacklist *snd[-_]waveport/d' /etc/modprobe.d/x.conf\n");
}

static void rival_first(void **state)
{
	(void)state;
	fixture_remove("usr/lib/modprobe.d");
	expect_found("at boot snd-intel8x0", "softdep snd_intel8x0 pre: snd_waveport_ich");
	fixture_write("etc/modprobe.d/x.conf", "blacklist snd_intel8x0\n");
	expect_said("at boot snd-waveport-ich comes before");
}

static void other_driver(void **state)
{
	(void)state;
	fixture_link(PCI "/driver", "../../../bus/pci/drivers/snd_intel8x0");
	expect_found("snd_intel8x0 has the controller",
		     "sudo modprobe -r snd-intel8x0 && sudo modprobe snd-waveport-ich && "
		     "echo 0000:00:05.0 | sudo tee /sys/bus/pci/drivers_probe\n");
}

static void no_driver(void **state)
{
	(void)state;
	fixture_remove(PCI "/driver");
	expect_found("did not take the controller 0000:00:05.0; once more",
		     "\n       echo 0000:00:05.0 | sudo tee /sys/bus/pci/drivers_probe; sudo dmesg");
	fixture_remove("sys/module");
	expect_found("no driver has", "sudo modprobe snd-waveport-ich\n");
}

/* Root may open anything, so the user is somebody else then. */
static void not_permitted(void **state)
{
	char *said, *line;

	(void)state;
	assert_int_equal(chmod(fixture_path("dev/snd/controlC0"), geteuid() ? 0 : 0660), 0);
	if (!geteuid())
		setenv("SUDO_UID", "65534", 1);
	said = examine(1);
	unsetenv("SUDO_UID");
	line = strstr(said, "may not open");
	assert_non_null(line);
	assert_non_null(strstr(line, "sudo usermod -a -G "));
	free(said);
}

static void permitted(void **state)
{
	(void)state;
	assert_int_equal(chmod(fixture_path("dev/snd/controlC0"), 0666), 0);
	if (!geteuid())
		setenv("SUDO_UID", "65534", 1);
	expect_said("may open the card");
	unsetenv("SUDO_UID");
}

static void no_node(void **state)
{
	(void)state;
	fixture_remove("dev/snd");
	expect_found("is missing", "sudo udevadm trigger");
}

static void muted(void **state)
{
	(void)state;
	ich_elements[0].off = true;
	expect_found("has Master muted", "amixer -q -c waveport sset Master 80% unmute\n");
	turn_up();
	ich_elements[3].off = true;
	expect_found("has Capture muted", "amixer -q -c waveport sset Capture 80% cap\n");
}

static void mixer_unknown(void **state)
{
	(void)state;
	examine_mixer_fails(-EACCES);
	expect_said("cannot be read: Permission denied");
}

static void server_runs(const char *profile)
{
	char *list = memory_text("Card #41\n\tName: alsa_card.pci-0000_00_1b.0\n\tProperties:\n"
				 "\t\talsa.card = \"1\"\n\tActive Profile: off\n\n"
				 "Card #42\n\tName: alsa_card.pci-0000_00_05.0\n\tProperties:\n"
				 "\t\talsa.card = \"0\"\n\tActive Profile: %s\n", profile);

	fixture_write("proc/812/comm", "pipewire-pulse\n");
	fixture_write("LC_ALL=C pactl list cards", list);
	free(list);
}

static void server_runs_and_uses_it(void **state)
{
	(void)state;
	server_runs("output:analog-stereo");
	expect_said("with the profile output:analog-stereo");
	server_runs("off");
	expect_found("profile of card waveport is off",
		     "pactl set-card-profile alsa_card.pci-0000_00_05.0 "
		     "'output:analog-stereo+input:analog-stereo'\n");
}

static void server_without_card(void **state)
{
	(void)state;
	server_runs("off");
	fixture_write("LC_ALL=C pactl list cards", "Card #41\n\t\talsa.card = \"1\"\n");
	expect_found("pipewire-pulse does not know card waveport", "systemctl --user restart");
}

static void server_unknown(void **state)
{
	(void)state;
	fixture_write("proc/812/comm", "pulseaudio\n");
	expect_said("note   pulseaudio runs, and pactl is missing");
}

static void held(void **state)
{
	(void)state;
	fixture_write("proc/812/comm", "pipewire\n");
	fixture_write("LC_ALL=C pactl list cards",
		      "Card #42\n\t\talsa.card = \"0\"\n\tActive Profile: on\n");
	fixture_write("proc/asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 812\n");
	expect_said("note   pipewire (812) has hw:0,0 open for playback");
	fixture_write("proc/812/comm", "aplay\n");
	expect_said("kill 812\n");
}

static void nothing_there(void **state)
{
	char *said;

	(void)state;
	fixture_remove("proc");
	fixture_remove("sys");
	said = examine(2);
	free(said);
}

#define IN_COPY(test)	cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

const struct CMUnitTest doctor_tests[] = {
	IN_COPY(healthy),
	IN_COPY(no_controller),
	IN_COPY(no_headers),
	IN_COPY(not_built),
	IN_COPY(built_and_not_installed),
	IN_COPY(build_failed),
	IN_COPY(no_source),
	IN_COPY(next_kernel),
	IN_COPY(older_is_loaded),
	IN_COPY(halves_differ),
	IN_COPY(older_is_installed),
	IN_COPY(unsigned_module),
	IN_COPY(signed_module),
	IN_COPY(key_not_enrolled),
	IN_COPY(lockdown),
	IN_COPY(blacklisted),
	IN_COPY(rival_first),
	IN_COPY(other_driver),
	IN_COPY(no_driver),
	IN_COPY(not_permitted),
	IN_COPY(permitted),
	IN_COPY(no_node),
	IN_COPY(muted),
	IN_COPY(mixer_unknown),
	IN_COPY(server_runs_and_uses_it),
	IN_COPY(server_without_card),
	IN_COPY(server_unknown),
	IN_COPY(held),
	IN_COPY(nothing_there),
	{ }
};
