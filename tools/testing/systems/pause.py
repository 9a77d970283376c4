#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Pauses mpv and has it go on, by its socket, and quits it.

    pause.py SOCKET TIMES

Exit status 1 and a line that says in which pause, if mpv's position does not go on after it.
"""

import json
import socket
import sys
import time

PATIENCE = 20


class Mpv:
    """A running mpv."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        end = time.monotonic() + 3 * PATIENCE
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.lines = self.socket.makefile("r")

    def ask(self, *command):
        """The answer to a command, without the events between."""
        self.socket.sendall(json.dumps({"command": command}).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "event" not in answer:
                return answer.get("data")

    def place(self):
        """The position in seconds, 0 before the first frame."""
        return self.ask("get_property", "time-pos") or 0

    def goes_on(self, place):
        """Whether the position passes a place in time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.place() > place + 0.2:
                return True
            time.sleep(0.05)
        return False


def main():
    """Do what the command line says."""
    mpv = Mpv(sys.argv[1])
    for number in range(int(sys.argv[2])):
        if not mpv.goes_on(mpv.place()):
            print(f"does not go on before pause {number + 1}")
            return 1
        mpv.ask("set_property", "pause", True)
        time.sleep(0.1 + 0.07 * (number % 5))
        mpv.ask("set_property", "pause", False)
    if not mpv.goes_on(mpv.place()):
        print("does not go on after the last pause")
        return 1
    mpv.ask("quit")
    return 0


sys.exit(main())
