#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Stereo samples as JACK has them, which takes 32767 for full scale.

    floats.py to < RAW > WAV     from S16_LE to a WAV file of floats at 48 kHz
    floats.py from < WAV > RAW   and back, from a WAV file of 32 bits, of which 2^31 is a float's 1
"""

import array
import struct
import sys

SCALE = 32767


def to_floats(raw):
    """A WAV file of a stream of S16_LE."""
    samples = array.array("f", (sample / SCALE for sample in array.array("h", raw)))
    form = struct.pack("<HHIIHH", 3, 2, 48000, 48000 * 8, 8, 32)
    data = samples.tobytes()
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data)


def data_of(wav):
    """What the chunk "data" of a WAV file has."""
    place = 12
    while wav[place:place + 4] != b"data":
        place += 8 + struct.unpack("<I", wav[place + 4:place + 8])[0]
    size = struct.unpack("<I", wav[place + 4:place + 8])[0]
    return wav[place + 8:place + 8 + size]


def from_integers(wav):
    """The stream of S16_LE in a WAV file of 32 bits, of which 2^31 is a float's 1."""
    data = data_of(wav)
    samples = array.array("i", data[:len(data) // 8 * 8])
    return array.array("h", (round(sample * SCALE / 2**31) for sample in samples)).tobytes()


def main():
    """Do what the command line says."""
    convert = {"to": to_floats, "from": from_integers}[sys.argv[1]]
    sys.stdout.buffer.write(convert(sys.stdin.buffer.read()))


main()
