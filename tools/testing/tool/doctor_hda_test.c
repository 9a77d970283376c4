// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checks of doctor on a system with a controller of HD Audio, which waveport drives only on
 * request, alone or beside one of AC'97.
 */

#include <stdlib.h>
#include <string.h>

#include "examine.h"
#include "fixture.h"

#define MODULES		"lib/modules/" FIXTURE_RELEASE
#define DKMS		MODULES "/updates/dkms"
#define ADDRESS		"0000:00:1b.0"
#define PCI		"sys/bus/pci/devices/" ADDRESS
#define OVERRIDE	PCI "/driver_override"
#define RIVAL		"../../../../bus/pci/drivers/snd_hda_intel"
#define GIVE		"echo snd_waveport_hda | sudo tee /sys/bus/pci/devices/" ADDRESS \
			"/driver_override && "
#define TAKE		"echo " ADDRESS " | sudo tee /sys/bus/pci/devices/" ADDRESS \
			"/driver/unbind && sudo modprobe snd-waveport-hda && echo " ADDRESS \
			" | sudo tee /sys/bus/pci/drivers_probe\n"
#define RELOAD		"sudo modprobe -r snd-waveport-hda && sudo modprobe snd-waveport-hda\n"

static int setup(void **state)
{
	fixture_setup(state);
	fixture_change_to_hda();
	examine_mixer(NULL, 0);
	return 0;
}

/* Both, and HD Audio is not given to waveport. */
static int setup_both(void **state)
{
	fixture_setup(state);
	fixture_write(PCI "/class", "0x040300\n");
	fixture_write(PCI "/modalias", "pci:v00008086d00002668sv0sd0bc04sc03i00\n");
	fixture_write(OVERRIDE, "(null)\n");
	fixture_link(PCI "/driver", RIVAL);
	examine_mixer(NULL, 0);
	return 0;
}

/* As the kernel's driver has it when nobody has asked for anything. */
static void leave_to_rival(void)
{
	fixture_write(OVERRIDE, "(null)\n");
	fixture_link(PCI "/driver", RIVAL);
	fixture_remove("sys/module");
	fixture_remove("proc/asound/card0");
}

static void hda_healthy(void **state)
{
	(void)state;
	expect_said("ok     the controller " ADDRESS " (8086:2668) is one that waveport drives\n");
	expect_said("ok     snd-waveport-hda is installed for " FIXTURE_RELEASE "\n");
	expect_said("ok     version 0.2.0 of snd-waveport-hda is loaded\n");
	expect_said("ok     snd_waveport_hda has the controller " ADDRESS "\n");
	expect_said("ok     the mixer of card AudioIntel is not muted\n");
	expect_not_said("ich");
	expect_not_said("intel8x0");
	expect_not_said("at boot");
}

/* It has it, whatever was written there since. */
static void hda_driven_without_override(void **state)
{
	(void)state;
	fixture_write(OVERRIDE, "(null)\n");
	expect_said("ok     snd_waveport_hda has the controller " ADDRESS "\n");
	expect_not_said("on request");
}

static void hda_not_requested(void **state)
{
	(void)state;
	leave_to_rival();
	expect_said("is one that waveport drives on request\n");
	expect_said("ok     snd-waveport-hda is installed for " FIXTURE_RELEASE "\n");
	expect_not_said("snd-waveport-ich");
	expect_said("note   snd_hda_intel has the controller " ADDRESS
		    ", and waveport takes it only on request\n       " GIVE TAKE);
	fixture_remove(PCI "/driver");
	expect_said("note   no driver has the controller " ADDRESS
		    ", and waveport takes it only on request\n       " GIVE
		    "sudo modprobe snd-waveport-hda && echo " ADDRESS
		    " | sudo tee /sys/bus/pci/drivers_probe\n");
}

static void hda_given_to_another(void **state)
{
	(void)state;
	leave_to_rival();
	fixture_write(OVERRIDE, "vfio-pci\n");
	fixture_link(PCI "/driver", "../../../../bus/pci/drivers/vfio-pci");
	expect_said("note   vfio-pci has the controller " ADDRESS);
}

static void hda_rival_has_it(void **state)
{
	(void)state;
	fixture_link(PCI "/driver", RIVAL);
	expect_found("snd_hda_intel has the controller " ADDRESS ", which is given to waveport",
		     "\n       " TAKE);
}

static void hda_nobody_has_it(void **state)
{
	(void)state;
	fixture_remove(PCI "/driver");
	expect_found("snd-waveport-hda is loaded and did not take the controller " ADDRESS,
		     "\n       echo " ADDRESS
		     " | sudo tee /sys/bus/pci/drivers_probe; sudo dmesg | grep");
	fixture_remove("sys/module");
	expect_found("no driver has the controller " ADDRESS,
		     "\n       sudo modprobe snd-waveport-hda\n");
}

static void hda_not_installed(void **state)
{
	(void)state;
	fixture_remove("usr/src");
	fixture_write(MODULES "/modules.dep", "updates/dkms/snd-waveport-ich.ko:\n");
	expect_found("snd-waveport-hda is not installed", "sudo make modules_install");
}

static void hda_versions(void **state)
{
	(void)state;
	fixture_write("sys/module/snd_waveport/version", "0.1.0\n");
	expect_found("snd-waveport is loaded with version 0.1.0, and snd-waveport-hda with 0.2.0",
		     RELOAD);
	fixture_write("sys/module/snd_waveport_hda/version", "0.1.0\n");
	expect_found("version 0.1.0 of snd-waveport-hda is loaded, and 0.2.0 is installed", RELOAD);
	fixture_write("sys/module/snd_waveport_ich/version", "0.1.0\n");
	expect_found("version 0.1.0 of snd-waveport-hda is loaded, and 0.2.0 is installed",
		     "sudo modprobe -r snd-waveport-ich snd-waveport-hda && "
		     "sudo modprobe -a snd-waveport-ich snd-waveport-hda\n");
}

static void hda_signature(void **state)
{
	(void)state;
	fixture_write("sys/module/module/parameters/sig_enforce", "Y\n");
	fixture_module(DKMS "/snd-waveport-ich.ko", "the test");
	expect_found("snd-waveport-hda is not signed", "sudo dkms install --force");
	fixture_module(DKMS "/snd-waveport-hda.ko", "the test");
	expect_said("snd-waveport-hda is signed by the test");
}

/* It is loaded by its name, which a blacklist does not hinder; and a rival never comes first. */
static void hda_modprobe(void **state)
{
	(void)state;
	fixture_remove("usr/lib/modprobe.d");
	fixture_write("etc/modprobe.d/x.conf", "blacklist snd_waveport_hda\n");
	expect_said("\n0 found\n");
	fixture_write("etc/modprobe.d/x.conf", "install snd_waveport_hda /bin/false\n");
	expect_found("/etc/modprobe.d/x.conf keeps snd_waveport_hda", "sudo sed -i '/^ *install");
	fixture_write("etc/modprobe.d/x.conf", "install snd_waveport /bin/false\n");
	expect_found("/etc/modprobe.d/x.conf keeps snd_waveport from", "sudo sed -i '/^ *install");
}

static void hda_outputs_muted(void **state)
{
	static struct mixer_element elements[] = {
		{ "Master", false, false }, { "Speaker", false, true },
		{ "Headphone", false, true },
	};

	(void)state;
	examine_mixer(elements, 3);
	expect_found("the mixer of card AudioIntel has all outputs muted",
		     "amixer -q -c AudioIntel sset 'Speaker' 80% unmute && "
		     "amixer -q -c AudioIntel sset 'Headphone' 80% unmute\n");
	elements[2].off = false;
	expect_said("ok     the mixer of card AudioIntel is not muted\n");
	elements[0].off = true;
	expect_found("has Master muted", "amixer -q -c AudioIntel sset Master 80% unmute\n");
}

static void offer_profiles(const char *profiles)
{
	char list[1024];

	snprintf(list, sizeof(list),
		 "Card #42\n\tName: alsa_card.pci-0000_00_1b.0\n\tProperties:\n"
		 "\t\talsa.card = \"0\"\n\tProfiles:\n"
		 "\t\toff: Off (sinks: 0, sources: 0, priority: 0, available: yes)\n%s"
		 "\tActive Profile: off\n\tPorts:\n"
		 "\t\tanalog-output: Line Out (type: Line, priority: 9900, available)\n", profiles);
	fixture_write("proc/812/comm", "pipewire-pulse\n");
	fixture_write("LC_ALL=C pactl list cards", list);
}

static void hda_best_profile(void **state)
{
	(void)state;
	offer_profiles("\t\toutput:hdmi-stereo: Digital Stereo (HDMI) Output (sinks: 1, sources: "
		       "0, priority: 5900, available: yes)\n"
		       "\t\tpro-audio: Pro Audio (sinks: 1, sources: 1, priority: 1, available: "
		       "yes)\n"
		       "\t\toutput:analog-stereo: Analog Stereo (sinks: 1, sources: 0, priority: "
		       "6500, available: no)\n");
	expect_found("profile of card AudioIntel is off",
		     "pactl set-card-profile alsa_card.pci-0000_00_1b.0 'output:hdmi-stereo'\n");
	offer_profiles("");
	expect_found("profile of card AudioIntel is off",
		     "'output:analog-stereo+input:analog-stereo'\n");
}

/* What waveport shall not have concerns no check of the other miniport. */
static void hda_beside_ich(void **state)
{
	(void)state;
	expect_said("note   snd_hda_intel has the controller " ADDRESS);
	expect_said("ok     snd_waveport_ich has the controller 0000:00:05.0\n");
	expect_said("ok     at boot snd-waveport-ich comes before snd-intel8x0\n");
	expect_not_said("snd-waveport-hda is");
	fixture_write(MODULES "/modules.dep", "updates/dkms/snd-waveport-ich.ko:\n");
	expect_said("\n0 found\n");
}

/* Of another class than is looked for, as an NVIDIA one may be, and driven. */
static void hda_beside_odd_ich(void **state)
{
	(void)state;
	fixture_write("sys/bus/pci/devices/0000:00:05.0/class", "0x040000\n");
	expect_said("ok     snd-waveport-ich is installed");
	expect_not_said("snd-waveport-hda is");
}

static void hda_and_ich(void **state)
{
	(void)state;
	fixture_write(OVERRIDE, "snd_waveport_hda\n");
	expect_found("snd_hda_intel has the controller", TAKE);
	fixture_link(PCI "/driver", "../../../../bus/pci/drivers/snd_waveport_hda");
	fixture_write("sys/module/snd_waveport_hda/version", FIXTURE_VERSION "\n");
	expect_said("ok     version 0.2.0 of snd-waveport-ich is loaded\n");
	expect_said("ok     version 0.2.0 of snd-waveport-hda is loaded\n");
	fixture_write("sys/module/snd_waveport/version", "0.1.0\n");
	expect_found("snd-waveport is loaded with version 0.1.0", "sudo modprobe -a ");
}

#define IN_COPY(test)	cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)
#define BESIDE_ICH(test) cmocka_unit_test_setup_teardown(test, setup_both, fixture_teardown)

const struct CMUnitTest doctor_hda_tests[] = {
	IN_COPY(hda_healthy),
	IN_COPY(hda_driven_without_override),
	IN_COPY(hda_not_requested),
	IN_COPY(hda_given_to_another),
	IN_COPY(hda_rival_has_it),
	IN_COPY(hda_nobody_has_it),
	IN_COPY(hda_not_installed),
	IN_COPY(hda_versions),
	IN_COPY(hda_signature),
	IN_COPY(hda_modprobe),
	IN_COPY(hda_outputs_muted),
	IN_COPY(hda_best_profile),
	BESIDE_ICH(hda_beside_ich),
	BESIDE_ICH(hda_beside_odd_ich),
	BESIDE_ICH(hda_and_ich),
	{ }
};
