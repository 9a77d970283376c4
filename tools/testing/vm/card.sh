# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# What differs between the sound cards that --card chooses: QEMU's devices and the drivers. The program
# flush knows the registers of each.

# Prints the name of the kernel's own driver for the card, without "snd-".
kernel_driver()
{
	case $opt_card in
	ich) echo intel8x0 ;;
	*) echo hda-intel ;;
	esac
}

# Prints how the card can behave.
card_hardware()
{
	case $opt_card in
	ich) echo qemu virtualbox virtualbox-ad1981b virtualbox-stac9700 crosvm six-channels ich4 ;;
	*)
		echo qemu digital pch hdmi mute-codec lost-responses stuck-corb stuck-rirb stuck-reset no-positions all-ones
		;;
	esac
}

# Prints the module to load, or nothing.
driver_module()
{
	case $opt_driver-$opt_card in
	none-*) ;;
	waveport-ich) echo snd-waveport-ich ;;
	waveport-*) echo snd-waveport-hda ;;
	*) echo "snd-$opt_driver" ;;
	esac
}

# Adds sound card number $1, which plays to the audiodev of that number. With its own timer the codec of
# HD Audio drops frames when the host is late; with its mixer QEMU scales the samples.
card_arguments()
{
	local backend=audiodev=audio$1 id=sound$1 codec=hda-duplex address

	# where chip sets have it
	printf -v address ',addr=0x%x' $((0x1b + $1))
	case $opt_card in
	ich)
		qemu+=(-device "AC97,id=$id,$backend$device_options")
		return
		;;
	hda) qemu+=(-device "intel-hda,id=$id$address$device_options") ;;
	ich9-hda) qemu+=(-device "ich9-intel-hda,id=$id$address$device_options") ;;
	esac
	case $opt_hardware in digital | pch) codec=hda-digital ;; esac
	qemu+=(-device "$codec,id=codec$1,bus=$id.0,$backend,mixer=off,use-timer=off")
	[ "$opt_hardware" != hdmi ] ||
		qemu+=(-device "hda-hdmi,id=display$1,bus=$id.0,$backend,mixer=off,use-timer=off")
}

# Prints a pattern for the names that QEMU gives the regions of registers.
register_regions()
{
	case $opt_card in
	ich) echo ac97- ;;
	*) echo intel-hda ;;
	esac
}

# Prints what a read returns that ends the device's loop of reads: "nothing" or "less" than it asked for.
last_read()
{
	case $opt_card in
	ich) echo nothing ;;
	*) echo less ;;
	esac
}
