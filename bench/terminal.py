"""A program in a pseudo-terminal: started, typed at, and watched to the byte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

HERE = Path(__file__).parent
SIZE = (100, 30)
BARE = [sys.executable, str(HERE / "bare.py")]
BARE_MARKER = "Bareground"
_PATIENCE = 20.0


def peer_tui(*arguments: str) -> list[str]:
    """The program's command line, by the same Python as the baseline and with nothing but its entry point."""
    start = "import sys; from peer_tui.cli import main; sys.argv[0] = 'peer-tui'; sys.exit(main())"
    return [sys.executable, "-c", start, *arguments]


class TookTooLong(Exception):
    """What was waited for did not come; says what the terminal showed last."""


class Terminal:
    """One program in one terminal of its own. Use as a context: it is killed at the end."""

    def __init__(self, command: list[str], home: Path, size: tuple[int, int] = SIZE) -> None:
        self.began = time.perf_counter()
        """Just before the program was started."""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:  # the new process: it becomes the program or nothing
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                os.execvpe(command[0], command, _environment(home))
            finally:
                os._exit(127)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def write(self, text: str) -> None:
        """Type."""
        os.write(self._terminal, text.encode())

    def until(self, text: str) -> float:
        """Wait until the program writes `text` (one run of it, in one style); the moment it came, as `perf_counter`.

        Raises:
            TookTooLong: it did not come, or the program ended.
        """
        wanted, seen, end = text.encode(), b"", time.perf_counter() + _PATIENCE
        while (left := end - time.perf_counter()) > 0:
            if not select.select([self._terminal], [], [], left)[0]:
                break
            try:
                part = os.read(self._terminal, 1 << 16)
            except OSError:  # the program ended
                break
            came = time.perf_counter()
            seen += part
            if wanted in seen:
                return came
        raise TookTooLong(f"{text!r} did not come. The terminal got, at the end: {seen[-2000:]!r}")

    def drain(self, quiet: float) -> None:
        """Read what comes until nothing has come for `quiet` seconds."""
        while select.select([self._terminal], [], [], quiet)[0]:
            os.read(self._terminal, 1 << 16)

    def drain_for(self, seconds: float) -> None:
        """Read what comes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                os.read(self._terminal, 1 << 16)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    root = str(HERE.parent)
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PEER_TUI_HOME": str(home), "PYTHONPATH": root}
