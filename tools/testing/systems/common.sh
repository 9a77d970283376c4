# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the scripts here that run in a system share.

device=$(dirname "$(grep -l '^0x040100' /sys/bus/pci/devices/*/class | head -n 1)")

driver()
{
	basename "$(readlink "$device/driver")"
}

# Tells whether this driver has the device.
driver_is()
{
	[ "$(driver)" = "$1" ] || { echo "the driver is $(driver)"; lsmod | grep snd; return 1; }
}

# Runs a command as a user without anything of root's environment. "player" has the session of a login.
as()
{
	local user=$1 id

	shift
	id=$(id -u "$user")
	runuser -u "$user" -- env -i LC_ALL=C "PATH=$PATH" "HOME=/home/$user" "XDG_RUNTIME_DIR=/run/user/$id" \
		"DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$id/bus" "$@"
}
