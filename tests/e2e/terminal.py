"""A person at a real terminal: a program in tmux, typed at and looked at."""

from __future__ import annotations

import itertools
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

TMUX = shutil.which("tmux")
PROGRAM = (sys.executable, "-m", "peer_tui")
CHECKOUT = Path(__file__).parents[2]
PATIENCE = 15.0
"""Seconds until something that should have appeared counts as missing."""
EMPTY = "Type what was said"
"""Stands in the capture line while nothing is typed in it: after Enter, the line was taken."""
EMPTY_OFF_RECORD = "What is typed here is kept nowhere"
"""The same while nothing is kept."""
GO_TO = "Esc closes"
"""Stands on the list of places only: a place's name stands on other screens too."""
_LOOK = 0.05
_LEFT = re.compile(r"left with (\d+)")
_numbers = itertools.count(1)


class Terminal:
    """One terminal with one program in it, on a tmux server of its own. Use as a context: nothing stays behind.

    Args:
        home: the folder of `PEER_TUI_HOME`.
        arguments: what follows `peer-tui` on the command line.
        size: columns and rows.
        program: the command to run, if it is not peer-tui itself.
    """

    def __init__(
        self, home: Path, *arguments: str, size: tuple[int, int] = (100, 30), program: tuple[str, ...] = PROGRAM
    ) -> None:
        self._socket = f"peer-tui-test-{os.getpid()}-{next(_numbers)}-{secrets.token_hex(4)}"
        columns, rows = size
        # The shell outlives the program, so that what it leaves behind on the screen can be looked at.
        script = '"$@"; echo "left with $?"; exec sleep 600'
        self._tmux(
            *("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(rows)),
            *("env", "-i", *_environment(home)),
            *("sh", "-c", script, "sh", *program, *arguments),
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([*self._command(), "kill-server"], check=False, capture_output=True)

    # --- at the keyboard --------------------------------------------------------------------------------------

    def keys(self, *names: str) -> None:
        """Press keys by tmux's names: `Enter`, `C-n`, `Escape`, `F1`."""
        self._tmux("send-keys", *names)

    def type(self, text: str) -> None:
        """Type, as fast as it goes."""
        self._tmux("send-keys", "-l", "--", text)

    def line(self, text: str) -> None:
        """Type a line and press Enter."""
        self.type(text)
        self.keys("Enter")

    def write(self, line: str, shown: str = "") -> str:
        """Type a line in a live meeting, and wait until it stands in the minutes and no more in the capture line.

        Args:
            line: as it is typed.
            shown: what of it stands in the minutes, if not all.
        """
        self.line(line)
        return self.until(shown or line, EMPTY)

    def burst(self, *parts: str) -> None:
        """Text and keys in one go, with nothing between them."""
        commands: list[str] = []
        for part in parts:
            is_key = part == "Enter" or re.fullmatch(r"C-\w", part) is not None
            commands += [";", "send-keys", *(() if is_key else ("-l", "--")), part]
        self._tmux(*commands[1:])

    def paste(self, text: str) -> None:
        """Paste, in brackets if the program asked for them."""
        self._tmux("load-buffer", "-", told=text)
        self._tmux("paste-buffer", "-p", "-d")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def close_window(self) -> None:
        """Close the terminal as a person closes its window: the program is hung up on. Waits until it has gone."""
        program = self.program
        self._tmux("kill-session")
        _until_gone(program)

    # --- looking ----------------------------------------------------------------------------------------------

    def screen(self) -> str:
        """What stands on the screen, line by line."""
        return self._tmux("capture-pane", "-p")

    def until(self, *texts: str, patience: float = PATIENCE) -> str:
        """Wait until all of these stand on the screen at once, and give the screen.

        Raises:
            AssertionError: they did not come; shows the screen.
        """
        end = time.monotonic() + patience
        while True:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            if time.monotonic() > end:
                missing = [text for text in texts if text not in screen]
                raise AssertionError(f"{missing} did not come within {patience:g} s:\n{screen}")
            time.sleep(_LOOK)

    def until_gone(self, text: str, patience: float = PATIENCE) -> str:
        """Wait until this stands on the screen no more, and give the screen."""
        end = time.monotonic() + patience
        while text in (screen := self.screen()):
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} is still there after {patience:g} s:\n{screen}")
            time.sleep(_LOOK)
        return screen

    @property
    def is_full_screen(self) -> bool:
        """The program has the terminal's second screen, the one that leaves no trace."""
        return self._tmux("display-message", "-p", "#{alternate_on}").strip() == "1"

    def until_left(self) -> int:
        """Wait until the program has ended; its exit code."""
        screen = self.until("left with ")
        found = _LEFT.search(screen)
        assert found is not None, screen
        return int(found[1])

    # --- the program ------------------------------------------------------------------------------------------

    @property
    def program(self) -> int:
        """The program's process id."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        children = subprocess.run(["pgrep", "-P", shell], check=True, capture_output=True, text=True).stdout.split()
        return int(children[0])

    def kill(self) -> None:
        """Kill the program outright: it can do nothing more."""
        program = self.program
        os.kill(program, signal.SIGKILL)
        _until_gone(program)

    def end(self) -> None:
        """Ask the program to end (SIGTERM), as a machine that shuts down does."""
        os.kill(self.program, signal.SIGTERM)

    def _command(self) -> list[str]:
        return [TMUX or "tmux", "-L", self._socket]

    def _tmux(self, *arguments: str, told: str | None = None) -> str:
        done = subprocess.run([*self._command(), *arguments], input=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"tmux {arguments[0]}: {done.stderr}"
        return done.stdout


def _environment(home: Path) -> list[str]:
    """Only what a program needs: a size, a colour or a library of whoever runs the tests must not reach it."""
    kept = [f"{name}={os.environ[name]}" for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ]
    return [*kept, "LANG=C.UTF-8", "TERM=tmux-256color", f"PYTHONPATH={CHECKOUT}", f"PEER_TUI_HOME={home}"]


def _until_gone(process: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], check=False, capture_output=True, text=True)
        # One that has ended stays listed as Z until its parent asks for it, and not every parent does.
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
        time.sleep(_LOOK)
    raise AssertionError(f"The program is still running {PATIENCE:g} s after it was to end.")
