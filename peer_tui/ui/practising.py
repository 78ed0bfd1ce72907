"""Practising from within the program: a program of its own takes the terminal, and gives it back."""

from __future__ import annotations

import subprocess
import sys

from peer_tui.domain.words import say

NOT_HERE = say("Practice could not begin here. In another terminal: peer-tui demo")


def practise() -> bool:
    """Run `peer-tui demo` until the person leaves it; whether it began and ended well.

    It has a library, a state and settings of its own in a folder that it deletes, so nothing of it can reach this one.
    The terminal must have been let go (`App.suspend`).
    """
    try:
        # -P: a folder named peer_tui in the folder the person stands in is not what is meant.
        done = subprocess.run([sys.executable, "-P", "-m", "peer_tui", "demo"], check=False)
    except OSError:
        return False
    return done.returncode == 0
