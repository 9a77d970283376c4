# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The card under test, for the scripts; kind.c is for the programs. It is the first of our drivers, or
# that whose driver is loaded.

DRIVERS=(snd-waveport-ich snd-waveport-hda)

# Print the number of the first card of a driver, or fail.
card_of()
{
	local card

	for card in /sys/class/sound/card[0-9]*; do
		[ "$card/device/driver" -ef "/sys/bus/pci/drivers/${1//-/_}" ] || continue
		echo "${card##*/card}"
		return
	done
	return 1
}

# Print the number of the card, or fail.
card_number()
{
	card_of "$DRIVER"
}

# Print the PCI address of the card.
card_address()
{
	basename "$(readlink -f "/sys/class/sound/card$(card_number)/device")"
}

# Print the driver under test.
find_driver()
{
	local driver

	for driver in "${DRIVERS[@]}"; do
		! card_of "$driver" >/dev/null || { echo "$driver"; return; }
	done
	for driver in "${DRIVERS[@]}"; do
		[ ! -e "/sys/bus/pci/drivers/${driver//-/_}" ] || { echo "$driver"; return; }
	done
	echo "${DRIVERS[0]}"
}

# Print the kernel's own driver for the card.
kernel_driver()
{
	case $DRIVER in
	snd-waveport-ich) echo snd-intel8x0 ;;
	*) echo snd-hda-intel ;;
	esac
}

DRIVER=$(find_driver)
# Whether the driver has a parameter to leave out a card.
# shellcheck disable=SC2034 # for those who include this
case $DRIVER in
snd-waveport-ich) CAN_DISABLE=yes ;;
*) CAN_DISABLE=no ;;
esac
# shellcheck disable=SC2034 # for those who include this
DRIVER_DIR=/sys/bus/pci/drivers/${DRIVER//-/_}
