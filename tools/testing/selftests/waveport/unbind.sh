#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unbinds the device while it plays and records, and binds it again.

# shellcheck disable=SC2317 # "check" calls the functions
cd "$(dirname "$0")" || exit 1
# shellcheck source-path=SCRIPTDIR source=shell.sh
. ./shell.sh

address=$(card_address) || skip_all "no card"

# The buffers last longer than a busy machine stalls, which would end a client with an error.
client()
{
	"$@" -q -t raw -f S16_LE -c 2 -r 48000 -B 2000000 2>/dev/null
}

unbind_in_use()
{
	local play=$1 record=$2 player recorder

	client aplay -D "hw:$(card_number),$play" /dev/zero &
	player=$!
	client arecord -D "hw:$(card_number),$record" /dev/null &
	recorder=$!
	eventually runs "$play" p && eventually runs "$record" c || return
	echo "$address" | timeout 30 tee "$DRIVER_DIR/unbind" >/dev/null || return
	# the clients end by themselves, with an error
	eventually gone "$player" && eventually gone "$recorder" || return
	[ ! -e "/sys/bus/pci/devices/$address/driver" ] && ! card_number
}

runs()
{
	grep -q '^state: run' "/sys/kernel/debug/snd_waveport/card$(card_number)/pcm$1${2}0"
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

bind()
{
	echo "$address" >"$DRIVER_DIR/bind" && eventually card_number >/dev/null
}

work()
{
	play_silence "$QUEUE" && play_silence "$CYCLIC" && record_moment "$QUEUE" && record_moment "$CYCLIC"
}

for play in "$QUEUE" "$CYCLIC"; do
	record=$((QUEUE + CYCLIC - play))
	log_mark "unbind $play"
	check "unbind while $play plays and $record records" unbind_in_use "$play" "$record"
	check "bind" bind
	check "play and record" work
	check "nothing left in the kernel log" log_is_clean
done
finish
